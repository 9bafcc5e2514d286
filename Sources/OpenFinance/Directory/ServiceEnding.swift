import FoundationEssentials

/// The days from which a server or an API resource is deprecated and retired, where the directory names them.
struct ServiceEnding: JSONReadable {
    var deprecated: Date?
    var retired: Date?

    private enum Key: String, CodingKey {
        case deprecated = "DeprecatedDate", deprecation = "DeprecationDate", retirement = "RetirementDate"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        deprecated = Self.day(object.lenient(.deprecated) ?? object.lenient(.deprecation))
        retired = Self.day(object.lenient(.retirement))
    }

    /// Why it is left alone now, without subject and final stop; nil where it has not ended.
    func reason(at now: Date) -> String? {
        if let retired, retired <= now { return "was retired on \(Self.text(retired))" }
        if let deprecated, deprecated <= now { return "has been deprecated since \(Self.text(deprecated))" }
        return nil
    }

    /// The day's first moment in UTC. Directories write days as `2026-11-23`, with a time, or as `23/11/2026`.
    private static func day(_ text: String?) -> Date? {
        guard let text else { return nil }
        let slashed = text.split(separator: "/")
        let iso = slashed.count == 3 ? slashed.reversed().joined(separator: "-") : String(text.prefix(10))
        return try? Date("\(iso)T00:00:00Z", strategy: .iso8601)
    }

    private static func text(_ date: Date) -> String { String(date.formatted(.iso8601).prefix(10)) }
}
