import Foundation

/// What somebody may have meant by a name that is none.
package enum Misspelling {
    /// The names that are close to what was typed, the closest first.
    ///
    /// A name is close that says the same in another spelling (`credit card`, `CreditCard`), that begins or goes on with what
    /// was typed (`savings`, `SavingsAccount`), or of which few letters are wrong, missing, too many or swapped. Of a short
    /// text a single letter is much of it: a guess that misleads is worse than none.
    package static func meant(by typed: String, among names: [String]) -> [String] {
        let typed = letters(typed)
        guard (2...60).contains(typed.count) else { return [] }
        let ranked = names.enumerated().compactMap { place, name in
            distance(from: typed, to: letters(name)).map { (distance: $0, place: place, name: name) }
        }
        return ranked.sorted { ($0.distance, $0.place) < ($1.distance, $1.place) }.map(\.name)
    }

    /// What counts: neither case nor marks, neither blanks nor hyphens.
    private static func letters(_ text: String) -> [Character] {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive, .widthInsensitive], locale: nil)
            .filter { $0.isLetter || $0.isNumber }.prefix(200).map(\.self)
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
