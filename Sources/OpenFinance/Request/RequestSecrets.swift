import FoundationEssentials

/// What a request carries in confidence: a token, a client assertion, the address of the user in session. Whatever a
/// server answers, none of it may come back in an error or a log. It is known where the request is built.
package struct RequestSecrets: Sendable {
    /// As they were sent. Most are never looked for, and what they may look like is made only then.
    private var tokens: [String] = []
    /// Of an assertion.
    private var parts: [String] = []
    private var address: CustomerIPAddress?

    /// So much of a secret gives it away; a shorter one counts as a whole.
    private static let tellingLength = 24

    package static let none = RequestSecrets()

    private init() {}

    init(_ token: AccessToken, address: CustomerIPAddress?) {
        tokens = [token.value]
        self.address = address
    }

    /// Of an answer of the token endpoint: the tokens in it, whatever else is wrong with it.
    init(tokenAnswer body: Data) {
        guard case .object(let members)? = try? JSONValue(document: body) else {
            // A form, or half of an answer: whatever is as long as a token.
            for word in body.prefix(Self.longestOddAnswer).split(whereSeparator: { !$0.isOfToken }) {
                if word.count >= Self.shortestOddToken { tokens.append(String(decoding: word, as: UTF8.self)) }
            }
            return
        }
        for member in members where Self.tokens.contains(member.name) {
            if case .string(let token) = member.value { tokens.append(token) }
        }
    }

    private static let tokens: Set<String> = ["access_token", "refresh_token", "id_token"]
    private static let longestOddAnswer = 4 << 10
    private static let shortestOddToken = 16

    /// Those of another request, too.
    package mutating func formUnion(_ other: RequestSecrets) {
        tokens += other.tokens.filter { !tokens.contains($0) }
        parts += other.parts.filter { !parts.contains($0) }
        address = address ?? other.address
    }

    /// - Parameter assertion: in compact form. Its header is the same each time, and says nothing that is secret.
    init(assertion: String) {
        parts = assertion.utf8.split(separator: UInt8(ascii: ".")).dropFirst().map { String(Substring($0)) }
    }

    /// What stands in Base64 (RFC 4648 §4, §5) for a text, wherever in what is encoded it begins. Its first and its last
    /// characters depend on what is beside it.
    private static func inBase64(_ text: String) -> [[UInt8]] {
        (0..<3).flatMap { shift -> [[UInt8]] in
            let encoded = Data(repeating: 0, count: shift) + Data(text.utf8)
            let characters = encoded.base64EncodedString().filter { $0 != "=" }.dropFirst(shift == 0 ? 0 : 4).dropLast(
                2)
            let inURLs = characters.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
            guard characters.count >= tellingLength else { return [] }
            return Set([Array(String(characters).utf8), Array(String(inURLs).utf8)]).map(\.self)
        }
    }

    /// Whether a text gives any of it away. For more than a few texts, one ``Search`` looks through all of them.
    package func areIn(_ text: String) -> Bool { Search(for: self).finds(text) }
}

extension RequestSecrets {
    /// Looks for tokens and the customer's address in products, word for word: a list is too long for every form that a server
    /// may give them.
    struct PlainSearch {
        private let searches: [ByteSearch]

        /// Of a short one nothing could be told: it is a word that products have.
        private static let shortestToken = 16

        init(for secrets: RequestSecrets) {
            let words = secrets.tokens.filter { $0.utf8.count >= Self.shortestToken }
            searches = (words + [secrets.address?.description].compactMap(\.self)).map { ByteSearch(Array($0.utf8)) }
        }

        func finds(in text: JSONText) -> Bool {
            text.bytes.withUnsafeBytes { bytes in searches.contains { $0.finds(in: bytes) } }
        }
    }

    /// Looks for secrets in any form that a server may give them.
    package struct Search: Sendable {
        private let secrets: [Secret]
        private let address: CustomerIPAddress?

        package init(for secrets: RequestSecrets) {
            let tokens = secrets.tokens.flatMap { [Array($0.utf8)] + RequestSecrets.inBase64($0) }
            self.secrets = (tokens + secrets.parts.map { Array($0.utf8) }).compactMap(Secret.init)
            address = secrets.address
        }
    }

    /// One, as any of its parts gives it away.
    private struct Secret: Sendable {
        private let length: Int
        /// Of that length, in small letters: a server may repeat them in any case.
        private let pieces: Set<ArraySlice<UInt8>>

        init?(_ bytes: [UInt8]) {
            guard !bytes.isEmpty else { return nil }
            let bytes = bytes.inSmallLetters
            let length = min(bytes.count, tellingLength)
            pieces = Set((0...(bytes.count - length)).map { bytes[$0..<($0 + length)] })
            self.length = length
        }

        /// - Parameter text: in small letters.
        func stands(in text: [UInt8]) -> Bool {
            text.count >= length
                && (0...(text.count - length)).contains { pieces.contains(text[$0..<($0 + length)]) }
        }
    }
}

extension RequestSecrets.Search {
    package func finds(_ text: String) -> Bool {
        // A page escapes what it repeats, a link encodes it, and a gateway does so once more.
        var text = Array(text.utf8)
        for _ in 0..<4 {
            if stand(in: text) { return true }
            let decoded = text.withoutEscapes
            if decoded == text { return false }
            text = decoded
        }
        return stand(in: text)
    }

    private func stand(in text: [UInt8]) -> Bool {
        if let address, address.stands(in: String(decoding: text, as: UTF8.self)) { return true }
        let text = text.inSmallLetters
        return secrets.contains { $0.stands(in: text) }
    }
}

extension UInt8 {
    /// Of RFC 6750 §2.1.
    fileprivate var isOfToken: Bool {
        let scalar = Unicode.Scalar(self)
        return scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
            || "-._~+/=".utf8.contains(self)
    }
}

extension [UInt8] {
    fileprivate var inSmallLetters: [UInt8] {
        map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
    }

    /// The same with one layer of `%2B`, `&#43;`, `&#x2B;` and `\u002B` taken off, where that is an ASCII character.
    fileprivate var withoutEscapes: [UInt8] {
        var output: [UInt8] = []
        output.reserveCapacity(count)
        var index = 0
        while index < count {
            let escape =
                escape("%", radix: 16, digits: 2...2, end: nil, at: index)
                ?? escape("\\u", radix: 16, digits: 4...4, end: nil, at: index)
                ?? escape("&#x", radix: 16, digits: 1...6, end: UInt8(ascii: ";"), at: index)
                ?? escape("&#X", radix: 16, digits: 1...6, end: UInt8(ascii: ";"), at: index)
                ?? escape("&#", radix: 10, digits: 1...7, end: UInt8(ascii: ";"), at: index)
            output.append(escape?.character ?? self[index])
            index += escape?.length ?? 1
        }
        return output
    }

    private func escape(
        _ beginning: StaticString, radix: Int, digits: ClosedRange<Int>, end: UInt8?, at index: Int
    ) -> (character: UInt8, length: Int)? {
        let length = beginning.utf8CodeUnitCount
        guard index + length < count,
            beginning.withUTF8Buffer({ self[index..<(index + length)].elementsEqual($0) })
        else { return nil }
        let figure = self[(index + length)...].prefix(digits.upperBound).prefix { byte in
            Character(Unicode.Scalar(byte)).isHexDigit
        }
        guard digits.contains(figure.count),
            let value = UInt32(String(decoding: figure, as: UTF8.self), radix: radix), value < 0x80
        else { return nil }
        let behind = figure.endIndex
        guard let end else { return (UInt8(value), length + figure.count) }
        guard behind < count, self[behind] == end else { return nil }
        return (UInt8(value), length + figure.count + 1)
    }
}

extension RequestError {
    /// The error without what a server has copied into it from the request.
    package func without(_ secrets: RequestSecrets) -> RequestError {
        var error = self
        if secrets.areIn(message) {
            error.message = "the server's message repeats a secret, and is not shown"
            error.words = nil
        }
        if let code, secrets.areIn(code) { error.code = nil }
        return error
    }
}

extension ProductsPage.Remark {
    /// The same where a server has copied nothing into it from the request; else what is left to be said.
    func without(_ secrets: RequestSecrets) -> Self {
        guard secrets.areIn(message) else { return self }
        return Self(
            message: "it reports an error beside its products, which repeats what is secret and is not shown",
            meansIncomplete: meansIncomplete)
    }
}
