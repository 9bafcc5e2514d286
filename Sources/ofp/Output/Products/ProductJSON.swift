import FoundationEssentials
import OpenFinance

extension ListedProduct {
    /// The product as one line of JSON: whose it is, then every member as the LFI sent it.
    ///
    /// Where a product has a member of one of the first four names itself, ours stands: who the product comes from is
    /// not for the LFI's data to say.
    var outputJSON: Data {
        var line: [UInt8] = []
        writeJSON(to: &line)
        return Data(line)
    }

    /// Appends ``outputJSON``.
    func writeJSON(to output: inout [UInt8]) {
        for (index, member) in OwnMember.allCases.enumerated() {
            output.append(UInt8(ascii: index == 0 ? "{" : ","))
            output.append(contentsOf: "\"\(member.rawValue)\":".utf8)
            write(member, to: &output)
        }
        json.writeMembers(except: Self.ownNames, to: &output)
        output.append(UInt8(ascii: "}"))
    }

    private static let ownNames = OwnMember.allCases.map(\.rawValue)

    private func write(_ member: OwnMember, to output: inout [UInt8]) {
        func write(_ json: JSONText?) {
            if let json { json.writeCompact(to: &output) } else { output.append(contentsOf: JSONOutput.null) }
        }
        switch member {
        case .lfiID: write(lfiID)
        case .lfiBrandID: write(lfiBrandID)
        case .lfiName: output.append(contentsOf: JSONOutput.encode(lfi.name))
        case .authorisationServerID: output.append(contentsOf: JSONOutput.encode(lfi.id))
        }
    }
}

extension [ListedProduct] {
    /// Writes each as one line of JSON, with what `separator` gives for its place before it.
    func writeJSON(separator: @Sendable (Int) -> String, to write: (Data) -> Void) {
        let starts = Array<Int>(stride(from: 0, to: count, by: Self.pieceLength))
        for first in stride(from: 0, to: starts.count, by: Self.piecesAtOnce) {
            let pieces = starts[first...].prefix(Self.piecesAtOnce).concurrentMap(pieceLength: 1) { start in
                var piece: [UInt8] = []
                for index in start..<Swift.min(start + Self.pieceLength, count) {
                    piece.append(contentsOf: separator(index).utf8)
                    self[index].writeJSON(to: &piece)
                }
                return Data(piece)
            }
            pieces.forEach(write)
        }
    }

    /// Products that one core puts into words at a time, and how many times that are written together: a list may be longer
    /// than it is wise to hold a second time.
    private static var pieceLength: Int { 64 }
    private static var piecesAtOnce: Int { 8 }
}
