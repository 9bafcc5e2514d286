import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport

/// How a kept document is used again: as it is while it is fresh, else by asking whether it has changed (RFC 9111 §4).
///
/// Pure: it says what to ask and what an answer means, and does neither.
struct Revalidation {
    /// What is kept, if anything.
    let kept: CacheEntry?
    /// Seconds for which a document may be used whose server says nothing of it (RFC 9111 §4.2.2).
    var unstatedLifetime: TimeInterval = 0

    /// A server that grants more is not believed for longer: a bank that moves must be found again.
    private static let longestFreshness: TimeInterval = 86_400

    /// The kept body, where it may be used without asking.
    func freshBody(at now: Date) -> Data? {
        // An entry from the future was stored under another clock: its times mean nothing.
        guard let kept, kept.storedAt <= now, now < kept.freshUntil else { return nil }
        return kept.body
    }

    /// The request's header fields.
    var fields: HTTPFields {
        var fields: HTTPFields = [.accept: "application/json"]
        fields[.ifNoneMatch] = kept?.entityTag
        return fields
    }

    /// What the answer leaves to be used, and to be kept: nil where it must not be kept.
    ///
    /// - Throws: a ``RequestError`` for an answer that is neither the document nor "not modified".
    func accept(
        _ response: TransportResponse, at now: Date
    ) throws(RequestError) -> (body: Data, keep: CacheEntry?) {
        switch (response.head.status, kept) {
        case (let status, _) where status.isOK:
            return (response.body, entry(response.body, response, now, response.head.headerFields[.eTag]))
        case (.notModified, .some(let kept)):
            let tag = response.head.headerFields[.eTag] ?? kept.entityTag
            return (kept.body, entry(kept.body, response, now, tag))
        default: throw RequestError(unexpected: response)
        }
    }

    private func entry(
        _ body: Data, _ response: TransportResponse, _ now: Date, _ tag: String?
    ) -> CacheEntry? {
        let control = CacheControl(response.head.headerFields)
        guard !control.isForbidden else { return nil }
        let freshness = min(control.freshness ?? unstatedLifetime, Self.longestFreshness)
        guard freshness > 0 || tag != nil else { return nil }
        return CacheEntry(storedAt: now, freshUntil: now.addingTimeInterval(freshness), entityTag: tag, body: body)
    }
}

/// What an answer's `Cache-Control`, `Expires` and `Age` say (RFC 9111 §5).
struct CacheControl: Equatable {
    /// `no-store`: not to be kept.
    var isForbidden = false
    /// Seconds for which it may be used without asking; nil where nothing is said.
    var freshness: TimeInterval?

    init(_ fields: HTTPFields) {
        var mustRevalidate = false
        for directive in (fields[.cacheControl] ?? "").lowercased().split(separator: ",") {
            let parts = directive.split(separator: "=", maxSplits: 1).map { part in
                part.filter { $0 != " " && $0 != "\"" && $0 != "\t" }
            }
            switch parts.first {
            case "no-store": isForbidden = true
            case "no-cache": mustRevalidate = true
            case "max-age": freshness = parts.count > 1 ? Double(UInt32(parts[1]) ?? 0) : 0
            default: break
            }
        }
        let age = fields[.age].flatMap { UInt32($0) }.map(Double.init) ?? 0
        if mustRevalidate { freshness = 0 }
        if freshness == nil, let expires = fields[.expires] {
            // A date that cannot be read is in the past (§5.3).
            let end = HTTPDate(expires)?.date
            let start = fields[.date].flatMap(HTTPDate.init)?.date
            freshness = end.flatMap { end in start.map { end.timeIntervalSince($0) } } ?? 0
        }
        freshness = freshness.map { max(0, $0 - age) }
    }
}
