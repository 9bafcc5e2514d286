/// Which page comes after which: a walk along `Links.Next` that stays at home and ends.
struct PageWalk {
    /// An LFI with more pages than this is taken to be counting in a circle.
    static let pageLimit = 1_000

    private(set) var current: Endpoint
    private var visited: Set<Endpoint>

    init(from first: Endpoint) {
        current = first
        visited = [first]
    }

    /// Goes to the page that `next` names. False where there is none.
    ///
    /// - Throws: a ``LineError`` for a link that leads to another origin (it would carry the token there), back to
    ///   a page that was read already, or beyond ``pageLimit``.
    mutating func advance(to next: String?) throws(LineError) -> Bool {
        guard let next, !next.isEmpty else { return false }
        guard let endpoint = Self.resolve(next, against: current) else {
            throw LineError(.paging, "the link to the next page is not an https URL")
        }
        guard endpoint.hasSameOrigin(as: current) else {
            throw LineError(.paging, "the link to the next page leads to another host")
        }
        guard visited.insert(endpoint).inserted else {
            throw LineError(.paging, "the link to the next page leads back to one that was read already")
        }
        guard visited.count <= Self.pageLimit else {
            throw LineError(.paging, "there are more than \(Self.pageLimit) pages")
        }
        current = endpoint
        return true
    }

    /// The schema says an absolute URI; an absolute path is understood too.
    private static func resolve(_ link: String, against base: Endpoint) -> Endpoint? {
        let isPath = link.hasPrefix("/") && !link.hasPrefix("//")
        return Endpoint(isPath ? "https://\(base.authority)\(link)" : link)
    }
}
