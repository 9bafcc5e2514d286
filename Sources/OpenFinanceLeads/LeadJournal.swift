public import FoundationEssentials
public import OpenFinance
import GRDB
import OpenFinanceCrypto

/// What was submitted from here: written before anything is sent, so that nothing is sent twice.
///
/// An SQLite database in a folder of this user's alone. It holds no personal data: who a lead is for is kept as an HMAC of
/// the Emirates ID, under a random key in a file beside it.
///
/// An entry is `prepared` until a request is about to leave, `sending` until its outcome is known. What a killed process
/// leaves tells the truth as it stands: `prepared` was surely not sent, `sending` is unknown.
public final class LeadJournal: Sendable {
    /// LFIs have to follow up within 30 days.
    public static let timeToFollowUp: TimeInterval = 30 * 86_400

    private static let fileName = "leads.sqlite"

    private let queue: DatabaseQueue
    private let key: [UInt8]
    private let now: @Sendable () -> Date

    /// Whether anything was ever submitted from `folder`.
    public static func isThere(in folder: URL) -> Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: fileName).path)
    }

    /// Opens the journal in `folder`, or makes one there.
    ///
    /// - Throws: ``LeadJournalError/unusable(_:)``.
    public init(folder: URL, now: @escaping @Sendable () -> Date = { Date() }) throws(LeadJournalError) {
        self.now = now
        guard PrivateFile.makeFolder(folder.path) else {
            throw .unusable("the folder '\(folder.path)' cannot be made, or is not this user's")
        }
        let path = folder.appending(path: Self.fileName).path
        let keyPath = folder.appending(path: Self.keyName).path
        // Of several processes that open a journal which is not there yet, one makes it.
        guard let lock = ProcessLock(folder.appending(path: ".leads.lock").path) else {
            throw .unusable("'\(path)' is locked by another process, or its folder cannot be written")
        }
        defer { withExtendedLifetime(lock) {} }
        // A journal that was lost beside its key would forget what was sent.
        guard PrivateFile.size(path) ?? 0 > 0 || PrivateFile.size(keyPath) == nil else {
            throw .unusable(
                "'\(path)' is missing or empty, though leads were sent from here before: 'leads.key' beside it is theirs. "
                    + "Bring it back from a copy, or remove the key to begin anew, knowing that the same lead may then go twice"
            )
        }
        // SQLite would make the file readable by others, and gives its own temporary files the mode of this one.
        guard PrivateFile.make(path) else { throw .unusable("'\(path)' cannot be written") }
        var configuration = GRDB.Configuration()
        configuration.busyMode = .timeout(10)
        configuration.prepareDatabase { database in
            // EXTRA: a transaction is not done before the folder, too, is on the disk.
            try database.execute(sql: "PRAGMA synchronous = EXTRA")
            try database.execute(sql: "PRAGMA secure_delete = ON")
        }
        do {
            queue = try DatabaseQueue(path: path, configuration: configuration)
            try Self.schema.migrate(queue)
        } catch {
            throw Self.unusable(path, error)
        }
        // After the journal, so that a key without one is never what a killed process leaves.
        key = try Self.key(at: keyPath)
        try checkKey(path)
    }

    private static let keyName = "leads.key"

    /// What SQLite promises of a transaction that is done (PRAGMA synchronous): 3 is EXTRA.
    var durability: Int {
        get throws(LeadJournalError) { try access { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? 0 } }
    }

    /// What was submitted from `folder`, the latest first; nothing is changed there, and it may be read-only.
    ///
    /// - Throws: ``LeadJournalError/unusable(_:)``.
    public static func entries(in folder: URL) throws(LeadJournalError) -> [Entry] {
        let path = folder.appending(path: fileName).path
        guard PrivateFile.size(path) ?? 0 > 0 else {
            guard PrivateFile.size(folder.appending(path: keyName).path) == nil else {
                throw .unusable("'\(path)' is missing or empty, though leads were sent from here before")
            }
            return []
        }
        var configuration = GRDB.Configuration()
        // What a killed process has left half done is taken back first, which is writing.
        configuration.readonly = PrivateFile.size("\(path)-journal") ?? 0 == 0
        configuration.busyMode = .timeout(10)
        do {
            return try DatabaseQueue(path: path, configuration: configuration).read { database in
                // A journal whose making was broken off has no table, and no lead.
                try database.tableExists(StoredLead.databaseTableName) ? try StoredLead.all(in: database) : []
            }
        } catch {
            throw unusable(path, error)
        }
    }

    // MARK: - Submitting

    /// What tells two leads of one person to one LFI apart, and what is worth remembering of them.
    public struct Description: Sendable, Hashable {
        /// The directory that the LFI was found in.
        public var environment: String
        public var lfi: LFI.Identity
        /// Host and port of the endpoint: the same LFI in another environment is another one.
        public var authority: String
        public var productID: String?
        public var categories: [ProductCategory]
    }

    /// The latest lead of the same person to the same LFI for the same categories within the last 30 days that has arrived
    /// or may have.
    public func earlier(than lead: Lead, _ description: Description) throws(LeadJournalError) -> Entry? {
        let (person, since) = (person(of: lead), horizon)
        return try access { database in
            try StoredLead.earlier(than: nil, person, description, since: since, in: database)
        }
    }

    /// Writes down a lead that is going to be sent.
    ///
    /// - Parameter isAgain: whether it may be sent although it was before.
    /// - Throws: ``LeadJournalError/duplicate(of:)`` where it was.
    func open(
        _ lead: Lead, _ description: Description, isAgain: Bool
    ) throws(LeadJournalError) -> Ticket {
        let (person, since, time) = (person(of: lead), horizon, now())
        let opened: Opened = try access { database in
            if !isAgain,
                let earlier = try StoredLead.earlier(than: nil, person, description, since: since, in: database)
            {
                return .duplicate(earlier)
            }
            let row = try StoredLead(person, description, at: time).inserted(database)
            return .entry(row.id ?? 0)
        }
        switch opened {
        case .duplicate(let entry): throw .duplicate(of: entry)
        case .entry(let id):
            return Ticket(id: id, journal: self, person: person, description: description, isAgain: isAgain)
        }
    }

    private enum Opened: Sendable {
        case duplicate(Entry)
        case entry(Int64)
    }

    /// The right to send one lead, and to say what has become of it.
    struct Ticket: Sendable {
        let id: Int64
        fileprivate let journal: LeadJournal
        fileprivate let person: Data
        fileprivate let description: Description
        fileprivate let isAgain: Bool

        /// Makes durable that a request is about to leave under the given id. Another process may have been quicker with
        /// the same lead: then this one stays here.
        func isAboutToLeave(_ interactionID: InteractionID) throws(LeadJournalError) {
            let since = journal.horizon
            let earlier: Entry? = try journal.access { database in
                if !isAgain,
                    let earlier = try StoredLead.earlier(than: id, person, description, since: since, in: database)
                {
                    return earlier
                }
                try StoredLead.update(id, .sending, interactionID, in: database)
                return nil
            }
            if let earlier { throw .duplicate(of: earlier) }
        }

        /// Where this cannot be written, the entry says that the lead may have arrived, which is the safe side.
        func hasNotLeft() { try? journal.access { try StoredLead.update(id, .prepared, nil, in: $0) } }

        func close(_ outcome: LeadOutcome) throws(LeadJournalError) {
            try journal.access { database in
                try StoredLead.update(id, .init(outcome.state), outcome.interactionID, outcome.leadID, in: database)
            }
        }

        /// Forgets a lead that another process was quicker with.
        func withdraw() { _ = try? journal.forget(Int(id)) }
    }

    // MARK: - Looking back

    /// All that was submitted, the latest first.
    public func entries() throws(LeadJournalError) -> [Entry] { try access { try StoredLead.all(in: $0) } }

    /// Removes an entry; false where there is none of this number.
    public func forget(_ number: Int) throws(LeadJournalError) -> Bool {
        try access { try StoredLead.deleteOne($0, key: Int64(number)) }
    }

    // MARK: - The files

    private var horizon: Date { now().addingTimeInterval(-Self.timeToFollowUp) }

    private func person(of lead: Lead) -> Data { Data(HMAC.sha256(lead.emiratesID.digits.utf8, key: key)) }

    private func access<Value: Sendable>(
        _ work: (Database) throws -> Value
    ) throws(LeadJournalError) -> Value {
        do {
            return try queue.write(work)
        } catch {
            throw Self.unusable(queue.path, error)
        }
    }

    private static func unusable(_ path: String, _ error: any Error) -> LeadJournalError {
        let reason = (error as? DatabaseError)?.message ?? "\(type(of: error))"
        return .unusable("'\(path)' cannot be used: \(reason)")
    }

    /// The key of this user's digests, made at the first lead.
    private static func key(at path: String) throws(LeadJournalError) -> [UInt8] {
        if let key = PrivateFile.read(path), key.count == 32 { return Array(key) }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        // Of two processes that make one at the same time, both use the one that was there first.
        guard PrivateFile.create(path, with: Data(key)) || PrivateFile.read(path)?.count == 32,
            let kept = PrivateFile.read(path), kept.count == 32
        else { throw .unusable("the key '\(path)' cannot be made or read, or is readable by others") }
        return Array(kept)
    }

    /// Digests under another key would find no duplicate: a key that was lost and made anew must not pass for the old one.
    private func checkKey(_ path: String) throws(LeadJournalError) {
        let mark = Data(HMAC.sha256("ofp leads".utf8, key: key))
        let isSame = try access { database in
            try database.execute(
                sql: "INSERT INTO key (id, mark) VALUES (1, ?) ON CONFLICT (id) DO NOTHING", arguments: [mark])
            return try Data.fetchOne(database, sql: "SELECT mark FROM key WHERE id = 1") == mark
        }
        guard isSame else {
            throw .unusable("'\(path)' was written under another key than the one in 'leads.key' beside it")
        }
    }

    private static let schema: DatabaseMigrator = {
        var migrator = DatabaseMigrator()
        migrator.registerMigration("1") { database in
            try database.create(table: "lead") { table in
                table.autoIncrementedPrimaryKey("id")
                table.column("createdAt", .datetime).notNull()
                table.column("environment", .text).notNull()
                table.column("authority", .text).notNull()
                table.column("lfiID", .text).notNull()
                table.column("lfiName", .text).notNull()
                table.column("productID", .text)
                table.column("categories", .text).notNull()
                table.column("person", .blob).notNull()
                table.column("state", .text).notNull()
                table.column("interactionID", .text)
                table.column("leadID", .text)
            }
            try database.create(indexOn: "lead", columns: ["person", "lfiID"])
            try database.create(table: "key") { table in
                table.primaryKey("id", .integer)
                table.column("mark", .blob).notNull()
            }
        }
        return migrator
    }()
}
