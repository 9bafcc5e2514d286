import FoundationEssentials
import OpenFinance

extension ListedProduct {
    /// The product as one line of JSON: whose it is, then every member as the LFI sent it.
    ///
    /// Where a product has a member of one of the first four names itself, ours stands: who the product comes from is
    /// not for the LFI's data to say.
    var outputJSON: Data {
        var line = Data("{".utf8)
        for (index, member) in OwnMember.allCases.enumerated() {
            line.append(contentsOf: "\(index == 0 ? "" : ",")\"\(member.rawValue)\":".utf8)
            line.append(json(of: member))
        }
        for member in json.members(except: OwnMember.allCases.map(\.rawValue)) {
            line.append(UInt8(ascii: ","))
            line.append(member)
        }
        line.append(UInt8(ascii: "}"))
        return line
    }

    private func json(of member: OwnMember) -> Data {
        switch member {
        case .lfiID: lfiID?.compact ?? JSONOutput.null
        case .lfiBrandID: lfiBrandID?.compact ?? JSONOutput.null
        case .lfiName: JSONOutput.encode(lfi.name)
        case .authorisationServerID: JSONOutput.encode(lfi.id)
        }
    }
}
