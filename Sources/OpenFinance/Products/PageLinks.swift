/// What an answer says of the pages of its list (schemas `Links` and `Meta`).
///
/// Where to the next page leads is said in many places; all that name an address are followed. What says that there is more,
/// and not where, is kept for ``PageWalk/remark(atEnd:products:)``.
struct PageLinks: Hashable {
    /// `Links.Self`, as sent.
    var own: String?
    /// `Links.Next`, as sent; nil where there is none to follow.
    var next: String?
    /// `Links.Last`, as sent; nil where it is the first page, too.
    var last: String?
    /// `Meta.TotalPages`.
    var totalPages: Int?
    /// Of all pages together.
    var totalProducts: Int?
    /// The member that says that there is more, where it stands without an address.
    var more: String?
    /// What stands for a number of pages, and is none.
    var oddTotal: String?

    init(own: String? = nil, next: String? = nil, totalPages: Int? = nil) {
        self.own = own
        self.next = next
        self.totalPages = totalPages
    }

    /// - Parameters:
    ///   - body: the whole answer; nil for one that is a bare list.
    ///   - linkField: the answer's `Link`.
    /// - Throws: a ``RequestError`` where the link to the next page is there and cannot be read: behind it are products.
    init(_ body: JSONMembers?, linkField: String? = nil) throws(RequestError) {
        let meta = body?.object("Meta")
        let links = body?["Links"] ?? body?["_links"] ?? meta?["Links"]
        own = Self.link("Self", in: links).flatMap(Self.address)
        if let link = Self.link("Next", in: links) {
            guard let address = Self.address(link) else {
                throw RequestError(.paging, "the link to the next page is neither text nor an object with an address")
            }
            next = address
        } else {
            next = linkField.flatMap { LinkField.address("next", in: $0) }
        }
        next = next ?? Self.otherNames.lazy.compactMap { Self.link($0, in: links).flatMap(Self.address) }.first
        let first = Self.link("First", in: links).flatMap(Self.address)
        last = (Self.link("Last", in: links).flatMap(Self.address)).flatMap { $0 == first ? nil : $0 }
        readFigures(in: [meta, body].compactMap(\.self).flatMap(Self.places))
    }

    /// Where figures of pages may stand: in an object, and in one of its members that is about pages.
    private static func places(_ members: JSONMembers) -> [JSONMembers] {
        [members] + ["Pagination", "Paging", "Page", "PageInfo"].compactMap(members.object)
    }

    private mutating func readFigures(in places: [JSONMembers]) {
        func first(_ names: [String]) -> (name: String, value: JSONText)? {
            for place in places {
                for name in names {
                    if let value = place[name], value.text?.withoutBlankEnds.isEmpty == false { return (name, value) }
                }
            }
            return nil
        }
        if let pages = first(["TotalPages", "Total_Pages", "PageCount"]) {
            totalPages = Self.count(pages.value)
            if totalPages == nil { oddTotal = pages.name }
        }
        totalProducts = first([
            "TotalRecords", "TotalProducts", "TotalResults", "TotalItems", "TotalElements", "TotalCount", "Total",
            "Total_Records", "Total_Products", "Total_Items", "Total_Count",
        ]).flatMap { Self.count($0.value) }
        if let said = first(["HasMore", "HasNext", "HasNextPage", "HasMorePages", "Has_More", "Has_Next"]),
            ["true", "yes", "1"].contains(said.value.text?.withoutBlankEnds.lowercased())
        {
            more = said.name
        }
        more =
            more
            ?? first([
                "Next", "NextPage", "NextCursor", "NextToken", "NextPageToken", "Next_Page", "Next_Cursor",
                "Next_Token",
            ]).flatMap { $0.value.saysNothing ? nil : $0.name }
    }

    /// What some call the next page among the links.
    private static let otherNames = ["NextPage", "NextUrl", "NextUri", "NextLink"]

    /// A whole number, however it is spelled: `3`, `3.0`, `"3"`, `[3]`.
    private static func count(_ value: JSONText) -> Int? {
        if let elements = value.elements { return elements.count == 1 ? count(elements[0]) : nil }
        guard let number = value.text.flatMap({ DecimalText.parse($0.withoutBlankEnds) }) else { return nil }
        return Int("\(number)")
    }

    /// A member of an object of links, or the one of that relation in a list of them.
    private static func link(_ relation: String, in links: JSONText?) -> JSONText? {
        guard let links else { return nil }
        guard let list = links.elements else {
            return JSONMembers(links)?[relation].flatMap { $0.saysNothing ? nil : $0 }
        }
        return list.first { link in
            JSONMembers(link)?.text("Rel")?.lowercased() == relation.lowercased()
        }
    }

    /// A link is text; some write an object with the address in it, as JSON:API and HAL do.
    private static func address(_ link: JSONText) -> String? {
        let text = link.string ?? JSONMembers(link).flatMap { $0.text("Href") ?? $0.text("Url") ?? $0.text("Uri") }
        return text.flatMap { $0.withoutBlankEnds.isEmpty ? nil : $0.withoutBlankEnds }
    }
}
