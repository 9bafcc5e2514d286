import Foundation
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

@Suite("What somebody has marked, typed or searched for on the journey")
struct JourneyKeptTests {
    // MARK: - Products

    @Test("stays marked, and under the cursor, whatever the person says of themselves meanwhile")
    func answered() throws {
        var walk = try Walk.throughList()
        walk.goToList()
        walk.press("↓ ↓ ")
        let (marked, cursor) = (walk.journey.marked.map(\.product.id), walk.journey.selected?.product.id)
        walk.press("y7")
        walk.press("90000⏎1")
        #expect(walk.screen.title == "Which one?")
        let listed = walk.journey.listed().products
        #expect(walk.screen.marked.map { listed[$0].product.id } == marked)
        #expect(listed[walk.screen.cursor].product.id == cursor)
        // Marked once more, it is no other one.
        walk.press(" ")
        #expect(walk.journey.marked.count == 1)
    }

    // MARK: - Kinds

    @Test(
        "is taken from a marked kind with all that are marked, and from another one alone",
        arguments: [
            ("↓ ↓ ⏎", ["SavingsAccount", "CurrentAccount"]), ("↓ ↓↓ ↑↑⏎", ["SavingsAccount", "CreditCard"]),
            ("↓ ↓⏎", ["CurrentAccount"]), ("↓ ↑⏎", []), ("↓  ⏎", ["SavingsAccount"]),
            // Back again, what was marked before is there to see, and not in the way.
            ("↓ ↓ ⏎⎋⏎", ["SavingsAccount", "CurrentAccount"]), ("↓ ↓ ⏎⎋↓⏎", ["CreditCard"]), ("↓ ↓ ⏎⎋↑↑⏎", []),
            ("↓⏎⏎⏎⏎k↓⏎", ["CurrentAccount"]), ("↓⏎⏎⏎⏎k↓ ⏎", ["SavingsAccount", "CurrentAccount"]),
        ] as [(String, [String])])
    func kinds(keys: String, kinds: [String]) throws {
        var walk = try Walk.throughList()
        walk.press(keys)
        #expect(walk.journey.step != .kinds)
        #expect(Set(walk.journey.wishes.categories.map(\.rawValue)) == Set(kinds))
    }

    @Test("is said before Enter takes several")
    func severalKinds() throws {
        var walk = try Walk.throughList()
        walk.press("↓ ")
        #expect(walk.text.contains("Savings accounts") && walk.screen.status.isEmpty == false)
        walk.press("↓ ")
        #expect(walk.text.contains("Enter on one of the 2 that are marked goes on with both"))
        walk.press("⏎⎋")
        #expect(walk.text.contains("Enter on one of the 2 that are marked goes on with both"))
    }

    @Test("is what the numbers say, whatever was marked before", arguments: [[2], [2, 4], [4, 2]])
    func numbered(numbers: [Int]) throws {
        for before in [[2], [3], [2, 3], [2, 4]] {
            var walk = try Walk.throughList()
            walk.handle(.input(.picks(before)))
            walk.press("⎋")
            walk.handle(.input(.picks(numbers)))
            let all = [ProductCategory.savingsAccount, .currentAccount, .creditCard]
            #expect(walk.journey.step == .aboutYou)
            #expect(walk.journey.wishes.categories == Set(numbers.map { all[$0 - 2] }), "\(before)")
        }
    }

    @Test(
        "is taken together where a lead may be about several categories",
        arguments: [(" ↓ ⏎", "SavingsAccount,CurrentAccount"), (" ↓ ↓⏎", "CreditCard"), ("↓⏎", "CurrentAccount")])
    func categories(keys: String, taken: String) throws {
        var walk = try Walk.throughBanks()
        let lfi = try GoldenWorld.lfi("Waha Retail")
        let json = #"{"ProductId":"x","ProductName":"Of no category"}"#
        let product = try #require(ListedProduct(json: Data(json.utf8), of: lfi.identity))
        walk.goToList()
        walk.handle(.answered(.answered(lfi, LFIAnswer(products: [product]))))
        walk.press("⏎2")
        try walk.lookedUp("Waha Retail")
        #expect(walk.screen.title == "Product category")
        walk.press(keys)
        #expect(walk.screen.title == "Whose name is it?")
        #expect(walk.journey.form?.typed(.member(.categories)) == taken)
    }

    @Test(
        "is left as it is by Escape at every step that a letter leads to from the list",
        arguments: ["k", "y", "b", "o"])
    func back(letter: String) throws {
        var walk = try Walk.throughList()
        walk.goToList()
        walk.press("↓↓")
        let cursor = walk.screen.cursor
        walk.press(letter + "⎋")
        #expect(walk.screen.title == "Which one?" && walk.screen.cursor == cursor)
        walk.press(letter)
        walk.handle(.input(.back))
        #expect(walk.screen.title == "Which one?")
    }

    // MARK: - Typed

    @Test(
        "is there again where it was typed and not entered",
        arguments: [(6, "30"), (7, "12,000"), (11, "USD 5000"), (12, "4y"), (6, "thir")])
    func typed(row: Int, text: String) throws {
        var walk = try Walk.throughList()
        walk.press("⏎")
        walk.handle(.input(.picks([row])))
        walk.press(text + "⎋")
        #expect(walk.screen.title == "What suits you?" && walk.screen.choices[row - 1].text.hasSuffix("–"))
        #expect(walk.screen.choices[row - 1].note == "typed, not entered")
        walk.press("⎋⏎")
        walk.handle(.input(.picks([row])))
        #expect(walk.screen.field == text)
    }

    @Test("is gone once it was entered, or all was emptied")
    func entered() throws {
        var walk = try Walk.throughList()
        walk.press("⏎")
        walk.handle(.input(.picks([6])))
        walk.press("3⎋")
        walk.handle(.input(.picks([6])))
        walk.press("0⏎")
        walk.handle(.input(.picks([6])))
        #expect(walk.screen.field == "30")
        walk.press("1⎋e")
        walk.handle(.input(.picks([6])))
        #expect(walk.screen.field == "")
    }

    @Test("is emptied by e, whichever answer it was", arguments: [2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    func emptied(row: Int) throws {
        var walk = try Walk.throughList()
        walk.press("⏎")
        walk.handle(.input(.picks([row])))
        if walk.screen.field == nil {
            walk.handle(.input(.picks([2])))
            if walk.screen.title != "What suits you?" { walk.press("⎋") }
        } else {
            walk.press("30⏎")
            if walk.screen.field != nil { walk.press("m⏎") }
        }
        #expect(!walk.screen.choices[row - 1].text.hasSuffix("–"), "\(walk.text)")
        walk.press("e")
        #expect(walk.screen.choices.dropFirst().allSatisfy { $0.text.hasSuffix("–") }, "\(walk.text)")
    }

    // MARK: - Searched for

    @Test(
        "is searched for again where another search is left by Escape",
        arguments: ["/x⎋", "/⌫⌫⌫⌫⎋", "/⌫⌫⌫⌫sidr⎋", "/⎋"])
    func search(keys: String) throws {
        var walk = try Walk.throughList()
        walk.goToList()
        walk.press("/noor⏎")
        let listed = walk.listed
        walk.press(keys)
        #expect(walk.journey.wishes.search == "noor" && walk.listed == listed)
        #expect(walk.text.contains("of those with “noor”") && walk.screen.field == nil)
    }

    // MARK: - Numbers

    /// Steps with something to choose.
    private static let steps = ["", "⏎", "⏎4", "⏎⏎", "⏎⏎⏎⏎⏎"]

    @Test("is chosen by a number only where that stands before it", arguments: steps, [(80, 24), (60, 12)])
    func numbers(keys: String, size: (Int, Int)) throws {
        for moved in ["", "↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓↓"] {
            var walk = try Walk.throughList(columns: size.0, rows: size.1)
            walk.press(keys)
            walk.press(moved)
            for digit in 1...9 {
                let label = walk.screen.choices.indices.contains(digit - 1) ? walk.screen.choices[digit - 1].text : ""
                let words = label.prefix { $0 != " " }
                let isShown =
                    !label.isEmpty
                    && walk.lines.contains { $0.contains(try! Regex("(^|[\\[ >])\(digit) [ *]*\(words)")) }
                var other = walk
                other.press("\(digit)")
                let isTaken = other.screen.message != "\(digit) does nothing here."
                #expect(isShown == isTaken, "\(digit): \(walk.text)")
            }
        }
    }
}
