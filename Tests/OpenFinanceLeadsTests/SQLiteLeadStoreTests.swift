import Foundation
import GRDB
import OpenFinance
import OpenFinanceTestSupport
import Testing

@testable import OpenFinanceLeads

@Suite("Leads in SQLite")
struct SQLiteLeadStoreTests {
    @Test("whose making was broken off has no lead")
    func half() async throws {
        try await Example.withFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try await DatabaseQueue(path: folder.appending(path: "leads.sqlite").path).write { database in
                try database.execute(sql: "CREATE TABLE other (id INTEGER)")
            }
            #expect(try await SQLiteLeadStore.records(in: folder).isEmpty)
        }
    }

    @Test("is this user's alone, and holds nothing of the person")
    func privacy() async throws {
        try await Example.withFolder { folder in
            let store = try await SQLiteLeadStore.open(in: folder)
            try await store.arrive(.example())
            func mode(_ path: String) throws -> Int? {
                try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
            }
            #expect(try mode(folder.path) == 0o700)
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
            #expect(Set(names) == [".leads.lock", "leads.sqlite", "leads.key"])
            for name in names {
                let path = folder.appending(path: name).path
                #expect(try mode(path) == 0o600)
                let text = String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self)
                for secret in ["sara", "Ahmed", "784199012345676", "784-1990", "501234567"] {
                    #expect(!text.lowercased().contains(secret.lowercased()))
                }
            }
        }
    }

    @Test("is unusable, and says so, where it cannot be trusted")
    func unusable() async throws {
        try await Example.withFolder { folder in
            let path = folder.appending(path: "leads.key").path
            try await SQLiteLeadStore.open(in: folder).arrive(.example())
            // Another key would find no duplicate.
            let key = try Data(contentsOf: URL(filePath: path))
            try FileManager.default.removeItem(atPath: path)
            for _ in 0..<2 {
                let error = await #expect(throws: LeadStoreError.self) { try await SQLiteLeadStore.open(in: folder) }
                guard case .unusable(let reason)? = error else { continue }
                #expect(reason.contains("leads.key' is missing"))
                #expect(!FileManager.default.fileExists(atPath: path))
            }
            try Data(key.reversed()).write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            await #expect(throws: LeadStoreError.self) { try await SQLiteLeadStore.open(in: folder) }
            try key.write(to: URL(filePath: path))
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: path)
            #expect(try await SQLiteLeadStore.open(in: folder).records().count == 1)
        }
        try await Example.withFolder { folder in
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data("no database, but long enough to be looked at as one".utf8).write(
                to: folder.appending(path: "leads.sqlite"))
            await #expect(throws: LeadStoreError.self) { try await SQLiteLeadStore.open(in: folder) }
        }
        await #expect(throws: LeadStoreError.self) {
            try await SQLiteLeadStore.open(in: URL(filePath: "/proc/ofp"))
        }
    }

    @Test("promises no less than that a lead is on the disk before it leaves")
    func durability() async throws {
        try await Example.withFolder { folder in
            // EXTRA (SQLite, PRAGMA synchronous): the file and its folder are written out at the end of a transaction.
            for _ in 0..<2 {
                let durability = try await SQLiteLeadStore.open(in: folder).durability
                #expect(durability == 3)
            }
        }
    }

    @Test("is refused where it was lost beside its key, and says how to go on")
    func lost() async throws {
        for isEmptied in [true, false] {
            try await Example.withFolder { folder in
                try await SQLiteLeadStore.open(in: folder).arrive(.example())
                let path = folder.appending(path: "leads.sqlite").path
                if isEmptied {
                    #expect(truncate(path, 0) == 0)
                } else {
                    try FileManager.default.removeItem(atPath: path)
                }
                let errors = [
                    await #expect(throws: LeadStoreError.self) { try await SQLiteLeadStore.open(in: folder) },
                    await #expect(throws: LeadStoreError.self) { try await SQLiteLeadStore.records(in: folder) },
                ]
                for error in errors {
                    guard case .unusable(let reason)? = error else { continue }
                    #expect(reason.contains("missing or empty"))
                }
                // Whoever takes the key away has decided to begin anew.
                try FileManager.default.removeItem(atPath: folder.appending(path: "leads.key").path)
                try? FileManager.default.removeItem(atPath: path)
                #expect(try await SQLiteLeadStore.open(in: folder).records().isEmpty)
            }
        }
    }

    @Test(
        "shows a row that somebody has changed, and lets it stand in the way of the same lead",
        arguments: [
            "createdAt = -1e300", "createdAt = 1e300", "createdAt = 'yesterday'", "createdAt = x'00'",
            "createdAt = 1e17",
            "state = 'posted'", "state = ''", "lfiName = x'FF'", "interactionID = 'none'", "leadID = 7",
        ])
    func oddRows(change: String) async throws {
        try await Example.withFolder { folder in
            let store = try await SQLiteLeadStore.open(in: folder)
            try await store.arrive(.example())
            try await store.arrive(.example("waha"))
            try alter(folder, "UPDATE lead SET \(change) WHERE lfiID = 'liwa'")
            let records = try await SQLiteLeadStore.records(in: folder)
            #expect(records.count == 2)
            for record in records { #expect(!record.submittedAt.formatted(.iso8601).isEmpty) }
            #expect(try await store.duplicate(of: .example(), since: .start) != nil)
        }
    }

    private func alter(_ folder: URL, _ sql: String) throws {
        try DatabaseQueue(path: folder.appending(path: "leads.sqlite").path).write { try $0.execute(sql: sql) }
    }

    @Test("is not taken for none where nobody may look")
    func hidden() async throws {
        try await Example.withFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            // Not even root may look into it.
            let loop = folder.appending(path: "loop")
            try FileManager.default.createSymbolicLink(at: loop, withDestinationURL: loop)
            #expect(SQLiteLeadStore.isThere(in: loop))
            await #expect(throws: LeadStoreError.self) { try await SQLiteLeadStore.records(in: loop) }
            let none = folder.appending(path: "none")
            #expect(!SQLiteLeadStore.isThere(in: none))
            #expect(try await SQLiteLeadStore.records(in: none).isEmpty)
        }
    }

    @Test("can be looked at where nothing can be written")
    func readOnly() async throws {
        try await Example.withFolder { folder in
            try await SQLiteLeadStore.open(in: folder).arrive(.example())
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(chmod(folder.path, 0o500) == 0 && chmod(folder.appending(path: "leads.sqlite").path, 0o400) == 0)
            defer { chmod(folder.path, 0o700) }
            #expect(try await SQLiteLeadStore.records(in: folder).map(\.leadID) == ["L"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == names)
        }
    }
}
