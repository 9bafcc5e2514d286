/// The `Link` field of an answer (RFC 8288 §3): `<https://…>; rel="next", <…>; rel="last"`.
enum LinkField {
    /// The address of the first link that has the given relation type, as sent. What is not in the field's form is passed
    /// over.
    static func address(_ relation: String, in field: String) -> String? {
        var rest = field.unicodeScalars[...]
        while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
            let address = rest[rest.index(after: open)..<close]
            rest = rest[rest.index(after: close)...]
            let parameters = readParameters(&rest)
            let types = parameters.first { $0.name == "rel" }?.value.lowercased().split(separator: " ") ?? []
            if types.contains(Substring(relation)) { return String(address).withoutBlankEnds }
        }
        return nil
    }

    /// Those up to the comma before the next link.
    private static func readParameters(
        _ rest: inout Substring.UnicodeScalarView
    ) -> [(name: String, value: String)] {
        var parameters: [(name: String, value: String)] = []
        while true {
            rest = rest.drop { $0 == " " || $0 == "\t" }
            guard rest.first == ";" else { return parameters }
            rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
            let name = rest.prefix { !["=", ";", ","].contains($0) }
            rest = rest.dropFirst(name.count)
            var value = Substring.UnicodeScalarView()
            if rest.first == "=" {
                rest = rest.dropFirst().drop { $0 == " " || $0 == "\t" }
                if rest.first == "\"" {
                    value = rest.dropFirst().prefix { $0 != "\"" }
                    rest = rest.dropFirst(value.count + 2)
                } else {
                    value = rest.prefix { ![";", ","].contains($0) }
                    rest = rest.dropFirst(value.count)
                }
            }
            parameters.append((String(name).withoutBlankEnds.lowercased(), String(value).withoutBlankEnds))
        }
    }
}
