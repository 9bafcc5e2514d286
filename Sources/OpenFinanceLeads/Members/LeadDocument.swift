public import FoundationEssentials
import OpenFinance
import OpenFinanceCrypto

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
            value = try JSONValue(document.withoutByteOrderMark)
        } catch {
            throw UnreadableDocument(message: error.message)
        }
        guard case .object(var members) = value else { throw UnreadableDocument(message: "it is not a JSON object") }
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

    /// Reads the members of one group, and of the groups in it.
    mutating func read(_ members: Members, of group: LeadMember.Group = .data, into draft: inout LeadDraft) {
        var seen: Set<String> = []
        for (index, member) in members.enumerated() {
            let parent = group.rawValue
            let path = member.name.isPlainName ? "\(parent).\(member.name)" : "\(parent) (member \(index + 1))"
            if !seen.insert(member.name).inserted {
                fault(path, "is there twice")
            } else if let inner = LeadMember.Group(rawValue: path) {
                read(object(member.value, path), of: inner, into: &draft)
            } else if let known = LeadMember(rawValue: path.withoutData) {
                draft[known] = value(of: known, member.value, path)
            } else {
                fault(path, "is not a member that the API knows")
            }
        }
    }

    private mutating func value(of member: LeadMember, _ value: JSONValue, _ path: String) -> LeadValue? {
        switch member.definition.kind {
        case .text, .choice: return string(value, path).map(LeadValue.text)
        case .truth:
            if case .bool(let truth) = value { return .truth(truth) }
            fault(path, "is neither true nor false")
            return nil
        case .list, .set:
            guard case .array(let elements) = value else {
                fault(path, "is not a list")
                return nil
            }
            return .list(
                elements.enumerated().compactMap { index, element in
                    let path = "\(path)[\(index)]"
                    return member == .categories ? category(element, path) : string(element, path)
                })
        }
    }

    /// Its name, or an object with its name as `Type`, as the versions before v2.1 have it.
    private mutating func category(_ value: JSONValue, _ path: String) -> String? {
        guard case .object(let members) = value, members.count == 1, members[0].name == "Type" else {
            return string(value, path)
        }
        return string(members[0].value, "\(path).Type")
    }

    // MARK: - Kinds of values

    private mutating func string(_ value: JSONValue, _ path: String) -> String? {
        switch value {
        case .string(let text): return text
        case .brokenString: fault(path, "has a broken character in it (a surrogate without its pair)")
        default: fault(path, "is not a text")
        }
        return nil
    }

    private mutating func object(_ value: JSONValue, _ path: String) -> Members {
        guard case .object(let members) = value else {
            fault(path, "is not an object")
            return []
        }
        if members.isEmpty { fault(path, "has nothing in it") }
        return members
    }

    private mutating func fault(_ path: String, _ message: String) { faults.append(LeadFault(path, message)) }
}

extension String {
    /// A path within `Data`.
    fileprivate var withoutData: String { String(dropFirst("Data.".count)) }

    /// Whether it can be a member's name and nothing else: a document that is not what it should be may have personal
    /// data in the place of names.
    fileprivate var isPlainName: Bool { count <= 40 && allSatisfy { $0.isASCII && ($0.isLetter || $0 == "_") } }
}
