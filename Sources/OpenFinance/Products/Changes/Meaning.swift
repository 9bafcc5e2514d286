import FoundationEssentials

/// A JSON value with a fingerprint of what it means, which is the same for all values that mean the same:
///
/// - numbers of other spellings: `2.50`, `2.5` and `25e-1`; where the API has a figure, a text that spells it, too;
/// - objects whose members stand in another order, or that say of a member that it is null, or nothing else;
/// - moments of other spellings (RFC 3339): `2026-05-01T04:00:00+04:00` and `2026-05-01T00:00:00Z`;
/// - lists in another order: no list of any version's schema means something by its order;
/// - one value in place of a list of one, and a text in place of an object that has only this text as its `Type`, as
///   the API guide writes it.
///
/// The fingerprint is worked out once for each value, from the inside out: what a bank nests deeply costs no more for it.
struct Meaning: Sendable {
    enum Parts: Sendable {
        case object([Member])
        case array([Meaning])
        case scalar
    }

    struct Member: Sendable {
        let name: String
        let value: Meaning
    }

    let value: JSONValue
    let parts: Parts
    /// It holds for this process only.
    let fingerprint: Int

    /// - Parameter name: of the member that it is the value of, or that its list is the value of.
    init(_ value: JSONValue, of name: String = "") {
        self.value = value
        switch value {
        case .object(let members):
            // Of members with one name the first counts, as everywhere.
            var names: Set<String> = []
            let members = members.filter { names.insert($0.name).inserted }.map {
                Member(name: $0.name, value: Meaning($0.value, of: $0.name))
            }
            parts = .object(members)
            fingerprint = Self.fingerprint(of: members)
        case .array(let elements):
            let elements = elements.map { Meaning($0, of: name) }
            parts = .array(elements)
            fingerprint =
                elements.allSatisfy(\.isNothing)
                ? Self.nothing
                : elements.count == 1
                    ? elements[0].fingerprint
                    : Self.hash("[") { hasher in hasher.combine(elements.map(\.fingerprint).sorted()) }
        case .string(let text):
            parts = .scalar
            let figure = FigureMember(name).flatMap { $0.figure(in: text) }
            fingerprint = figure.map { Self.number("\($0)") } ?? Self.text(text)
        case .brokenString(let spelling):
            parts = .scalar
            fingerprint = Self.hash("spelling") { $0.combine(spelling) }
        case .number(let spelling):
            parts = .scalar
            fingerprint = Self.number(spelling)
        case .bool(let isTrue):
            parts = .scalar
            fingerprint = Self.hash("bool") { $0.combine(isTrue) }
        case .null:
            parts = .scalar
            fingerprint = Self.nothing
        }
    }

    /// Whether nothing is said by it.
    var isNothing: Bool { fingerprint == Self.nothing }

    /// The name by which the guide's lists of texts say what the document's lists of objects say.
    static let typeName = "Type"

    private static func text(_ text: String) -> Int {
        if text.isEmpty { return nothing }
        // A day alone is no moment.
        if text.utf8.count > "2026-05-01".utf8.count, let moment = Timestamp.parse(text) {
            return hash("moment") { $0.combine(moment) }
        }
        return hash("text") { $0.combine(text) }
    }

    private static func fingerprint(of members: [Member]) -> Int {
        let said = members.filter { !$0.value.isNothing }
        if said.isEmpty { return nothing }
        if said.count == 1, said[0].name == typeName, case .string = said[0].value.value {
            return said[0].value.fingerprint
        }
        let pairs = said.map { member in hash(member.name) { $0.combine(member.value.fingerprint) } }
        return hash("{") { $0.combine(pairs.sorted()) }
    }

    private static func number(_ spelling: String) -> Int {
        hash("number") { $0.combine(NumberSpelling.canonical(spelling)) }
    }

    private static let nothing = hash("null") { _ in }

    private static func hash(_ kind: String, _ combine: (inout Hasher) -> Void) -> Int {
        var hasher = Hasher()
        hasher.combine(kind)
        combine(&hasher)
        return hasher.finalize()
    }
}

extension Hasher {
    /// By its bytes: by its characters, text of many marks takes a time that grows with their square.
    fileprivate mutating func combine(_ text: String) {
        var text = text
        text.withUTF8 { combine(bytes: UnsafeRawBufferPointer($0)) }
        combine(UInt8.max)
    }
}

/// How JSON spells numbers (RFC 8259 §6).
enum NumberSpelling {
    /// One spelling for all of a number: digits without zeros at their ends, and an exponent. A number with an exponent
    /// beyond all sense stays as it is spelled.
    static func canonical(_ spelling: String) -> String {
        var digits: [UInt8] = []
        var exponent = 0
        var isFraction = false
        var rest = spelling.utf8[...]
        let sign = rest.first == UInt8(ascii: "-") ? "-" : ""
        rest = rest.dropFirst(sign.utf8.count)
        while let byte = rest.popFirst() {
            switch byte {
            case UInt8(ascii: "."): isFraction = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"):
                guard let stated = Int(Substring(rest)), stated.magnitude < 1_000_000_000 else { return spelling }
                exponent += stated
                rest = rest.suffix(0)
            default:
                digits.append(byte)
                if isFraction { exponent -= 1 }
            }
        }
        let zero = UInt8(ascii: "0")
        while digits.last == zero {
            digits.removeLast()
            exponent += 1
        }
        let significant = digits.drop { $0 == zero }
        return significant.isEmpty ? "0" : "\(sign)\(String(decoding: significant, as: UTF8.self))e\(exponent)"
    }
}
