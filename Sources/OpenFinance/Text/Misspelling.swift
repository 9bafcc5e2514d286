import Foundation

/// What somebody may have meant by a name that is none.
package enum Misspelling {
    /// The names that are close to what was typed, the closest first.
    ///
    /// A name is close that says the same in another spelling (`credit card`, `CreditCard`), that begins or goes on with what
    /// was typed (`savings`, `SavingsAccount`), or of which few letters are wrong, missing, too many or swapped. Of a short
    /// text a single letter is much of it: a guess that misleads is worse than none. Of a name of several words each word may
    /// be misspelled for itself, some may be missing, and they may stand in another order.
    package static func meant(by typed: String, among names: [String]) -> [String] {
        let typedLetters = letters(typed)
        guard (2...60).contains(typedLetters.count) else { return [] }
        let typedWords = words(typed)
        let namesWords = names.map(words)
        let common = commonWords(of: namesWords)
        let ranked = names.enumerated().compactMap { place, name in
            let whole = distance(from: typedLetters, to: letters(name))
            return (whole ?? distance(from: typedWords, to: namesWords[place], common))
                .map { (distance: $0, place: place, name: name) }
        }
        return ranked.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.map(\.name)
    }

    /// What counts: neither case nor marks, neither blanks nor hyphens.
    private static func letters(_ text: String) -> [Character] {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
            .filter { $0.isLetter || $0.isNumber }.prefix(200).map(\.self)
    }

    private static func words(_ text: String) -> [[Character]] {
        text.split { !$0.isLetter && !$0.isNumber }.prefix(12).map { letters(String($0)) }.filter { !$0.isEmpty }
    }

    /// Words that many of the names have, such as `Bank`: they do not say which is meant.
    private static func commonWords(of names: [[[Character]]]) -> Set<[Character]> {
        let counts = Dictionary(names.flatMap(Set.init).map { ($0, 1) }, uniquingKeysWith: +)
        return Set(counts.filter { $0.value > max(2, names.count / 4) }.keys)
    }

    /// By words: every word that was typed has to be one of the name's, or nearly, and one of them has to be telling. Nil where
    /// that is not so.
    private static func distance(
        from typed: [[Character]], to name: [[Character]], _ common: Set<[Character]>
    ) -> Int? {
        guard name.count > 1, (1...name.count).contains(typed.count) else { return nil }
        var left = Array(name.enumerated())
        var distance = name.count - typed.count
        var isTelling = false
        var places: [Int] = []
        for word in typed {
            let allowed = word.count < 4 ? 0 : word.count < 8 ? 1 : 2
            let close = left.indices.compactMap { index in
                let edits = edits(from: word, to: left[index].element)
                return edits <= allowed ? (edits: edits, index: index) : nil
            }
            guard let best = close.min(by: { $0.edits < $1.edits }) else { return nil }
            let found = left.remove(at: best.index)
            distance += best.edits
            isTelling = isTelling || found.element.count > 3 && !common.contains(found.element)
            places.append(found.offset)
        }
        guard isTelling else { return nil }
        return distance + (places == places.sorted() ? 0 : 1)
    }

    /// Nil where they are not close.
    private static func distance(from typed: [Character], to name: [Character]) -> Int? {
        if typed == name { return 0 }
        let allowed = typed.count < 4 ? 1 : typed.count < 8 ? 2 : 3
        let edits = edits(from: typed, to: name)
        if edits <= allowed, edits * 2 < typed.count { return edits }
        // Part of a name that has more words, or its beginning.
        return typed.count >= 3 && String(name).contains(String(typed)) ? allowed + 1 : nil
    }

    /// How many letters to replace, to leave out, to put in, or to swap with the next one.
    private static func edits(from one: [Character], to other: [Character]) -> Int {
        var rows = [Array(0...other.count)]
        for i in one.indices {
            var row = [i + 1]
            for j in other.indices {
                var edits = min(rows[i][j + 1] + 1, row[j] + 1, rows[i][j] + (one[i] == other[j] ? 0 : 1))
                if i > 0, j > 0, one[i] == other[j - 1], one[i - 1] == other[j] {
                    edits = min(edits, rows[i - 1][j - 1] + 1)
                }
                row.append(edits)
            }
            rows.append(row)
        }
        return rows[one.count][other.count]
    }
}
