import Synchronization

/// What one version of the API allows in its requests and answers, from `Published/VERSION.shapes`: the rules of the official
/// documents in a notation of our own.
package struct PublishedShapes: Sendable {
    package let version: String
    package private(set) var shapes: [String: Shape] = [:]

    /// Those that were read already: each is asked for with every answer of the sandbox.
    private static let known = Mutex<[String: PublishedShapes]>([:])

    package init(version: String) throws {
        self = try Self.known.withLock { known in
            if let shapes = known[version] { return shapes }
            let shapes = try PublishedShapes(reading: version)
            known[version] = shapes
            return shapes
        }
    }

    private init(reading version: String) throws {
        self.version = version
        try read(version)
    }

    /// There is none of that name.
    package struct Unknown: Error {}

    /// Every version that has a file.
    package static let versions = ["v1.2-errata1", "v2.0", "v2.0-errata1", "v2.1", "v2.2-rc2"]

    private static let files = [
        "v1.2-errata1": PackageResources.v1_2_errata1_shapes, "v2.0": PackageResources.v2_0_shapes,
        "v2.0-errata1": PackageResources.v2_0_errata1_shapes, "v2.1": PackageResources.v2_1_shapes,
        "v2.2-rc2": PackageResources.v2_2_rc2_shapes, "authorization": PackageResources.authorization_shapes,
        "participants": PackageResources.participants_shapes,
    ]

    private mutating func read(_ version: String) throws {
        guard let file = Self.files[version] else { throw Unknown() }
        let text = String(decoding: file, as: UTF8.self)
        for line in text.split(separator: "\n") where line.hasPrefix("include ") {
            try read(String(line.dropFirst("include ".count)))
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

    package subscript(name: String) -> Shape? { shapes[name] }
}
