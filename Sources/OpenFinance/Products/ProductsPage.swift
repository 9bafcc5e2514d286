import FoundationEssentials
import OpenFinanceCrypto

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

        /// What no other product of the LFI has.
        var identity: [JSONText?] { [lfiID, lfiBrandID, json] }
    }

    /// Something odd about the answer.
    struct Remark: Hashable {
        /// A sentence about the answer, without final stop.
        var message: String
        /// Whether there may be products that were not read.
        var meansIncomplete: Bool
    }

    /// A bank with more products than this is not telling the truth.
    static let productLimit = 10_000

    private(set) var entries: [Entry] = []
    let links: PageLinks
    private(set) var remarks: [Remark] = []

    /// - Parameters:
    ///   - linkField: the answer's `Link` (RFC 8288 §3), where some servers name the next page.
    ///   - known: products that need not be read again.
    /// - Throws: a ``RequestError`` where the body is not JSON, or has no products that could be found.
    init(_ answer: Data, linkField: String? = nil, known: [JSONText: Product] = [:]) throws(RequestError) {
        let body = answer.withoutByteOrderMark
        let envelope: ProductsEnvelope
        do throws(JSONScanner.Failure) {
            envelope = try JSONScanner.scan(body, limits: .list) { (scanner) throws(JSONScanner.Failure) in
                try ProductsEnvelope(&scanner)
            }
        } catch {
            throw RequestError(
                error.isAboutSize ? .tooLarge : .invalidResponse, "the answer cannot be read: \(error.message)")
        }
        let members = envelope.members.map { JSONMembers($0, in: body) }
        let reported = members.flatMap(ReportedErrors.init)
        guard let list = envelope.list else {
            if let reported { throw RequestError(reported) }
            throw RequestError(.invalidResponse, "the answer has no list of products under 'Data'")
        }
        for group in list.groups {
            let (id, brandID) = (group.id.map(body.json(at:)), group.brandID.map(body.json(at:)))
            for object in group.products {
                let members = JSONMembers(object, in: body)
                let json = body.json(at: object.range)
                entries.append(
                    Entry(
                        lfiID: id ?? members["LFIId"], lfiBrandID: brandID ?? members["LFIBrandId"],
                        product: known[json] ?? Product(members), json: json))
            }
        }
        if entries.isEmpty {
            if let reported { throw RequestError(reported) }
            guard list.oddities.foreign == 0 else {
                throw RequestError(.invalidResponse, "the answer has something other than products under 'Data'")
            }
        }
        remarks = list.oddities.remarks
        if envelope.hasTwoLists {
            remarks.append(.init(message: "the products beside 'Data' were skipped", meansIncomplete: true))
        }
        if let reported {
            remarks.append(
                .init(message: "it reports an error beside its products\(reported.clause)", meansIncomplete: true))
        }
        let saysPages = ["Links", "_links", "Meta"].contains { members?[$0] != nil }
        let paging = JSONMembers(JSONObject(range: 0..<body.count, members: list.paging), in: body)
        links = try PageLinks(saysPages || list.paging.isEmpty ? members : paging, linkField: linkField)
    }
}

extension ProductList.Oddities {
    fileprivate var remarks: [ProductsPage.Remark] {
        var remarks: [ProductsPage.Remark] = []
        if isNull {
            remarks.append(
                .init(
                    message: "the list of products is null, which counts as an empty one", meansIncomplete: false))
        }
        if errors > 0 {
            remarks.append(.init(message: "a part of the list reports an error", meansIncomplete: true))
        }
        let count = foreign + nulls + bareGroups
        if count > 0 {
            let what =
                count == 1
                ? "1 entry of the list that is not a product was"
                : "\(count) entries of the list that are not products were"
            remarks.append(.init(message: "\(what) skipped", meansIncomplete: foreign > 0))
        }
        return remarks
    }
}

extension Data {
    /// The text at a range that a ``JSONScanner`` over this data gave; it shares this data's memory.
    func json(at range: Range<Int>) -> JSONText {
        JSONText(scanned: self[(startIndex + range.lowerBound)..<(startIndex + range.upperBound)])
    }
}
