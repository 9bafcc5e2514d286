extension String {
    /// The text in lines of at most `width` columns, cut at spaces; a longer word stays whole unless `breakingWords`.
    func wrapped(to width: Int, breakingWords: Bool = false) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: true).map(String.init) {
            for piece in breakingWords ? word.pieces(of: width) : [word] {
                if line.isEmpty {
                    line = piece
                } else if line.displayWidth + 1 + piece.displayWidth <= width {
                    line += " \(piece)"
                } else {
                    lines.append(line)
                    line = piece
                }
            }
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    private func pieces(of width: Int) -> [String] {
        var pieces: [String] = []
        var piece = ""
        for character in self {
            if !piece.isEmpty, (piece + String(character)).displayWidth > width {
                pieces.append(piece)
                piece = ""
            }
            piece.append(character)
        }
        return pieces + [piece]
    }
}
