import OpenFinance
import OpenFinanceLeads

/// Exactly what will be sent, and to whom, for a person to say yes to. Made from the body itself.
struct LeadPreview {
    let text: String

    /// - Parameter width: columns to fill; nil for as wide as is read well.
    init(_ prepared: PreparedLead, style: Style, width: Int? = nil) {
        var lines: [ProductSheet.Line] = []
        if case .object(let members) = prepared.body.value, case .object(let data)? = members.first?.value {
            lines = SheetLines.members(data, depth: 0)
        }
        let bank = prepared.lfi.label.forTerminal
        text =
            style.bold("\(bank) will get this, and will contact the person:") + "\n"
            + style.dim(
                "  at \(prepared.authority.forTerminal), authorisation server \(prepared.lfi.id.forTerminal)"
            ) + "\n"
            + SheetText(on: Terminal(width: width, style: style)).text(lines).trimmingLastNewline
    }
}

extension String {
    fileprivate var trimmingLastNewline: String { hasSuffix("\n") ? String(dropLast()) : self }
}
