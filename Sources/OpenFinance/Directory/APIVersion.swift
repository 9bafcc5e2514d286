/// A version of the product API, as its paths spell it: `v2.1`.
public struct APIVersion: Sendable, Hashable, Comparable, CustomStringConvertible {
    public let major: Int
    public let minor: Int

    public static let v2_1 = APIVersion(2, 1)
    public static let v2_0 = APIVersion(2, 0)

    init(_ major: Int, _ minor: Int) {
        self.major = major
        self.minor = minor
    }

    /// From `v2.1` or `2.1`, in any case; nil for anything else.
    init?(_ text: some StringProtocol) {
        let digits = text.first.map { $0 == "v" || $0 == "V" } == true ? text.dropFirst() : text[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, let major = Int(parts[0]), let minor = Int(parts[1]), major >= 0, minor >= 0 else {
            return nil
        }
        self.init(major, minor)
    }

    public static func < (left: APIVersion, right: APIVersion) -> Bool {
        (left.major, left.minor) < (right.major, right.minor)
    }

    public var description: String { "v\(major).\(minor)" }

    /// Until v2.0 the category `Finance` was called `Loan`, in queries and in answers.
    var callsFinanceLoan: Bool { self < .v2_1 }

    /// v1.2 has no `x-fapi-customer-ip-address` on `GET /products`.
    var takesCustomerIPAddress: Bool { self >= .v2_0 }
}
