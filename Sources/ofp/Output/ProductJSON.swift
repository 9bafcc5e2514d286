import FoundationEssentials
import OpenFinance

extension ListedProduct {
    /// The product as one line of JSON: whose it is, then every member as the LFI sent it.
    ///
    /// Where a product has a member of one of the first four names itself, ours stands: who the product comes from is
    /// not for the LFI's data to say.
    var outputJSON: Data {
        let own: [(name: String, value: Data)] = [
            ("LFIId", lfiID?.compact ?? JSONOutput.null),
            ("LFIBrandId", lfiBrandID?.compact ?? JSONOutput.null),
            ("LFIName", JSONOutput.encode(lfi.name)),
            ("AuthorisationServerId", JSONOutput.encode(lfi.id)),
        ]
        var line = Data("{".utf8)
        for (index, member) in own.enumerated() {
            line.append(contentsOf: "\(index == 0 ? "" : ",")\"\(member.name)\":".utf8)
            line.append(member.value)
        }
        for member in json.members(except: own.map(\.name)) {
            line.append(UInt8(ascii: ","))
            line.append(member)
        }
        line.append(UInt8(ascii: "}"))
        return line
    }
}
