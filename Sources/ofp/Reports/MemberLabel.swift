extension String {
    /// `MinimumFinanceAmount` as `Minimum finance amount`, `LFIBrandId` as `LFI brand id`, `KfsUri` as `KFS link`,
    /// `LastUpdatedDateTime` as `Last updated`.
    var memberLabel: String {
        var words = camelWords
        // `LastUpdatedDateTime` says of what it is the time.
        if words.count > 2, words.suffix(2) == ["Date", "Time"] { words.removeLast(2) }
        words = words.map { word in Self.special[word] ?? (word.isAbbreviation ? word : word.lowercased()) }
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }

    /// `RasAlKhaimah`, as people write it.
    var properName: String { camelWords.joined(separator: " ") }

    var lowercasedFirst: String {
        guard let first = camelWords.first, !first.isAbbreviation else { return self }
        return prefix(1).lowercased() + dropFirst()
    }

    private static let special = [
        "Uri": "link", "Kfs": "KFS", "Apr": "APR", "Of": "of", "Sharia": "Sharia", "Uae": "UAE",
    ]

    /// All in capitals, and more than one letter.
    private var isAbbreviation: Bool { count > 1 && allSatisfy { $0.isUppercase || $0.isNumber } }

    /// A word begins at a capital after a small letter, and at the last of several capitals before a small letter.
    private var camelWords: [String] {
        var words: [String] = []
        var word = ""
        let characters = Array(self)
        for (index, character) in characters.enumerated() {
            let afterSmall = index > 0 && !characters[index - 1].isUppercase
            let beforeSmall = index + 1 < characters.count && characters[index + 1].isLowercase
            if character.isUppercase, !word.isEmpty, afterSmall || beforeSmall {
                words.append(word)
                word = ""
            }
            if character == "_" || character == "-" || character == " " {
                if !word.isEmpty { words.append(word) }
                word = ""
            } else {
                word.append(character)
            }
        }
        return word.isEmpty ? words : words + [word]
    }
}
