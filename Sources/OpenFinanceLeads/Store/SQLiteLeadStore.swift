public import FoundationEssentials
import GRDB
public import OpenFinance
import OpenFinanceCrypto

/// Leads in an SQLite database, in a folder of this user's alone.
///
/// It holds no personal data: who a lead is for is kept as an HMAC of the Emirates ID, under a random key in a file beside
/// it. Processes share it; threads of Swift's pool do not wait for its disk.
public final class SQLiteLeadStore: LeadStore {
    private static let fileName = "leads.sqlite"
    private static let keyName = "leads.key"

    private let queue: DatabaseQueue
    private let key: [UInt8]

    /// The library that is here, such as `SQLite/3.40.1`.
    package static var library: String {
        let version = try? DatabaseQueue().read { try String.fetchOne($0, sql: "SELECT sqlite_version()") }
        return "SQLite/\(version ?? "?")"
    }

    /// Whether anything was ever submitted from `folder`, or may have been: where nobody may look, opening it says so.
    public static func isThere(in folder: URL) -> Bool {
        if case .absent = PrivateFile.presence(of: folder.appending(path: fileName).path) { false } else { true }
    }

    /// Opens the store in `folder`, or makes one there.
    ///
    /// - Throws: ``LeadStoreError/unusable(_:)``.
    public static func open(in folder: URL) async throws(LeadStoreError) -> SQLiteLeadStore {
        try await Self.waiting { () throws(LeadStoreError) in try SQLiteLeadStore(folder: folder) }
    }

    private init(folder: URL) throws(LeadStoreError) {
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
                "'\(path)' is missing or empty, though leads were sent from here before ('leads.key' beside it belongs to them). "
                    + "Restore it from a backup, or remove the key to start again: the same lead may then be sent twice"
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
        if PrivateFile.size(keyPath) == nil, try Self.hasKey(queue, path) {
            throw .unusable(
                "the key '\(keyPath)' is missing, without which it is not known whom the leads in '\(path)' were for. "
                    + "Restore it from a backup, or move the journal away to start again: the same lead may then be sent twice"
            )
        }
        key = try Self.key(at: keyPath)
        try checkKey(path)
    }

    /// What SQLite promises of a transaction that is done (PRAGMA synchronous): 3 is EXTRA.
    var durability: Int {
        get async throws(LeadStoreError) { try await access { try Int.fetchOne($0, sql: "PRAGMA synchronous") ?? 0 } }
    }

    /// What was submitted from `folder`, the latest first; nothing is changed there, and it may be read-only.
    ///
    /// - Throws: ``LeadStoreError/unusable(_:)``.
    public static func records(in folder: URL) async throws(LeadStoreError) -> [LeadRecord] {
        try await Self.waiting { () throws(LeadStoreError) in try read(folder) }
    }

    private static func read(_ folder: URL) throws(LeadStoreError) -> [LeadRecord] {
        let path = folder.appending(path: fileName).path
        // Where nobody may look, that there is none is more than is known.
        if case .hidden(let reason) = PrivateFile.presence(of: path) {
            throw .unusable("'\(path)' cannot be read: \(reason)")
        }
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
                try database.tableExists(LeadRow.databaseTableName) ? try LeadRow.all(in: database) : []
            }
        } catch {
            throw unusable(path, error)
        }
    }

    // MARK: - What a store does

    /// Looks and writes in one transaction: of two processes with the same lead, one is told of the other.
    ///
    /// - Throws: ``LeadStoreError/duplicate(of:)`` where it was sent, or may have been.
    public func add(
        _ lead: NewLeadRecord, unlessSentSince time: Date?
    ) async throws(LeadStoreError) -> LeadRecord.ID {
        let row = row(lead)
        return try await access { database in
            if let time, let earlier = try row.earlier(since: time, in: database) {
                throw LeadStoreError.duplicate(of: earlier)
            }
            return Int(try row.inserted(database).id ?? 0)
        }
    }

    /// On the disk when it returns: a process that dies afterwards leaves the lead as one that may have arrived.
    ///
    /// - Throws: ``LeadStoreError/duplicate(of:)`` where another one was quicker with the same lead.
    public func markSending(
        _ id: LeadRecord.ID, as interactionID: InteractionID, unlessSentSince time: Date?
    ) async throws(LeadStoreError) {
        try await access { database in
            var row = try LeadRow.one(Int64(id), in: database)
            if let time, let earlier = try row.earlier(since: time, in: database) {
                throw LeadStoreError.duplicate(of: earlier)
            }
            row.state = .sending
            row.interactionID = interactionID.description
            try row.update(database)
        }
    }

    /// An id of the LFI's that was known is replaced, by nil too.
    public func update(
        _ id: LeadRecord.ID, to status: LeadRecord.Status, interactionID: InteractionID?, leadID: String?
    ) async throws(LeadStoreError) {
        try await access { database in
            var row = try LeadRow.one(Int64(id), in: database)
            row.state = status
            // An attempt that has not left keeps the id of its request: the LFI's support may have seen it.
            row.interactionID = interactionID?.description ?? row.interactionID
            row.leadID = leadID
            try row.update(database)
        }
    }

    /// Finds the person by the digest, under the key of this folder.
    public func duplicate(of lead: NewLeadRecord, since time: Date) async throws(LeadStoreError) -> LeadRecord? {
        let row = row(lead)
        return try await access { try row.earlier(since: time, in: $0) }
    }

    /// The latest first, those that other processes have added included.
    public func records() async throws(LeadStoreError) -> [LeadRecord] { try await access { try LeadRow.all(in: $0) } }

    /// What was in the row is overwritten in the file, too.
    public func remove(_ id: LeadRecord.ID) async throws(LeadStoreError) -> Bool {
        try await access { try LeadRow.deleteOne($0, key: Int64(id)) }
    }

    private func row(_ lead: NewLeadRecord) -> LeadRow {
        LeadRow(lead, person: Data(HMAC.sha256(lead.person.digits.utf8, key: key)))
    }

    // MARK: - Access

    /// Works in one transaction, on the database's own queue. A task that is cancelled does not end it.
    private func access<Value: Sendable>(
        _ work: @escaping @Sendable (Database) throws -> Value
    ) async throws(LeadStoreError) -> Value {
        let result: Result<Value, any Error> = await withCheckedContinuation { continuation in
            queue.asyncWrite(work) { continuation.resume(returning: $1) }
        }
        do {
            return try result.get()
        } catch {
            throw (error as? LeadStoreError) ?? Self.unusable(queue.path, error)
        }
    }

    private static func waiting<Value: Sendable>(
        _ work: @escaping @Sendable () throws(LeadStoreError) -> Value
    ) async throws(LeadStoreError) -> Value {
        try await BlockingWork.run { Result { () throws(LeadStoreError) in try work() } }.get()
    }

    // MARK: - The files

    private static func unusable(_ path: String, _ error: any Error) -> LeadStoreError {
        let reason = (error as? DatabaseError)?.message ?? "\(type(of: error))"
        return .unusable("'\(path)' cannot be used: \(reason)")
    }

    /// The key of this user's digests, made at the first lead.
    private static func key(at path: String) throws(LeadStoreError) -> [UInt8] {
        if let key = PrivateFile.read(path), key.count == 32 { return Array(key) }
        var generator = SystemRandomNumberGenerator()
        let key = (0..<32).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        // Of two processes that make one at the same time, both use the one that was there first.
        guard PrivateFile.create(path, with: Data(key)) || PrivateFile.read(path)?.count == 32,
            let kept = PrivateFile.read(path), kept.count == 32
        else { throw .unusable("the key '\(path)' cannot be made or read, or is readable by others") }
        return Array(kept)
    }

    /// Whether the journal was ever used with a key.
    private static func hasKey(_ queue: DatabaseQueue, _ path: String) throws(LeadStoreError) -> Bool {
        do {
            return try queue.read { try Bool.fetchOne($0, sql: "SELECT EXISTS (SELECT 1 FROM key)") ?? false }
        } catch {
            throw unusable(path, error)
        }
    }

    /// Digests under another key would find no duplicate: a key that was lost and made anew must not pass for the old one.
    private func checkKey(_ path: String) throws(LeadStoreError) {
        let mark = Data(HMAC.sha256("ofp leads".utf8, key: key))
        let isSame: Bool
        do {
            isSame = try queue.write { database in
                try database.execute(
                    sql: "INSERT INTO key (id, mark) VALUES (1, ?) ON CONFLICT (id) DO NOTHING", arguments: [mark])
                return try Data.fetchOne(database, sql: "SELECT mark FROM key WHERE id = 1") == mark
            }
        } catch {
            throw Self.unusable(path, error)
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
