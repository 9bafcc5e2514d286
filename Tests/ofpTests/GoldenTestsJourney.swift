import Foundation
import Synchronization

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

extension GoldenCase {
    /// The journey as it is drawn, step by step, and as it is read line by line.
    static let journey: [GoldenCase] =
        [(60, 24), (80, 24), (160, 50)].map { columns, rows in
            GoldenCase(name: "browse-\(columns)x\(rows)") { try drawn(columns: columns, rows: rows) }
        } + [
            command(
                "browse-plain", ["browse", "--from", "list.json", "--for", "customer.json", "--plain"],
                answers: ["", "", "", "2", "2", "1", "1", "<", "/young", "k", "<", "x", "<", "7", "z", "c", "q"]),
            GoldenCase(name: "lead-questions") { try questions() },
        ]

    /// What somebody presses, and sees then.
    private static let keys = [
        "", "2", "↓↓↓⏎", "⎋6", "60⏎", "1", "⏎", "2", "/noor", "⏎", "⏎", "↓↓", "1", "⎋⎋", " ↓ c", "⎋/⌫⌫⌫⌫التوفير⏎⏎",
        "⎋x",
        "⎋m", "⎋k   ",
    ]

    private static let leadKeys = [
        "2", "⏎", "Sara⏎", "Ahmed⏎⏎sara@⏎", "example.ae⏎784199012345676⏎⏎⏎", "⏎⏎", "2", "2", "⎋3",
    ]

    private static func drawn(columns: Int, rows: Int) throws -> String {
        var walk = try Walk.throughList(columns: columns, rows: rows)
        var text = ""
        func look(_ keys: String) {
            text += "=== \(keys.isEmpty ? "at first" : keys) ===\n"
            text += walk.lines.map { $0 + "|" }.joined(separator: "\n") + "\n"
        }
        for keys in Self.keys {
            walk.press(keys)
            look(keys)
        }
        walk = try Walk.throughList(columns: columns, rows: rows)
        walk.goToList()
        walk.show("Noor Profit")
        for (index, keys) in leadKeys.enumerated() {
            walk.press(keys)
            if index == 0 { look(keys) }
            if index == 0 { try walk.lookedUp("Waha Retail") } else { look(keys) }
        }
        return text
    }

    /// What somebody answers who goes back, gives no address after all, thinks better of a no, and changes a name.
    private static let answers = [
        "<", "", "Sara", "<", "Sarah", "Ahmed", "", "sara@", "sara@example.ae", "784-1990-1234567-6", "", "2", "<", "1",
        "",
        "After five", "maybe", "2", "n", "c", "2", "Sara", "y",
    ]

    private static func questions() throws -> String {
        let told = Told()
        let console = Console(
            writeOutput: { told.add($0) }, writeError: { told.add($0) }, errorTerminal: Terminal(width: 80))
        let left = Left(answers)
        let questions = Questions { prompt in
            let answer = left.next()
            told.add(Data("\(prompt)\(answer ?? "(end of input)")\n".utf8))
            return answer
        }
        guard let interview = LeadInterview(questions, console: console),
            let product = try Walk.saved().products.first(where: { $0.product.id == "N100" })
        else { throw CocoaError(.fileNoSuchFile) }
        let bank = try GoldenWorld.lfi("Waha Retail")
        console.note(LeadSubject(product).text(on: console.errorTerminal))
        let form = try interview.complete(LeadForm(about: product.product))
        let prepared = try interview.agreed(form, to: bank) { (draft) throws(CommandFailure) in
            try PreparedLead(draft, for: bank, of: product.product, "sandbox")
        }
        return told.text + "--- sent\n" + String(decoding: prepared?.body.json ?? Data(), as: UTF8.self) + "\n"
    }

    private final class Told: Sendable {
        private let data = Mutex(Data())
        var text: String { data.withLock { String(decoding: $0, as: UTF8.self) } }
        func add(_ bytes: Data) { data.withLock { $0.append(bytes) } }
    }

    private final class Left: Sendable {
        private let answers: Mutex<[String]>
        init(_ answers: [String]) { self.answers = Mutex(answers) }
        func next() -> String? { answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
    }
}
