import FoundationEssentials
import OpenFinance
import OpenFinanceLeads
import OpenFinanceTestSupport
import Testing

/// What every store promises, whoever brings it.
@Suite("A store of leads")
struct LeadStoreTests {
    enum Kind: CaseIterable {
        case sqlite, inMemory

        func store(in folder: URL) async throws -> any LeadStore {
            switch self {
            case .sqlite: try await SQLiteLeadStore.open(in: folder)
            case .inMemory: InMemoryLeadStore()
            }
        }
    }

    @Test("says at each step what a killed process would leave", arguments: Kind.allCases)
    func steps(kind: Kind) async throws {
        try await Example.withFolder { folder in
            let store = try await kind.store(in: folder)
            let request = InteractionID()
            let id = try await store.add(.example(), unlessSentSince: .start)
            #expect(try await store.records().map(\.status) == [.prepared])
            try await store.markSending(id, as: request, unlessSentSince: .start)
            let sending = try #require(try await store.records().first)
            #expect(sending.status == .sending && sending.state == .unknown && sending.interactionID == request)
            // An attempt that has not left keeps the id of its request.
            try await store.update(id, to: .prepared, interactionID: nil, leadID: nil)
            let back = try #require(try await store.records().first)
            #expect(back.state == .notSent && back.interactionID == request)
            try await store.update(id, to: .arrived, interactionID: request, leadID: "L")
            let arrived = try #require(try await store.records().first)
            #expect(arrived.state == .arrived && arrived.leadID == "L" && arrived.lfi.id == "liwa")
        }
    }

    @Test("stops the same person, LFI, authority and categories, whatever their order", arguments: Kind.allCases)
    func duplicate(kind: Kind) async throws {
        try await Example.withFolder { folder in
            let store = try await kind.store(in: folder)
            let first = NewLeadRecord.example(categories: [.savingsAccount, .finance])
            try await store.arrive(first)

            let same = NewLeadRecord.example(categories: [.finance, .savingsAccount])
            #expect(try await store.duplicate(of: same, since: .start)?.leadID == "L")
            let error = await #expect(throws: LeadStoreError.self) {
                try await store.add(same, unlessSentSince: .start)
            }
            guard case .duplicate(let earlier)? = error else {
                Issue.record("\(String(describing: error))")
                return
            }
            #expect(earlier.leadID == "L")
            await #expect(throws: Never.self) { try await store.add(same, unlessSentSince: nil) }

            var others = Array(repeating: same, count: 5)
            others[0].authority = "rs1.liwa.sandbox.example"
            others[1].lfi = .init(id: "waha", name: "liwa bank")
            others[2].categories = [.finance]
            others[3].categories = []
            others[4].person = try #require(EmiratesID("784-1991-7654321-0"))
            for other in others { #expect(try await store.duplicate(of: other, since: .start) == nil) }
            // The same number in another spelling, about another product.
            var spelled = same
            spelled.person = try #require(EmiratesID("٧٨٤١٩٩٠١٢٣٤٥٦٧٦"))
            spelled.productID = "P2"
            #expect(try await store.duplicate(of: spelled, since: .start) != nil)

            let age = LeadRecord.timeToFollowUp
            #expect(try await store.duplicate(of: same, since: first.submittedAt.addingTimeInterval(-1)) != nil)
            #expect(try await store.duplicate(of: same, since: first.submittedAt.addingTimeInterval(age)) == nil)
        }
    }

    @Test("lets a lead that was refused or not sent be tried again, and no other", arguments: Kind.allCases)
    func states(kind: Kind) async throws {
        for status in LeadRecord.Status.allCases {
            try await Example.withFolder { folder in
                let store = try await kind.store(in: folder)
                let id = try await store.add(.example(), unlessSentSince: .start)
                try await store.update(id, to: status, interactionID: InteractionID(), leadID: nil)
                #expect(try await store.records().first?.status == status)
                let isStopped = [.sending, .arrived, .unknown].contains(status)
                #expect((try await store.duplicate(of: .example(), since: .start) != nil) == isStopped, "\(status)")
            }
        }
    }

    @Test("lets only the quicker of two with the same lead send it, of many at once", arguments: Kind.allCases)
    func race(kind: Kind) async throws {
        try await Example.withFolder { folder in
            let inMemory = InMemoryLeadStore()
            var tickets: [(store: any LeadStore, id: LeadRecord.ID)] = []
            for _ in 0..<16 {
                // Each with a connection of its own, as processes have.
                let store: any LeadStore = kind == .sqlite ? try await SQLiteLeadStore.open(in: folder) : inMemory
                tickets.append((store, try await store.add(.example(), unlessSentSince: .start)))
            }
            let winners = await withTaskGroup(of: Bool.self) { group in
                for ticket in tickets {
                    group.addTask {
                        let request = InteractionID()
                        return (try? await ticket.store.markSending(ticket.id, as: request, unlessSentSince: .start))
                            != nil
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(winners == 1)
        }
    }

    @Test("forgets what it is told to forget, gives no number twice, and knows no other", arguments: Kind.allCases)
    func remove(kind: Kind) async throws {
        try await Example.withFolder { folder in
            let store = try await kind.store(in: folder)
            try await store.arrive(.example())
            #expect(try await store.remove(1))
            #expect(try await !store.remove(1))
            #expect(try await store.records().isEmpty)
            #expect(try await store.duplicate(of: .example(), since: .start) == nil)
            try await store.arrive(.example())
            #expect(try await store.records().map(\.id) == [2])
            await #expect(throws: LeadStoreError.self) {
                try await store.update(9, to: .arrived, interactionID: nil, leadID: nil)
            }
            await #expect(throws: LeadStoreError.self) {
                try await store.markSending(9, as: InteractionID(), unlessSentSince: nil)
            }
        }
    }

    @Test("writes down what has become of a lead although nobody waits for it any more", arguments: Kind.allCases)
    func cancelled(kind: Kind) async throws {
        try await Example.withFolder { folder in
            let store = try await kind.store(in: folder)
            let id = try await store.add(.example(), unlessSentSince: .start)
            let work = Task {
                withUnsafeCurrentTask { $0?.cancel() }
                try await store.update(id, to: .arrived, interactionID: nil, leadID: "L")
            }
            try await work.value
            #expect(try await store.records().map(\.leadID) == ["L"])
        }
    }
}

extension NewLeadRecord {
    /// Of an invented person, at a fixed time.
    static func example(_ lfi: String = "liwa", categories: [ProductCategory] = [.savingsAccount]) -> NewLeadRecord {
        guard let person = EmiratesID("784-1990-1234567-6") else { preconditionFailure("it is an Emirates ID") }
        return NewLeadRecord(
            person: person, submittedAt: Date(timeIntervalSince1970: 1_800_000_000), environment: "sandbox",
            lfi: .init(id: lfi, name: "\(lfi) bank"), authority: "rs1.\(lfi).example", productID: nil,
            categories: categories)
    }
}

extension LeadStore {
    /// Brings a lead as far as the LFI.
    func arrive(_ lead: NewLeadRecord) async throws {
        let id = try await add(lead, unlessSentSince: .start)
        let request = InteractionID()
        try await markSending(id, as: request, unlessSentSince: .start)
        try await update(id, to: .arrived, interactionID: request, leadID: "L")
    }
}

extension Date {
    /// Before every lead of the tests.
    static let start = Date(timeIntervalSince1970: 1_700_000_000)
}
