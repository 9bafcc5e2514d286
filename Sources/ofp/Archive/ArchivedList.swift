import FoundationEssentials
import OpenFinance
import OpenFinanceTransport

/// A list of products as an archive keeps it: the document of `--format json` in gzip, which any program unpacks, and in which
/// a product is found without unpacking the rest.
///
/// It consists of members (RFC 1952 §2.2): some products each, then what follows the products, then an empty one that
/// closes it. Each has a note in its header that says how long it is; that of products has a checksum of each product's id
/// besides, and the last one a checksum of all that stands before it, by which a file that is cut off or damaged is known.
enum ArchivedList {
    struct Failure: Error {
        /// A clause: `it is cut off`.
        let reason: String
        /// Whether it is a document of another kind, whole.
        var isAnotherDocument = false
    }

    /// What a member holds.
    private enum Part: UInt8 {
        case products = 1
        case rest
        case end
    }

    /// Products of one member: to find one of them, as many are unpacked.
    private static let productsAtOnce = 16

    /// More than a list of every bank has, each at its limit, is no list.
    private static let limit = 1 << 30

    // MARK: - Packing

    static func packed(_ report: ProductsReport) -> Data {
        let scenario = report.scenario
        let products = report.shown
        let starts = Array<Int>(stride(from: 0, to: products.count, by: productsAtOnce))
        let members = starts.concurrentMap(pieceLength: 1) { start in
            let some = products[start..<min(start + productsAtOnce, products.count)]
            var text: [UInt8] = start == 0 ? Array(ProductsReport.jsonStart.utf8) : []
            for (index, product) in some.enumerated() {
                text.append(contentsOf: ProductsReport.separator(before: start + index).utf8)
                product.writeJSON(in: scenario, to: &text)
            }
            return member(.products, Data(text)) { note in
                for product in some { note.append(littleEndian: checksum(ofID: product.product.id ?? "")) }
            }
        }
        var list = members.reduce(into: Data()) { $0.append($1) }
        if products.isEmpty { list.append(member(.products, Data(ProductsReport.jsonStart.utf8))) }
        list.append(member(.rest, report.jsonRest))
        let (count, sum) = (list.count, Gzip.checksum(list))
        list.append(
            member(.end, Data()) { note in
                note.append(littleEndian: UInt64(count))
                note.append(littleEndian: sum)
            })
        return list
    }

    private static func member(_ part: Part, _ content: Data, more: (inout Data) -> Void = { _ in }) -> Data {
        var details = Data()
        more(&details)
        return Gzip.member(content) { length in
            var note = Data([part.rawValue])
            note.append(littleEndian: UInt32(clamping: length))
            return note + details
        }
    }

    private static func checksum(ofID id: String) -> UInt32 { Gzip.checksum(Data(id.utf8)) }

    // MARK: - Reading

    /// The list with those of its products that have one of these ids, and maybe some others.
    ///
    /// - Parameter file: of an archive, or any saved list, packed or not.
    static func list(_ file: Data, withProducts ids: [String]) throws(Failure) -> SavedProducts {
        // What others have packed has no notes.
        guard Gzip.note(of: file) != nil else { return try whole(file) }
        let sums = Set(ids.map(checksum))
        let members = try members(of: file)
        let wanted = members.filter { $0.part == .products && $0.idChecksums.contains(where: sums.contains) }
        var document = Data()
        for member in wanted + members.filter({ $0.part == .rest }) {
            var text = try unpacked(member.bytes)
            if document.isEmpty, !text.starts(with: ProductsReport.jsonStart.utf8) {
                document.append(contentsOf: ProductsReport.jsonStart.utf8)
                // What is first now needs no separator before it.
                if member.part == .products { text = text.dropFirst() }
            }
            document.append(text)
        }
        return try saved(document)
    }

    /// Any saved list, packed or not.
    static func whole(_ file: Data) throws(Failure) -> SavedProducts {
        try saved(Gzip.isGzip(file) ? try unpacked(file) : file)
    }

    private struct Member {
        let part: Part
        let bytes: Data
        /// Behind kind and length.
        let details: Data

        var idChecksums: [UInt32] {
            stride(from: 0, to: details.count - 3, by: 4).map { UInt32(littleEndian: details.dropFirst($0)) }
        }
    }

    private static func members(of packed: Data) throws(Failure) -> [Member] {
        var members: [Member] = []
        var rest = packed[...]
        while !rest.isEmpty {
            guard let note = Gzip.note(of: rest), let part = note.first.flatMap(Part.init) else { throw .damaged }
            let length = Int(UInt32(littleEndian: note.dropFirst()))
            guard length > 0, length <= rest.count else { throw Failure(reason: "it is cut off") }
            members.append(Member(part: part, bytes: rest.prefix(length), details: note.dropFirst(5)))
            rest = rest.dropFirst(length)
        }
        guard let end = members.last, end.part == .end else { throw Failure(reason: "it is cut off") }
        let count = packed.count - end.bytes.count
        guard UInt64(littleEndian: end.details) == UInt64(count),
            UInt32(littleEndian: end.details.dropFirst(8)) == Gzip.checksum(packed.prefix(count))
        else { throw .damaged }
        return members
    }

    private static func unpacked(_ packed: Data) throws(Failure) -> Data {
        do throws(Gzip.Failure) {
            return try Gzip.unpacked(packed, limit: limit)
        } catch {
            switch error {
            case .broken: throw .damaged
            case .tooLarge: throw Failure(reason: "it is larger than \(limit) bytes")
            }
        }
    }

    private static func saved(_ document: Data) throws(Failure) -> SavedProducts {
        do throws(SavedProducts.Failure) {
            return try SavedProducts(document)
        } catch {
            throw Failure(reason: error.message, isAnotherDocument: error.isAnotherDocument)
        }
    }
}

extension ArchivedList.Failure {
    fileprivate static let damaged = ArchivedList.Failure(reason: "it is damaged or cut off")
}
