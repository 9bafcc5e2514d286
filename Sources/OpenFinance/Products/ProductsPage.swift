import FoundationEssentials

/// One `GET /products` answer, flattened (schema `ProductResponse`).
///
/// Some servers send another shape than the schema's whose meaning is plain all the same: a list of products without
/// groups, one product in place of a list, names in other letters. Those are read, and what cannot be read is passed over
/// and named in ``remarks``, so that one odd part does not cost the others.
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
    let links: PageLinks
    /// What was passed over: sentences about the answer, without final stop.
    private(set) var remarks: [String] = []

    /// - Throws: a ``LineError`` where the body is not JSON, or has no products that could be found.
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
        guard let list = envelope.list else {
            throw LineError(.invalidResponse, "the answer has no list of products under 'Data'")
        }
        for group in list.groups {
            let (id, brandID) = (group.id.map(body.json(at:)), group.brandID.map(body.json(at:)))
            for object in group.products {
                let members = JSONMembers(object, in: body)
                entries.append(
                    Entry(
                        lfiID: id ?? members["LFIId"], lfiBrandID: brandID ?? members["LFIBrandId"],
                        product: Product(members), json: body.json(at: object.range)))
            }
        }
        guard !entries.isEmpty || list.foreign == 0 else {
            throw LineError(.invalidResponse, "the answer has something else than products under 'Data'")
        }
        if list.isNull { remarks.append("the list of products is null, which is taken for an empty one") }
        let oddities = list.foreign + list.nulls
        if oddities > 0 {
            let what =
                oddities == 1
                ? "1 entry of the list that is no product was"
                : "\(oddities) entries of the list that are no products were"
            remarks.append("\(what) passed over")
        }
        links = try PageLinks(
            links: envelope.links.map { JSONMembers($0, in: body) },
            meta: envelope.meta.map { JSONMembers($0, in: body) })
    }
}

/// Where in the text the parts of the answer stand. Members that the API does not name are passed over.
private struct Envelope {
    /// Nil where there is none, or something that is none.
    var list: ProductList?
    var links: JSONObject?
    var meta: JSONObject?

    init(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
        guard try scanner.peek() == .object else {
            try scanner.value()
            return
        }
        try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
            if scanner.isName(key, like: "Data") {
                var list = list ?? ProductList()
                if try list.readData(&scanner) { self.list = list }
            } else if scanner.isName(key, like: "Links") {
                links = try JSONObject(&scanner) ?? links
            } else if scanner.isName(key, like: "Meta") {
                meta = try JSONObject(&scanner) ?? meta
            } else {
                try scanner.value()
            }
        }
    }
}

/// The groups of products under `Data`.
private struct ProductList {
    struct Group {
        var id: Range<Int>?
        var brandID: Range<Int>?
        var products: [JSONObject] = []
    }

    private(set) var groups: [Group] = []
    private(set) var isNull = false
    /// Elements that are null, and those that are something else than a product.
    private(set) var nulls = 0
    private(set) var foreign = 0
    private var products = 0

    /// - Returns: whether it is a list, or what stands for one.
    mutating func readData(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) -> Bool {
        switch try scanner.peek() {
        case .array: try scanner.array { (scanner) throws(JSONScanner.Failure) in try readElement(&scanner) }
        case .object: try readElement(&scanner)
        case .null:
            try scanner.value()
            isNull = true
        default:
            try scanner.value()
            return false
        }
        return true
    }

    /// A group, or a product that stands without one.
    private mutating func readElement(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
        guard try scanner.peek() == .object else { return try passOver(&scanner) }
        let start = scanner
        var group = Group()
        var hasProducts = false
        var looksLikeProduct = false
        try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
            if scanner.isName(key, like: "Products") || scanner.isName(key, like: "Product") {
                hasProducts = try readProducts(&scanner, into: &group) || hasProducts
            } else if scanner.isName(key, like: "LFIId") {
                group.id = try scanner.value()
            } else if scanner.isName(key, like: "LFIBrandId") {
                group.brandID = try scanner.value()
            } else {
                looksLikeProduct =
                    looksLikeProduct || scanner.isName(key, like: "ProductId")
                    || scanner.isName(key, like: "ProductName") || scanner.isName(key, like: "ProductCategory")
                try scanner.value()
            }
        }
        if !hasProducts, looksLikeProduct {
            scanner = start
            try readProduct(&scanner, into: &group)
        } else if !hasProducts {
            foreign += 1
        }
        if !group.products.isEmpty { groups.append(group) }
    }

    /// - Returns: whether it is a list of products, or what stands for one.
    private mutating func readProducts(
        _ scanner: inout JSONScanner, into group: inout Group
    ) throws(JSONScanner.Failure) -> Bool {
        switch try scanner.peek() {
        case .array:
            try scanner.array { (scanner) throws(JSONScanner.Failure) in
                if try scanner.peek() == .object {
                    try readProduct(&scanner, into: &group)
                } else {
                    try passOver(&scanner)
                }
            }
        case .object: try readProduct(&scanner, into: &group)
        case .null: try scanner.value()
        default:
            try scanner.value()
            return false
        }
        return true
    }

    private mutating func readProduct(
        _ scanner: inout JSONScanner, into group: inout Group
    ) throws(JSONScanner.Failure) {
        products += 1
        guard products <= ProductsPage.productLimit else { throw scanner.failure(.products) }
        if let product = try JSONObject(&scanner) { group.products.append(product) }
    }

    private mutating func passOver(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
        if try scanner.peek() == .null { nulls += 1 } else { foreign += 1 }
        try scanner.value()
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
