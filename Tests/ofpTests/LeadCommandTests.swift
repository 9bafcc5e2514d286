import ArgumentParser
import Foundation
import Testing

@testable import OpenFinance
@testable import ofp
@testable import ofp_sandbox

@Suite("ofp lead")
struct LeadCommandTests {
    private static let person = [
        "--email", "sara.ahmed@example.ae", "--emirates-id", "784-1990-1234567-6", "--given-name", "Sara",
        "--last-name", "Ahmed", "--marketing-opt-out", "no",
    ]

    private static func lead(_ bank: String = "Sidr Bank", _ more: String...) -> [String] {
        ["lead", "--lfi", bank, "--category", "Mortgage", "--consent-given"] + person + more
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var fault: String
        var status: CommandStatus
        var state: String
        /// How many the hub has.
        var taken: Int
        var testDescription: String { fault }
    }

    @Test("by a product's id goes nowhere where a bank that may have the same id has not answered")
    func uncertainProduct() async throws {
        for (fault, options) in [
            ("sidr:products:status:500", []), ("liwa:token:status:503", []), ("hajar:discovery:reset", []),
            // Long enough for all the others on a busy machine.
            ("sidr:products:hang", ["--timeout", "30"]), ("sidr:products:hang", ["--deadline", "30"]),
        ] as [(String, [String])] {
            try await SandboxWorld.with(faults: [fault]) { world in
                let lead = ["lead", "--consent-given"] + Self.person
                let outcome = try await world.run(lead + ["--product", "SAV-001"] + options)
                #expect(outcome.status == .notFound && world.sandbox.journal.report.leadsTaken.isEmpty)
                #expect(outcome.errors.contains("not certain") || outcome.errors.contains("have the id"))
            }
        }
        try await SandboxWorld.with(faults: ["hajar:products:status:500"]) { world in
            let lead = ["lead", "--consent-given"] + Self.person
            // Whoever says whose it is needs no answer of the others.
            let named = try await world.run(lead + ["--product", "SAV-001", "--lfi", "Sidr Bank"])
            #expect(named.status == .success && world.sandbox.journal.report.leadsTaken == ["sidr": 1])
            let list = world.home.appending(path: "list.json")
            try FileManager.default.createDirectory(at: world.home, withIntermediateDirectories: true)
            _ = try await world.run(["products", "--lfi", "Sidr Bank", "--format", "json", "--output", list.path])
            let saved = try await world.run(lead + ["--product", "SAV-001", "--from", list.path])
            #expect(saved.status == .notFound && saved.errors.contains("--lfi"))
        }
    }

    @Test(
        "exits with what the bank makes of it",
        arguments: [
            Case(fault: "leads:no-body", status: .success, state: "arrived", taken: 1),
            Case(fault: "leads:refuse", status: .refused, state: "refused", taken: 0),
            Case(fault: "leads:status:400", status: .refused, state: "refused", taken: 0),
            Case(fault: "leads:status:401*1", status: .success, state: "arrived", taken: 1),
            Case(fault: "leads:status:401", status: .refused, state: "refused", taken: 0),
            Case(fault: "leads:rate-limit:0*2", status: .success, state: "arrived", taken: 1),
            Case(fault: "leads:rate-limit:1*1", status: .success, state: "arrived", taken: 1),
            Case(fault: "leads:rate-limit:3600", status: .unavailable, state: "not-sent", taken: 0),
            Case(fault: "leads:status:500", status: .unknownOutcome, state: "unknown", taken: 0),
            Case(fault: "leads:html:502", status: .unknownOutcome, state: "unknown", taken: 0),
            Case(fault: "leads:cut-before", status: .unknownOutcome, state: "unknown", taken: 0),
            Case(fault: "leads:cut-after", status: .unknownOutcome, state: "unknown", taken: 1),
            Case(fault: "leads:garbage", status: .unknownOutcome, state: "unknown", taken: 0),
            Case(fault: "token:status:503", status: .unavailable, state: "not-sent", taken: 0),
            Case(fault: "token:refuse-certificate", status: .refused, state: "not-sent", taken: 0),
            Case(fault: "discovery:garbage", status: .unavailable, state: "not-sent", taken: 0),
        ])
    func outcomes(example: Case) async throws {
        try await SandboxWorld.with(faults: ["sidr:\(example.fault)"]) { world in
            let outcome = try await world.run(Self.lead("Sidr Bank", "--format", "json", "--timeout", "3500"))
            #expect(outcome.status == example.status, "\(outcome.errors)")
            #expect(outcome.output.contains(#""State":"\#(example.state)""#))
            #expect(world.sandbox.leads.all.count == example.taken)
            let list = try await world.run(["leads", "--format", "json"])
            #expect(list.output.contains(#""State":"\#(example.state)""#))
            #expect((outcome.status == .success) != outcome.errors.contains("ofp: error: "))
            // What is unknown is not sent again.
            let again = try await world.run(Self.lead("Sidr Bank", "--timeout", "3500"))
            if example.state == "unknown" { #expect(again.status == .unknownOutcome) }
            if example.state == "arrived" { #expect(again.status == .dataError) }
            #expect(world.sandbox.leads.all.count == example.taken)
            #expect(!(outcome.errors + again.errors + list.output).contains("sara"))
        }
    }

    @Test("goes to every bank that takes leads, in its version's shape, and to no other")
    func banks() async throws {
        try await SandboxWorld.with { world in
            for bank in ["Liwa Bank", "Rimal Bank", "Jebel Cooperative Bank", "Qurm Bank"] {
                #expect(try await world.run(Self.lead(bank)).status == .success)
            }
            let taken = world.sandbox.leads.all.map { String(decoding: $0.body, as: UTF8.self) }
            #expect(taken.filter { $0.contains(#""ProductCategories":[{"Type":"Mortgage"}]"#) }.count == 1)
            #expect(taken.count == 4 && world.sandbox.journal.report.rulesBroken.isEmpty)
            let none = try await world.run(Self.lead("Zafaran Bank"))
            #expect(none.status == .notFound && none.errors.contains("takes no leads"))
            let several = try await world.run(Self.lead("Liwa Bank PJSC"))
            #expect(several.status == .notFound && several.errors.contains("may mean 2 banks"))
        }
    }

    @Test(
        "says what it needs before it asks anybody",
        arguments: [
            (["lead"] + person, CommandStatus.usage, "name it with --lfi"),
            (["lead", "--product", "x", "--category", "Mortgage"] + person, .usage, "leave --category out"),
            (["lead", "--lfi", "Sidr Bank", "--from", "x"] + person, .usage, "--from goes with --product"),
            (["lead", "--lfi", "Sidr Bank", "--category", "Mortgage"] + person, .usage, "--consent-given"),
            (
                ["lead", "--lfi", "Sidr Bank", "--consent-given"] + person, .dataError,
                "Data.ProductCategories is missing"
            ),
            (["lead", "--lfi", "Sidr Bank", "--email", "x"], .dataError, "5 rules"),
            (["lead", "--lfi", "Sidr Bank", "--data", "/nowhere"], .notFound, "cannot be read"),
            (["lead", "--lfi", "Nobody", "--category", "Mortgage", "--consent-given"] + person, .notFound, "No LFI"),
            (["lead", "--product", "no-such", "--consent-given"] + person, .notFound, "no-such"),
        ])
    func faults(arguments: [String], status: CommandStatus, says: String) async throws {
        try await SandboxWorld.with { world in
            do {
                let outcome = try await world.run(arguments)
                #expect(outcome.status == status)
                #expect(outcome.errors.contains(says), "\(outcome.errors)")
            } catch {
                #expect(status == .usage)
                #expect(OFP.message(for: error).contains(says))
            }
            #expect(world.sandbox.leads.all.isEmpty)
        }
    }

    @Test("a dry run prints the body that would go, and sends and keeps nothing")
    func dryRun() async throws {
        try await SandboxWorld.with { world in
            let arguments = ["lead", "--product", "SAV-001", "--lfi", "Liwa Bank", "--dry-run"] + Self.person
            let outcome = try await world.run(arguments)
            #expect(outcome.status == .success)
            let body = try JSONDecoder().decode(JSONTreeBox.self, from: Data(outcome.output.utf8))
            #expect(body.Data.ProductCategories == ["SavingsAccount"])
            #expect(world.sandbox.leads.all.isEmpty && world.sandbox.journal.report.requests["leads"] == nil)
            #expect(try await world.run(["leads"]).errors.contains("No leads."))
            // What was printed can be sent.
            let file = world.home.appending(path: "body.json")
            try Data(outcome.output.utf8).write(to: file)
            let sent = try await world.run(["lead", "--lfi", "Liwa Bank", "--data", file.path, "--consent-given"])
            #expect(sent.status == .success)
            #expect(world.sandbox.leads.all.map(\.body) == [Data(outcome.output.dropLast().utf8)])
        }
    }

    private struct JSONTreeBox: Decodable {
        struct Content: Decodable { var ProductCategories: [String] }
        var Data: Content
    }

    @Test("asks for what is missing, again where an answer is wrong, shows what will go, and sends it after a yes")
    func interview() async throws {
        try await SandboxWorld.with { world in
            let answers = [
                "mortgage, loan", "not an address", "sara@example.ae", "784 1990 1234567 6", "", "", "Palm LLC", "",
                "uae", "ae", "12 Pearl Street", "", "AE", "", "", "", "", "", "", "", "Dubai", "Call after five",
                "maybe",
                "no", "yes",
            ]
            let outcome = try await world.run(["lead", "--lfi", "Sidr Bank"], answers: answers)
            #expect(outcome.status == .success, "\(outcome.errors)")
            #expect(outcome.errors.contains("That is no e-mail address."))
            #expect(outcome.errors.contains("Sidr Bank will get this, and will contact the person:"))
            #expect(outcome.errors.contains("Send this to Sidr Bank, and be contacted by it? [y/N]"))
            let body = try #require(world.sandbox.leads.all.first).body
            let text = String(decoding: body, as: UTF8.self)
            #expect(
                text == #"{"Data":{"Email":"sara@example.ae","EmiratesId":"784-1990-1234567-6","#
                    + #""LeadInformation":"Call after five","MarketingOptOut":false,"Name":{"BusinessName":"Palm LLC"},"#
                    + #""Nationality":"AE","ProductCategories":["Mortgage","Finance"],"ResidentialAddress":"#
                    + #"{"AddressLine":["12 Pearl Street"],"Country":"AE","CountrySubDivision":"Dubai"}}}"#)
        }
    }

    @Test("sends nothing where the answer is no, or there is none", arguments: [["n"], [""], []])
    func noConsent(answers: [String]) async throws {
        try await SandboxWorld.with { world in
            let arguments = Self.lead().filter { $0 != "--consent-given" }
            let outcome = try await world.run(arguments, answers: answers)
            #expect(outcome.status == .interrupted && outcome.errors.contains("Nothing was sent."))
            #expect(world.sandbox.leads.all.isEmpty)
            #expect(try await world.run(["leads"]).errors.contains("No leads."))
        }
    }

    @Test("sends a second one only with --again, or when the first is forgotten")
    func again() async throws {
        try await SandboxWorld.with { world in
            #expect(try await world.run(Self.lead()).status == .success)
            let stopped = try await world.run(Self.lead("Sidr Bank", "--format", "json"))
            #expect(stopped.status == .dataError && stopped.errors.contains("or send it with --again"))
            #expect(stopped.output.contains(world.sandbox.leads.all[0].id))
            #expect(try await world.run(Self.lead("Sidr Bank", "--again")).status == .success)
            for number in ["1", "2"] { #expect(try await world.run(["leads", "forget", number]).status == .success) }
            #expect(try await world.run(["leads", "forget", "2"]).status == .notFound)
            #expect(try await world.run(Self.lead()).status == .success)
            #expect(world.sandbox.leads.all.count == 3)
        }
    }

    @Test("lists what was sent, by bank and by state")
    func list() async throws {
        try await SandboxWorld.with(faults: ["dhow:leads:refuse"]) { world in
            for bank in ["Sidr Bank", "Dhow Commercial Bank"] { _ = try await world.run(Self.lead(bank)) }
            func count(_ arguments: String...) async throws -> Int {
                try await world.run(["leads"] + arguments).output.split(separator: "\n").dropFirst().count
            }
            #expect(try await count() == 2)
            #expect(try await count("--state", "refused") == 1)
            #expect(try await count("--lfi", "sidr bank") == 1)
            #expect(try await count("--lfi", "Sidr Bank", "--state", "refused") == 0)
            #expect(try await world.run(["leads", "--lfi", "Nobody"]).status == .notFound)
        }
    }

    @Test("sends nothing where the journal cannot be used")
    func noJournal() async throws {
        try await SandboxWorld.with { world in
            let outcome = try await world.run(Self.lead(), variables: ["XDG_STATE_HOME": "/proc/nowhere"])
            #expect(outcome.status == .configuration)
            #expect(world.sandbox.leads.all.isEmpty)
        }
    }
}
