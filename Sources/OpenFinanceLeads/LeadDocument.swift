public import FoundationEssentials
import OpenFinance

/// A lead as a JSON document: the body's `Data` object, or the whole body with `Data` as its one member.
extension LeadDraft {
    /// Why a document is no lead at all.
    public struct UnreadableDocument: Error, Sendable, Hashable {
        /// A clause that names the document as `it`.
        public let message: String
    }

    /// Members that the schema does not have, that stand twice, or whose value is of another type than the schema's, are
    /// faults that ``validated()`` tells with the others.
    ///
    /// - Throws: ``UnreadableDocument`` for what is not JSON, or no object.
    public init(document: Data) throws(UnreadableDocument) {
        let value: JSONValue
        do throws(JSONScanner.Failure) {
            value = try JSONValue(document)
        } catch {
            throw UnreadableDocument(message: error.message)
        }
        guard case .object(var members) = value else { throw UnreadableDocument(message: "it is no JSON object") }
        if members.count == 1, members[0].name == "Data", case .object(let inner) = members[0].value { members = inner }
        self.init()
        var reader = LeadDocumentReader()
        reader.read(members, into: &self)
        documentFaults = reader.faults
    }
}

private struct LeadDocumentReader {
    typealias Members = [JSONValue.Member]

    var faults: [LeadFault] = []

    mutating func read(_ members: Members, into draft: inout LeadDraft) {
        each(members, of: "Data") { (reader, name, value, path) in
            switch name {
            case "Email": draft.email = reader.string(value, path)
            case "EmiratesId": draft.emiratesID = reader.string(value, path)
            case "Name": reader.readName(value, path, into: &draft)
            case "PhoneNumber": draft.phoneNumber = reader.string(value, path)
            case "Nationality": draft.nationality = reader.string(value, path)
            case "ResidentialAddress": reader.readAddress(value, path, into: &draft)
            case "LeadInformation": draft.note = reader.string(value, path)
            case "MarketingOptOut":
                if case .bool(let isOut) = value {
                    draft.marketingOptOut = isOut
                } else {
                    reader.fault(path, "is neither true nor false")
                }
            case "ProductCategories": draft.categories = reader.categories(value, path)
            default: return false
            }
            return true
        }
    }

    private mutating func readName(_ value: JSONValue, _ path: String, into draft: inout LeadDraft) {
        guard let members = object(value, path) else { return }
        each(members, of: path) { (reader, name, value, path) in
            switch name {
            case "GivenName": draft.givenName = reader.string(value, path)
            case "LastName": draft.lastName = reader.string(value, path)
            case "FullName": draft.fullName = reader.string(value, path)
            case "BusinessName": draft.businessName = reader.string(value, path)
            default: return false
            }
            return true
        }
    }

    private mutating func readAddress(_ value: JSONValue, _ path: String, into draft: inout LeadDraft) {
        guard let members = object(value, path) else { return }
        // An object without members is an address, though not a whole one.
        draft.addressLines = []
        each(members, of: path) { (reader, name, value, path) in
            switch name {
            case "AddressLine":
                draft.addressLines = reader.list(value, path).enumerated().compactMap { index, line in
                    reader.string(line, "\(path)[\(index)]")
                }
            case "Country": draft.country = reader.string(value, path)
            default:
                guard let detail = LeadDraft.AddressDetail(rawValue: name) else { return false }
                draft.addressDetails[detail] = reader.string(value, path)
            }
            return true
        }
    }

    /// Names, or the objects with a `Type` of the versions before v2.1.
    private mutating func categories(_ value: JSONValue, _ path: String) -> [String] {
        var categories: [String] = []
        for (index, element) in list(value, path).enumerated() {
            let path = "\(path)[\(index)]"
            if case .object(let members) = element, members.count == 1, members[0].name == "Type" {
                if let category = string(members[0].value, "\(path).Type") { categories.append(category) }
            } else if let category = string(element, path) {
                categories.append(category)
            }
        }
        return categories
    }

    // MARK: - Kinds of values

    /// Gives each member to `take`, which says whether the schema has it.
    private mutating func each(
        _ members: Members, of parent: String,
        _ take: (inout LeadDocumentReader, _ name: String, JSONValue, _ path: String) -> Bool
    ) {
        var seen: Set<String> = []
        for (index, member) in members.enumerated() {
            let path = member.name.isPlainName ? "\(parent).\(member.name)" : "\(parent) (member \(index + 1))"
            if !seen.insert(member.name).inserted {
                fault(path, "stands twice")
            } else if !take(&self, member.name, member.value, path) {
                fault(path, "is no member that the API knows")
            }
        }
    }

    private mutating func string(_ value: JSONValue, _ path: String) -> String? {
        switch value {
        case .string(let text): return text
        case .brokenString: fault(path, "has half a character in it, a surrogate without its pair")
        default: fault(path, "is no text")
        }
        return nil
    }

    private mutating func object(_ value: JSONValue, _ path: String) -> Members? {
        if case .object(let members) = value { return members }
        fault(path, "is no object")
        return nil
    }

    private mutating func list(_ value: JSONValue, _ path: String) -> [JSONValue] {
        if case .array(let elements) = value { return elements }
        fault(path, "is no list")
        return []
    }

    private mutating func fault(_ path: String, _ message: String) { faults.append(LeadFault(path, message)) }
}

extension String {
    /// Whether it can be a member's name and nothing else: a document that is not what it should be may have personal
    /// data in the place of names.
    fileprivate var isPlainName: Bool { count <= 40 && allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") } }
}
