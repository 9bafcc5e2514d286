/// A screen in the lines and columns of a terminal: the title above, what there is to know and which keys there are below,
/// and in between as much of the rest as there is room for.
struct ScreenLayout {
    private let screen: Screen
    private let columns: Int
    private let rows: Int
    private let style: Style

    private let top: [String]
    private let bottom: [String]
    /// Of a page, beside each other where they fit, and which of the choices they are.
    private let buttons: Buttons
    /// How many lines stand between them.
    private let middle: Int

    /// Fewer lines or columns than these show too little to go by.
    static let (fewestColumns, fewestRows) = (40, 10)
    /// Of a text, between what stands in place of its first line and of its last: with less, nobody reads on.
    private static let fewestLines = 3

    init(_ screen: Screen, columns: Int, rows: Int, style: Style) {
        (self.screen, self.columns, self.rows, self.style) = (screen, columns, rows, style)
        let roomy = Self.parts(screen, columns, rows, style, isTight: false)
        // What the person is here for comes before what is told around it.
        let parts =
            roomy.room < Self.fewestLines ? Self.parts(screen, columns, rows, style, isTight: true) : roomy
        (top, buttons, bottom) = (parts.top, parts.buttons, parts.bottom)
        middle = max(1, parts.room)
    }

    static func isTooSmall(columns: Int, rows: Int) -> Bool { columns < fewestColumns || rows < fewestRows }

    /// As many lines as there are rows at most, and where the cursor stands, counted from 0.
    var lines: (lines: [String], caret: (row: Int, column: Int)?) {
        guard !Self.isTooSmall(columns: columns, rows: rows) else {
            let text = "Make this window larger: at least \(Self.fewestColumns) by \(Self.fewestRows)."
            return (Array(text.wrapped(to: max(1, columns), breakingWords: true).prefix(rows)), nil)
        }
        var lines = top + (screen.isPage ? page : menu)
        var caret: (row: Int, column: Int)?
        if let field = screen.field {
            // The end of what is typed is what somebody who types looks at.
            let room = columns - Self.prompt.count - 1
            let shown = field.endCut(to: room)
            let row = screen.isSearch ? top.count - 1 : min(lines.count, top.count + middle - 1)
            let line = Self.prompt + shown
            if row < lines.count { lines[row] = line } else { lines.append(line) }
            caret = (row, line.displayWidth)
        }
        var below = buttons.lines + bottom
        // The blank line above what there is to know has room for what there is besides.
        if !screen.isPage, below.first == "" { below[0] = others }
        lines += Array(repeating: "", count: max(0, rows - below.count - lines.count))
        return (Array((lines + below).prefix(rows)), caret)
    }

    private static let prompt = "> "

    /// The last line of a page's text that may stand first.
    var lastOffset: Int { max(0, screen.text.count - middle) }

    /// Which lines of a page's text the person sees: not those in whose place stands how many there are besides.
    var seen: Range<Int> {
        guard !Self.isTooSmall(columns: columns, rows: rows) else { return 0..<0 }
        let first = min(screen.offset, lastOffset)
        let end = min(screen.text.count, first + middle)
        guard saysMore else { return first..<end }
        return first + (first > 0 ? 1 : 0)..<end - (end < screen.text.count ? 1 : 0)
    }

    private var saysMore: Bool { middle >= Self.fewestLines }

    /// How far a list, or a page's text, goes at once: past no line that nobody has seen.
    var leap: Int {
        max(1, screen.isPage ? saysMore ? middle - 2 : middle : middle - (screen.header == nil ? 0 : 1))
    }

    /// The choices that stand there with a number before them: a page's, and of a menu the first nine, as far as they can be
    /// seen. Products have none.
    var numbered: Range<Int> {
        if screen.isPage { return buttons.shown }
        guard hasNumbers else { return 0..<0 }
        return menuParts.shown.clamped(to: 0..<Self.mostNumbers)
    }

    private static let mostNumbers = 9
    private var hasNumbers: Bool { screen.header == nil && screen.field == nil }

    // MARK: - Parts

    private typealias Buttons = (lines: [String], shown: Range<Int>)
    private typealias Parts = (top: [String], buttons: Buttons, bottom: [String], room: Int)

    /// - Parameter isTight: whether they make do with the fewest lines.
    private static func parts(
        _ screen: Screen, _ columns: Int, _ rows: Int, _ style: Style, isTight: Bool
    ) -> Parts {
        let top = top(screen, columns, style, isTight)
        let buttons: Buttons = screen.isPage ? buttons(screen, columns, style, isTight) : ([], 0..<0)
        let bottom = bottom(screen, columns, rows, style, isTight)
        return (top, buttons, bottom, rows - top.count - buttons.lines.count - bottom.count)
    }

    private static func top(_ screen: Screen, _ columns: Int, _ style: Style, _ isTight: Bool) -> [String] {
        let title = screen.title.wrapped(to: columns, breakingWords: true).prefix(isTight ? 2 : 3).map(style.bold)
        guard !isTight else { return title }
        var place = screen.place
        var line = place.joined(separator: " › ")
        while line.displayWidth > columns, place.count > 1 {
            place.removeFirst()
            line = "… › " + place.joined(separator: " › ")
        }
        return [style.dim(line.truncated(to: columns))] + title + [""]
    }

    private static func bottom(
        _ screen: Screen, _ columns: Int, _ rows: Int, _ style: Style, _ isTight: Bool
    ) -> [String] {
        // Where there are few lines, most of them are for what is to be chosen.
        let isLow = rows < 16
        func lines(_ text: String, most: Int) -> [String] {
            Array(text.wrapped(to: columns, breakingWords: true).prefix(most))
        }
        let status = screen.status.flatMap { lines($0, most: 4) }.prefix(isTight ? 0 : isLow ? 1 : 5)
        // Its end has the id that somebody may want to copy.
        let message =
            screen.message.map { text -> [String] in
                let all = lines(text, most: .max)
                let most = isLow ? 2 : max(4, rows / 3)
                return all.count > most ? Array(all.prefix(most - 1) + all.suffix(1)) : all
            } ?? []
        let mostKeys = isTight && !message.isEmpty ? 1 : isLow ? 2 : 3
        let keys = lines(keys(of: screen).joined(separator: ", "), most: mostKeys)
        return (isTight ? [] : [""]) + status + message.map(style.yellow) + keys.map { style.dim(unbound($0)) }
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

    private static func buttons(
        _ screen: Screen, _ columns: Int, _ style: Style, _ isTight: Bool
    ) -> Buttons {
        var lines: [(text: String, columns: Int, choices: Range<Int>)] = []
        for (index, choice) in screen.choices.enumerated() {
            let isChosen = index == screen.cursor
            let text = "\(isChosen ? "[" : " ")\(index + 1) \(choice.text)\(isChosen ? "]" : " ")".truncated(
                to: columns)
            let shown = isChosen ? style.reversed(text) : text
            if let last = lines.last, last.columns + 1 + text.displayWidth <= columns {
                lines[lines.count - 1] = (
                    "\(last.text) \(shown)", last.columns + 1 + text.displayWidth, last.choices.lowerBound..<index + 1
                )
            } else {
                lines.append((shown, text.displayWidth, index..<index + 1))
            }
        }
        guard isTight, lines.count > mostLinesOfButtons else {
            return ((isTight ? [] : [""]) + lines.map(\.text), screen.choices.indices)
        }
        let chosen = lines.firstIndex { $0.choices.contains(screen.cursor) } ?? 0
        let first = max(0, min(chosen - 1, lines.count - mostLinesOfButtons))
        let kept = lines[first..<first + mostLinesOfButtons]
        return (kept.map(\.text), kept[first].choices.lowerBound..<kept[kept.endIndex - 1].choices.upperBound)
    }

    private static let mostLinesOfButtons = 3

    private var page: [String] {
        let seen = seen
        var lines = Array(screen.text[seen])
        guard saysMore else { return lines }
        // Whoever does not see the end has to know that there is more.
        if seen.upperBound < screen.text.count {
            lines.append(style.dim("↓ \(screen.text.count - seen.upperBound) more lines"))
        }
        if seen.lowerBound > 0 { lines.insert(style.dim("↑ \(seen.lowerBound) lines above"), at: 0) }
        return lines
    }

    /// What a menu has room for: lines above, and which of the choices.
    private var menuParts: (above: [String], shown: Range<Int>) {
        // Where there is no room for both, the choices are what cannot be done without.
        let least = min(screen.choices.count, 4) + (screen.header == nil ? 0 : 1)
        var text = Array(screen.text.prefix(max(0, middle - least - 1)))
        if !text.isEmpty { text.append("") }
        // Cursor and mark stand before each line, and not before the titles of its columns.
        let header = screen.header.map { [style.bold("    " + $0.truncated(to: columns - 4))] } ?? []
        let room = max(1, middle - text.count - header.count)
        let first = max(0, min(screen.cursor - room / 2, screen.choices.count - room))
        return (text + header, screen.choices.indices.dropFirst(first).prefix(room))
    }

    /// How many choices there are above and below those that are to be seen.
    private var others: String {
        let shown = menuParts.shown
        let (above, below) = (shown.lowerBound, screen.choices.count - shown.upperBound)
        let words = [above > 0 ? "↑ \(above) above" : nil, below > 0 ? "↓ \(below) more" : nil].compactMap(\.self)
        return words.isEmpty ? "" : style.dim(words.joined(separator: ", "))
    }

    private var menu: [String] {
        let (above, shown) = menuParts
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
