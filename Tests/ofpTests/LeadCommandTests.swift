import ArgumentParser
import Foundation
import TestSupport
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
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

    private struct Case: Sendable, CustomStringConvertible {
        var fault: String
        var status: CommandStatus
        var state: String
        /// How many the hub has.
        var taken: Int
        var description: String { fault }
    }

    @Test(
        "by a product's id goes nowhere where a bank that may have the same id has not answered",
        arguments: [
            ("sidr:products:status:500", "--timeout"), ("liwa:token:status:503", "--timeout"),
            ("hajar:discovery:reset", "--timeout"), ("sidr:products:hang", "--timeout"),
            ("sidr:products:hang", "--deadline"),
        ])
    func uncertainProduct(fault: String, limit: String) async throws {
        try await SandboxWorld.with(faults: [fault]) { world in
            let lead = ["lead", "--consent-given"] + Self.person + ["--product", "SAV-001"]
            // Where the others have not answered either, nobody has the product.
            func isUncertain(_ outcome: SandboxWorld.Outcome) -> Bool {
                outcome.errors.contains("not certain") || outcome.errors.contains("have the id")
            }
            let outcome = try await withEnoughTime(until: isUncertain) { seconds in
                try await world.run(lead + [limit, "\(seconds)"])
            }
            #expect(isUncertain(outcome), "\(outcome.errors)")
            #expect(outcome.status == .notFound && world.sandbox.journal.report.leadsTaken.isEmpty)
        }
    }

    @Test("by a product's id and its bank needs no answer of others")
    func certainProduct() async throws {
        try await SandboxWorld.with(faults: ["hajar:products:status:500"]) { world in
            let lead = ["lead", "--consent-given"] + Self.person
            let named = try await world.run(lead + ["--product", "SAV-001", "--lfi", "Sidr Bank"])
            #expect(named.status == .success && world.sandbox.journal.report.leadsTaken == ["sidr": 1])
            let list = world.home.appending(path: "list.json")
            try FileManager.default.createDirectory(at: world.home, withIntermediateDirectories: true)
            _ = try await world.run(["products", "--lfi", "Sidr Bank", "--format", "json", "--output", list.path])
            let saved = try await world.run(lead + ["--product", "SAV-001", "--from", list.path])
            #expect(saved.status == .notFound && saved.errors.contains("--lfi"))
        }
    }

    @Test("is about what the product is, whatever a document names, which may begin with a byte order mark")
    func categoryOfProduct() async throws {
        try await SandboxWorld.with { world in
            let file = world.home.appending(path: "lead.json")
            try FileManager.default.createDirectory(at: world.home, withIntermediateDirectories: true)
            let document = """
                \u{FEFF}{"ProductCategories": ["CreditCard"], "Email": "a@b.ae", "EmiratesId": "784-1990-1234567-6",
                "MarketingOptOut": false, "Name": {"FullName": "A B"}}
                """
            try Data(document.utf8).write(to: file)
            let outcome = try await world.run(
                ["lead", "--product", "Sidr Bank/SAV-001", "--data", file.path, "--dry-run", "--consent-given"])
            #expect(outcome.status == .success, "\(outcome.errors)")
            #expect(outcome.output.contains(#""ProductCategories":["SavingsAccount"]"#))
            #expect(outcome.errors.contains("about SavingsAccount, as the product is, whatever --data names"))
            let bank = try await world.run(
                ["lead", "--lfi", "Sidr Bank", "--data", file.path, "--dry-run", "--consent-given"])
            #expect(bank.output.contains(#""ProductCategories":["CreditCard"]"#))
        }
    }

    @Test("is known by its id where the bank gives that to another lead, too")
    func sharedID() throws {
        let (lfi, other) = (try GoldenWorld.lfi("Liwa Bank"), try GoldenWorld.lfi("Sidr Bank"))
        func record(_ id: Int, _ leadID: String?, by lfi: LFI) -> LeadRecord {
            LeadRecord(
                id: id, submittedAt: Date(), environment: "sandbox", lfi: lfi.identity, productID: nil,
                categories: [.finance], status: .arrived, interactionID: nil, leadID: leadID)
        }
        let records = [
            record(1, "a", by: lfi), record(2, nil, by: lfi), record(3, "b", by: other), record(4, "b", by: lfi),
        ]
        #expect(records.other(than: 5, called: "a", by: lfi)?.id == 1)
        #expect(records.other(than: 1, called: "a", by: lfi) == nil)
        #expect(records.other(than: 4, called: "b", by: lfi) == nil)
    }

    /// What each bank makes of a lead.
    private static let cases = [
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
    ]

    @Test("exits with what the bank makes of it")
    func outcomes() async throws {
        // Each fault has a bank of its own.
        let banks = Self.cases.enumerated().map { index, example in
            (number: String(("000\(index + 1)").suffix(4)), example: example)
        }
        let faults = banks.map { "lfi\($0.number):\($0.example.fault)" }
        try await SandboxWorld.with(faults: faults, lfis: banks.count) { world in
            try await withThrowingTaskGroup { group in
                for (number, example) in banks {
                    group.addTask { try await Self.expect(example, of: number, in: world) }
                }
                try await group.waitForAll()
            }
        }
    }

    private static func expect(_ example: Case, of number: String, in world: SandboxWorld) async throws {
        let bank = "Bank \(number)"
        func taken() -> Int { world.sandbox.leads.all.count { $0.hub == "lfi\(number)" } }
        let outcome = try await world.run(lead(bank, "--format", "json", "--timeout", "3500"))
        #expect(outcome.status == example.status, "\(example): \(outcome.errors)")
        #expect(outcome.output.contains(#""State":"\#(example.state)""#), "\(example)")
        #expect(taken() == example.taken, "\(example)")
        let list = try await world.run(["leads", "--lfi", bank, "--format", "json"])
        #expect(list.output.contains(#""State":"\#(example.state)""#), "\(example)")
        #expect((outcome.status == .success) != outcome.errors.contains("ofp: error: "), "\(example)")
        // What is unknown is not sent again.
        let again = try await world.run(lead(bank, "--timeout", "3500"))
        if example.state == "unknown" { #expect(again.status == .unknownOutcome, "\(example)") }
        if example.state == "arrived" { #expect(again.status == .dataError, "\(example)") }
        #expect(taken() == example.taken, "\(example)")
        #expect(!(outcome.errors + again.errors + list.output).contains("sara"), "\(example)")
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

    @Test("says what it needs before it asks anybody")
    func faults() async throws {
        let cases: [(arguments: [String], status: CommandStatus, says: String)] = [
            (["lead"] + Self.person, CommandStatus.usage, "name it with --lfi"),
            (["lead", "--product", "x", "--category", "Mortgage"] + Self.person, .usage, "leave --category out"),
            (["lead", "--lfi", "Sidr Bank", "--from", "x"] + Self.person, .usage, "--from needs --product"),
            (["lead", "--lfi", "Sidr Bank", "--category", "Mortgage"] + Self.person, .usage, "--consent-given"),
            (
                ["lead", "--lfi", "Sidr Bank", "--consent-given"] + Self.person, .dataError,
                "Data.ProductCategories is missing"
            ),
            (["lead", "--lfi", "Sidr Bank", "--email", "x"], .dataError, "5 rules"),
            (["lead", "--lfi", "Sidr Bank", "--data", "/nowhere"], .notFound, "cannot be read"),
            (
                ["lead", "--lfi", "Nobody", "--category", "Mortgage", "--consent-given"] + Self.person, .notFound,
                "No LFI"
            ),
            (["lead", "--product", "no-such", "--consent-given"] + Self.person, .notFound, "no-such"),
        ]
        try await SandboxWorld.with { world in
            for (arguments, status, says) in cases {
                do {
                    let outcome = try await world.run(arguments)
                    #expect(outcome.status == status, "\(arguments)")
                    #expect(outcome.errors.contains(says), "\(arguments): \(outcome.errors)")
                } catch {
                    #expect(status == .usage, "\(arguments)")
                    #expect(OFP.message(for: error).contains(says), "\(arguments)")
                }
                #expect(world.sandbox.leads.all.isEmpty, "\(arguments)")
            }
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
                "mortgage, loan", "3", "Palm LLC", "", "not an address", "sara@example.ae", "784 1990 1234567 6", "uae",
                "ae", "2", "12 Pearl Street", "", "", "", "", "", "", "", "", "Dubai", "AE", "Call after five", "maybe",
                "no", "yes",
            ]
            let outcome = try await world.run(["lead", "--lfi", "Sidr Bank"], answers: answers)
            #expect(outcome.status == .success, "\(outcome.errors)")
            #expect(outcome.errors.contains("That is not a valid e-mail address."))
            #expect(outcome.errors.contains("Sidr Bank will get this, and will contact the person:"))
            #expect(
                outcome.errors.contains("Send this to Sidr Bank, and be contacted by it? [y/N, c to change something]"))
            let body = try #require(world.sandbox.leads.all.first).body
            let text = String(decoding: body, as: UTF8.self)
            #expect(
                text == #"{"Data":{"Email":"sara@example.ae","EmiratesId":"784-1990-1234567-6","#
                    + #""LeadInformation":"Call after five","MarketingOptOut":false,"Name":{"BusinessName":"Palm LLC"},"#
                    + #""Nationality":"AE","ProductCategories":["Mortgage","Finance"],"ResidentialAddress":"#
                    + #"{"AddressLine":["12 Pearl Street"],"Country":"AE","CountrySubDivision":"Dubai"}}}"#)
        }
    }

    private static let sara = ["", "Sara", "Ahmed", "", "sara@example.ae", "784-1990-1234567-6", "", "", "", "", "no"]

    private static func body(_ world: SandboxWorld) throws -> String {
        String(decoding: try #require(world.sandbox.leads.all.first).body, as: UTF8.self)
    }

    @Test("shows the product first, and offers to name it in the note, since the request cannot")
    func product() async throws {
        for (answer, note) in [
            ("", #""LeadInformation":"About: Noor Profit Saver (N100).\nAfter five","#),
            ("2", #""LeadInformation":"After five","#),
        ] {
            try await SandboxWorld.with { world in
                var answers = Self.sara + ["y"]
                answers[8] = answer
                answers[9] = "After five"
                let outcome = try await world.run(["lead", "--product", "Waha Retail/N100"], answers: answers)
                #expect(outcome.status == .success, "\(outcome.errors)")
                let place = try #require(outcome.errors.firstRange(of: "Waha Retail · SavingsAccount"))
                let question = try #require(outcome.errors.firstRange(of: "Whose name is it?"))
                #expect(place.lowerBound < question.lowerBound)
                let says = answer == "2" ? "the request does not name it" : "the note names it"
                #expect(outcome.errors.contains("About Noor Profit Saver (N100); \(says)."))
                let body = try Self.body(world)
                #expect(body.contains(note), "\(body)")
            }
        }
    }

    /// What somebody types who thinks better of it, on the way to the same lead.
    @Test(
        "goes back, lets an address be left again, and changes any line before it is sent",
        arguments: [
            ["", "Sarah", "<", "Sara", "Ahmed", "", "sara@example.ae", "784-1990-1234567-6", "", "", "", "no", "y"],
            ["<", "", "Sara", "Ahmed", "", "sara@example.ae", "784-1990-1234567-6", "", "2", "<", "1", "", "no", "y"],
            [
                "", "Sara", "Ahmed", "", "sara@example.ae", "784-1990-1234567-6", "", "2", "12 Pearl Street", "<", "<",
                "1",
                "", "no", "y",
            ],
            [
                "", "Sarah", "Ahmed", "", "sara@example.ae", "784-1990-1234567-6", "", "", "", "no", "c", "3", "Sara",
                "y",
            ],
            [
                "3", "Palm LLC", "", "sara@example.ae", "784-1990-1234567-6", "", "", "", "no", "c", "2", "1", "Sara",
                "Ahmed", "y",
            ],
            [
                "", "Sara", "Ahmed", "+971501234567", "sara@example.ae", "784-1990-1234567-6", "", "", "", "no", "n",
                "c",
                "5", "-", "y",
            ],
        ])
    func secondThoughts(answers: [String]) async throws {
        try await SandboxWorld.with { world in
            let outcome = try await world.run(
                ["lead", "--lfi", "Sidr Bank", "--category", "Mortgage"], answers: answers)
            #expect(outcome.status == .success, "\(outcome.errors)")
            #expect(
                try Self.body(world)
                    == #"{"Data":{"Email":"sara@example.ae","EmiratesId":"784-1990-1234567-6","MarketingOptOut":false,"#
                    + #""Name":{"GivenName":"Sara","LastName":"Ahmed"},"ProductCategories":["Mortgage"]}}"#)
        }
    }

    @Test("asks nothing that was given, and does not send what a bank has no place for before that is changed")
    func unfit() async throws {
        try await SandboxWorld.with { world in
            // Its version of the API has no address without a street, a district and a town.
            let arguments = Self.lead("Rimal Bank").filter { $0 != "--consent-given" }
            let address = ["--address-line", "12 Pearl Street", "--country", "AE"]
            let left = try await world.run(arguments + address, answers: ["n"])
            let changed = try await world.run(arguments + address, answers: ["y", "9", "1", "y"])
            #expect(!left.errors.contains("Whose name is it?"))
            #expect(left.status == .dataError && left.errors.contains("cannot be sent this lead"), "\(left.errors)")
            #expect(changed.status == .success, "\(changed.errors)")
            #expect(try !Self.body(world).contains("Pearl"))
        }
    }

    @Test("sends nothing where the answer is no, or there is none")
    func noConsent() async throws {
        try await SandboxWorld.with { world in
            let arguments = Self.lead().filter { $0 != "--consent-given" }
            for answers in [["n"], [""], []] {
                let outcome = try await world.run(arguments, answers: answers)
                #expect(outcome.status == .interrupted && outcome.errors.contains("Nothing was sent."), "\(answers)")
                #expect(world.sandbox.leads.all.isEmpty, "\(answers)")
                #expect(try await world.run(["leads"]).errors.contains("No leads."), "\(answers)")
            }
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
