import FoundationEssentials
import GRDB
import OpenFinance

/// A lead as it lies in the database.
struct LeadRow: Encodable, FetchableRecord, MutablePersistableRecord {
    static let databaseTableName = "lead"

    var id: Int64?
    var createdAt: Date
    var environment, authority, lfiID, lfiName: String
    var productID: String?
    var categories: String
    var person: Data
    var state: LeadRecord.Status
    var interactionID, leadID: String?

    /// - Parameter person: the digest that stands for it.
    init(_ lead: NewLeadRecord, person: Data) {
        createdAt = lead.submittedAt
        environment = lead.environment
        authority = lead.authority
        lfiID = lead.lfi.id
        lfiName = lead.lfi.name
        productID = lead.productID
        categories = lead.categories.map(\.rawValue).sorted().joined(separator: " ")
        self.person = person
        state = .prepared
    }

    /// Reads whatever stands there: a row that somebody has changed must not hide the others. A state that is not known
    /// may be a later version's, and counts as one in which the lead may have arrived.
    init(row: Row) {
        id = Int64.fromDatabaseValue(row["id"])
        createdAt =
            Date.fromDatabaseValue(row["createdAt"]).flatMap { Self.possibleTimes.contains($0) ? $0 : nil }
            ?? Self.noTime
        func text(_ column: String) -> String { String.fromDatabaseValue(row[column]) ?? "" }
        environment = text("environment")
        authority = text("authority")
        lfiID = text("lfiID")
        lfiName = text("lfiName")
        productID = String.fromDatabaseValue(row["productID"])
        categories = text("categories")
        person = Data.fromDatabaseValue(row["person"]) ?? Data()
        state = LeadRecord.Status(rawValue: text("state")) ?? .unknown
        interactionID = String.fromDatabaseValue(row["interactionID"])
        leadID = String.fromDatabaseValue(row["leadID"])
    }

    mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }

    /// What stands for a time that is none. It is as good as now: what it is of may still be under way.
    private static let noTime = Date(timeIntervalSince1970: 0)

    /// From 1971 to 9999: what a clock can have said, and a calendar can show.
    private static let possibleTimes =
        Date(timeIntervalSince1970: 31_536_000)...Date(timeIntervalSince1970: 253_370_764_800)

    private var record: LeadRecord {
        LeadRecord(
            id: Int(id ?? 0), submittedAt: createdAt, environment: environment,
            lfi: .init(id: lfiID, name: lfiName), productID: productID,
            categories: categories.split(separator: " ").map { ProductCategory(rawValue: String($0)) },
            status: state, interactionID: interactionID.flatMap(InteractionID.init), leadID: leadID)
    }

    // MARK: - What is asked of the database

    static func all(in database: Database) throws -> [LeadRecord] {
        try LeadRow.order(Column("id").desc).fetchAll(database).map(\.record)
    }

    static func one(_ id: Int64, in database: Database) throws -> LeadRow {
        guard let row = try LeadRow.fetchOne(database, key: id) else {
            throw RecordError.recordNotFound(databaseTableName: databaseTableName, key: ["id": id.databaseValue])
        }
        return row
    }

    /// The latest other row of the same lead that may have arrived, and was added after `time`.
    func earlier(since time: Date, in database: Database) throws -> LeadRecord? {
        // Rows are read first: what is odd in one must block, and not drop out of a comparison.
        let rows = try LeadRow.filter(Column("person") == person && Column("lfiID") == lfiID)
            .filter(Column("authority") == authority).filter(Column("categories") == categories)
            .filter(Column("id") != (id ?? 0)).order(Column("id").desc).fetchAll(database)
        return rows.first { row in
            row.state.mayHaveArrived && (row.createdAt > time || row.createdAt == Self.noTime)
        }?.record
    }
}
