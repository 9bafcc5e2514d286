/// A screen in the lines and columns of a terminal: the title above, what there is to know and which keys there are below,
/// and in between as much of the rest as there is room for.
struct ScreenLayout {
    private let screen: Screen
    private let columns: Int
    private let rows: Int
    private let style: Style

    private let top: [String]
    private let bottom: [String]
    /// Of a page, beside each other where they fit.
    private let buttons: [String]

    /// Fewer lines or columns than these show too little to go by.
    static let (fewestColumns, fewestRows) = (40, 10)

    init(_ screen: Screen, columns: Int, rows: Int, style: Style) {
        (self.screen, self.columns, self.rows, self.style) = (screen, columns, rows, style)
        top = Self.top(screen, columns, style)
        buttons = screen.isPage ? Self.buttons(screen, columns, style) : []
        bottom = Self.bottom(screen, columns, rows, style)
    }

    static func isTooSmall(columns: Int, rows: Int) -> Bool { columns < fewestColumns || rows < fewestRows }

    /// As many lines as there are rows at most, and where the cursor stands, counted from 0.
    var lines: (lines: [String], caret: (row: Int, column: Int)?) {
        guard !Self.isTooSmall(columns: columns, rows: rows) else {
            let text = "Make this window larger: at least \(Self.fewestColumns) by \(Self.fewestRows)."
            return (Array(text.wrapped(to: max(1, columns), breakingWords: true).prefix(rows)), nil)
        }
        var lines = top
        var caret: (row: Int, column: Int)?
        let height = rows - top.count - bottom.count - buttons.count
        let middle = screen.isPage ? page(height) : menu(height)
        lines += middle
        if let field = screen.field {
            // The end of what is typed is what somebody who types looks at.
            let room = columns - Self.prompt.count - 1
            let shown = field.endCut(to: room)
            let row = screen.isSearch ? top.count - 1 : min(lines.count, top.count + height - 1)
            let line = Self.prompt + shown
            if row < lines.count { lines[row] = line } else { lines.append(line) }
            caret = (row, line.displayWidth)
        }
        lines += Array(repeating: "", count: max(0, rows - bottom.count - buttons.count - lines.count))
        return (Array((lines + buttons + bottom).prefix(rows)), caret)
    }

    private static let prompt = "> "

    /// The last line of a page's text that may stand first.
    var lastOffset: Int { max(0, screen.text.count - (rows - top.count - bottom.count - buttons.count)) }

    /// How many lines the person sees of a list, or of a page's text.
    var height: Int { max(1, rows - top.count - bottom.count - buttons.count - (screen.header == nil ? 0 : 1)) }

    /// The choices that stand there with a number before them: a page's, and of a menu the first nine, as far as they can be
    /// seen. Products have none.
    var numbered: Range<Int> {
        if screen.isPage { return screen.choices.indices }
        guard hasNumbers else { return 0..<0 }
        return menuParts(rows - top.count - bottom.count).shown.clamped(to: 0..<Self.mostNumbers)
    }

    private static let mostNumbers = 9
    private var hasNumbers: Bool { screen.header == nil && screen.field == nil }

    // MARK: - Parts

    private static func top(_ screen: Screen, _ columns: Int, _ style: Style) -> [String] {
        var place = screen.place
        var line = place.joined(separator: " › ")
        while line.displayWidth > columns, place.count > 1 {
            place.removeFirst()
            line = "… › " + place.joined(separator: " › ")
        }
        let title = screen.title.wrapped(to: columns, breakingWords: true).prefix(3)
        return [style.dim(line.truncated(to: columns))] + title.map(style.bold) + [""]
    }

    private static func bottom(_ screen: Screen, _ columns: Int, _ rows: Int, _ style: Style) -> [String] {
        // Where there are few lines, most of them are for what is to be chosen.
        let isLow = rows < 16
        func lines(_ text: String, most: Int) -> [String] {
            Array(text.wrapped(to: columns, breakingWords: true).prefix(most))
        }
        let status = screen.status.flatMap { lines($0, most: 4) }.prefix(isLow ? 1 : 5)
        // Its end has the id that somebody may want to copy.
        let message =
            screen.message.map { text -> [String] in
                let all = lines(text, most: .max)
                let most = isLow ? 2 : max(4, rows / 3)
                return all.count > most ? Array(all.prefix(most - 1) + all.suffix(1)) : all
            } ?? []
        let keys = lines(keys(of: screen).joined(separator: ", "), most: isLow ? 2 : 3)
        return [""] + status + message.map(style.yellow) + keys.map { style.dim(unbound($0)) }
    }

    /// Stands between the words of one key while lines are broken between keys.
    private static let bond = "\u{A0}"
    private static func unbound(_ line: String) -> String { line.replacingScalars { $0 == "\u{A0}" ? " " : nil } }

    private static func keys(of screen: Screen) -> [String] {
        var keys: [(String, String)] = []
        if screen.isBusy {
            keys = screen.canGoBack ? [("Esc", "back"), ("Ctrl-C", "leave")] : [("Ctrl-C", "stop it")]
        } else if screen.field != nil {
            keys = [("Enter", screen.isSearch ? "keep this search" : "go on"), ("Esc", "back")]
        } else {
            if screen.isPage {
                if screen.choices.count > 1 { keys.append(("←→", "choose")) }
                keys.append(("↑↓", "read on"))
            } else {
                keys.append(("↑↓", "move"))
            }
            keys.append(("Enter", "take it"))
            if screen.choices.contains(where: { $0.mark != nil }) { keys.append(("Space", "mark")) }
            keys += screen.commands.map { (String($0.letter), $0.meaning) }
            keys += [("Esc", "back"), ("q", "leave")]
        }
        return keys.map { "\($0) \($1)".replacingScalars { $0 == " " ? bond : nil } }
    }

    private static func buttons(_ screen: Screen, _ columns: Int, _ style: Style) -> [String] {
        var lines: [(text: String, columns: Int)] = []
        for (index, choice) in screen.choices.enumerated() {
            let isChosen = index == screen.cursor
            let text = "\(isChosen ? "[" : " ")\(index + 1) \(choice.text)\(isChosen ? "]" : " ")".truncated(
                to: columns)
            let shown = isChosen ? style.reversed(text) : text
            if let last = lines.last, last.columns + 1 + text.displayWidth <= columns {
                lines[lines.count - 1] = ("\(last.text) \(shown)", last.columns + 1 + text.displayWidth)
            } else {
                lines.append((shown, text.displayWidth))
            }
        }
        return [""] + lines.map(\.text)
    }

    private func page(_ height: Int) -> [String] {
        guard screen.text.count > height, height > 1 else { return Array(screen.text.prefix(max(0, height))) }
        let offset = min(screen.offset, lastOffset)
        var lines = Array(screen.text[offset...].prefix(height))
        // Whoever does not see the end has to know that there is more.
        if offset < lastOffset {
            lines[lines.count - 1] = style.dim("↓ \(screen.text.count - offset - height + 1) more lines")
        }
        if offset > 0 { lines[0] = style.dim("↑ \(offset + 1) lines above") }
        return lines
    }

    /// What a menu has room for: lines above, and which of the choices.
    private func menuParts(_ height: Int) -> (above: [String], shown: Range<Int>) {
        // Where there is no room for both, the choices are what cannot be done without.
        let least = min(screen.choices.count, 4) + (screen.header == nil ? 0 : 1)
        var text = Array(screen.text.prefix(max(0, height - least - 1)))
        if !text.isEmpty { text.append("") }
        // Cursor and mark stand before each line, and not before the titles of its columns.
        let header = screen.header.map { [style.bold("    " + $0.truncated(to: columns - 4))] } ?? []
        let room = max(1, height - text.count - header.count)
        let first = max(0, min(screen.cursor - room / 2, screen.choices.count - room))
        return (text + header, screen.choices.indices.dropFirst(first).prefix(room))
    }

    private func menu(_ height: Int) -> [String] {
        let (above, shown) = menuParts(height)
        let widest = screen.choices.reduce(0) { max($0, screen.label($1).displayWidth) }
        let items = shown.map { index in
            let choice = screen.choices[index]
            let isChosen = index == screen.cursor && screen.field == nil
            let number = hasNumbers ? index < Self.mostNumbers ? "\(index + 1) " : "  " : ""
            let mark = (isChosen ? "> " : "  ") + number
            let label = screen.label(choice).truncated(to: columns - mark.count)
            let room = columns - mark.count - min(widest, columns - mark.count) - 2
            let note = choice.note.isEmpty || room < 8 ? "" : choice.note.truncated(to: room)
            let text = mark + label
            let padded = note.isEmpty ? text : text.padded(to: mark.count + widest + 2)
            return (isChosen ? style.reversed(padded) : padded) + (note.isEmpty ? "" : style.dim(note))
        }
        return above + items
    }
}

extension String {
    /// The end of the text, in at most `width` columns.
    fileprivate func endCut(to width: Int) -> String {
        guard displayWidth > width else { return self }
        var kept: [Character] = []
        var columns = 1
        for character in reversed() {
            columns += character.displayWidth
            if columns > width { break }
            kept.append(character)
        }
        return "…" + String(kept.reversed())
    }
}
