import FoundationEssentials

/// One `GET /products` answer, flattened (schema `ProductResponse`).
struct ProductsPage {
    struct Entry {
        var lfiID: JSONText?
        var lfiBrandID: JSONText?
        var product: Product
        var json: JSONText
    }

    /// A bank with more products than this is not telling the truth.
    static let productLimit = 10_000

    private(set) var entries: [Entry] = []
    /// `Links.Next`, as sent.
    private(set) var next: String?

    /// - Throws: a ``LineError`` where the body is not JSON, or `Data` is not a list of groups of product objects.
    init(_ answer: Data) throws(LineError) {
        let body = answer.withoutByteOrderMark
        let envelope: Envelope
        do throws(JSONScanner.Failure) {
            envelope = try JSONScanner.scan(body, limits: .list) { (scanner) throws(JSONScanner.Failure) in
                try Envelope(&scanner)
            }
        } catch {
            throw LineError(
                error.isAboutSize ? .tooLarge : .invalidResponse, "the answer cannot be read: \(error.message)")
        }
        guard envelope.hasData else {
            throw LineError(.invalidResponse, "the answer has no list of products under 'Data'")
        }
        for group in envelope.groups {
            let (id, brandID) = (group.id.map(body.json(at:)), group.brandID.map(body.json(at:)))
            for object in group.products {
                guard let object else {
                    throw LineError(.invalidResponse, "the answer has something else than an object among its products")
                }
                entries.append(
                    Entry(
                        lfiID: id, lfiBrandID: brandID, product: Product(JSONMembers(object, in: body)),
                        json: body.json(at: object.range)))
            }
        }
        next = envelope.links.map { JSONMembers($0, in: body) }?.string("Next")
    }
}

/// Where in the text the parts of the answer stand. Members that the API does not name are passed over.
private struct Envelope {
    struct Group {
        var id: Range<Int>?
        var brandID: Range<Int>?
        /// Nil for one that is no object.
        var products: [JSONObject?] = []
    }

    var hasData = false
    private(set) var groups: [Group] = []
    private var products = 0
    var links: JSONObject?

    init(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
        guard try scanner.peek() == .object else {
            try scanner.value()
            return
        }
        try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
            if scanner.isKey(key, "Data"), try scanner.peek() == .array {
                hasData = true
                try scanner.array { (scanner) throws(JSONScanner.Failure) in
                    if let group = try Group(&scanner, &products) { groups.append(group) } else { hasData = false }
                }
            } else if scanner.isKey(key, "Links") {
                links = try JSONObject(&scanner)
            } else {
                try scanner.value()
            }
        }
    }
}

extension Envelope.Group {
    /// Nil where the value is not an object.
    ///
    /// - Parameter total: of the products in all groups so far.
    fileprivate init?(_ scanner: inout JSONScanner, _ total: inout Int) throws(JSONScanner.Failure) {
        guard try scanner.peek() == .object else {
            try scanner.value()
            return nil
        }
        try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
            if scanner.isKey(key, "Products"), try scanner.peek() == .array {
                try scanner.array { (scanner) throws(JSONScanner.Failure) in
                    total += 1
                    guard total <= ProductsPage.productLimit else { throw scanner.failure(.products) }
                    products.append(try JSONObject(&scanner))
                }
            } else if scanner.isKey(key, "LFIId") {
                id = try scanner.value()
            } else if scanner.isKey(key, "LFIBrandId") {
                brandID = try scanner.value()
            } else {
                try scanner.value()
            }
        }
    }
}

extension Data {
    /// Some servers put one before JSON, which RFC 8259 §8.1 lets readers pass over.
    var withoutByteOrderMark: Data { starts(with: [0xEF, 0xBB, 0xBF]) ? Data(dropFirst(3)) : self }

    /// The text at a range that a ``JSONScanner`` over this data gave; it shares this data's memory.
    func json(at range: Range<Int>) -> JSONText {
        JSONText(scanned: self[(startIndex + range.lowerBound)..<(startIndex + range.upperBound)])
    }
}
