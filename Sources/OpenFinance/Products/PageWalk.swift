/// Which page comes after which: a walk along `Links.Next` that stays at home and ends.
struct PageWalk: Hashable {
    /// An LFI with more pages than this is taken to be counting in a circle.
    static let pageLimit = 1_000

    private(set) var current: Endpoint
    private var visited: Set<Endpoint>

    init(from first: Endpoint) {
        current = first
        visited = [first]
    }

    /// The walk at the page that `next` names. Nil where there is none.
    ///
    /// - Throws: a ``LineError`` for a link that leads to another origin (it would carry the token there), back to
    ///   a page that was read already, or beyond ``pageLimit``.
    func advanced(to next: String?) throws(LineError) -> PageWalk? {
        guard let next, !next.isEmpty else { return nil }
        guard let endpoint = Self.resolve(next, against: current) else {
            throw LineError(.paging, "the link to the next page is not an https URL")
        }
        guard endpoint.hasSameOrigin(as: current) else {
            throw LineError(.paging, "the link to the next page leads to another host")
        }
        var walk = self
        guard walk.visited.insert(endpoint).inserted else {
            throw LineError(.paging, "the link to the next page leads back to one that was read already")
        }
        guard walk.visited.count <= Self.pageLimit else {
            throw LineError(.paging, "there are more than \(Self.pageLimit) pages")
        }
        walk.current = endpoint
        return walk
    }

    /// The schema says an absolute URI; an absolute path is understood too.
    private static func resolve(_ link: String, against base: Endpoint) -> Endpoint? {
        let isPath = link.hasPrefix("/") && !link.hasPrefix("//")
        return Endpoint(isPath ? "https://\(base.authority)\(link)" : link)
    }
}
