/// Text of another party's, made fit for what is done with text: shown, compared, folded, cut into characters.
///
/// Much of that takes time by the square of the marks that stand on one letter, and memory by the length. So a text is
/// bounded where it comes in, once; what is passed on as JSON keeps its bytes.
extension String {
    /// Scalars of one text; a cell of a spreadsheet holds no more.
    package static let longestText = 32_767

    /// Marks in a row after which a text is not stream-safe any more (UAX #15 §13, UAX15-D3).
    private static let mostMarks = 30

    /// The text where it is of a sensible kind, as nearly all is. Else its first ``longestText`` scalars with an ellipsis
    /// where more were left out, and a combining grapheme joiner (U+034F) in each run of more than thirty marks, which is
    /// what UAX15-D4 does.
    package var bounded: String {
        guard !isSensible else { return self }
        var bounded = String.UnicodeScalarView()
        var marks = 0
        for (index, scalar) in unicodeScalars.enumerated() {
            guard index < Self.longestText else {
                bounded.append("…")
                break
            }
            marks = scalar.isMark ? marks + 1 : 0
            if marks > Self.mostMarks {
                bounded.append("\u{034F}")
                marks = 1
            }
            bounded.append(scalar)
        }
        return String(bounded)
    }

    private var isSensible: Bool {
        guard utf8.count <= Self.longestText else { return false }
        var marks = 0
        for scalar in unicodeScalars where scalar.value >= 0x80 || marks > 0 {
            marks = scalar.isMark ? marks + 1 : 0
            if marks > Self.mostMarks { return false }
        }
        return true
    }
}

extension Unicode.Scalar {
    /// Whether it is no starter (UAX #15 §3), or is held together with what stands before it (UAX #29 §3.1).
    fileprivate var isMark: Bool {
        // Nothing below is one; most text ends here.
        guard value >= 0x300 else { return false }
        return properties.canonicalCombiningClass != .notReordered || properties.isGraphemeExtend
            || properties.isJoinControl
    }
}
