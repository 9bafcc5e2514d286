/// A version of the product API, as its paths spell it: `v2.1`.
///
/// Two with the same numbers are the same version: what stands behind them (`v2.1-errata1`, `v2.2-rc1`, `v2.1.0`) corrects
/// a version or announces it, and changes nothing that a client has to know.
public struct APIVersion: Sendable, CustomStringConvertible {
    /// The 2 of `v2.1`.
    public let major: Int
    /// The 1 of `v2.1`.
    public let minor: Int
    /// What stands behind the numbers, as it is spelled: `-rc1`, `.0`.
    let suffix: String

    /// The version that an LFI is asked in where it has it.
    public static let v2_1 = APIVersion(2, 1)
    /// The first version that takes the customer's address and leads' `MarketingOptOut`.
    public static let v2_0 = APIVersion(2, 0)

    /// `v2.1` of 2 and 1.
    public init(_ major: Int, _ minor: Int) { self.init(major, minor, "") }

    private init(_ major: Int, _ minor: Int, _ suffix: String) {
        self.major = major
        self.minor = minor
        self.suffix = suffix
    }

    /// From `v2.1` or `2.1`, in any case, with or without a suffix; nil for anything else.
    public init?(_ text: some StringProtocol) {
        // By bytes, and by no expression: a directory has thousands of them.
        var rest = String(text).utf8[...]
        if let first = rest.first, first | 0x20 == UInt8(ascii: "v") { rest.removeFirst() }
        func number() -> Int? {
            let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            rest = rest.dropFirst(digits.count)
            return digits.count <= 4 ? Int(Substring(digits)) : nil
        }
        guard let major = number(), rest.popFirst() == UInt8(ascii: "."), let minor = number() else { return nil }
        let suffix = Substring(rest)
        let words = rest.split(omittingEmptySubsequences: false) { "-+.".utf8.contains($0) }
        guard words[0].isEmpty, words.dropFirst().allSatisfy({ !$0.isEmpty && $0.allSatisfy(\.isLetterOrDigit) })
        else { return nil }
        self.init(major, minor, String(suffix))
    }

    /// As in a path, with whatever stands behind the numbers: `v2.1`, `v2.1-errata1`.
    public var description: String { "v\(major).\(minor)\(suffix)" }

    /// Until v2.0 the category `Finance` was called `Loan`, in queries and in answers.
    var callsFinanceLoan: Bool { self < .v2_1 }

    /// v1.2 has no `x-fapi-customer-ip-address` on `GET /products`.
    package var takesCustomerIPAddress: Bool { self >= .v2_0 }
}

extension APIVersion: Hashable, Comparable {
    /// By the numbers alone: `v2.1` and `v2.1-errata1` are equal.
    public static func == (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) == (right.major, right.minor)
    }

    /// By the numbers alone: `v2.2-rc1` is neither before nor after `v2.2`.
    public static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    /// Of the numbers alone.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(major)
        hasher.combine(minor)
    }
}

extension UInt8 {
    /// In ASCII.
    fileprivate var isLetterOrDigit: Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self)
            || (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(self | 0x20)
    }
}
