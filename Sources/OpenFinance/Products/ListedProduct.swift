public import FoundationEssentials

/// One product of one LFI, taken out of the group in which it was sent.
public struct ListedProduct: Sendable, Hashable {
    /// Who sent it. ``statedLFIID`` is how they call themselves in it.
    public internal(set) var lfi: LFI.Identity
    /// `LFIId` of the group, as it was sent.
    public let statedLFIID: JSONText?
    /// `LFIBrandId` of the group, as it was sent.
    public let statedBrandID: JSONText?
    /// What is read of it at once; ``terms`` are read when they are asked for.
    public let product: Product
    /// The product object as the LFI sent it: unknown members, number spellings, order. One that was saved carries the
    /// list's own members in it, too: `LFIId`, `LFIBrandId`, `LFIName`, `AuthorisationServerId`, `Headlines`,
    /// `ExcludedBy`, and under `LFIMembers` those of the LFI that have one of these names.
    public let json: JSONText
    /// Whether it comes out of a saved list, and ``json`` has that list's own members in it.
    public internal(set) var isSaved = false
    /// What of the user's preferences the product's own criteria say nothing about.
    public internal(set) var leftOpen: [EligibilityCriterion] = []
    /// What of them its criteria exclude the user by; none for a product that is listed.
    public internal(set) var excludedBy: [EligibilityCriterion] = []
    let keptHeadlines = KeptHeadlines()

    init(_ entry: ProductsPage.Entry, of lfi: LFI.Identity) {
        self.lfi = lfi
        statedLFIID = entry.lfiID
        statedBrandID = entry.lfiBrandID
        product = entry.product
        json = entry.json
    }

    /// The products of one `GET /products` answer, in their order; none where it cannot be read.
    ///
    /// - Parameter known: of the same bank; one that comes again, byte for byte, is not read again.
    package static func all(
        in answer: Data, of lfi: LFI.Identity, known: [JSONText: Product] = [:]
    ) -> [ListedProduct] {
        ((try? ProductsPage(answer, known: known))?.entries ?? []).map { ListedProduct($0, of: lfi) }
    }

    /// A product by hand, as an LFI would send it: usually they come from asking.
    ///
    /// - Parameters:
    ///   - json: an object in the shape of the schema `Product`.
    ///   - lfiID: `LFIId` of the group that it would be in.
    /// - Returns: nil for what is no JSON object.
    public init?(json: Data, of lfi: LFI.Identity, lfiID: String? = nil, lfiBrandID: String? = nil) {
        guard let members = JSONMembers(document: json),
            let object = try? JSONScanner.scan(
                json,
                { (scanner) throws(JSONScanner.Failure) in
                    try JSONObject(&scanner)
                })
        else { return nil }
        func text(_ text: String?) -> JSONText? {
            text.flatMap { try? JSONText(scanned: JSONEncoder().encode($0)) }
        }
        self.init(
            ProductsPage.Entry(
                lfiID: text(lfiID), lfiBrandID: text(lfiBrandID), product: Product(members),
                json: json.json(at: object.range)),
            of: lfi)
    }

    /// What a saved list says of a product beside what the LFI says: whose it is, and its figures.
    package enum OwnMember: String, CaseIterable, Sendable {
        case lfiID = "LFIId", lfiBrandID = "LFIBrandId", lfiName = "LFIName"
        case authorisationServerID = "AuthorisationServerId"
        case headlines = "Headlines", excludedBy = "ExcludedBy"
        /// Members of the LFI's own that have one of these names.
        case lfiMembers = "LFIMembers"
    }

    /// Whether it is of the LFI that has this `LFIId`, in whatever letters.
    package func isOfLFI(called id: String) -> Bool { statedLFIIDText?.foldingBlanks == id.foldingBlanks }

    /// Whether it is of the bank that somebody calls by this name or id, in whatever letters.
    package func isOfBank(called name: String) -> Bool {
        let asked = name.foldingBlanks.lowercased()
        return [lfi.name, lfi.id, statedLFIIDText].contains { $0?.foldingBlanks.lowercased() == asked }
    }

    /// `LFIId` as text, whatever JSON it was.
    public var statedLFIIDText: String? { statedLFIID?.text }

    /// `LFIBrandId` as text, whatever JSON it was.
    public var statedBrandIDText: String? { statedBrandID?.text }
}

extension [ListedProduct] {
    /// For answers that have some of them again.
    package var known: [JSONText: Product] {
        Dictionary(map { ($0.json, $0.product) }) { first, _ in first }
    }
}

extension JSONText {
    /// A string's characters; any other value as it is spelled, and nothing for null. It is of bounded length.
    public var text: String? {
        if let string { return string }
        let spelled = String(decoding: compact, as: UTF8.self)
        return spelled == "null" ? nil : spelled.bounded
    }

    /// A string's characters, of bounded length; nil for any other value.
    var string: String? { exactString?.bounded }

    /// A string's characters, whatever they are; nil for any other value, and for a string with half a surrogate pair.
    var exactString: String? {
        // Most are spelled without escapes, and need no decoder.
        let plain: String?? = bytes.withUnsafeBytes { spelled in
            guard spelled.first == UInt8(ascii: "\"") else { return .some(nil) }
            guard !spelled.contains(UInt8(ascii: "\\")) else { return nil }
            return String(decoding: UnsafeRawBufferPointer(rebasing: spelled.dropFirst().dropLast()), as: UTF8.self)
        }
        return plain ?? (try? JSONDecoder().decode(String.self, from: bytes))
    }
}
