/// What a JSON value has to look like: as much of JSON Schema as the API's lead needs.
indirect enum JSONShape: Sendable {
    /// No other members than these (`additionalProperties: false`).
    case object([String: JSONShape], required: [String])
    case array(JSONShape, count: ClosedRange<Int>)
    /// Counted in Unicode scalars (JSON Schema Validation §6.3.1).
    case text(length: ClosedRange<Int>)
    case matching(@Sendable (String) -> Bool)
    case oneOf([String])
    case bool
    /// Exactly one of these.
    case either([JSONShape])

    /// The names of all members that objects of this shape may have.
    var names: Set<String> {
        switch self {
        case .object(let shapes, _): shapes.values.reduce(into: Set(shapes.keys)) { $0.formUnion($1.names) }
        case .array(let shape, _): shape.names
        case .either(let shapes): shapes.reduce(into: []) { $0.formUnion($1.names) }
        case .text, .matching, .oneOf, .bool: []
        }
    }

    /// Where the value first differs, as a path below `path`; nil where it fits.
    func fault(in value: JSONTree, at path: String) -> String? {
        switch (self, value) {
        case (.object(let shapes, let required), .object(let members)):
            if let missing = required.first(where: { members[$0] == nil }) { return "\(path).\(missing)" }
            for (name, member) in members.sorted(by: { $0.key < $1.key }) {
                guard let shape = shapes[name] else { return "\(path).\(name)" }
                if let fault = shape.fault(in: member, at: "\(path).\(name)") { return fault }
            }
            return nil
        case (.array(let shape, let count), .array(let elements)):
            guard count.contains(elements.count) else { return path }
            for (index, element) in elements.enumerated() {
                if let fault = shape.fault(in: element, at: "\(path)[\(index)]") { return fault }
            }
            return nil
        case (.text(let length), .string(let text)): return length.contains(text.unicodeScalars.count) ? nil : path
        case (.matching(let isFit), .string(let text)): return isFit(text) ? nil : path
        case (.oneOf(let choices), .string(let text)): return choices.contains(text) ? nil : path
        case (.bool, .bool): return nil
        case (.either(let shapes), _):
            let fits = shapes.filter { $0.fault(in: value, at: path) == nil }
            return fits.count == 1 ? nil : path
        default: return path
        }
    }
}
