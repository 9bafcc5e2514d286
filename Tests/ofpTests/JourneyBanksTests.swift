import Foundation
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

@Suite("The banks of a journey")
struct JourneyBanksTests {
    private func isAsked(_ effects: [Journey.Effect]) -> [Set<String>] {
        effects.compactMap { effect in if case .ask(let banks) = effect { Set(banks) } else { nil } }
    }

    @Test("asks banks once it is known which, each once, and never one that was left out")
    func asking() throws {
        var walk = try Walk.throughBanks()
        let liwa = try GoldenWorld.lfi("Liwa Bank").id
        walk.press("⏎⏎")
        let place = try #require(walk.journey.banks.firstIndex { $0.id == liwa })
        walk.handle(.input(.picks([place + 2])))
        #expect(isAsked(walk.effects).isEmpty)
        walk.press("↑↑↑↑↑↑↑↑↑↑↑↑↑↑⏎⏎")
        let others = Set(walk.journey.banks.map(\.id)).subtracting([liwa])
        #expect(isAsked(walk.effects) == [others])
        walk.press("b")
        walk.handle(.input(.picks([place + 2])))
        #expect(isAsked(walk.effects) == [others, [liwa]])
        walk.press("⎋b⎋ky⎋")
        #expect(isAsked(walk.effects).count == 2)
    }

    @Test("has room for figures however much is open, and says of the product what that is")
    func leftOpen() throws {
        var wishes = Wishes()
        wishes.preferences.age = 30
        wishes.preferences.employment = .salaried
        wishes.preferences.salary = Money(12_000, "AED")
        wishes.preferences.movesSalary = false
        var walk = try Walk.throughList(wishes)
        walk.goToList()
        let listed = walk.journey.listed().products
        let most = try #require(listed.indices.max { listed[$0].leftOpen.count < listed[$1].leftOpen.count })
        #expect(listed[most].leftOpen.count > 2)
        #expect(walk.screen.header?.contains("RATE") == true && walk.screen.header?.contains("LEFT OPEN") == true)
        #expect(walk.text.contains(" things"))
        for _ in 0..<most { walk.press("↓") }
        walk.press("⏎")
        #expect(walk.text.contains("It is open whether you can have it: work, "), "\(walk.text)")
        walk.press("⎋x⏎")
        #expect(walk.text.contains("What you said leaves it out: "), "\(walk.text)")
        #expect(!walk.text.contains("salary-transfer"))
    }

    @Test("counts at the bank that the salary goes to what that bank has for new customers alone")
    func salaryBank() throws {
        var walk = try Walk.throughList()
        var counts: [Int] = []
        for place in walk.journey.banks.indices {
            walk.journey.wishes = Wishes()
            walk.press("⏎8")
            walk.handle(.input(.picks([place + 2])))
            let excluded = walk.journey.report().catalogue.excluded
            let row = try #require(walk.screen.choices.first { $0.text.hasPrefix("Salary goes to") })
            #expect(row.note == "leaves out \(excluded.count)")
            walk.press("8")
            #expect(walk.screen.choices[place + 1].note == (excluded.isEmpty ? "" : row.note))
            counts.append(excluded.count { $0.excludedBy == [.customerType] })
            walk.press("⎋")
            let types = try #require(walk.screen.choices.first { $0.text.hasPrefix("Kind of customer") })
            #expect(types.note.isEmpty)
            walk.press("⎋")
        }
        #expect(counts.contains { $0 > 0 })
    }

    @Test(
        "says by which letter a list that is empty may fill",
        arguments: [
            ("", "No bank has a product."), ("k", "No product is of that kind. k looks for another kind."),
            ("y", "No product is of that kind. y changes what you said about Sharia."),
            ("b", "No product is of that kind. b brings back the banks that you left out."),
        ])
    func empty(letter: String, words: String) throws {
        var walk = try Walk.throughBanks()
        let banks = walk.journey.banks
        switch letter {
        case "y": walk.journey.wishes.isShariaCompliant = true
        case "b": walk.journey.wishes.banksLeftOut = Set(banks.dropFirst().map(\.id))
        default: break
        }
        walk.press(letter == "k" ? "6⏎⏎⏎" : "⏎⏎⏎⏎")
        for bank in banks { walk.handle(.answered(.answered(try GoldenWorld.lfi(bank.name), LFIAnswer(products: [])))) }
        #expect(walk.text.contains(words), "\(walk.text)")
        guard !letter.isEmpty else { return }
        walk.press(letter)
        #expect(walk.screen.title != "Which one?")
    }

    @Test("does not go on without any bank")
    func noBank() throws {
        var walk = try Walk.throughBanks()
        walk.press("⏎⏎")
        for number in walk.journey.banks.indices { walk.handle(.input(.picks([number + 2]))) }
        walk.handle(.input(.picks([1])))
        #expect(
            walk.screen.title == "Which banks are to be asked?"
                && walk.screen.message == "At least one bank has to stay.")
        walk.press("a⏎")
        #expect(walk.screen.title == "In which order?")
    }

    @Test("fills the list as banks answer, says who is waited for, and keeps the cursor on its product")
    func filling() throws {
        var walk = try Walk.throughBanks()
        walk.goToList()
        #expect(walk.text.contains("Nothing has come yet."))
        #expect(walk.text.contains("0 of \(walk.journey.banks.count) banks have answered. Waiting for "))
        try walk.answer("Waha Retail")
        walk.press("↓")
        let chosen = walk.listed[1]
        try walk.answer("Liwa Bank")
        try walk.answer("Falaj")
        #expect(walk.listed[walk.screen.cursor] == chosen && walk.screen.cursor > 1)
        #expect(walk.text.contains("3 of \(walk.journey.banks.count) banks have answered"))
        #expect(!walk.journey.waiting.map(\.name).contains("Liwa Bank"))
        for bank in walk.journey.waiting.dropLast() { try walk.answer(bank.name) }
        let last = try #require(walk.journey.waiting.first)
        #expect(walk.text.contains("Waiting for \(last.label)"))
        let failure = LFIFailure(
            lfi: last.identity, stage: .products, reason: .timeout, status: nil, code: nil, message: "no answer",
            interactionID: nil, attempts: nil, isRefusal: false)
        walk.handle(.answered(.failed(failure)))
        #expect(walk.text.contains("from \(walk.journey.banks.count - 1) of \(walk.journey.banks.count) banks."))
        walk.press("m")
        #expect(walk.text.contains("\(last.label) failed at products (timeout): no answer."))
    }
}
