import FoundationEssentials
import OpenFinance

extension ListedProduct {
    /// The product as one line of JSON: whose it is, every member as the LFI sent it, and its headlines.
    ///
    /// Where a product has a member of one of our names itself, ours stands, and the LFI's stands under `LFIMembers`: who a
    /// product comes from is not for the LFI's data to say, and nothing that it sent is lost.
    func outputJSON(in scenario: Scenario = Scenario()) -> Data {
        var line: [UInt8] = []
        writeJSON(in: scenario, to: &line)
        return Data(line)
    }

    /// Appends ``outputJSON(in:)``.
    func writeJSON(in scenario: Scenario, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "{"))
        write(.lfiID, statedLFIID, to: &output)
        output.append(UInt8(ascii: ","))
        write(.lfiBrandID, statedBrandID, to: &output)
        output.append(UInt8(ascii: ","))
        write(.lfiName, JSONOutput.encode(lfi.name), to: &output)
        output.append(UInt8(ascii: ","))
        write(.authorisationServerID, JSONOutput.encode(lfi.id), to: &output)
        json.writeMembers(except: Self.ownNames, to: &output)
        writeMembersWithOurNames(to: &output)
        if !excludedBy.isEmpty {
            output.append(UInt8(ascii: ","))
            write(.excludedBy, JSONOutput.encode(excludedBy.map(\.rawValue)), to: &output)
        }
        output.append(UInt8(ascii: ","))
        write(.headlines, JSONOutput.encode(HeadlinesJSON(self, in: scenario)), to: &output)
        output.append(UInt8(ascii: "}"))
    }

    private static let ownNames = OwnMember.allCases.map(\.rawValue)

    private func write(_ member: OwnMember, _ json: JSONText?, to output: inout [UInt8]) {
        writeName(of: member, to: &output)
        if let json { json.writeCompact(to: &output) } else { output.append(contentsOf: JSONOutput.null) }
    }

    private func write(_ member: OwnMember, _ json: Data, to output: inout [UInt8]) {
        writeName(of: member, to: &output)
        output.append(contentsOf: json)
    }

    private func writeName(of member: OwnMember, to output: inout [UInt8]) {
        output.append(UInt8(ascii: "\""))
        output.append(contentsOf: member.rawValue.utf8)
        output.append(contentsOf: "\":".utf8)
    }

    /// The LFI's own, which a saved list has set apart already.
    private func writeMembersWithOurNames(to output: inout [UInt8]) {
        if isSaved {
            guard let kept = json.member(OwnMember.lfiMembers.rawValue) else { return }
            output.append(UInt8(ascii: ","))
            write(.lfiMembers, kept, to: &output)
            return
        }
        var members: [UInt8] = []
        json.writeMembers(only: Self.ownNames, to: &members)
        guard !members.isEmpty else { return }
        output.append(UInt8(ascii: ","))
        writeName(of: .lfiMembers, to: &output)
        output.append(UInt8(ascii: "{"))
        output.append(contentsOf: members.dropFirst())
        output.append(UInt8(ascii: "}"))
    }
}

extension [ListedProduct] {
    /// Writes each as one line of JSON, with what `separator` gives for its place before it.
    func writeJSON(in scenario: Scenario, separator: @Sendable (Int) -> String, to write: (Data) -> Void) {
        let starts = Array<Int>(stride(from: 0, to: count, by: Self.pieceLength))
        for first in stride(from: 0, to: starts.count, by: Self.piecesAtOnce) {
            let pieces = starts[first...].prefix(Self.piecesAtOnce).concurrentMap(pieceLength: 1) { start in
                var piece: [UInt8] = []
                for index in start..<Swift.min(start + Self.pieceLength, count) {
                    piece.append(contentsOf: separator(index).utf8)
                    self[index].writeJSON(in: scenario, to: &piece)
                }
                return Data(piece)
            }
            pieces.forEach(write)
        }
    }

    /// Writes each as one line of JSON.
    func writeJSONLines(in scenario: Scenario, to write: (Data) -> Void) {
        guard !isEmpty else { return }
        writeJSON(in: scenario, separator: { $0 == 0 ? "" : "\n" }, to: write)
        write(Data("\n".utf8))
    }

    /// Products that one core puts into words at a time, and how many times that are written together: a list may be longer
    /// than it is wise to hold a second time.
    private static var pieceLength: Int { 64 }
    private static var piecesAtOnce: Int { 8 }
}
