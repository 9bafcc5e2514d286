import Foundation
import Testing

@Suite("ofp register, against the sandbox")
struct RegisterEndToEndTests {
    private struct Report: Decodable {
        struct Registration: Decodable {
            var LFIName, State: String
            var RegisteredAt, RegistrationEndpoint, InteractionId, Code: String?
        }
        var Registrations: [Registration]
    }

    private func states(_ outcome: Tool.Outcome) throws -> [String: String] {
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        return Dictionary(report.Registrations.map { ($0.LFIName, $0.State) }, uniquingKeysWith: { first, _ in first })
    }

    private func withState(_ body: (_ environment: [String: String?]) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-state-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(["XDG_STATE_HOME": folder.path, "OFP_NO_CACHE": "1"])
    }

    @Test("the way of a new client: refused, told to register, registered, and served")
    func way() async throws {
        try await withState { environment in
            let ofp = Tool.path("ofp")
            let script = """
                \(ofp) products --lfi 'Liwa Bank' > /dev/null 2> "$XDG_STATE_HOME.refused"; echo $?
                \(ofp) register --lfi 'Liwa Bank' --dry-run 2> /dev/null | grep -c tpp-registration
                \(ofp) register --lfi 'Liwa Bank' --yes 2> /dev/null | grep -c ' activated '
                \(ofp) products --lfi 'Liwa Bank' --format csv 2> /dev/null | grep -c 'Liwa Bank'
                """
            let outcome = try await Tool.run(
                "ofp-sandbox",
                ["run", "--fixtures", Tool.fixtures.path, "--unregistered", "liwa", "--", "sh", "-c", script],
                environment: environment)
            let refusedPath = try #require(environment["XDG_STATE_HOME"] ?? nil) + ".refused"
            defer { try? FileManager.default.removeItem(atPath: refusedPath) }
            let lines = outcome.outputLines.map(String.init)
            #expect(lines.prefix(3) == ["77", "1", "1"])
            #expect(lines.count == 4 && Int(lines[3]) ?? 0 > 5)
            #expect(try String(contentsOfFile: refusedPath, encoding: .utf8).contains("ofp register --status"))
        }
    }

    @Test("a bank that has yet to activate a client is told apart from one that never heard of it")
    func waiting() async throws {
        try await withState { environment in
            let ofp = Tool.path("ofp")
            let outcome = try await Tool.run(
                "ofp-sandbox",
                [
                    "run", "--fixtures", Tool.fixtures.path, "--unregistered", "liwa", "--unregistered", "sidr",
                    "--activation", "by-hand", "--", "sh", "-c",
                    "\(ofp) register --lfi 'Liwa Bank' --yes > /dev/null && \(ofp) register --status --format json",
                ], environment: environment)
            #expect(outcome.status == 3)
            let states = try states(outcome)
            #expect(states.count == 14)
            #expect(states["Liwa Bank"] == "registered" && states["Sidr Bank"] == "refused")
            #expect(states.values.count { $0 == "activated" } == 12)
        }
    }

    @Test(
        "nothing is sent without a yes, without banks, or where the answer could not be written down",
        arguments: [
            (["--all"], 64 as Int32, "--yes"), ([], 64, "--all"), (["--status", "--yes"], 64, "--status"),
            (["--lfi", "Nobody", "--yes"], 66, "Nobody"),
        ])
    func refusals(arguments: [String], status: Int32, says: String) async throws {
        try await withState { environment in
            let outcome = try await Tool.ofp(["register"] + arguments, sandbox: [], environment: environment)
            #expect(outcome.status == status)
            #expect(outcome.errors.contains(says), "\(outcome.errors)")
            #expect(outcome.errors.contains("no rule broken") || status == 64)
        }
        let unwritable = try await Tool.ofp(
            ["register", "--all", "--yes"], environment: ["XDG_STATE_HOME": "/dev/null/nowhere"])
        #expect(unwritable.status == 78)
    }

    @Test("a journal that cannot be read is neither replaced nor taken for an empty one")
    func unreadableJournal() async throws {
        try await withState { environment in
            let ofp = Tool.path("ofp")
            let script = """
                \(ofp) register --lfi 'Liwa Bank' --yes >/dev/null 2>&1; cd "$XDG_STATE_HOME/ofp"
                cut -c 1-9 registrations.json >cut; cat cut >registrations.json
                for way in --yes --status --dry-run; do \(ofp) register --lfi 'Liwa Bank,Saqr' $way; echo $?; done
                cmp cut registrations.json && echo same
                """
            let outcome = try await Tool.run(
                "ofp-sandbox", ["run", "--fixtures", Tool.fixtures.path, "--", "sh", "-c", script],
                environment: environment)
            #expect(outcome.output == "78\n78\n78\nsame\n", "\(outcome.errors)")
            #expect(outcome.errors.contains("registrations.json' is not a list of registrations"))
        }
    }

    @Test("a bank outside the profile's list is not registered at, whatever a flag says")
    func allowed() async throws {
        try await withState { environment in
            // The sandbox lets no setting of its user through to the command.
            let script = "OFP_LFI='Liwa Bank,Saqr' \(Tool.path("ofp")) register --all --yes --format json"
            let some = try await Tool.run(
                "ofp-sandbox", ["run", "--fixtures", Tool.fixtures.path, "--", "sh", "-c", script],
                environment: environment)
            #expect(some.status == 0)
            #expect(try states(some) == ["Liwa Bank": "activated", "Saqr": "activated"])
            #expect(some.errors.contains("7 requests"), "a directory, and each bank's metadata, registration and token")
        }
    }

    @Test("ofp lfis says where one registers, as the checklist's table")
    func addresses() async throws {
        let outcome = try await Tool.ofp(["lfis", "--registration", "--format", "markdown"])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 16)
        #expect(
            outcome.outputLines.dropFirst(2).allSatisfy {
                $0.contains("/tpp-registration") && $0.contains("Retail") || $0.contains("SME")
            })
    }
}
