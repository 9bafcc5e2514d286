/// Texts that keep those busy who do something with them.
enum HostileText: String, Sendable, CaseIterable {
    case longName = "long-name", marks, autolinks, zeroWidth = "zero-width", escapedNames = "escaped-names"

    var meaning: String {
        switch self {
        case .longName: "200 with a product whose name has 10 MB"
        case .marks: "200 with a product that has 200,000 combining marks on a letter"
        case .autolinks: "200 with a product that is called 'www.' 125,000 times"
        case .zeroWidth: "200 with a product of 100,000 characters that take no room"
        case .escapedNames: "200 with 25 KB of names of members that are spelled with escapes"
        }
    }

    /// A list of one product.
    var answer: CannedAnswer {
        let (head, tail) = (
            #"{"Data":[{"LFIId":"L","LFIBrandId":"B","Products":[{"ProductId":"HOSTILE-1",""#, #"}]}]}"#
        )
        func text(_ unit: String, _ count: Int) -> CannedAnswer {
            let text = String(repeating: unit, count: count)
            return .repeated(
                status: 200, head: head + #"ProductName":"\#(text)","Description":"\#(text)""#, unit: " ", tail: tail,
                megabytes: 0)
        }
        return switch self {
        case .longName: text("x", 10_000_000)
        case .marks: text("a\u{301}\u{316}" + String(repeating: "\u{301}\u{316}", count: 100_000), 1)
        case .autolinks: text("www.", 125_000)
        case .zeroWidth: text("\u{200B}", 100_000)
        case .escapedNames:
            .repeated(
                status: 200,
                head: head + #"ProductName":"x""#
                    + (0..<190).map { #","\#(String(repeating: #"\u0050"#, count: 20))\#($0)":\#($0)"# }.joined(),
                unit: " ", tail: tail, megabytes: 0)
        }
    }
}
