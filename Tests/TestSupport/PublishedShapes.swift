public import Foundation
import Synchronization

/// What one version of the API allows in its requests and answers, from `Published/VERSION.shapes`.
///
/// These are the rules of the official documents in a notation of our own, and share no code with what is tested.
public struct PublishedShapes: Sendable {
    public let version: String
    var shapes: [String: Shape] = [:]

    /// Those that were read already: each is asked for with every answer of the sandbox.
    private static let known = Mutex<[String: PublishedShapes]>([:])

    public init(version: String) throws {
        self = try Self.known.withLock { known in
            if let shapes = known[version] { return shapes }
            let shapes = try PublishedShapes(reading: version)
            known[version] = shapes
            return shapes
        }
    }

    private init(reading version: String) throws {
        self.version = version
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Published")
        try read(version, in: folder)
    }

    /// Every version that has a file.
    public static let versions = ["v1.2-errata1", "v2.0", "v2.0-errata1", "v2.1", "v2.2-rc2"]

    private mutating func read(_ version: String, in folder: URL) throws {
        let text = try String(contentsOf: folder.appending(path: "\(version).shapes"), encoding: .utf8)
        for line in text.split(separator: "\n") where line.hasPrefix("include ") {
            try read(String(line.dropFirst("include ".count)), in: folder)
        }
        let lines = text.split(separator: "\n").compactMap { Shape.Line($0) }
        var rest = lines[...]
        while let line = rest.popFirst() {
            let shape = Shape(line.words, &rest, depth: line.depth)
            if line.head.hasPrefix("+") {
                let name = String(line.head.dropFirst())
                guard case .object(let more, _, _) = shape,
                    case .object(let members, let isClosed, let isNonEmpty)? = shapes[name]
                else { preconditionFailure("only to an object can members be added") }
                shapes[name] = .object(members + more, isClosed: isClosed, isNonEmpty: isNonEmpty)
            } else {
                shapes[line.head] = shape
            }
        }
    }

    public subscript(name: String) -> Shape? { shapes[name] }
}

// MARK: - Checking

extension PublishedShapes {
    /// What is wrong with a body, each with the place; empty where nothing is.
    ///
    /// - Parameter name: as in the file: `Product`, `GET /products 200`.
    public func faults(in body: Data, as name: String) -> [String] {
        guard let shape = shapes[name] else { return ["\(version) has no \(name)"] }
        if case .nothing = shape { return body.isEmpty ? [] : ["\(name): there is a body"] }
        guard let value = try? JSONDecoder().decode(JSONMaker.self, from: body) else { return ["\(name): no JSON"] }
        return faults(in: value, as: shape, at: name)
    }

    private func faults(in value: JSONMaker, as shape: Shape, at path: String) -> [String] {
        switch (shape, value) {
        case (.named(let name), _):
            return shapes[name].map { faults(in: value, as: $0, at: path) } ?? ["\(path): no shape \(name)"]
        case (.orNull, .null), (.anything, _), (.boolean, .bool): return []
        case (.orNull(let shape), _): return faults(in: value, as: shape, at: path)
        case (.object(let members, let isClosed, let isNonEmpty), .object(let given)):
            var faults: [String] = []
            for member in members where member.isRequired && !given.contains(where: { $0.0 == member.name }) {
                faults.append("\(path).\(member.name) is missing")
            }
            if isNonEmpty && given.isEmpty { faults.append("\(path) is empty") }
            for (name, value) in given {
                if let member = members.first(where: { $0.name == name }) {
                    faults += self.faults(in: value ?? .null, as: member.shape, at: "\(path).\(name)")
                } else if isClosed {
                    faults.append("\(path).\(name) is not allowed")
                }
            }
            return faults
        case (.list(let shape, let count), .array(let elements)):
            let inside = elements.enumerated().flatMap { faults(in: $1, as: shape, at: "\(path)[\($0)]") }
            return count.contains(elements.count) ? inside : inside + ["\(path) has \(elements.count) elements"]
        case (.oneOf(let shapes), _), (.anyOf(let shapes), _):
            let readings = shapes.map { faults(in: value, as: $0, at: path) }
            let fitting = readings.count(where: \.isEmpty)
            if case .oneOf = shape, fitting > 1 { return ["\(path) is \(fitting) things at once"] }
            return fitting > 0 ? [] : readings.min { $0.count < $1.count } ?? []
        case (.word(let words), .string(let text)): return words.contains(text) ? [] : ["\(path): '\(text)'"]
        case (.text(let length), .string(let text)):
            return length.contains(text.unicodeScalars.count)
                ? [] : ["\(path) has \(text.unicodeScalars.count) characters"]
        case (.matching(let pattern), .string(let text)):
            return Self.matches(text, pattern) ? [] : ["\(path): '\(text)' does not match"]
        case (.formatted(let format), .string(let text)): return format.fits(text) ? [] : ["\(path): '\(text)'"]
        case (.number(let range, let isWhole), .number(let text)):
            let number = Double(text) ?? .nan
            return range.contains(number) && (!isWhole || number == number.rounded()) ? [] : ["\(path): \(text)"]
        default: return ["\(path) is of another type"]
        }
    }
}

extension PublishedShapes {
    /// What a pattern said of a text before: in a debug build it takes a millisecond to be compiled.
    private static let matches = Mutex<[String: [String: Bool]]>([:])

    private static func matches(_ text: String, _ pattern: String) -> Bool {
        matches.withLock { matches in
            if let known = matches[pattern]?[text] { return known }
            let isMatch = (try? Regex(pattern).firstMatch(in: text)).flatMap(\.self) != nil
            matches[pattern, default: [:]][text] = isMatch
            return isMatch
        }
    }
}

extension Shape.Format {
    func fits(_ text: String) -> Bool {
        switch self {
        case .date: Self.isDay(text)
        case .dateTime:
            // RFC 3339 §5.6.
            text.wholeMatch(
                of: /(....-..-..)[Tt]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?([Zz]|[+-]([01]\d|2[0-3]):[0-5]\d)/
            )
            .map { Self.isDay(String($0.1)) } ?? false
        case .uri: text.wholeMatch(of: /[A-Za-z][A-Za-z0-9+.-]*:[!-~]+/) != nil
        case .uuid: text.wholeMatch(of: /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/) != nil
        case .email: text.wholeMatch(of: /[^@\s]+@[^@\s]+/) != nil
        }
    }

    private static func isDay(_ text: String) -> Bool {
        guard let match = text.wholeMatch(of: /(\d{4})-(\d\d)-(\d\d)/),
            let year = Int(match.1), let month = Int(match.2), let day = Int(match.3), (1...12).contains(month)
        else { return false }
        let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
        let days = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        return (1...days[month - 1]).contains(day)
    }
}

extension JSONMaker: Decodable {
    public init(from decoder: any Decoder) throws {
        struct Name: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }
            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }
        let value = try decoder.singleValueContainer()
        if value.decodeNil() {
            self = .null
        } else if let bool = try? value.decode(Bool.self) {
            self = .bool(bool)
        } else if let string = try? value.decode(String.self) {
            self = .string(string)
        } else if let number = try? value.decode(Decimal.self) {
            self = .number("\(number)")
        } else if let elements = try? value.decode([JSONMaker].self) {
            self = .array(elements)
        } else {
            let members = try decoder.container(keyedBy: Name.self)
            self = .object(
                try members.allKeys.sorted { $0.stringValue < $1.stringValue }
                    .map { ($0.stringValue, try members.decode(JSONMaker.self, forKey: $0)) })
        }
    }
}
