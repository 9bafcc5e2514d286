import Foundation
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

@Suite("The journey to a bank")
struct JourneyLeadTests {
    private func atProduct(_ product: String = "Noor Profit") throws -> Walk {
        var walk = try Walk.throughList()
        walk.goToList()
        walk.show(product)
        return walk
    }

    private func atQuestions() throws -> Walk {
        var walk = try atProduct()
        walk.press("2")
        try walk.lookedUp("Waha Retail")
        return walk
    }

    private static let answers = [
        "⏎", "Sara⏎", "Ahmed⏎", "⏎", "sara@example.ae⏎", "784-1990-1234567-6⏎", "⏎", "⏎", "⏎", "Call⏎", "2",
    ]

    func atLastQuestion() throws -> Walk {
        var walk = try atQuestions()
        for answer in Self.answers.dropLast() { walk.press(answer) }
        return walk
    }

    func atSummary() throws -> Walk {
        var walk = try atLastQuestion()
        for answer in Self.answers.suffix(1) { walk.press(answer) }
        return walk
    }

    @Test("opens a page only after it was shown and chosen")
    func open() throws {
        var walk = try atProduct()
        walk.press("1")
        #expect(walk.screen.title == "Open this page? https://www.waha.example/apply/n100?src=openfinance")
        #expect(walk.text.contains("Apply on the bank's page"))
        walk.press("⏎")
        #expect(walk.screen.title == "Noor Profit Saver" && walk.effects.isEmpty)
        walk.press("1→⏎")
        guard case .open(let address)? = walk.effects.last else {
            Issue.record("no page is opened")
            return
        }
        #expect(address.text == "https://www.waha.example/apply/n100?src=openfinance")
        walk.handle(.opened(nil))
        #expect(walk.screen.message == "The page was handed to your browser.")
    }

    @Test("looks the bank up first, and goes back at once where that takes too long or fails")
    func lookUp() throws {
        var walk = try atProduct()
        walk.press("2")
        #expect(walk.screen.isBusy && walk.screen.title.hasPrefix("Waha Retail is looked up"))
        walk.press("⎋")
        #expect(walk.screen.title == "Noor Profit Saver")
        try walk.lookedUp("Waha Retail")
        #expect(walk.screen.title == "Noor Profit Saver")
        walk.press("2")
        walk.handle(.lookedUp(.failure(CommandFailure(.unavailable, "The directory is away", advice: "Try again"))))
        #expect(walk.screen.title == "Noor Profit Saver" && walk.screen.message == "The directory is away. Try again.")
    }

    @Test("asks in a person's order, shows all of it, and sends it after a yes alone")
    func send() throws {
        var walk = try atQuestions()
        var titles: [String] = []
        for answer in Self.answers {
            titles.append(walk.screen.title)
            walk.press(answer)
        }
        #expect(titles.first == "Whose name is it?" && titles.last == "Has this person opted out of marketing?")
        #expect(walk.screen.title == "Send this to Waha Retail, and be contacted by it?")
        for words in ["sara@example.ae", "784-1990-1234567-6", "Sara", "Ahmed", "SavingsAccount", "the note names it"] {
            #expect(walk.text.contains(words), "\(words)")
        }
        #expect(!walk.effects.contains { if case .send = $0 { true } else { false } })
        var no = walk
        no.press("⏎")
        #expect(no.screen.title == "Which one, of those with “Noor Profit”?")
        walk.press("3")
        guard case .send(let prepared, let again)? = walk.effects.last else {
            Issue.record("nothing is sent")
            return
        }
        #expect(!again && prepared.lfi.name == "Waha Retail" && prepared.productID == "N100")
        #expect(prepared.body.json.contains(Data(#""LeadInformation":"About: Noor Profit Saver (N100).\nCall""#.utf8)))
        #expect(walk.screen.isBusy)
        let count = walk.effects.count
        walk.press("3⏎⎋q")
        #expect(walk.effects.count == count)
        walk.handle(.sent(.told("Waha Retail has the lead.\n", hasGone: true)))
        #expect(walk.text.contains("Waha Retail has the lead."))
        walk.press("⎋q")
        guard case .leave? = walk.effects.last else {
            Issue.record("there is nothing to lose any more")
            return
        }
    }

    @Test("sends nothing before all of it was to be seen")
    func readToItsEnd() throws {
        var walk = try atSummary()
        walk.handle(.resized(columns: 60, rows: 14))
        walk.press("3")
        #expect(walk.screen.message == "Read it to its end first (Page Down).")
        #expect(!walk.effects.contains { if case .send = $0 { true } else { false } })
        for _ in 0..<10 where walk.screen.message != nil { walk.press("3") }
        #expect(walk.effects.contains { if case .send = $0 { true } else { false } })
    }

    @Test("takes no answer about a product that the person has left for one about the product at hand")
    func lookedUpLate() throws {
        var walk = try atProduct()
        walk.press("2⎋⎋/⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫Sidr Amanah⏎⏎2")
        let before = walk.screen.title
        try walk.lookedUp("Waha Retail", isLate: true)
        #expect(walk.screen.title == before && walk.screen.isBusy)
        try walk.lookedUp("Sidr")
        #expect(walk.text.contains("For Sidr Bank, about Sidr"))
    }

    @Test("takes nothing that breaks a rule, and loses nothing on the way back")
    func nothingLost() throws {
        var walk = try atQuestions()
        for answer in Self.answers.prefix(4) { walk.press(answer) }
        walk.press("sara@⏎")
        #expect(walk.screen.message == "That is not a valid e-mail address." && walk.screen.field == "sara@")
        for _ in 0..<5 { walk.press("⎋") }
        #expect(walk.screen.title == "Noor Profit Saver")
        // All the way back, and on to another product.
        walk.press("⎋/⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫Sidr Amanah⏎⏎2")
        try walk.lookedUp("Sidr")
        walk.press("⏎")
        #expect(walk.screen.field == "Sara")
        walk.press("⏎⏎⏎")
        #expect(walk.screen.field == "sara@")
    }

    @Test("has what was chosen under the cursor for whoever comes back to it", arguments: [0, 7], [1, 2])
    func chosen(question: Int, number: Int) throws {
        var walk = try atQuestions()
        for answer in Self.answers.prefix(question) { walk.press(answer) }
        let title = walk.screen.title
        walk.press("\(number)")
        let next = walk.screen.title
        walk.press("⎋")
        #expect(walk.screen.title == title && walk.screen.marked == [number - 1], "\(walk.screen.choices)")
        walk.press("⏎")
        #expect(walk.screen.title == next)
    }

    @Test("calls the emirates by their names, and sends them as the API has them")
    func emirates() throws {
        var form = LeadForm()
        let choices = try #require(form.choices(.member(.countrySubDivision)))
        #expect(choices.map(\.label).filter { $0.contains(" ") } == ["Abu Dhabi", "Ras Al Khaimah", "Umm Al Quwain"])
        for answer in ["ras al khaimah", "RasAlKhaimah"] {
            #expect(form.answer(.member(.countrySubDivision), answer) == nil)
            #expect(form.typed(.member(.countrySubDivision)) == "RasAlKhaimah")
        }
    }

    @Test("asks whoever has answered all only for what is new")
    func secondLead() throws {
        var walk = try atSummary()
        walk.press("⏎/⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫Sidr Amanah⏎⏎2")
        try walk.lookedUp("Sidr")
        #expect(walk.screen.title == "Name the product in the note?")
        walk.press("2")
        #expect(walk.screen.title == "Send this to Sidr Bank, and be contacted by it?")
        #expect(walk.text.contains("the request does not name it"))
    }

    @Test("lets each line be changed before it is sent, and asks for what that makes necessary")
    func change() throws {
        var walk = try atSummary()
        walk.press("2")
        #expect(walk.screen.title == "What is to be changed?")
        walk.press("2↓↓⏎")
        #expect(walk.screen.title == "Name of the business")
        walk.press("Palm LLC⏎")
        #expect(walk.screen.title == "What is to be changed?")
        walk.press("1")
        #expect(walk.text.contains("Palm LLC") && !walk.text.contains("Ahmed"))
        // What does not apply any more is kept for whoever changes it back.
        walk.press("22⏎")
        walk.press("⎋")
        #expect(walk.journey.form?.typed(.member(.givenName)) == "Sara")
    }

    @Test("says that nothing was sent where somebody leaves with answers typed")
    func leaving() throws {
        var walk = try atSummary()
        walk.press("q")
        #expect(walk.text.contains("Nothing was sent.") && walk.effects.count == 1)
        walk.press("⏎")
        #expect(walk.screen.title == "Send this to Waha Retail, and be contacted by it?")
        walk.press("q2")
        guard case .leave? = walk.effects.last else {
            Issue.record("2 leaves")
            return
        }
    }

    @Test("says what was sent before, and sends it again only where that is chosen")
    func again() throws {
        var walk = try atSummary()
        walk.press("3")
        walk.handle(.sent(.sentBefore("A lead of this person went there on 2026-11-01.")))
        #expect(walk.text.contains("A lead of this person went there"))
        var left = walk
        left.press("⏎")
        #expect(left.screen.title == "Which one, of those with “Noor Profit”?")
        // Another look at it is another thing.
        walk.press("⎋")
        #expect(walk.screen.title.hasPrefix("Send this to"))
        walk.press("3")
        walk.handle(.sent(.sentBefore("A lead of this person went there on 2026-11-01.")))
        walk.press("2")
        guard case .send(_, again: true)? = walk.effects.last else {
            Issue.record("it is not sent again")
            return
        }
    }

    @Test("offers no contact at a bank that takes no leads, and no page where there is none")
    func neither() throws {
        var walk = try Walk.throughBanks()
        let lfi = try GoldenWorld.lfi("Zafaran")
        let json = #"{"ProductId":"x","ProductName":"Nothing","ProductCategory":"SavingsAccount"}"#
        let product = try #require(ListedProduct(json: Data(json.utf8), of: lfi.identity))
        walk.goToList()
        walk.handle(.answered(.answered(lfi, LFIAnswer(products: [product]))))
        walk.press("⏎")
        #expect(walk.screen.choices.map(\.text) == ["Apply", "Mark to compare", "Back"])
        walk.press("1")
        #expect(walk.screen.choices.map(\.text) == ["Back"] && walk.text.contains("takes no leads"))
    }
}
