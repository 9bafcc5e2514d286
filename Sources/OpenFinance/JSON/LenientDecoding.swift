/// Decoding of documents that other parties write: a member of another type than expected counts as absent.
extension KeyedDecodingContainer {
    /// The only one of a list is as good as one without.
    func lenient<Value: Decodable>(_ key: Key, as _: Value.Type = Value.self) -> Value? {
        guard contains(key) else { return nil }
        if let value = (try? decodeIfPresent(Value.self, forKey: key)) ?? nil { return value }
        guard var list = try? nestedUnkeyedContainer(forKey: key), list.count == 1 else { return nil }
        return try? list.decode(Value.self)
    }

    /// A text, ``Swift/String/bounded``.
    func lenient(_ key: Key, as _: String.Type = String.self) -> String? {
        ((try? decodeIfPresent(String.self, forKey: key)) ?? nil)?.bounded
    }

    /// The same without blanks at its ends; an empty one counts as absent.
    func lenientText(_ key: Key) -> String? {
        guard let text = lenient(key, as: String.self)?.withoutBlankEnds, !text.isEmpty else { return nil }
        return text
    }

    /// Whether a member is there, and not null.
    func saysSomething(_ key: Key) -> Bool { contains(key) && (try? decodeNil(forKey: key)) == false }

    /// A list without those of its elements that cannot be read; no list at all is an empty one.
    func lenientList<Element: Decodable>(_ key: Key, as _: Element.Type = Element.self) -> [Element] {
        lenient(key, as: LenientList<Element>.self)?.elements ?? []
    }
}

/// An array that leaves out what it cannot decode, and remembers where that stood. One element in place of the list is a
/// list of one.
struct LenientList<Element: Decodable>: Decodable {
    var elements: [Element] = []
    /// Positions in the array as it was sent, from 0.
    var unreadable: [Int] = []

    init(from decoder: any Decoder) throws {
        guard var container = try? decoder.unkeyedContainer() else {
            elements = [try Element(from: decoder)]
            return
        }
        while !container.isAtEnd {
            if let element = try? container.decode(Element.self) {
                elements.append(element)
            } else {
                // A failed decode leaves the container where it was; this moves it on.
                _ = try container.decode(Skipped.self)
                unreadable.append(container.currentIndex - 1)
            }
        }
    }

    private struct Skipped: Decodable {
        init(from _: any Decoder) {}
    }
}
