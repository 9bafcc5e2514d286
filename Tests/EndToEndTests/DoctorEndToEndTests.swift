import Foundation
import Testing

@Suite("ofp doctor")
struct DoctorEndToEndTests {
    private struct Report: Decodable {
        struct Finding: Decodable {
            var Check, Outcome, Message: String
            var Advice, InteractionId: String?
        }
        var Findings: [Finding]
        var Interrupted: Bool?
    }

    private func report(_ outcome: Tool.Outcome) throws -> [Report.Finding] {
        try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8)).Findings
    }

    @Test("says that all is well, a line a check, and keeps nothing")
    func healthy() async throws {
        let outcome = try await Tool.ofp(["doctor"], sandbox: [])
        #expect(outcome.status == 0)
        #expect(outcome.outputLines.count == 24)
        #expect(outcome.outputLines.allSatisfy { $0.hasPrefix("✓ ok   ") }, "\(outcome.output)")
        #expect(outcome.errors.contains("24 checks: 24 ok, 0 warnings, 0 failures."))
        #expect(outcome.errors.contains("no rule broken"))
        #expect(outcome.errors.contains("44 requests"), "keys, a directory; fourteen discoveries, tokens and pages")
        let short = try await Tool.ofp(
            ["doctor", "--failures-only"], sandbox: ["--fault", "liwa:products:status:403"])
        #expect(short.outputLines.count == 1 && short.output.hasPrefix("✗ fail Liwa Bank: products (http, status 403"))
        #expect(short.status == 3 && short.errors.contains("24 checks: 23 ok, 0 warnings, 1 failure."))
    }

    @Test("names each bank that fails, with what to do")
    func banks() async throws {
        let outcome = try await Tool.ofp(
            ["doctor", "--format", "json"],
            sandbox: [
                "--fault", "liwa:token:status:503", "--fault", "saqr:token:refuse-certificate",
                "--fault", "qurm:discovery:garbage",
            ])
        #expect(outcome.status == 3)
        let failures = try report(outcome).filter { $0.Outcome == "failure" }
        #expect(Set(failures.map(\.Check)) == ["Liwa Bank", "Saqr", "Qurm Bank"])
        #expect(failures.allSatisfy { $0.Advice != nil && $0.InteractionId != nil })
    }

    @Test("has the exit code of what is wrong")
    func exitCodes() async throws {
        let refused = try await Tool.ofp(["doctor"], sandbox: ["--unregistered", "all"])
        #expect(refused.status == 77)
        #expect(refused.output.contains("ofp register --status"))
        let client = try await Tool.ofp(["doctor", "--client-id", "other"])
        #expect(client.status == 78 && client.output.contains("that of client"))
        let kid = try await Tool.ofp(["doctor", "--signing-key-id", "other"])
        #expect(kid.status == 78 && kid.output.contains("the signing key is published as"))
        let directory = try await Tool.ofp(["doctor", "--directory", "https://127.0.0.1:1/participants"])
        #expect(directory.status == 69)
        #expect(directory.output.contains("✗ fail directory: "))
        let shape = try await Tool.ofp(["doctor", "--directory", "/etc/hostname"])
        #expect(shape.status == 69)
        #expect(shape.output.contains("✗ fail directory: The directory's answer is not a JSON array of organisations."))
        let setting = try await Tool.ofp(["doctor", "--signing-key", "/nowhere"])
        #expect(setting.status == 78)
        #expect(setting.output.contains("! warn banks: They were not asked."))
        let unknown = try await Tool.ofp(["doctor", "--lfi", "nobody"])
        #expect(unknown.status == 66)
    }

    @Test("that is interrupted prints what it has found by then, and says so")
    func interrupted() async throws {
        let script = #"""
            set -m; log=$(mktemp)
            OFP_LOG_LEVEL=debug "$0" doctor --format json 2>$log & child=$!
            until grep -q /products $log || ! kill -0 $! 2>/dev/null; do sleep 0.05; done
            kill -INT $child; wait $child; status=$?; cat $log >&2; rm $log; exit $status
            """#
        let outcome = try await Tool.run(
            "ofp-sandbox",
            [
                "run", "--fixtures", Tool.fixtures.path, "--fault", "*:products:hang", "--", "/bin/bash", "-c", script,
                Tool.path("ofp"),
            ])
        #expect(outcome.status == 130)
        let report = try JSONDecoder().decode(Report.self, from: Data(outcome.output.utf8))
        #expect(report.Interrupted == true)
        #expect(report.Findings.contains { $0.Check == "directory" && $0.Outcome == "ok" })
        #expect(!report.Findings.contains { $0.Outcome == "failure" }, "\(report.Findings)")
        #expect(outcome.errors.contains("Interrupted after "))
    }

    @Test("asks nobody with --offline, and only those named with --lfi")
    func fewer() async throws {
        let offline = try await Tool.ofp(["doctor", "--offline", "--directory", "https://127.0.0.1:1/participants"])
        #expect(offline.status == 0)
        #expect(offline.outputLines.count == 7)
        let one = try await Tool.ofp(["doctor", "--lfi", "Saqr"])
        #expect(one.status == 0)
        #expect(one.outputLines.count == 11)
    }
}
