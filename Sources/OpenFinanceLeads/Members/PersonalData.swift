import FoundationEssentials
import OpenFinance

/// What of a lead tells who somebody is: it must not come back in an error, a log or the journal, whatever a server
/// answers. It is looked for by value, since a server may spell it in its own way.
struct PersonalData {
    /// Words and texts, folded: no case, no accents, no vowel marks.
    private let texts: [String]
    /// Digits of the Emirates ID and of the telephone number, without country code.
    private let numbers: [[UInt8]]

    /// So many digits in a row are enough to know a number by.
    private static let tellingDigits = 6

    init(_ lead: Lead) {
        var texts: [String] = []
        var numbers: [[UInt8]] = []
        for member in LeadMember.allCases {
            for text in lead.texts(member) {
                switch member.definition.personal {
                case .no: break
                // A part of a name or an address gives it away, too.
                case .text(let length): texts += [text] + Self.words(text, longerThan: length)
                case .digits: numbers.append(Self.digits(text))
                case .email:
                    let local = String(text.prefix { $0 != "@" })
                    texts += [text, local] + local.split(separator: ".").map(String.init)
                }
            }
        }
        self.texts = Set(texts.map(Self.folded)).filter { $0.unicodeScalars.count > 2 }.sorted()
        self.numbers = numbers
    }

    func isIn(_ text: String) -> Bool {
        let spellings = [text, text.decodingPercents, text.decodingEntities]
        return spellings.contains { spelling in
            let folded = Self.folded(spelling)
            let digits = Self.digits(spelling)
            return texts.contains { folded.contains($0) } || numbers.contains { Self.share($0, digits) }
        }
    }

    /// Whether both have so many digits in a row in common.
    private static func share(_ number: [UInt8], _ digits: [UInt8]) -> Bool {
        func pieces(_ digits: [UInt8]) -> Set<ArraySlice<UInt8>> {
            guard digits.count >= tellingDigits else { return [] }
            return Set((0...(digits.count - tellingDigits)).map { digits[$0..<($0 + tellingDigits)] })
        }
        return !pieces(number).isDisjoint(with: pieces(digits))
    }

    private static func words(_ text: String, longerThan length: Int) -> [String] {
        text.split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.unicodeScalars.count > length }
    }

    private static func folded(_ text: String) -> String { TextSearch.folded(text.bounded) }

    /// Of every script, as their values.
    private static func digits(_ text: String) -> [UInt8] {
        text.unicodeScalars.compactMap { scalar in
            guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue else {
                return nil
            }
            return UInt8(value)
        }
    }
}

extension String {
    fileprivate var decodingPercents: String {
        decoding(/%([0-9A-Fa-f]{2})/) { UInt8($0, radix: 16) }
    }

    private func decoding(_ form: Regex<(Substring, Substring)>, _ byte: (Substring) -> UInt8?) -> String {
        var bytes: [UInt8] = []
        var rest = self[...]
        while let match = rest.firstMatch(of: form) {
            bytes += rest[..<match.range.lowerBound].utf8
            if let byte = byte(match.1) { bytes.append(byte) }
            rest = rest[match.range.upperBound...]
        }
        return String(decoding: bytes + rest.utf8, as: UTF8.self)
    }

    /// Numeric references of HTML, and the two names that stand in addresses.
    fileprivate var decodingEntities: String {
        replacing(/&#(x?)([0-9A-Fa-f]{1,6});/) { match in
            UInt32(match.2, radix: match.1.isEmpty ? 10 : 16).flatMap(Unicode.Scalar.init).map(String.init) ?? ""
        }.replacing("&amp;", with: "&").replacing("&commat;", with: "@")
    }
}

extension RequestError {
    /// The error without what an LFI has copied into it from the lead.
    func withoutPersonalData(of lead: Lead) -> RequestError {
        let personal = PersonalData(lead)
        var error = self
        if personal.isIn(message) { error.message = "the server's message repeats personal data, and is not shown" }
        if let code, personal.isIn(code) { error.code = nil }
        return error
    }

    /// The error of a request that had the lead in it, for wherever it may be kept, such as a log of CI: what a bank says in
    /// words of its own may repeat the person in a spelling that nobody has thought of.
    func withholdingWords(of lead: Lead) -> RequestError {
        var error = withoutPersonalData(of: lead)
        if let status {
            error.message =
                "\(Self.meaning(of: status)); what the bank says may be personal, and is left out here"
        }
        let isCode = code.map { code in
            code.utf8.count <= 64
                && code.utf8.allSatisfy {
                    $0 == UInt8(ascii: ".") || $0 | 0x20 >= UInt8(ascii: "a") && $0 | 0x20 <= UInt8(ascii: "z")
                }
        }
        if isCode != true { error.code = nil }
        return error
    }

    /// What a bank says, where it surely repeats nothing of the person: for somebody at a terminal.
    func words(to lead: Lead) -> String? {
        guard let words, !PersonalData(lead).isIn(words) else { return nil }
        return words
    }
}
