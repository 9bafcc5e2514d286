import Foundation
import Subprocess
import TestSupport
import Testing

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// One bank that means harm, beside others that do not.
@Suite("One hostile bank")
struct HostileBankEndToEndTests {
    private struct Document: Decodable {
        struct Product: Decodable { var LFIName: String }
        var Products: [Product]
        var Failures: [Failure]
        struct Failure: Decodable { var LFIName: String }
    }

    /// Seconds of the processor that one bank may cost, in a debug build.
    private static let processor = 20.0
    /// Megabytes.
    private static let memory = Sanitizer.megabytes(160)

    /// Megabytes of what is read to its end.
    private static let size = Soak.count(8, usually: 2)
    private static let anywhere = [
        "coded", "coded:gzip,br", "empty-blocks:8", "many-values:\(size)", "many-members:\(size)",
        "many-errors:\(size)", "huge:300",
        "gzip-bomb:\(Soak.count(6_000, usually: 600))", "huge-header:9000", "deep:9000000", "empty-frames",
        "ping-frames", "unknown-frames",
        "refused-stream",
    ]
    private static let atProducts = [
        "many-products:\(size)", "long-name", "marks", "autolinks", "zero-width", "escaped-names", "endless-pages",
    ]

    /// How many are asked where what one costs is measured.
    private static let banks = 8

    /// Whether there are all products of everybody but the hostile one, and nobody else has failed.
    private func isGood(_ outcome: Tool.Outcome) -> Bool {
        guard let document = try? JSONDecoder().decode(Document.self, from: Data(outcome.output.utf8)) else {
            return false
        }
        let products = Dictionary(grouping: document.Products, by: \.LFIName)
        return (2...Self.banks).allSatisfy { products["Bank 000\($0)"]?.count == 5 }
            && document.Failures.allSatisfy { $0.LFIName == "Bank 0001" }
    }

    @Test(
        "costs the others nothing, whatever it answers to whatever it is asked",
        arguments: ["discovery", "token", "products"].enumerated().flatMap { group, step in
            Soak.some(of: anywhere, every: 3, group: group).map { "\(step):\($0)" }
        } + Soak.some(of: atProducts, every: 2, group: 0).map { "products:\($0)" })
    func harmless(fault: String) async throws {
        // What it costs is told by the time on the processor, and by one on the wall that a busy machine can keep: what held
        // the others up held them for all of the bank's time, and for minutes after it.
        var start = ContinuousClock.now
        let outcome = try await withEnoughTime(until: isGood) { seconds in
            start = .now
            let script = """
                TIMEFORMAT="processor %U"; time "$0" products --format json -vv --timeout \(seconds)
                """
            return try await Tool.run(
                "ofp-sandbox",
                [
                    "run", "--fixtures", Tool.fixtures.path, "--lfis", "\(Self.banks)", "--products", "5", "--fault",
                    "lfi0001:\(fault)",
                    "--", "/bin/bash", "-c", script, Tool.path("ofp"),
                ])
        }
        #expect(ContinuousClock.now - start < .seconds(300))
        #expect(isGood(outcome), "\(outcome.errors)")
        let processor = try #require(outcome.errorLines.first { $0.hasPrefix("processor") })
        let seconds = try #require(processor.split(separator: " ").last.flatMap { Double($0) })
        #expect(seconds < Self.processor, "\(seconds) s")
        let line = try #require(outcome.errorLines.first { $0.contains("Most memory at once: ") })
        let peak = try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) })
        #expect((1...Self.memory).contains(peak), "\(peak) MB")
    }

    @Test("cannot hold up Ctrl-C", arguments: ["empty-frames", "unknown-frames", "many-values:8", "huge:3000", "hang"])
    func interrupted(fault: String) async throws {
        let script = """
            set -m; work=$(mktemp -d)
            OFP_LOG_LEVEL=info "$0" products --format json --timeout 600 >"$work/list" 2>"$work/log" & child=$!
            # That bank's may be one of them.
            answers() { grep -v lfi0001 "$work/log" | grep -c '/products.*→ 200'; }
            until [ "$(answers)" -ge 14 ] || ! kill -0 $child 2>/dev/null; do sleep 0.05; done
            kill -INT $child; wait $child; echo "exit $?"; grep -c '"LFIName":"Bank 00' "$work/list"
            """
        let outcome = try await Tool.run(
            "ofp-sandbox",
            [
                "run", "--fixtures", Tool.fixtures.path, "--lfis", "15", "--products", "5", "--fault",
                "lfi0001:products:\(fault)", "--", "/bin/bash", "-c", script, Tool.path("ofp"),
            ])
        // What ends by itself may have ended before.
        #expect(["exit 130", "exit 3"].contains(outcome.outputLines.first))
        #expect(Int(outcome.outputLines.last ?? "") ?? 0 >= 70)
    }

    @Test(
        "gets one lead, whatever it answers to the stream", arguments: ["refused-stream", "empty-frames", "cut-after"])
    func lead(fault: String) async throws {
        let script = """
            cd "$(mktemp -d)"
            echo '{"Email": "a@b.ae", "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": false, "Name": {"FullName": "A B"}}' >lead
            export XDG_STATE_HOME="$PWD"
            for round in 1 2; do
                "$0" lead --lfi "Sidr Bank" --category Mortgage --data lead --consent-given; echo "exit $?"
            done
            """
        let outcome = try await Tool.run(
            "ofp-sandbox",
            [
                "run", "--fixtures", Tool.fixtures.path, "--fault", "sidr:leads:\(fault)", "--", "/bin/bash", "-c",
                script,
                Tool.path("ofp"),
            ])
        #expect(outcome.outputLines == ["exit 75", "exit 75"])
        #expect(outcome.errors.contains(" 1 lead taken"))
    }
}
