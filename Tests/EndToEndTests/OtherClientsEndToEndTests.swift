import Foundation
import Testing

/// Clients of the sandbox that know nothing of `ofp`.
@Suite("Clients in other languages")
struct OtherClientsEndToEndTests {
    /// A Python with PyJWT: that of `Scripts/test-tools`, or the system's.
    private static let python: String? = {
        let candidates = [Tool.repository.appending(path: ".build/python/bin/python3").path, "/usr/bin/python3"]
        return candidates.first { path in
            let process = Process()
            process.executableURL = URL(filePath: path)
            process.arguments = ["-c", "import jwt, cryptography"]
            process.standardError = FileHandle.nullDevice
            guard (try? process.run()) != nil else { return false }
            process.waitUntilExit()
            return process.terminationStatus == 0
        }
    }()

    private func sandbox(_ options: [String], _ command: [String]) async throws -> Tool.Outcome {
        try await Tool.run("ofp-sandbox", ["run", "--fixtures", Tool.fixtures.path] + options + ["--"] + command)
    }

    @Test("what 'serve' prints is read by a shell, and tells people where everything is")
    func served() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-served-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await Tool.shell(
            """
            "$0" serve --fixtures "$1" --control > sandbox.env 2> report &
            until grep -q CUSTOMER_IP sandbox.env || ! kill -0 $! 2>/dev/null; do sleep 0.1; done; . ./sandbox.env
            for url in "$OFP_DIRECTORY_URL" "$OFP_SANDBOX_ISSUER" "$OFP_SANDBOX_TOKEN_ENDPOINT" \
                "$OFP_SANDBOX_PRODUCTS_ENDPOINT" "$OFP_SANDBOX_LEADS_ENDPOINT" "$OFP_SANDBOX_CONTROL_URL"
            do grep -q "^# .*: $url\\$" sandbox.env || echo "no comment has '$url'"; done
            "$0" example curl | sh > answers || echo "the example fails"
            kill $!; wait $!; echo "exit $?"; cat report
            """, [Tool.path("ofp-sandbox"), Tool.fixtures.path], in: folder.path)
        #expect(outcome.output.hasPrefix("exit 0\n") && outcome.output.contains("no rule broken"), "\(outcome)")
    }

    @Test(
        "what the README has somebody type who has never seen ofp works as it stands",
        .enabled(if: python != nil, "there is no Python with PyJWT: Scripts/test-tools installs it"))
    func readme() async throws {
        let readme = try String(contentsOf: Tool.repository.appending(path: "README.md"), encoding: .utf8)
        let section = try #require(readme.range(of: "### For a client in any language")).upperBound
        let block = readme[section...].split(separator: "```", maxSplits: 2)[1]
        let commands = block.split(separator: "\n").filter { $0.hasPrefix("$ ") }.map { $0.dropFirst(2) }
        #expect(commands.count == 7)
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-readme-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await Tool.shell(
            "PATH=\"$0:$(dirname $1):$PATH\"\n\(commands.joined(separator: "\n"))",
            [Tool.folder.path, try #require(Self.python)], in: folder.path)
        #expect(outcome.output.contains("Zafaran Bank: 2 products"), "\(outcome.errors)")
        #expect(outcome.output.contains("2 leads taken, no rule broken.\n\nLeads taken:\n"))
    }

    @Test("the example in shell works as it is printed, and breaks no rule")
    func curlExample() async throws {
        let outcome = try await sandbox(
            ["--strict"], ["sh", "-c", "'\(Tool.path("ofp-sandbox"))' example curl | sh"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output.contains(#""ProductId": "SAV-001""#) && outcome.output.contains(#""LeadId":"#))
        #expect(outcome.errors.contains("1 lead taken, no rule broken."))
    }

    @Test(
        "the example in Python walks all banks, leaves a lead, and breaks no rule",
        .enabled(if: python != nil, "there is no Python with PyJWT: Scripts/test-tools installs it"))
    func pythonExample() async throws {
        let python = try #require(Self.python)
        let outcome = try await sandbox(
            ["--strict"], ["sh", "-c", "'\(Tool.path("ofp-sandbox"))' example python | '\(python)' -"])
        #expect(outcome.status == 0, "\(outcome.errors)")
        let codes = try FileManager.default.contentsOfDirectory(
            atPath: Tool.fixtures.appending(path: "catalogues").path)
        #expect(outcome.outputLines.filter { $0.hasSuffix(" products") }.count == codes.count)
        #expect(outcome.outputLines.filter { $0.contains(": lead ") }.count == 1)
        #expect(outcome.errors.contains("1 lead taken, no rule broken."))
    }

    @Test(
        "the examples follow no bank where it leads them astray",
        .enabled(if: python != nil, "there is no Python with PyJWT: Scripts/test-tools installs it"),
        arguments: [
            ("python", "*:products:foreign-next", "the next page cannot be https://"),
            ("python", "*:products:page-loop", "the next page cannot be https://"),
            ("curl", "liwa:token:status:503", "503"),
        ])
    func astray(example: String, fault: String, says: String) async throws {
        let interpreter = example == "curl" ? "sh" : "'\(try #require(Self.python))' -"
        let outcome = try await sandbox(
            ["--strict", "--fault", fault],
            ["sh", "-c", "'\(Tool.path("ofp-sandbox"))' example \(example) | \(interpreter)"])
        #expect(outcome.status == 1)
        #expect(outcome.errors.contains(says) && outcome.errors.contains("no rule broken"), "\(outcome.errors)")
    }

    /// Each mistake of `Tests/Python/mistakes.py`, and the one rule that it breaks.
    private static let mistakes = [
        "nothing": "",
        "aud is the token endpoint": "assertion.aud", "aud is a list": "assertion.form",
        "aud has a slash too many": "assertion.aud", "RS256": "assertion.alg",
        "the transport key signs": "assertion.signature", "another kid": "assertion.kid",
        "no nbf": "assertion.form", "nbf is now": "assertion.nbf", "an hour to live": "assertion.lifetime",
        "exp is a duration": "assertion.exp", "an assertion used twice": "assertion.jti",
        "jti is a number": "assertion.jti", "sub is another": "assertion.client",
        "a token request in JSON": "token.content-type", "client_id beside the assertion": "token.client-id",
        "a client secret": "token.assertion-type", "another grant": "token.grant-type",
        "another scope": "token.scope", "not the mTLS alias": "token.certificate",
        "no token": "bearer.unknown", "no Bearer": "bearer.unknown", "the token of another bank": "bearer.other-lfi",
        "no customer's address": "header.customer-ip", "an address with a port": "header.customer-ip",
        "no interaction id": "header.interaction-id", "an interaction id of words": "header.interaction-id",
        "an interaction id used twice": "header.interaction-id-reused", "Accept: text/html": "header.accept",
        "limit=5": "query.undocumented", "True with a capital": "query.value", "page=2": "query.page",
        "Loan in v2.1": "query.value", "a lead without Data": "leads.schema",
        "a lead without MarketingOptOut": "leads.schema", "a lead with two names": "leads.schema",
        "a lead as a form": "leads.content-type", "a lead that is a Python dict": "leads.json",
        "a lead by PUT": "leads.method", "an older path": "http.path",
    ]

    @Test(
        "each mistake that developers make at first breaks the rule that is meant for it, and no other",
        .enabled(if: python != nil, "there is no Python with PyJWT: Scripts/test-tools installs it"))
    func mistakes() async throws {
        let script = Tool.repository.appending(path: "Tests/Python/mistakes.py").path
        let outcome = try await sandbox(["--control"], [try #require(Self.python), script])
        #expect(outcome.status == 0, "\(outcome.errors)")
        var broken: [String: String] = [:]
        for line in outcome.outputLines {
            let parts = line.split(separator: ": ", omittingEmptySubsequences: false).map(String.init)
            broken[parts.dropLast().joined(separator: ": ")] = parts.last
        }
        #expect(broken == Self.mistakes)
    }
}
