import FoundationEssentials
import OpenFinance

/// Which keys and certificates are configured, in the shape of its JSON. Of a private key there is nothing in it.
struct KeysReport: Report, Encodable {
    struct Entry: Encodable {
        /// What it is for: `signing`, `transport`.
        let use: String
        /// `key` or `certificate`.
        let kind: String
        /// Where it lies: a path, or the environment variable.
        var at: String?
        var bits: Int?
        /// SHA-256, in hexadecimal: of a certificate's DER (`x5t#S256`), of a key's public half.
        var thumbprint: String?
        /// `kid` of the signing key.
        var keyID: String?
        var commonName: String?
        var organisationalUnit: String?
        var validFrom: Date?
        var validUntil: Date?
        /// When the key policy wants it replaced: 13 months after it was issued.
        var rotateBy: Date?
        var outcome: Finding.Outcome
        /// What is to be known of it.
        var message: String
        var advice: String?

        private enum CodingKeys: String, CodingKey {
            case use = "Use", kind = "Kind", at = "At", bits = "Bits", thumbprint = "Thumbprint", keyID = "KeyId"
            case commonName = "CommonName", organisationalUnit = "OrganisationalUnit"
            case validFrom = "ValidFrom", validUntil = "ValidUntil", rotateBy = "RotateBy"
            case outcome = "Outcome", message = "Message", advice = "Advice"
        }
    }

    private(set) var entries: [Entry] = []

    mutating func add(_ entry: Entry) { entries.append(entry) }

    var isUsable: Bool { entries.allSatisfy { $0.outcome != .failure } }

    var table: Table {
        Table(
            columns: [
                .init(title: "For"), .init(title: "What"), .init(title: "At", narrowest: 12),
                .init(title: "Thumbprint", dropOrder: 3, isFaint: true), .init(title: "Key id", dropOrder: 2),
                .init(title: "Valid until"), .init(title: "Rotate by", dropOrder: 1),
                .init(title: "State", narrowest: 16),
            ],
            rows: entries.map { entry in
                [
                    .text(entry.use), .text(entry.kind + (entry.bits.map { " RSA \($0)" } ?? "")), Table.Cell(entry.at),
                    Table.Cell(entry.thumbprint), Table.Cell(entry.keyID), Table.Cell(entry.validUntil?.dayInUAE),
                    Table.Cell(entry.rotateBy?.dayInUAE),
                    .text(entry.outcome == .failure ? "cannot be used" : entry.message),
                ]
            })
    }

    private enum CodingKeys: String, CodingKey { case entries = "Keys" }
}
