extension String {
    /// The text in lines of at most `width` columns, cut at spaces; a longer word stays whole unless `breakingWords`.
    func wrapped(to width: Int, breakingWords: Bool = false) -> [String] {
        var lines: [String] = []
        var line = ""
        var columns = 0
        for word in split(separator: " ", omittingEmptySubsequences: true).map(String.init) {
            for (piece, pieceColumns) in breakingWords ? word.pieces(of: width) : [(word, word.displayWidth)] {
                if line.isEmpty {
                    (line, columns) = (piece, pieceColumns)
                } else if columns + 1 + pieceColumns <= width {
                    line += " \(piece)"
                    columns += 1 + pieceColumns
                } else {
                    lines.append(line)
                    (line, columns) = (piece, pieceColumns)
                }
            }
        }
        return line.isEmpty && !lines.isEmpty ? lines : lines + [line]
    }

    /// Pieces of at most `width` columns, each with its columns.
    private func pieces(of width: Int) -> [(text: String, columns: Int)] {
        var pieces: [(text: String, columns: Int)] = []
        var piece = ""
        var columns = 0
        for character in self {
            let more = character.displayWidth
            if !piece.isEmpty, columns + more > width {
                pieces.append((piece, columns))
                (piece, columns) = ("", 0)
            }
            piece.append(character)
            columns += more
        }
        return pieces + [(piece, columns)]
    }
}
