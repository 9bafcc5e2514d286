import Foundation
import TestSupport
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp
@testable import ofp_sandbox

@Suite("A thousand leads over connections that break")
struct ThousandLeadsTests {
    private static let seed: UInt64 = 20_261_123
    private static let count = Soak.count(1_000, usually: 24)
    /// How many more go to each of two banks that take none.
    private static let others = Soak.count(40, usually: 3)

    private struct Receipt: Decodable {
        var LeadId: String?
        var State: LeadState
        var InteractionId: String?
    }

    private struct Sent: Sendable {
        var document: GeneratedLead.Document
        var status: CommandStatus
        var receipt: Receipt?
        var errors: String
    }

    @Test(
        "arrive at most once each, and nobody is told anything but the truth",
        arguments: [["http/1.1"], ["h2"]])
    func flood(protocols: [String]) async throws {
        print("seed: \(Self.seed)")
        let faults = ["sidr:leads:random-cut:\(Self.seed)", "qurm:leads:refuse", "saqr:leads:rate-limit:3600"]
        try await SandboxWorld.with(faults: faults, protocols: protocols) { world in
            let leads = try await Self.submit(to: world)
            let taken = Dictionary(grouping: world.sandbox.leads.all, by: { Self.emiratesID(in: $0.body) })
            let journal = try await Self.journal(of: world)

            #expect(leads.count == Self.count + 2 * Self.others && journal.count == leads.count)
            #expect(taken.values.allSatisfy { $0.count == 1 })
            #expect(Set(taken.keys).isSubset(of: Set(leads.map(\.document.emiratesID))))
            for lead in leads {
                let arrived = taken[lead.document.emiratesID]?.first
                let receipt = try #require(lead.receipt, "exit \(lead.status): \(lead.errors)")
                switch (lead.status, receipt.State) {
                case (.success, .arrived):
                    // The answer may have broken off after its status, and its id with it.
                    #expect(arrived != nil && (receipt.LeadId == nil || receipt.LeadId == arrived?.id))
                case (.unavailable, .notSent), (.refused, .refused):
                    #expect(arrived == nil)
                case (.unknownOutcome, .unknown): break
                default: Issue.record("exit \(lead.status) with state \(receipt.State): \(lead.errors)")
                }
                let entry = try #require(journal[receipt.InteractionId ?? ""])
                #expect(entry == receipt.State)
            }
            // The body is as the schema says, whatever the name and the address, or the hub would have objected.
            #expect(world.sandbox.journal.report.rulesBroken.isEmpty)

            // Chance must have had its way with everything that can happen.
            let unknown = leads.filter { $0.status == .unknownOutcome }
            let unknownAndThere = unknown.filter { taken[$0.document.emiratesID] != nil }
            print(
                "arrived \(leads.filter { $0.status == .success }.count), unknown \(unknown.count),",
                "of them taken \(unknownAndThere.count), not sent \(leads.filter { $0.status == .unavailable }.count),",
                "requests \(world.sandbox.journal.report.requests["leads"] ?? 0)")
            #expect(leads.contains { $0.status == .success })
            #expect(leads.filter { $0.status == .refused }.count == Self.others)
            #expect(leads.filter { $0.status == .unavailable }.count >= Self.others)
            #expect(!unknownAndThere.isEmpty && unknownAndThere.count < unknown.count)

            try Self.expectNothingPersonal(of: leads, in: world)
        }
    }

    /// Four at a time, each as a command of its own; the rest of the world is theirs together, as it is for processes.
    private static func submit(to world: SandboxWorld) async throws -> [Sent] {
        var generator = GeneratedLead(seed: seed)
        let banks = Array(repeating: "Qurm Bank", count: others) + Array(repeating: "Saqr", count: others)
        let documents = (0..<count + banks.count).map { generator.next($0) }
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-documents-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await withThrowingTaskGroup(of: Sent.self) { group in
            var waiting = documents.enumerated().makeIterator()
            func startNext() throws {
                guard let (number, document) = waiting.next() else { return }
                let file = folder.appending(path: "\(number).json")
                try Data(document.json.utf8).write(to: file)
                let bank = number < banks.count ? banks[number] : "Sidr Bank"
                group.addTask {
                    let outcome = try await world.run(
                        [
                            "lead", "--lfi", bank, "--data", file.path, "--consent-given", "--format", "json",
                            "--timeout", "3500",
                        ], variables: ["OFP_LOG_LEVEL": "trace"])
                    let receipt = try? JSONDecoder().decode(Receipt.self, from: Data(outcome.output.utf8))
                    return Sent(document: document, status: outcome.status, receipt: receipt, errors: outcome.errors)
                }
            }
            for _ in 0..<4 { try startNext() }
            var sent: [Sent] = []
            for try await one in group {
                sent.append(one)
                try startNext()
            }
            return sent
        }
    }

    private static func emiratesID(in body: Data) -> String {
        struct Body: Decodable {
            struct Content: Decodable { var EmiratesId: String }
            var Data: Content
        }
        return (try? JSONDecoder().decode(Body.self, from: body).Data.EmiratesId) ?? ""
    }

    /// States by interaction id, as `ofp leads` tells them.
    private static func journal(of world: SandboxWorld) async throws -> [String: LeadState] {
        struct List: Decodable {
            struct Item: Decodable {
                var InteractionId: String
                var State: LeadState
            }
            var Leads: [Item]
        }
        let outcome = try await world.run(["leads", "--format", "json"])
        let list = try JSONDecoder().decode(List.self, from: Data(outcome.output.utf8))
        return Dictionary(uniqueKeysWithValues: list.Leads.map { ($0.InteractionId, $0.State) })
    }

    private static func expectNothingPersonal(of leads: [Sent], in world: SandboxWorld) throws {
        for lead in leads {
            #expect(lead.errors.contains(" trace ") || lead.errors.contains(" debug "), "the log is in it")
            for secret in secrets(of: lead) { #expect(!lead.errors.contains(secret)) }
        }
        let files = try world.files()
        #expect(files.count > 5)
        for (path, text) in files {
            // One pass over each text for what all addresses and ids have in common, then over the rest one by one.
            #expect(!text.contains("person.1"), "\(path)")
            for secret in leads.prefix(100).flatMap(secrets) { #expect(!text.contains(secret), "\(path)") }
        }
    }

    private static func secrets(of lead: Sent) -> [String] {
        lead.document.secrets + [lead.document.emiratesID, lead.document.emiratesID.filter { $0 != "-" }]
    }
}
