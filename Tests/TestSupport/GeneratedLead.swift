/// Leads by the official schema (`LeadRequest`), as `ofp lead --data` takes them: every form of a name, with and without
/// each optional member, texts of every length that is allowed and of many alphabets. The same for the same seed.
public struct GeneratedLead {
    private typealias Members = [(String, JSONMaker)]

    private var random: SeededRandom

    /// Printed where a test fails, so that it can be repeated.
    public init(seed: UInt64) { random = SeededRandom(seed: seed) }

    /// A lead and what of it is personal.
    public struct Document: Sendable {
        /// As `ofp lead --data` takes it.
        public var json: String
        /// `784-YYYY-NNNNNNN-C`.
        public var emiratesID: String
        /// As in the document.
        public var email: String
        /// Of the name, the address, the note and the telephone number.
        public var secrets: [String]
    }

    /// - Parameter number: makes the Emirates ID and the address of its own.
    public mutating func next(_ number: Int) -> Document {
        let digits = "\(1_000_000 + number)"
        let emiratesID = "784-19\(random.next(in: 50...99))-\(digits)-\(random.next(in: 0...9))"
        let email = "person.\(digits)@mail\(random.next(in: 1...99)).example.ae"
        var secrets: [String] = []
        func secret(_ text: String) -> JSONMaker {
            secrets.append(text)
            return .string(text)
        }
        let form = random.next(in: 0...2)
        let name: Members =
            switch form {
            case 0: [("GivenName", secret(text(70))), ("LastName", secret(text(70)))]
            case 1: [("FullName", secret(text(140)))]
            default: [("BusinessName", secret(text(140)))]
            }
        var members: Members = [
            ("Email", .string(email)),
            ("EmiratesId", .string(random.chance(50) ? emiratesID : emiratesID.filter { $0 != "-" })),
            ("Name", .object(name)), ("MarketingOptOut", .bool(random.chance(50))),
            ("ProductCategories", .array(categories().map(JSONMaker.string))),
        ]
        if random.chance(60) { members.append(("PhoneNumber", secret("+9715\(digits)\(random.next(in: 0...9))"))) }
        if random.chance(60) { members.append(("Nationality", .string(random.pick(["AE", "IN", "gb", "PH", "EG"])))) }
        if random.chance(40) { members.append(("LeadInformation", secret(text(400)))) }
        if random.chance(60) {
            var address: Members = [
                ("AddressLine", .array((0..<random.next(in: 1...7)).map { _ in secret(text(70)) })),
                ("Country", .string("AE")),
            ]
            if random.chance(50) { address.append(("AddressType", .string("Residential"))) }
            if random.chance(50) { address.append(("CountrySubDivision", .string(random.pick(["Dubai", "Sharjah"])))) }
            for (name, longest) in [
                ("BuildingNumber", 16), ("BuildingName", 140), ("Floor", 70), ("StreetName", 140),
                ("DistrictName", 140), ("PostBox", 16), ("TownName", 140),
            ] where random.chance(50) {
                address.append((name, .string(text(longest))))
            }
            members.append(("ResidentialAddress", .object(address)))
        }
        return Document(
            json: JSONMaker.object(members).text, emiratesID: emiratesID, email: email,
            secrets: secrets.filter { $0.count > 4 })
    }

    private mutating func categories() -> [String] {
        let all = ["SavingsAccount", "CurrentAccount", "CreditCard", "Finance", "Mortgage"]
        let some = all.filter { _ in random.chance(40) }
        return some.isEmpty ? ["Mortgage"] : some
    }

    /// 1 to `longest` Unicode scalars, the bounds more often than chance has them, without white space at the ends.
    private mutating func text(_ longest: Int) -> String {
        let length = random.pick([1, longest, random.next(in: 1...longest), random.next(in: 1...longest)])
        let alphabet = random.pick([
            Array("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'-.".unicodeScalars),
            Array("ابتثجحخدذرزسشصضطظعغفقكلمنهوي".unicodeScalars), Array("日本語漢字かな".unicodeScalars),
            Array("\"\\/<>&{}[]:,%$#@!é😀".unicodeScalars),
        ])
        var text = String.UnicodeScalarView()
        for position in 0..<length {
            let isInside = position > 0 && position < length - 1
            text.append(isInside && random.chance(10) ? " " : random.pick(alphabet))
        }
        return String(text)
    }
}
