extension String {
    /// The text in lines of at most `width` columns, cut wherever one ends; codes of colours (SGR) take no room and stay with
    /// what follows them. For what is laid out already: nothing of it may run over the edge of a screen.
    func cut(to width: Int) -> [String] {
        guard displayWidth > width else { return [self] }
        var lines: [String] = []
        var (line, columns, isInCode) = ("", 0, false)
        for character in self {
            if character == "\u{1B}" { isInCode = true }
            if isInCode {
                line.append(character)
                if character.isLetter { isInCode = false }
                continue
            }
            let more = character.displayWidth
            if columns + more > width, columns > 0 {
                lines.append(line)
                (line, columns) = ("", 0)
            }
            line.append(character)
            columns += more
        }
        return lines + [line]
    }
}
