import FoundationEssentials

/// The texts in the elements of an HTML page or an XML document, as far as an error needs them: no parser, since what is looked
/// at is cut off somewhere, and often is neither.
struct MarkupText {
    private let text: [UInt8]
    /// The same with small letters alone: names are in any (HTML Living Standard §13.1.2), and so are they in faults.
    private let letters: [UInt8]
    /// Where elements begin, by their names without a prefix.
    private let starts: [(name: String, place: Int)]

    init(_ document: Data) {
        text = Array(document)
        letters = text.map { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) ? $0 | 0x20 : $0 }
        var starts: [(name: String, place: Int)] = []
        for place in letters.indices where letters[place] == UInt8(ascii: "<") {
            let name = letters[(place + 1)...].prefix { !Self.endsName($0) }
            guard let first = name.first, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(first) else { continue }
            let local = name.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).last ?? name
            starts.append((String(decoding: local, as: UTF8.self), place))
        }
        self.starts = starts
    }

    var hasElements: Bool { !starts.isEmpty }

    /// Whether it is for a browser.
    var isPage: Bool { starts.contains { ["html", "head", "h1"].contains($0.name) } }

    /// Elements of one name that are looked into.
    private static let most = 20

    /// What stands in the first element of the first of these names that has something in it: on one line, without elements
    /// within, and with its entities read.
    func text(ofFirst names: [String]) -> String? {
        names.lazy.compactMap { name in
            starts.lazy.filter { $0.name == name }.prefix(Self.most)
                .compactMap { content(from: $0.place, of: name) }.first { !$0.isEmpty }
        }.first
    }

    private func content(from place: Int, of name: String) -> String? {
        guard let start = letters[place...].firstIndex(of: UInt8(ascii: ">")), letters[start - 1] != UInt8(ascii: "/"),
            let end = end(of: name, from: start + 1)
        else { return nil }
        let content = Array(text[(start + 1)..<end]).withoutElements
        return String(decoding: content, as: UTF8.self).readingEntities.onOneLine
    }

    /// Where `</name` or `</prefix:name` begins.
    private func end(of name: String, from start: Int) -> Int? {
        letters[start...].indices.first { place in
            guard letters[place] == UInt8(ascii: "<"), place + 1 < letters.count,
                letters[place + 1] == UInt8(ascii: "/")
            else { return false }
            let closed = letters[(place + 2)...].prefix { !Self.endsName($0) }
            return closed.elementsEqual(name.utf8) || closed.hasSuffix(":\(name)")
        }
    }

    private static func endsName(_ byte: UInt8) -> Bool {
        [UInt8(ascii: ">"), UInt8(ascii: "/"), UInt8(ascii: "<")].contains(byte) || byte <= 0x20
    }
}

extension ArraySlice<UInt8> {
    fileprivate func hasSuffix(_ text: String) -> Bool { suffix(text.utf8.count).elementsEqual(text.utf8) }
}

extension [UInt8] {
    /// Without tags and comments, a blank in place of each; of `<![CDATA[…]]>` (XML 1.0 §2.7) what is in it.
    fileprivate var withoutElements: [UInt8] {
        var output: [UInt8] = []
        var rest = self[...]
        while let byte = rest.first {
            guard byte == UInt8(ascii: "<") else {
                output.append(byte)
                rest.removeFirst()
                continue
            }
            if rest.starts(with: Self.dataStart) {
                rest.removeFirst(Self.dataStart.count)
                while !rest.isEmpty, !rest.starts(with: Self.dataEnd) { output.append(rest.removeFirst()) }
                rest = rest.dropFirst(Self.dataEnd.count)
            } else {
                output.append(UInt8(ascii: " "))
                rest = rest.drop { $0 != UInt8(ascii: ">") }.dropFirst()
            }
        }
        return output
    }

    private static let dataStart = Array("<![CDATA[".utf8)
    private static let dataEnd = Array("]]>".utf8)
}

extension String {
    /// With single blanks, and none at the ends.
    var onOneLine: String {
        unicodeScalars.split { $0.properties.isWhitespace }.map(String.init).joined(separator: " ")
    }

    /// With the character in place of `&#39;`, `&#x27;` and those names that titles have (HTML Living Standard §13.5). Once: what
    /// an entity spells is text. Another name stays as it is.
    fileprivate var readingEntities: String {
        var output = String.UnicodeScalarView()
        var rest = unicodeScalars[...]
        while let scalar = rest.popFirst() {
            // No name of the table is longer than eight letters, no number than seven digits.
            guard scalar == "&", let end = rest.prefix(10).firstIndex(of: ";"),
                let character = Unicode.Scalar(entity: String(rest[..<end]))
            else {
                output.append(scalar)
                continue
            }
            output.append(character)
            rest = rest[rest.index(after: end)...]
        }
        return String(output)
    }
}

extension Unicode.Scalar {
    fileprivate init?(entity: String) {
        if entity.hasPrefix("#") {
            let isHexadecimal = entity.dropFirst().lowercased().hasPrefix("x")
            let digits = entity.dropFirst(isHexadecimal ? 2 : 1)
            guard let first = digits.utf8.first, first != UInt8(ascii: "+"),
                let number = UInt32(digits, radix: isHexadecimal ? 16 : 10), number > 0,
                let scalar = Unicode.Scalar(number)
            else { return nil }
            self = scalar
        } else if let scalar = Self.entities[entity] {
            self = scalar
        } else {
            return nil
        }
    }

    private static let entities: [String: Unicode.Scalar] = [
        "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "apos": "'", "nbsp": "\u{A0}", "copy": "©", "reg": "®",
        "trade": "™",
        "ndash": "–", "mdash": "—", "hellip": "…", "bull": "•", "middot": "·", "laquo": "«", "raquo": "»", "lsquo": "‘",
        "rsquo": "’", "ldquo": "“", "rdquo": "”", "agrave": "à", "aacute": "á", "acirc": "â", "auml": "ä",
        "ccedil": "ç",
        "egrave": "è", "eacute": "é", "ecirc": "ê", "euml": "ë", "iacute": "í", "ntilde": "ñ", "oacute": "ó",
        "ocirc": "ô",
        "ouml": "ö", "szlig": "ß", "uacute": "ú", "ugrave": "ù", "uuml": "ü", "Eacute": "É", "Auml": "Ä", "Ouml": "Ö",
        "Uuml": "Ü",
    ]
}
