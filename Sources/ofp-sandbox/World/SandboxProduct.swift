import FoundationEssentials

/// A product of a hub: its JSON as it stands in the fixtures, and what the API filters and sorts by.
struct SandboxProduct: Sendable {
    /// Sent as it is, byte for byte.
    let json: Data
    let brandID: String
    let id: String
    let category: String
    let isShariaCompliant: Bool?
    let lastUpdated: Date

    init(json: Data, brandID: String) throws {
        let keys = try JSONDecoder().decode(Keys.self, from: json)
        self.json = json
        self.brandID = brandID
        id = keys.id
        category = keys.category
        isShariaCompliant = keys.isShariaCompliant
        lastUpdated = try keys.lastUpdated.map { try Date($0, strategy: .iso8601) } ?? .distantPast
    }

    private struct Keys: Decodable {
        var id: String
        var category: String
        var isShariaCompliant: Bool?
        var lastUpdated: String?

        private enum CodingKeys: String, CodingKey {
            case id = "ProductId", category = "ProductCategory", isShariaCompliant = "IsShariaCompliant"
            case lastUpdated = "LastUpdatedDateTime"
        }
    }
}
