import Foundation

/// A search that finds text whatever its case and marks, in Latin and Arabic script.
public struct TextSearch: Sendable, Hashable {
    /// As it was given.
    public let text: String
    private let words: [String]

    /// All words of `text` must be found, in any order, each anywhere in what is searched.
    public init(_ text: String) {
        self.text = text
        words = Self.folded(text).split(whereSeparator: \.isWhitespace).map(String.init)
    }

    func matches(_ texts: [String?]) -> Bool {
        let text = Self.folded(texts.compactMap(\.self).joined(separator: "\n"))
        return words.allSatisfy { text.contains($0) }
    }

    /// One spelling for what readers take to be the same: lower case, without accents and vowel marks (category Mn after
    /// canonical decomposition, UAX #15), Arabic letters in the form in which people type them.
    package static func folded(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "\u{0640}": continue  // Tatweel only stretches a word.
            case "\u{0649}": folded.append("\u{064A}")  // Alef maksura is written for yeh, and the other way round.
            case "\u{0629}": folded.append("\u{0647}")  // So is heh for teh marbuta.
            case _ where scalar.properties.generalCategory == .nonspacingMark: continue
            default: folded.append(scalar)
            }
        }
        return String(folded)
    }
}
