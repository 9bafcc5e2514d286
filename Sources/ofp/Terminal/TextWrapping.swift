extension String {
    /// The text in lines of at most `width` columns, cut at spaces; a longer word stays whole unless `breakingWords`. A
    /// currency stays with its amount.
    func wrapped(to width: Int, breakingWords: Bool = false) -> [String] {
        var lines: [String] = []
        var line = ""
        var columns = 0
        for word in wordsWithAmounts(upTo: width) {
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

    /// Its lines, each as it is laid out where that fits, else cut between its words: an id is there to be copied.
    func linesCutAtWords(to width: Int) -> [String] {
        split(separator: "\n", omittingEmptySubsequences: false).flatMap { line -> [String] in
            let line = String(line)
            guard line.displayWidth > width else { return [line] }
            let indent = String(line.prefix { $0 == " " })
            return line.wrapped(to: max(1, width - indent.count), breakingWords: true).map { indent + $0 }
        }
    }

    /// The columns that it takes when it is cut at spaces alone.
    var widestWord: Int { wordsWithAmounts(upTo: .max).map(\.displayWidth).max() ?? 0 }

    var withoutBlanksAtEnd: String { lastIndex { $0 != " " }.map { String(self[...$0]) } ?? "" }

    /// What stands between spaces; a currency and its amount are one word where they fit a line.
    private func wordsWithAmounts(upTo width: Int) -> [String] {
        var words: [String] = []
        for word in split(separator: " ", omittingEmptySubsequences: true) {
            if let last = words.last, last.isCurrencyCode, word.utf8.first.map({ $0.isASCIIDigit }) == true,
                last.utf8.count + 1 + word.count <= width
            {
                words[words.count - 1] = "\(last) \(word)"
            } else {
                words.append(String(word))
            }
        }
        return words
    }

    private var isCurrencyCode: Bool {
        utf8.count == 3 && utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
    }

    /// Pieces of at most `width` columns, each with its columns: cut where a part of the word ends, as in `SavingsAccount`
    /// and `2026-12-31T08:00:00Z`, and anywhere else only where no part of it does.
    private func pieces(of width: Int) -> [(text: String, columns: Int)] {
        var pieces: [(text: String, columns: Int)] = []
        var piece: [Character] = []
        var columns = 0
        /// How much of the piece ends with a part of the word, and its columns.
        var part = (count: 0, columns: 0)
        for character in self {
            let more = character.displayWidth
            if let last = piece.last, character.begins(after: last) { part = (piece.count, columns) }
            if !piece.isEmpty, columns + more > width {
                let cut = part.columns * 3 >= width ? part : (piece.count, columns)
                pieces.append((String(piece.prefix(cut.count)), cut.columns))
                piece.removeFirst(cut.count)
                columns -= cut.columns
                part = (0, 0)
            }
            piece.append(character)
            columns += more
        }
        return pieces + [(String(piece), columns)]
    }
}

extension Character {
    /// Whether a part of a word begins with it: at a capital behind something else, and behind a mark.
    fileprivate func begins(after last: Character) -> Bool {
        isUppercase && !last.isUppercase && (last.isLetter || last.isNumber) || "-/_.,:;".contains(last)
    }
}
