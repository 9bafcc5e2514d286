import Foundation
import Subprocess
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

@Suite("ofp lead, as a program")
struct LeadEndToEndTests {
    private static let lead = """
        {"Email": "sara.ahmed@example.ae", "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": false,
         "Name": {"GivenName": "Sara", "LastName": "Ahmed"}, "PhoneNumber": "+971501234567"}
        """

    private static let arguments = ["lead", "--lfi", "Sidr Bank", "--category", "Mortgage", "--consent-given"]

    private struct Leads: Decodable {
        struct Lead: Decodable {
            var Id: Int
            var State: String
            var InteractionId: String?
        }
        var Leads: [Lead]
    }

    private func withHome(_ body: (URL, [String: String?]) async throws -> Void) async throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "ofp-lead-\(UUID())")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        try Data(Self.lead.utf8).write(to: home.appending(path: "lead.json"))
        var variables: [String: String?] = [:]
        for name in ["CACHE", "CONFIG", "STATE"] { variables["XDG_\(name)_HOME"] = home.appending(path: name).path }
        try await body(home, variables)
    }

    @Test("sends a lead, says so, and does not send it twice; standard input will do for the data")
    func once() async throws {
        try await withHome { home, variables in
            let script = """
                "$0" \(Self.arguments.map { "'\($0)'" }.joined(separator: " ")) --data - --format json < lead.json
                echo "exit $?"
                "$0" \(Self.arguments.map { "'\($0)'" }.joined(separator: " ")) --data lead.json
                echo "exit $?"
                """
            let report = home.appending(path: "report.json").path
            let outcome = try await Tool.run(
                "ofp-sandbox",
                [
                    "run", "--fixtures", Tool.fixtures.path, "--report", report, "--", "/bin/sh", "-c",
                    "cd '\(home.path)' && \(script)", Tool.path("ofp"),
                ], environment: variables)
            #expect(outcome.outputLines.filter { $0.hasPrefix("exit") } == ["exit 0", "exit 65"])
            #expect(outcome.outputLines.first?.contains(#""State":"arrived""#) == true)
            #expect(outcome.errors.contains(" 1 lead taken,"))
            #expect(!outcome.errors.contains("rules broken"))
        }
    }

    @Test("that is killed while the bank thinks leaves a lead whose outcome is unknown, which stops the next")
    func killed() async throws {
        try await withHome { home, variables in
            try await serving(["--fault", "sidr:leads:hang"]) { sandbox in
                let environment = variables.merging(sandbox.mapValues(Optional.some)) { $1 }
                let data = ["--data", home.appending(path: "lead.json").path]
                let running = Configuration(
                    executable: .path(FilePath(Tool.path("ofp"))), arguments: Arguments(Self.arguments + data),
                    environment: Tool.inherited(environment))
                let ended = try await Subprocess.run(
                    running, input: .none, output: .discarded, error: .discarded
                ) { execution in
                    // The journal is written before the request leaves: it says when to strike.
                    while try await Self.leads(environment).first?.State != "unknown" {
                        try await Task.sleep(for: .milliseconds(20))
                    }
                    try execution.send(signal: .kill)
                }
                #expect(!ended.terminationStatus.isSuccess)
                let left = try await Self.leads(environment)
                #expect(left.map(\.State) == ["unknown"] && left[0].InteractionId != nil)
                let again = try await Tool.run("ofp", Self.arguments + data, environment: environment)
                #expect(again.status == 75)
                #expect(again.errors.contains(left[0].InteractionId ?? "-"))
            }
        }
    }

    private static func leads(_ environment: [String: String?]) async throws -> [Leads.Lead] {
        let outcome = try await Tool.run("ofp", ["leads", "--format", "json"], environment: environment)
        return try JSONDecoder().decode(Leads.self, from: Data(outcome.output.utf8)).Leads
    }

    @Test("that is interrupted tells the truth, too", arguments: ["leads:hang", "token:hang"])
    func interrupted(fault: String) async throws {
        try await withHome { home, variables in
            try await serving(["--fault", "sidr:\(fault)"]) { sandbox in
                let environment = variables.merging(sandbox.mapValues(Optional.some)) { $1 }
                let running = Configuration(
                    executable: .path(FilePath(Tool.path("ofp"))),
                    arguments: Arguments(
                        Self.arguments + ["--data", home.appending(path: "lead.json").path, "--log-format", "json"]),
                    environment: Tool.inherited(environment.merging(["OFP_LOG_LEVEL": "debug"]) { $1 }))
                let ended = try await Subprocess.run(running, input: .none, output: .discarded, error: .sequence) {
                    execution in
                    let step = fault.hasPrefix("leads") ? "/leads" : "/token"
                    for try await line in execution.standardError.strings() where line.contains("\(step)\"") {
                        // Read on: a program that may not write to its end is ended by that.
                        try execution.send(signal: .interrupt)
                    }
                }
                let isOut = fault.hasPrefix("leads")
                guard case .exited(let code) = ended.terminationStatus else {
                    Issue.record("\(ended.terminationStatus)")
                    return
                }
                let state = try await Self.leads(environment).first?.State
                // The signal may come before anything has left: then that is the truth.
                #expect(state == "unknown" ? code == 75 : code == 130)
                #expect(isOut || state == "not-sent")
            }
        }
    }

    @Test("make smoke walks the whole way, and its exit code says where it ends")
    func smoke() async throws {
        func smoke(_ options: [String] = [], _ command: String = "exec make -s smoke") async throws -> Tool.Outcome {
            try await Tool.run(
                "ofp-sandbox",
                ["run", "--fixtures", Tool.fixtures.path] + options + [
                    "--", "/bin/sh", "-c", "cd '\(Tool.repository.path)' && \(command)",
                ], environment: ["OFP": Tool.path("ofp"), "MAKEFLAGS": nil, "MAKELEVEL": nil])
        }
        let whole = try await smoke()
        #expect(whole.status == 0)
        #expect(whole.outputLines.map { $0.prefix { $0 != " " } } == ["ok", "ok", "ok", "ok", "ok"])
        #expect(!whole.errors.contains("leads taken"))

        let some = try await smoke(["--fault", "liwa:token:status:503"])
        #expect(some.status == 0)
        #expect(some.outputLines.map { $0.prefix { $0 != " " } } == ["part", "part", "ok", "ok", "ok"])
        #expect(
            some.errors.matches(of: /Liwa Bank.*token.*503.*Interaction id: [0-9a-f-]{36}/).count == 2, "\(some.errors)"
        )

        let others = try await smoke(
            ["--fault", "liwa:token:status:503"], "exec ./Scripts/smoke --lfi Saqr --lfi='Sidr Bank'")
        #expect(others.outputLines.map { $0.prefix { $0 != " " } } == ["ok", "ok", "ok", "ok", "ok"])
        #expect(try await smoke([], "exec ./Scripts/smoke --bank Saqr").status == 64)
        let help = try await Tool.run(
            "ofp-sandbox", ["run", "--", Tool.repository.appending(path: "Scripts/smoke").path, "--help"])
        #expect(
            help.status == 0 && help.output.hasPrefix("usage: smoke [--lfi BANK]")
                && help.errors.contains(" 0 requests"))

        for (options, environment, status) in [
            ([], "OFP_CUSTOMER_IP=nowhere", 11), (["--fault", "*:products:status:500"], "", 11),
        ] as [([String], String, Int32)] {
            let failing = try await smoke(options, "\(environment) exec ./Scripts/smoke")
            #expect(failing.status == status)
            #expect(failing.outputLines.last?.hasPrefix("FAIL") == true)
            let told = failing.output + failing.errors
            #expect(told.contains("OFP_CUSTOMER_IP") || told.contains("products (http, status 500"), "\(told)")
        }
    }
}
