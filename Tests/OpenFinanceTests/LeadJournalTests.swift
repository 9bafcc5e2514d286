import Foundation
import GRDB
import Synchronization
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads

@Suite("The journal of leads")
struct LeadJournalTests {
    private let id = InteractionID()

    private func description(_ lfi: String = "liwa", _ categories: [ProductCategory] = [.savingsAccount])
        -> LeadJournal.Description
    {
        LeadJournal.Description(
            environment: "sandbox", lfi: .init(id: lfi, name: "\(lfi) bank"), authority: "rs1.\(lfi).example",
            productID: nil, categories: categories)
    }

    private func arrive(_ ticket: LeadJournal.Ticket) throws {
        try ticket.isAboutToLeave(id)
        try ticket.close(.arrived(leadID: "L", id))
    }

    @Test("says what a killed process leaves: not sent before the request leaves, unknown from then on")
    func killed() async throws {
        try await Example.withFolder { folder in
            let ticket = try LeadJournal(folder: folder).open(try Example.lead(), description(), isAgain: false)
            #expect(try LeadJournal(folder: folder).entries().map(\.state) == [.notSent])
            try ticket.isAboutToLeave(id)
            let later = try #require(try LeadJournal(folder: folder).entries().first)
            #expect(later.state == .unknown && later.interactionID == id)
            ticket.hasNotLeft()
            #expect(try LeadJournal(folder: folder).entries().map(\.state) == [.notSent])
        }
    }

    @Test("whose making was broken off has no lead")
    func half() async throws {
        try await Example.withFolder { folder in
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try await DatabaseQueue(path: folder.appending(path: "leads.sqlite").path).write { database in
                try database.execute(sql: "CREATE TABLE other (id INTEGER)")
            }
            #expect(try LeadJournal.entries(in: folder).isEmpty)
        }
    }

    @Test("stops the same person, LFI and categories, whatever their order, for 30 days")
    func duplicate() async throws {
        try await Example.withFolder { folder in
            let time = Mutex(Date(timeIntervalSince1970: 1_800_000_000))
            let journal = try LeadJournal(folder: folder) { time.withLock(\.self) }
            let lead = try Example.lead()
            let first = description("liwa", [.savingsAccount, .finance])
            try arrive(try journal.open(lead, first, isAgain: false))

            let same = description("liwa", [.finance, .savingsAccount])
            #expect(try journal.earlier(than: lead, same)?.leadID == "L")
            #expect(throws: LeadJournalError.self) { try journal.open(lead, same, isAgain: false) }
            #expect(throws: Never.self) { try journal.open(lead, same, isAgain: true) }

            var elsewhere = same
            elsewhere.authority = "rs1.liwa.sandbox.example"
            let someoneElse = try Example.lead { $0.emiratesID = "784-1991-7654321-0" }
            #expect(try journal.earlier(than: lead, description("liwa", [.finance])) == nil)
            #expect(try journal.earlier(than: lead, description("waha", [.finance, .savingsAccount])) == nil)
            #expect(try journal.earlier(than: lead, elsewhere) == nil)
            #expect(try journal.earlier(than: someoneElse, same) == nil)
            // The same person under another spelling of the id, and with another address.
            let spelled = try Example.lead {
                $0.emiratesID = "784199012345676"
                $0.email = "other@example.ae"
            }
            #expect(try journal.earlier(than: spelled, same) != nil)

            time.withLock { $0 += 30 * 86_400 - 1 }
            #expect(try journal.earlier(than: lead, same) != nil)
            time.withLock { $0 += 2 }
            #expect(try journal.earlier(than: lead, same) == nil)
        }
    }

    @Test("lets a lead that was refused or not sent be tried again, and not one whose outcome is unknown")
    func states() async throws {
        let failure = LFIFailure(
            lfi: .init(id: "liwa", name: "liwa bank"), stage: .leads, reason: .http, message: "", isRefusal: false)
        for (outcome, isStopped) in [
            (LeadOutcome.refused(failure), false), (.notSent(failure), false), (.unknown(failure), true),
        ] {
            try await Example.withFolder { folder in
                let journal = try LeadJournal(folder: folder)
                let lead = try Example.lead()
                let ticket = try journal.open(lead, description(), isAgain: false)
                try ticket.isAboutToLeave(id)
                try ticket.close(outcome)
                #expect(try journal.entries().first?.state == outcome.state)
                #expect((try journal.earlier(than: lead, description()) != nil) == isStopped)
            }
        }
    }

    @Test("lets only the quicker of two with the same lead send it, of many at once")
    func race() async throws {
        try await Example.withFolder { folder in
            let lead = try Example.lead()
            // Each with a connection of its own, as processes have.
            let journals = try (0..<16).map { _ in try LeadJournal(folder: folder) }
            let tickets = try journals.map { try $0.open(lead, description(), isAgain: false) }
            let winners = await withTaskGroup(of: Bool.self) { group in
                for ticket in tickets { group.addTask { (try? ticket.isAboutToLeave(InteractionID())) != nil } }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    }

    @Test("forgets what it is told to forget, and gives no number twice")
    func forget() async throws {
        try await Example.withFolder { folder in
            let journal = try LeadJournal(folder: folder)
            let lead = try Example.lead()
            try arrive(try journal.open(lead, description(), isAgain: false))
            #expect(try journal.forget(1))
            #expect(try !journal.forget(1))
            #expect(try journal.entries().isEmpty && journal.earlier(than: lead, description()) == nil)
            try arrive(try journal.open(lead, description(), isAgain: false))
            #expect(try journal.entries().map(\.id) == [2])
        }
    }

    @Test("is this user's alone, and holds nothing of the person")
    func privacy() async throws {
        try await Example.withFolder { folder in
            let journal = try LeadJournal(folder: folder)
            try arrive(try journal.open(try Example.lead(), description(), isAgain: false))
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
            _ = try LeadJournal(folder: folder).open(try Example.lead(), description(), isAgain: false)
            // Another key would find no duplicate.
            try FileManager.default.removeItem(atPath: path)
            #expect(throws: LeadJournalError.self) { try LeadJournal(folder: folder) }
        }
        try await Example.withFolder { folder in
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            try Data("no database, but long enough to be looked at as one".utf8).write(
                to: folder.appending(path: "leads.sqlite"))
            #expect(throws: LeadJournalError.self) { try LeadJournal(folder: folder) }
        }
        #expect(throws: LeadJournalError.self) { try LeadJournal(folder: URL(filePath: "/proc/ofp")) }
    }

    @Test("promises no less than that a lead is on the disk before it leaves")
    func durability() async throws {
        try await Example.withFolder { folder in
            // EXTRA (SQLite, PRAGMA synchronous): the file and its folder are written out at the end of a transaction.
            for _ in 0..<2 {
                let durability = try LeadJournal(folder: folder).durability
                #expect(durability == 3)
            }
        }
    }

    @Test("is refused where it was lost beside its key, and says how to go on")
    func lost() async throws {
        for isEmptied in [true, false] {
            try await Example.withFolder { folder in
                try arrive(try LeadJournal(folder: folder).open(try Example.lead(), description(), isAgain: false))
                let path = folder.appending(path: "leads.sqlite").path
                if isEmptied {
                    #expect(truncate(path, 0) == 0)
                } else {
                    try FileManager.default.removeItem(atPath: path)
                }
                let errors = [
                    #expect(throws: LeadJournalError.self) { try LeadJournal(folder: folder) },
                    #expect(throws: LeadJournalError.self) { try LeadJournal.entries(in: folder) },
                ]
                for error in errors {
                    guard case .unusable(let reason)? = error else { continue }
                    #expect(reason.contains("missing or empty"))
                }
                // Whoever takes the key away has decided to begin anew.
                try FileManager.default.removeItem(atPath: folder.appending(path: "leads.key").path)
                try? FileManager.default.removeItem(atPath: path)
                #expect(try LeadJournal(folder: folder).entries().isEmpty)
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
            let journal = try LeadJournal(folder: folder)
            try arrive(try journal.open(try Example.lead(), description(), isAgain: false))
            try arrive(try journal.open(try Example.lead(), description("waha"), isAgain: false))
            try alter(folder, "UPDATE lead SET \(change) WHERE lfiID = 'liwa'")
            let entries = try LeadJournal.entries(in: folder)
            #expect(entries.count == 2)
            for entry in entries { #expect(!entry.submittedAt.formatted(.iso8601).isEmpty) }
            #expect(try journal.earlier(than: try Example.lead(), description()) != nil)
        }
    }

    private func alter(_ folder: URL, _ sql: String) throws {
        try DatabaseQueue(path: folder.appending(path: "leads.sqlite").path).write { try $0.execute(sql: sql) }
    }

    @Test("can be looked at where nothing can be written")
    func readOnly() async throws {
        try await Example.withFolder { folder in
            try arrive(try LeadJournal(folder: folder).open(try Example.lead(), description(), isAgain: false))
            let names = try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
            #expect(chmod(folder.path, 0o500) == 0 && chmod(folder.appending(path: "leads.sqlite").path, 0o400) == 0)
            defer { chmod(folder.path, 0o700) }
            #expect(try LeadJournal.entries(in: folder).map(\.leadID) == ["L"])
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted() == names)
        }
    }
}
