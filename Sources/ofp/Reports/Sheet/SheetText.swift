/// A product's sheet for a person at a terminal.
struct SheetText {
    private let width: Int?
    private let style: Style

    init(on terminal: Terminal) { (width, style) = (terminal.width, terminal.style) }

    private static let indent = 2
    private static let gap = 2
    private static let widestLabel = 36

    /// - Parameter next: what can be done about it, where the text has to say so.
    func text(_ sheet: ProductSheet, next: [ProductSheet.Line] = []) -> String {
        var text = "\(style.bold(sheet.title.forTerminal))\n\(sheet.subtitle.forTerminal)\n"
        for section in sheet.sections + (next.isEmpty ? [] : [.init(title: "What next", lines: next)]) {
            text += "\n\(style.bold(section.title.uppercased().forTerminal))\n" + self.text(section.lines)
        }
        return text
    }

    /// Lines with their values in one column.
    func text(_ lines: [ProductSheet.Line]) -> String {
        let labels = lines.map { ($0.depth, $0.label.forTerminal) }
        let column = min(Self.widestLabel, labels.map { $0 * Self.indent + $1.displayWidth }.max() ?? 0)
        return zip(lines, labels).map { line, label in
            let head = String(repeating: " ", count: Self.indent * (1 + label.0)) + label.1
            guard let value = line.value?.forTerminal else { return head + "\n" }
            let start = Self.indent + column + Self.gap
            let room = max(20, (width ?? 100) - start)
            let values = line.isVerbatim ? [value] : value.wrapped(to: room)
            let first = head.padded(to: start - Self.gap) + String(repeating: " ", count: Self.gap) + values[0]
            let more = values.dropFirst().map { String(repeating: " ", count: start) + $0 }
            return ([first] + more).joined(separator: "\n") + "\n"
        }.joined()
    }
}
