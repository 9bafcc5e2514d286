extension String {
    /// The text with something in place of some scalars.
    ///
    /// Syntax is made of scalars: a quote with a combining mark behind it is one `Character` and not a quote any more, but
    /// every reader of the syntax takes it for one.
    ///
    /// - Parameter replacement: what stands for a scalar; nil for itself.
    func replacingScalars(_ replacement: (Unicode.Scalar) -> String?) -> String {
        var edited = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            if let text = replacement(scalar) {
                edited.append(contentsOf: text.unicodeScalars)
            } else {
                edited.append(scalar)
            }
        }
        return String(edited)
    }

    /// Whether it has one of these scalars, whatever stands around it.
    func hasScalar(_ isMeant: (Unicode.Scalar) -> Bool) -> Bool { unicodeScalars.contains(where: isMeant) }

    /// As one word of a POSIX shell (Shell Command Language §2.2.2).
    var shellQuoted: String {
        let isPlain = !isEmpty && utf8.allSatisfy { $0.isASCIILetterOrDigit || "-._/".utf8.contains($0) }
        return isPlain ? self : "'\(replacingScalars { $0 == "'" ? #"'\''"# : nil })'"
    }
}

extension UInt8 {
    var isASCIIDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }

    var isASCIILetterOrDigit: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"):
            true
        default: false
        }
    }
}
