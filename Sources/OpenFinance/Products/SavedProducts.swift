public import FoundationEssentials
import OpenFinanceCrypto

/// A list of products that was saved as a JSON document: the same products, failures and counts as when it was made.
///
/// The document is an object with `Products`, `Failures`, `Warnings` and `Meta`, as `ofp products --format json` writes
/// it. Each of its products has the members that its LFI sent, and beside them whose it is: `AuthorisationServerId` and
/// `LFIName`, which have to be there.
public struct SavedProducts: Sendable {
    /// In the order of the list.
    public private(set) var products: [ListedProduct]
    /// Of the LFIs that were asked and gave nothing, in the order of the list.
    public private(set) var failures: [LFIFailure]
    /// What was odd about the answers.
    public private(set) var remarks: [LFIRemark]
    /// The LFIs that were asked, and all that have something in the list.
    public private(set) var lfis: [SavedLFI]
    /// How many they were; nil where the list does not say.
    public private(set) var lfisAsked: Int?
    /// How many of them gave their products; nil where the list does not say.
    public private(set) var lfisAnswered: Int?
    /// When the LFIs were asked.
    public let retrievedAt: Date?
    /// Which of their products it has; those of older lists, which say nothing of it, count as whole.
    public let scope: ListScope

    /// Why a document cannot be used: a sentence without final stop.
    public struct Failure: Error, Hashable {
        /// It calls the document `it`, and quotes nothing of what it holds.
        public let message: String
        /// Whether it is JSON, but of something else than a list of products.
        public let isAnotherDocument: Bool

        init(message: String, isAnotherDocument: Bool = false) {
            self.message = message
            self.isAnotherDocument = isAnotherDocument
        }
    }

    /// - Throws: a ``Failure`` for what is not JSON, has no list of products, or a product that does not say whose it is.
    public init(_ document: Data) throws(Failure) {
        let document = document.withoutByteOrderMark
        let outline: Outline
        do throws(JSONScanner.Failure) {
            outline = try JSONScanner.scan(document, limits: .saved) { (scanner) throws(JSONScanner.Failure) in
                try Outline(&scanner)
            }
        } catch {
            throw Failure(message: "\(error.message)")
        }
        guard outline.hasProducts else {
            throw Failure(message: "it has no list of products under 'Products'", isAnotherDocument: true)
        }
        let read = outline.products.concurrentMap { object in
            object.flatMap { ListedProduct(saved: $0, in: document) }
        }
        if let index = read.firstIndex(where: { $0 == nil }) {
            throw Failure(
                message: "product \(index + 1) of its list is not an object with AuthorisationServerId and LFIName")
        }
        let products = read.compactMap(\.self)
        let rest = JSONReader(outline.rest(of: document)).flatMap { try? Rest(from: $0) }
        let failures = rest?.failures.map(\.failure) ?? []
        remarks = rest?.warnings.map(\.remark) ?? []
        lfis = SavedLFI.all(stated: rest?.meta?.lfis ?? [], products, failures).toldApart()
        let qualifiers = Dictionary(
            lfis.compactMap { lfi in lfi.identity.qualifier.map { (lfi.identity, $0) } },
            uniquingKeysWith: { first, _ in first })
        self.products = products.map { product in
            var product = product
            product.lfi.qualifier = qualifiers[product.lfi]
            return product
        }
        self.failures = failures.map { failure in
            var failure = failure
            failure.lfi.qualifier = qualifiers[failure.lfi]
            return failure
        }
        lfisAsked = rest?.meta?.lfisAsked
        lfisAnswered = rest?.meta?.lfisAnswered
        retrievedAt = rest?.meta?.retrievedAt
        scope = rest?.meta?.scope ?? ListScope()
    }

    /// What the list would be if only the chosen LFIs had been asked.
    ///
    /// - Throws: ``OpenFinanceError/Code/unknownLFI`` for a name that nobody in the list has.
    public func restricted(to selection: LFISelection) throws(OpenFinanceError) -> SavedProducts {
        let selection = selection.separatingLists(among: lfis)
        guard selection != LFISelection() else { return self }
        var list = self
        list.lfis = try selection(lfis)
        let chosen = Set(list.lfis.map(\.identity))
        list.products.removeAll { !chosen.contains($0.lfi) }
        list.failures.removeAll { !chosen.contains($0.lfi) }
        list.remarks.removeAll { !chosen.contains($0.lfi) }
        list.lfisAsked = chosen.count
        list.lfisAnswered = chosen.count - Set(list.failures.map(\.lfi)).count
        return list
    }

    /// Only what the chosen LFIs gave, reduced, ordered and cut as if they were asked now.
    public func catalogue(
        matching query: ProductQuery, of selection: LFISelection, order: ProductOrder = ProductOrder(),
        limit: Int? = nil
    ) throws(OpenFinanceError) -> Catalogue {
        let list = try restricted(to: selection)
        return Catalogue(
            list.products.concurrentMap(query.verdict), failures: list.failures, remarks: list.remarks,
            lfisAnswered: list.lfisAnswered ?? Set(list.products.map(\.lfi)).count, order: order, in: query.scenario,
            limit: limit)
    }
}

/// Where in the document its parts stand.
private struct Outline {
    var hasProducts = false
    /// Nil for what is no object.
    var products: [JSONObject?] = []
    var failures: Range<Int>?
    var warnings: Range<Int>?
    var meta: Range<Int>?

    init(_ scanner: inout JSONScanner) throws(JSONScanner.Failure) {
        guard try scanner.peek() == .object else {
            try scanner.value()
            return
        }
        try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
            if scanner.isKey(key, SavedListMember.products), try scanner.peek() == .array {
                hasProducts = true
                try scanner.array { (scanner) throws(JSONScanner.Failure) in products.append(try JSONObject(&scanner)) }
            } else if scanner.isKey(key, SavedListMember.failures) {
                failures = try scanner.value()
            } else if scanner.isKey(key, SavedListMember.warnings) {
                warnings = try scanner.value()
            } else if scanner.isKey(key, SavedListMember.meta) {
                meta = try scanner.value()
            } else {
                try scanner.value()
            }
        }
    }

    /// Failures and counts as a document of their own: they are small.
    func rest(of document: Data) -> Data {
        func text(_ range: Range<Int>?) -> Data { range.map { document.json(at: $0).bytes } ?? Data("null".utf8) }
        let members: [(SavedListMember, Range<Int>?)] = [(.failures, failures), (.warnings, warnings), (.meta, meta)]
        let texts = members.map { member, range in Data(member.label.utf8) + text(range) }
        return Data("{".utf8) + texts.joined(separator: Data(",".utf8)) + Data("}".utf8)
    }
}

extension ListedProduct {
    /// Nil for one that does not say whose it is.
    fileprivate init?(saved object: JSONObject, in document: Data) {
        let members = JSONMembers(object, in: document)
        guard let name = members.string(OwnMember.lfiName.rawValue),
            let server = members.string(OwnMember.authorisationServerID.rawValue)
        else { return nil }
        self.init(
            ProductsPage.Entry(
                lfiID: members[OwnMember.lfiID.rawValue], lfiBrandID: members[OwnMember.lfiBrandID.rawValue],
                product: Product(members), json: document.json(at: object.range)),
            of: LFI.Identity(id: server, name: name))
        isSaved = true
    }
}

/// What is not products, in the shape of the JSON output.
private struct Rest: JSONReadable {
    let failures: [SavedFailure]
    let warnings: [SavedWarning]
    let meta: SavedMeta?

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: SavedListMember.self)
        failures = object.lenientList(.failures)
        warnings = object.lenientList(.warnings)
        meta = object.lenient(.meta)
    }
}
