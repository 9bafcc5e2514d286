/// What two names have in common that a reader takes for one (after UTS #39 §4, with the letters that matter here).
///
/// Not for showing, and not for finding: a name is found as it is written. It tells whether somebody else has a name that
/// could be meant as well.
struct NameSkeleton: Hashable {
    private let text: String

    init(_ name: String) {
        var skeleton = String.UnicodeScalarView()
        for scalar in TextSearch.folded(name.bounded).unicodeScalars {
            // Blanks, hyphens, joiners and the like make no difference that can be trusted.
            guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil else { continue }
            skeleton.append(Self.lookalikes[scalar] ?? scalar)
        }
        text = String(skeleton)
    }

    /// Small letters of Cyrillic and Greek that look like Latin ones, and digits that look like letters.
    private static let lookalikes: [Unicode.Scalar: Unicode.Scalar] = {
        let pairs: [(String, String)] = [
            ("аεеоοрρсϲуυхχіιїјѕԁһкκмнтτвβɡӏ", "aeeooppccyyxxiiijsdhkkmhttbbgl"), ("01", "ol"), ("ıɑ", "ia"),
        ]
        return Dictionary(
            pairs.flatMap { zip($0.unicodeScalars, $1.unicodeScalars) }, uniquingKeysWith: { first, _ in first })
    }()
}
