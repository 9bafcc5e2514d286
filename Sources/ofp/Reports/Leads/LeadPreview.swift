import OpenFinance
import OpenFinanceLeads

/// Exactly what will be sent, and to whom, for a person to say yes to. Made from the body itself.
struct LeadPreview {
    let text: String

    init(_ prepared: PreparedLead, on terminal: Terminal) {
        let (style, width) = (terminal.style, terminal.width)
        var lines: [ProductSheet.Line] = []
        if case .object(let members) = prepared.body.value, case .object(let data)? = members.first?.value {
            lines = SheetLines.members(data, depth: 0)
        }
        let bank = prepared.lfi.label.forTerminal
        let place = "at \(prepared.authority.forTerminal), authorisation server \(prepared.lfi.id.forTerminal)"
        // An id is there to be compared, and whole.
        func fitting(_ text: String, indent: String = "") -> [String] {
            guard let width else { return [indent + text] }
            return text.wrapped(to: max(1, width - indent.count), breakingWords: true).map { indent + $0 }
        }
        text =
            fitting("\(bank) will get this, and will contact the person:").map { style.bold($0) + "\n" }.joined()
            + fitting(place, indent: "  ").map { style.dim($0) + "\n" }.joined()
            + SheetText(on: Terminal(width: width, style: style)).text(lines).trimmingLastNewline
    }
}

extension String {
    fileprivate var trimmingLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
