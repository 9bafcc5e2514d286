/// What an answer says of the pages of its list (schemas `Links` and `Meta`).
struct PageLinks: Hashable {
    /// `Links.Self`, as sent.
    var own: String?
    /// `Links.Next`, as sent; nil where there is none to follow.
    var next: String?
    /// `Meta.TotalPages`.
    var totalPages: Int?

    init(own: String? = nil, next: String? = nil, totalPages: Int? = nil) {
        self.own = own
        self.next = next
        self.totalPages = totalPages
    }

    /// - Throws: a ``LineError`` where the link to the next page is there and cannot be read: behind it are products.
    init(links: JSONMembers?, meta: JSONMembers?) throws(LineError) {
        own = links?["Self"].flatMap(Self.address)
        totalPages = meta?.text("TotalPages").flatMap { Int($0) }
        guard let link = links?["Next"], !link.saysNothing else { return }
        guard let address = Self.address(link) else {
            throw LineError(.paging, "the link to the next page is neither text nor an object with an address")
        }
        next = address
    }

    /// A link is text; some write an object with the address in it, as JSON:API and HAL do.
    private static func address(_ link: JSONText) -> String? {
        let text = link.string ?? JSONMembers(link).flatMap { $0.text("Href") ?? $0.text("Url") ?? $0.text("Uri") }
        return text.flatMap { $0.withoutBlankEnds.isEmpty ? nil : $0.withoutBlankEnds }
    }
}

extension JSONText {
    /// Null, false, and what is empty: nobody means something by them.
    fileprivate var saysNothing: Bool {
        if let string { return string.withoutBlankEnds.isEmpty }
        return ["null", "false", "{}", "[]", "0"].contains { compact.elementsEqual($0.utf8) }
    }
}
