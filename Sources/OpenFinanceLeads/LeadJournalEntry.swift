public import FoundationEssentials
public import OpenFinance
import GRDB

extension LeadJournal {
    /// One lead that was submitted from here, without a word of who it is for.
    public struct Entry: Sendable, Hashable, Identifiable {
        /// Counts up; no number comes twice.
        public let id: Int
        public let submittedAt: Date
        public let environment: String
        public let lfi: LFI.Identity
        public let productID: String?
        public let categories: [ProductCategory]
        public let state: LeadState
        /// Of the last request that was made for it.
        public let interactionID: InteractionID?
        /// What the LFI calls it.
        public let leadID: String?

        /// When the LFI should have followed up.
        public var followUpBy: Date {
            submittedAt.addingTimeInterval(LeadJournal.timeToFollowUp)
        }
    }

    /// An entry as it lies in the database.
    struct StoredLead: Encodable, FetchableRecord, MutablePersistableRecord {
        static let databaseTableName = "lead"

        enum State: String, Encodable {
            case prepared, sending, arrived, refused, unknown
            case notSent = "not-sent"

            init(_ state: LeadState) {
                self =
                    switch state {
                    case .arrived: .arrived
                    case .refused: .refused
                    case .unknown: .unknown
                    case .notSent: .notSent
                    }
            }

            var meaning: LeadState {
                switch self {
                case .arrived: .arrived
                case .refused: .refused
                case .unknown, .sending: .unknown
                case .notSent, .prepared: .notSent
                }
            }
        }

        var id: Int64?
        var createdAt: Date
        var environment, authority, lfiID, lfiName: String
        var productID: String?
        var categories: String
        var person: Data
        var state: State
        var interactionID, leadID: String?

        init(_ person: Data, _ description: Description, at time: Date) {
            createdAt = time
            environment = description.environment
            authority = description.authority
            lfiID = description.lfi.id
            lfiName = description.lfi.name
            productID = description.productID
            categories = Self.text(description.categories)
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
            state = State(rawValue: text("state")) ?? .unknown
            interactionID = String.fromDatabaseValue(row["interactionID"])
            leadID = String.fromDatabaseValue(row["leadID"])
        }

        /// What stands for a time that is none. It is as good as now: what it is of may still be under way.
        private static let noTime = Date(timeIntervalSince1970: 0)

        /// From 1971 to 9999: what a clock can have said, and a calendar can show.
        private static let possibleTimes =
            Date(timeIntervalSince1970: 31_536_000)...Date(timeIntervalSince1970: 253_370_764_800)

        mutating func didInsert(_ inserted: InsertionSuccess) { id = inserted.rowID }

        private static func text(_ categories: [ProductCategory]) -> String {
            categories.map(\.rawValue).sorted().joined(separator: " ")
        }

        private var entry: Entry {
            Entry(
                id: Int(id ?? 0), submittedAt: createdAt, environment: environment,
                lfi: .init(id: lfiID, name: lfiName), productID: productID,
                categories: categories.split(separator: " ").map { ProductCategory(rawValue: String($0)) },
                state: state.meaning, interactionID: interactionID.flatMap(InteractionID.init), leadID: leadID)
        }

        // MARK: - What is asked of the database

        static func all(in database: Database) throws -> [Entry] {
            try StoredLead.order(Column("id").desc).fetchAll(database).map(\.entry)
        }

        /// - Parameter own: of an entry that is no duplicate of itself.
        static func earlier(
            than own: Int64?, _ person: Data, _ description: Description, since: Date, in database: Database
        ) throws -> Entry? {
            // Rows are read first: what is odd in one must block, and not drop out of a comparison.
            let rows = try StoredLead.filter(Column("person") == person && Column("lfiID") == description.lfi.id)
                .filter(Column("authority") == description.authority)
                .filter(Column("categories") == text(description.categories))
                .filter(Column("id") != (own ?? 0)).order(Column("id").desc).fetchAll(database)
            return rows.first { row in
                [.arrived, .sending, .unknown].contains(row.state) && (row.createdAt > since || row.createdAt == noTime)
            }?.entry
        }

        static func update(
            _ id: Int64, _ state: State, _ interactionID: InteractionID?, _ leadID: String? = nil,
            in database: Database
        ) throws {
            guard var row = try StoredLead.fetchOne(database, key: id) else {
                throw RecordError.recordNotFound(databaseTableName: databaseTableName, key: ["id": id.databaseValue])
            }
            row.state = state
            // An attempt that has not left keeps the id of its request: the LFI's support may have seen it.
            row.interactionID = interactionID?.description ?? row.interactionID
            row.leadID = leadID
            try row.update(database)
        }
    }
}
