public import OpenFinance

/// The rules of the schema for single values, each a sentence's end where it is broken. Lengths count Unicode scalars, as
/// JSON Schema does (Validation §6.3.1).
///
/// Values are trimmed, and written as the schema wants them where there is no doubt what is meant: spaces in a telephone
/// number, small letters in a country's code.
public enum LeadRules {
    /// Gives a text as the schema wants it written.
    package typealias Rule = @Sendable (String) throws(Violation) -> String

    /// A broken rule, to be read after the name of what breaks it.
    public struct Violation: Error, Sendable, Hashable {
        /// A sentence's end without final stop: `is empty`. It holds nothing of what was given.
        public let message: String
        init(_ message: String) { self.message = message }
    }

    /// A text of 1 to `longest` characters on one line.
    public static func text(_ text: String, longest: Int) throws(Violation) -> String {
        let text = text.withoutBlankEnds
        guard !text.isEmpty else { throw Violation("is empty") }
        guard text.unicodeScalars.allSatisfy({ !$0.isControl }) else { throw Violation("holds a control character") }
        guard text.unicodeScalars.count <= longest else { throw Violation("is longer than \(longest) characters") }
        return text
    }

    static func text(longest: Int) -> Rule {
        { (given) throws(Violation) in try text(given, longest: longest) }
    }

    /// Free text, which may have line breaks.
    @Sendable public static func note(_ text: String) throws(Violation) -> String {
        let text = text.withoutBlankEnds
        guard !text.isEmpty else { throw Violation("is empty") }
        guard text.unicodeScalars.allSatisfy({ !$0.isControl || $0 == "\n" || $0 == "\r" || $0 == "\t" }) else {
            throw Violation("holds a control character")
        }
        return text
    }

    /// An address as RFC 5321 §4.1.2 has it, without quoted local parts and address literals, and within the lengths of
    /// its §4.5.3.1.
    @Sendable public static func email(_ text: String) throws(Violation) -> String {
        let text = text.withoutBlankEnds
        let parts = text.split(separator: "@", omittingEmptySubsequences: false)
        guard parts.count == 2, text.utf8.count <= 254, parts[0].utf8.count <= 64, parts[0].isDotAtom,
            parts[1].isHostName
        else { throw Violation("is not a valid e-mail address") }
        return text
    }

    /// Fifteen digits that begin with 784.
    public static func emiratesID(_ text: String) throws(Violation) -> EmiratesID {
        guard let id = EmiratesID(text) else { throw Violation("is not a valid Emirates ID (784-YYYY-NNNNNNN-C)") }
        return id
    }

    @Sendable static func writtenEmiratesID(_ text: String) throws(Violation) -> String {
        try emiratesID(text).formatted
    }

    /// E.164: `+` and 2 to 15 digits, the first of them not 0. `00` may stand for `+`, and spaces, hyphens, dots and
    /// brackets between the digits.
    @Sendable public static func phoneNumber(_ text: String) throws(Violation) -> String {
        // On scalars: a digit with a mark on it is no digit, although it stands between "0" and "9".
        let separators: Set<Unicode.Scalar> = [" ", "-", ".", "(", ")", "\u{A0}"]
        var number = text.withoutBlankEnds.unicodeScalars.filter { !separators.contains($0) }
        if number.starts(with: "00".unicodeScalars) {
            number.replaceSubrange(..<number.index(number.startIndex, offsetBy: 2), with: "+".unicodeScalars)
        }
        let digits = number.dropFirst()
        guard number.first == "+", (2...15).contains(digits.count), digits.first != "0",
            digits.allSatisfy({ ("0"..."9").contains($0) })
        else { throw Violation("is not a telephone number with a country code, such as +971501234567") }
        return String(number)
    }

    /// A country's code of two letters (ISO 3166-1 alpha-2), in capitals.
    public static func country(_ text: String) throws(Violation) -> CountryCode {
        guard let code = CountryCode(rawValue: text.withoutBlankEnds) else {
            throw Violation("is not a country code of two letters (ISO 3166-1), such as AE")
        }
        return code
    }

    @Sendable static func writtenCountry(_ text: String) throws(Violation) -> String { try country(text).rawValue }

    /// A category as v2.1 calls it, in any case; `Loan` is what `Finance` was called before.
    public static func category(_ text: String) throws(Violation) -> ProductCategory {
        let wanted = text.withoutBlankEnds.lowercased()
        let known = ProductCategory.all + [.loan]
        guard let category = known.first(where: { $0.rawValue.lowercased() == wanted })?.canonical else {
            throw Violation("is not one of \(ProductCategory.all.map(\.rawValue).joined(separator: ", "))")
        }
        return category
    }

    @Sendable static func writtenCategory(_ text: String) throws(Violation) -> String { try category(text).rawValue }

    /// One of the values of an enumeration, in any case.
    static func choice(of choices: [String]) -> Rule {
        { (text) throws(Violation) in
            let wanted = text.withoutBlankEnds.lowercased().filter { $0 != " " }
            guard let choice = choices.first(where: { $0.lowercased() == wanted }) else {
                throw Violation("is not one of \(choices.joined(separator: ", "))")
            }
            return choice
        }
    }
}

extension Unicode.Scalar {
    fileprivate var isControl: Bool { properties.generalCategory == .control }
}

extension Substring {
    /// RFC 5321 §4.1.2, `Dot-string`.
    fileprivate var isDotAtom: Bool {
        split(separator: ".", omittingEmptySubsequences: false).allSatisfy { atom in
            !atom.isEmpty
                && atom.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || "!#$%&'*+-/=?^_`{|}~".contains($0)) }
        }
    }

    /// RFC 5321 §4.1.2, `Domain`: at least two labels, the last of them with a letter, since a bank's mail leaves its
    /// house.
    fileprivate var isHostName: Bool {
        let labels = split(separator: ".", omittingEmptySubsequences: false)
        return labels.count >= 2 && labels.last?.contains(where: \.isLetter) == true
            && labels.allSatisfy { label in
                (1...63).contains(label.count) && label.first != "-" && label.last != "-"
                    && label.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }
            }
    }
}
