import Foundation

@testable import ofp

extension GoldenCase {
    /// The journey as it is drawn, step by step, and as it is read line by line.
    static let journey: [GoldenCase] =
        [(60, 24), (80, 24), (160, 50)].map { columns, rows in
            GoldenCase(name: "browse-\(columns)x\(rows)") { try drawn(columns: columns, rows: rows) }
        } + [
            command(
                "browse-plain", ["browse", "--from", "list.json", "--for", "customer.json", "--plain"],
                answers: ["", "", "", "2", "2", "1", "1", "<", "/young", "k", "<", "x", "<", "7", "z", "c", "q"])
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
}
