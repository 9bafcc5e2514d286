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

    /// Pages that were read, with the current one.
    var pages: Int { visited.count }

    /// The walk at the page that the current one's links name. Nil where there is none.
    ///
    /// - Throws: a ``RequestError`` for a link that leads to another origin (it would carry the token there), back to
    ///   a page that was read already though there shall be more of them, or beyond ``pageLimit``.
    func advanced(along links: PageLinks) throws(RequestError) -> PageWalk? {
        guard let next = links.next else { return nil }
        // Some servers name the last page as the one that comes after it.
        let isLast = links.totalPages.map { $0 <= pages } ?? false
        if isLast, next == links.own { return nil }
        guard let endpoint = current.resolving(next) else {
            throw RequestError(.paging, "the link to the next page is not an https URL")
        }
        if isLast, visited.contains(endpoint) { return nil }
        guard endpoint.hasSameOrigin(as: current) else {
            throw RequestError(.paging, "the link to the next page leads to another host")
        }
        var walk = self
        guard walk.visited.insert(endpoint).inserted else {
            throw RequestError(.paging, "the link to the next page leads back to one that was read already")
        }
        guard walk.visited.count <= Self.pageLimit else {
            throw RequestError(.paging, "there are more than \(Self.pageLimit) pages")
        }
        walk.current = endpoint
        return walk
    }

    /// What is missing, or may be, at the end of the walk, by the last page's own words.
    ///
    /// - Parameter products: how many all pages have had.
    func remark(atEnd links: PageLinks, products: Int) -> ProductsPage.Remark? {
        if let total = links.totalPages {
            guard total > pages else { return nil }
            return .init(
                message: "the answer says that there are \(total) pages, and has no link after page \(pages)",
                meansIncomplete: true)
        }
        if let total = links.totalProducts {
            guard total > products else { return nil }
            return .init(
                message: "the answer says that there are \(total) products, and has \(products)", meansIncomplete: true)
        }
        let isElsewhere = links.last.flatMap(current.resolving).map { !visited.contains($0) && $0 != ownAddress(links) }
        if let more = isElsewhere == true ? "Last" : links.more {
            return .init(
                message: "the answer says that there are more pages ('\(more)'), and has no link to them",
                meansIncomplete: true)
        }
        return links.oddTotal.map {
            .init(message: "its '\($0)' is not a number", meansIncomplete: false)
        }
    }

    /// What the page calls itself: servers behind a gateway know themselves by another name.
    private func ownAddress(_ links: PageLinks) -> Endpoint? { links.own.flatMap(current.resolving) }
}
