import ArgumentParser
import Foundation
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

@Suite("The journey of somebody who knows no flag")
struct JourneyTests {
    // MARK: - The way to the list

    @Test("goes by Enter alone from the first step to the list of everything, by name")
    func straight() throws {
        var walk = try Walk.throughList()
        for title in ["What are you looking for?", "What suits you?", "Which banks", "In which order?", "Which one?"] {
            #expect(walk.screen.title.hasPrefix(title))
            walk.press(title == "Which one?" ? "" : "⏎")
        }
        let count = try Walk.saved().products.count
        #expect(walk.listed.count == count)
        #expect(walk.text.contains("\(count) products, as of 2026-11-23T08:00:00Z."))
        #expect(walk.text.contains("neither tailored quotes nor pre-approved offers"))
    }

    @Test("takes one kind by Enter, several by marks, and shows nothing else")
    func kinds() throws {
        for (keys, kinds) in [
            ("↓⏎", ["SavingsAccount"]), ("3⏎⏎⏎", ["CurrentAccount"]), ("↓↓ ↓ ⏎", ["CurrentAccount", "CreditCard"]),
            ("⏎", []),
        ] as [(String, [String])] {
            var walk = try Walk.throughList()
            walk.press(keys)
            #expect(Set(walk.journey.wishes.categories.map(\.rawValue)) == Set(kinds), "\(keys)")
            walk.goToList()
            let shown = Set(walk.journey.report().shown.compactMap(\.product.category?.rawValue))
            #expect(kinds.isEmpty ? shown.count > 3 : shown == Set(kinds), "\(keys)")
        }
    }

    @Test("leaves out what a person cannot have, says how many, and shows them")
    func preferences() throws {
        var walk = try Walk.throughList()
        walk.press("4⏎⏎⏎")  // Credit cards
        let all = walk.listed.count
        walk.press("y↓↓↓↓↓↓⏎5000⏎")
        #expect(walk.text.contains("Salary a month     AED 5,000"))
        let excluded = walk.journey.report().catalogue.excluded.count
        #expect(excluded > 0 && walk.text.contains("leaves out \(excluded)"))
        walk.press("1")
        #expect(walk.listed.count == all - excluded)
        #expect(walk.text.contains("\(excluded) left out: salary \(excluded) (x shows them)."))
        walk.press("x")
        #expect(walk.screen.choices.count == excluded)
        walk.press("⎋ye")
        #expect(walk.journey.wishes.preferences.isEmpty)
    }

    @Test("does not take what cannot be read, and lets it be written again")
    func unreadable() throws {
        for (row, wrong, right) in [
            (6, "old", "30"), (7, "much", "12,000"), (11, "-1", "100000"), (12, "4 cows", "4y"),
        ] {
            var walk = try Walk.throughList()
            walk.press("⏎")
            walk.handle(.input(.picks([row])))
            walk.press("\(wrong)⏎")
            #expect(walk.screen.message?.hasPrefix("That cannot be read.") == true && walk.screen.field == wrong)
            walk.press(String(repeating: "⌫", count: wrong.count) + "\(right)⏎")
            #expect(walk.screen.title == "What suits you?")
            #expect(walk.screen.choices[row - 1].text.hasSuffix("–") == false, "\(walk.screen.choices[row - 1].text)")
        }
    }

    @Test("says of each answer how many it would leave out")
    func counted() throws {
        var walk = try Walk.throughList()
        walk.press("⏎4")
        let counts = walk.screen.choices.map(\.note)
        #expect(counts.contains { $0.hasPrefix("leaves out ") })
        for (index, choice) in walk.screen.choices.enumerated() where !choice.note.isEmpty {
            var other = walk
            other.handle(.input(.picks([index + 1])))
            #expect("leaves out \(other.journey.report().catalogue.excluded.count)" == choice.note)
        }
    }

    @Test("orders as the person wants, and the other way round")
    func order() throws {
        var walk = try Walk.throughList()
        walk.press("2⏎⏎2")
        let best = walk.listed
        #expect(walk.journey.wishes.order == ProductOrder(.rate))
        walk.press("or⏎")
        #expect(walk.journey.wishes.order == ProductOrder(.rate, .ascending))
        #expect(walk.listed != best && Set(walk.listed) == Set(best))
        walk.press("or⏎")
        #expect(walk.listed == best)
    }

    // MARK: - Looking

    @Test("finds as somebody types, in both scripts, and forgets the search at Escape")
    func search() throws {
        var walk = try Walk.throughList()
        walk.goToList()
        let all = walk.listed.count
        walk.press("/")
        var last = all
        for letter in "توفير" {
            walk.press(String(letter))
            #expect(walk.listed.count <= last)
            last = walk.listed.count
        }
        #expect(walk.listed.contains { $0.contains("توفير") } && last < all)
        walk.press("⎋")
        #expect(walk.listed.count == all && walk.screen.field == nil)
        walk.press("/quiet noor⏎")
        #expect(walk.listed.isEmpty && walk.text.contains("No product has these words."))
        walk.press("/⌫⌫⌫⌫⌫⌫⌫⌫⌫⌫noor⏎")
        #expect(!walk.listed.isEmpty && walk.text.contains("of those with “noor”"))
    }

    @Test("puts what was marked side by side, and says what is missing for that")
    func comparison() throws {
        var walk = try Walk.throughList()
        walk.goToList()
        walk.press("c")
        #expect(walk.screen.message == "Mark two products or more first (Space in the list).")
        walk.press(" ↓↓ c")
        #expect(walk.screen.title.hasPrefix("Side by side") && walk.text.contains("AT A GLANCE"))
        #expect(walk.journey.marked.count == 2)
        walk.press("1")
        #expect(walk.screen.title == walk.listed[0])
        walk.press("⎋⎋↓ ↓ ↓ ↓ ")
        #expect(walk.journey.marked.count == 5 && walk.screen.message == "Five products can be compared at once.")
        // A number that nobody sees chooses nothing.
        walk.press("3")
        #expect(walk.screen.title == "Which one?" && walk.screen.message == "3 does nothing here.")
    }

    @Test("goes back to whatever is left to compare, where marks are taken away meanwhile")
    func unmarked() throws {
        var walk = try Walk.throughList()
        walk.goToList()
        walk.press(" ↓ c")
        for count in [1, 0] {
            walk.press("1")
            let place = try #require(walk.screen.choices.firstIndex { $0.text == "Remove the mark" })
            walk.handle(.input(.picks([place + 1])))
            walk.press("⎋")
            #expect(walk.journey.marked.count == count && walk.screen.title.hasPrefix("Side by side"))
            #expect(walk.lines.count == 24)
        }
        walk.press("⏎")
        #expect(walk.screen.title == "Which one?")
    }

    @Test(
        "shows all of a product, line by line, whatever the size of the window",
        arguments: [(60, 24), (80, 24), (160, 50)])
    func sheet(columns: Int, rows: Int) throws {
        var walk = try Walk.throughList(columns: columns, rows: rows)
        walk.goToList()
        walk.show("Noor Profit")
        var seen: Set<String> = []
        let all = Set(walk.screen.text)
        for _ in 0..<all.count + 5 {
            #expect(walk.lines.allSatisfy { $0.displayWidth <= columns } && walk.lines.count <= rows)
            seen.formUnion(walk.lines)
            walk.press("↓")
        }
        #expect(all.subtracting(seen).isEmpty)
        // Whoever has read to the end goes up again at once.
        let end = walk.lines
        walk.press("↑")
        #expect(walk.lines != end)
    }

    // MARK: - Back

    /// Ways to every step.
    static let steps: [(name: String, keys: String)] = [
        ("kind", ""), ("about you", "⏎"), ("preference", "⏎3"), ("typed preference", "⏎6"), ("banks", "⏎⏎"),
        ("order", "⏎⏎⏎"), ("list", "⏎⏎⏎⏎"), ("search", "⏎⏎⏎⏎/noor"), ("missing", "⏎⏎⏎⏎m"), ("product", "⏎⏎⏎⏎⏎"),
        ("comparison", "⏎⏎⏎⏎ ↓ c"), ("apply", "⏎⏎⏎⏎⏎1"), ("kind, from the list", "⏎⏎⏎⏎k"),
        ("banks, from the list", "⏎⏎⏎⏎b"),
    ]

    @Test(
        "goes back from everywhere, one step at a time, down to the first, and leaves from everywhere by q",
        arguments: steps)
    func back(step: (name: String, keys: String)) throws {
        var walk = try Walk.throughList()
        walk.press(step.keys)
        let before = walk.journey.wishes
        for _ in 0..<20 { walk.press("⎋") }
        #expect(walk.screen.title == "What are you looking for?")
        #expect(walk.screen.message == "This is the first step. q leaves.")
        var kept = walk.journey.wishes
        kept.search = before.search
        #expect(kept == before)
        walk = try Walk.throughList()
        walk.press(step.keys)
        guard walk.screen.field == nil else { return }
        walk.press("q")
        guard case .leave? = walk.effects.last else {
            Issue.record("q does not leave \(step.name)")
            return
        }
    }

    @Test("shows in every step, at every size, what there is to do, in the room that there is", arguments: steps)
    func fits(step: (name: String, keys: String)) throws {
        for (columns, rows) in [(40, 10), (60, 24), (80, 24), (160, 50)] {
            var walk = try Walk.throughList(columns: columns, rows: rows)
            walk.press(step.keys)
            #expect(
                walk.lines.count <= rows && walk.lines.allSatisfy { $0.displayWidth <= columns },
                "\(step.name) \(columns)")
            if columns >= 60 {
                #expect(walk.lines.suffix(3).contains { $0.contains("Esc") }, "\(step.name) \(columns)")
            }
        }
        var small = try Walk.throughList(columns: 20, rows: 5)
        small.press(step.keys)
        #expect(small.text.contains("Make this window"))
    }

    @Test("keeps what was chosen and seen when the window changes")
    func resized() throws {
        var walk = try Walk.throughList()
        walk.goToList()
        walk.press("↓↓↓↓")
        let chosen = walk.screen.choices[walk.screen.cursor]
        walk.handle(.resized(columns: 160, rows: 50))
        #expect(walk.screen.choices[walk.screen.cursor].action == chosen.action)
        #expect(walk.lines.count == 50 && walk.screen.header?.contains("MIN OPENING") == true)
    }

    @Test("says at the end by which command lines all of it is had again")
    func commandLines() async throws {
        var walk = try Walk.throughList()
        walk.press("4⎋")
        walk.press("⏎↓↓↓↓↓↓⏎12000⏎↑↑↑↑↑↑⏎")
        walk.handle(.input(.picks([2])))
        walk.press("↑⏎3")
        #expect(walk.screen.title == "Which one?")
        walk.press(" ↓ c")
        let bank = walk.journey.banks[0].name
        let lines = walk.journey.commandLines(["--from", "all.json"])
        #expect(lines.count == 2, "\(lines)")
        #expect(
            lines[0].contains("--salary 12000") && lines[0].contains("--exclude-lfi '\(bank)'")
                && lines[0].hasSuffix("--from all.json"), "\(lines)")
        #expect(lines[1].hasPrefix("ofp compare "))
        let arguments = ["products"] + walk.journey.wishes.arguments(walk.journey.names)
        let command = try #require(try await OFP.asyncParseAsRoot(arguments) as? ProductsCommand)
        #expect(
            command.preferences.preferences == walk.journey.wishes.preferences
                && command.order.order.key == .annualReturn)
    }

    // MARK: - Banks' own words

    @Test("lets no bank's words steer the terminal")
    func hostile() throws {
        var walk = try Walk.throughBanks()
        let lfi = try GoldenWorld.lfi("Liwa Bank")
        let evil = #"\u001b[2J\u001b]0;x\u0007\r\n\u202e"#
        let json =
            #"{"ProductId":"x\#(evil)","ProductName":"Evil \#(evil)","ProductCategory":"SavingsAccount","Description":"\#(evil)","ApplicationUri":"https://x.example/\#(evil)"}"#
        let product = try #require(ListedProduct(json: Data(json.utf8), of: lfi.identity))
        walk.goToList()
        walk.handle(.answered(.answered(lfi, LFIAnswer(products: [product]))))
        for keys in ["", "⏎", "1"] {
            walk.press(keys)
            let scalars = walk.text.unicodeScalars
            #expect(
                !scalars.contains { $0.value < 0x20 && $0 != "\n" || $0 == "\u{202E}" || $0 == "\u{7F}" },
                "\(walk.text)")
        }
    }
}
