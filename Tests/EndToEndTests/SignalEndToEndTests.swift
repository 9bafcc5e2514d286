import Foundation
import TestSupport
import Testing

@Suite("Signals")
struct SignalEndToEndTests {
    private func script(_ script: String, _ options: [String]) async throws -> Tool.Outcome {
        try await Tool.run(
            "ofp-sandbox",
            ["run", "--fixtures", Tool.fixtures.path] + options + ["--", "/bin/bash", "-c", script, Tool.path("ofp")])
    }

    @Test("that ask it to end get what had arrived", arguments: ["INT", "TERM", "HUP"])
    func arrived(signal: String) async throws {
        // In the order in which they come, so that a line says that the others have.
        let outcome = try await script(
            """
            set -m; work=$(mktemp -d); mkfifo "$work/log"
            OFP_LOG_LEVEL=info "$0" products --format json >"$work/list" 2>"$work/log" & child=$!
            count=0
            while read -r line; do
                case $line in *"/products"*"→ 200"*) count=$((count + 1)); [ $count = 13 ] && kill -\(signal) $child ;; esac
            done <"$work/log"
            wait $child; echo "exit $?"; grep -c '"LFIName"' "$work/list"; grep -o '"Reason":"interrupted"' "$work/list"
            """, ["--fault", "liwa:products:hang"])
        #expect(outcome.outputLines.first == "exit 130")
        // Whoever answered at the same moment may be among them or not.
        #expect(Int(outcome.outputLines.dropFirst().first ?? "") ?? 0 > 50)
        #expect(outcome.output.contains("interrupted"))
    }

    @Test("that come twice end it at once, whatever it is doing")
    func twice() async throws {
        let rounds = Soak.count(10, usually: 3)
        // Nobody reads what it prints: the first one leaves it waiting for that.
        let outcome = try await script(
            """
            work=$(mktemp -d); mkfifo "$work/out"; exec 3<>"$work/out"
            for round in $(seq \(rounds)); do
                OFP_LOG_LEVEL=info "$0" products --format ndjson >"$work/out" 2>"$work/log$round" & child=$!
                until [ "$(grep -c '→ 200' "$work/log$round" 2>/dev/null || echo 0)" -ge 20 ] || ! kill -0 $! 2>/dev/null; do sleep 0.05; done
                kill -TERM $child; kill -INT $child; kill -TERM $child
                until ! kill -0 $child 2>/dev/null; do sleep 0.05; kill -TERM $child 2>/dev/null; done
                wait $child; echo $?
            done
            # At its limit it would say so.
            cat "$work"/log* | grep -c 'could not be written to its end'
            """, ["--lfis", "20", "--products", "60"])
        #expect(outcome.outputLines == Array(repeating: "130", count: rounds) + ["0"])
    }

    @Test("that the one who started it has ignored stay ignored")
    func ignored() async throws {
        let outcome = try await script(
            """
            trap '' INT HUP
            list=$(mktemp); log=$(mktemp)
            OFP_LOG_LEVEL=debug "$0" products --format ndjson >"$list" 2>"$log" & child=$!
            # Not before it has done with them what it does.
            until grep -q /participants "$log" || ! kill -0 $child; do sleep 0.05; done
            kill -INT $child; kill -HUP $child; wait $child; echo "exit $?"; wc -l <"$list"; rm "$list" "$log"
            """, [])
        let count = try Tool.productFiles().count
        #expect(outcome.outputLines == ["exit 0", "\(count)"])
    }

    @Test("reach it as the first process of a container, too")
    func firstProcess() async throws {
        let outcome = try await script(
            """
            unshare --pid --fork true 2>/dev/null || { echo "no namespaces here"; exit; }
            log=$(mktemp)
            OFP_LOG_LEVEL=info unshare --pid --fork --kill-child "$0" products --format ndjson 2>"$log" >/dev/null & child=$!
            until grep -q '→ 200' "$log" || ! kill -0 $! 2>/dev/null; do sleep 0.05; done
            kill -TERM "$(pgrep -P $child)"; wait $child; echo "exit $?"
            """, ["--fault", "liwa:products:hang"])
        if outcome.output.contains("no namespaces") { return print("No PID namespaces: not tested as process 1.") }
        #expect(outcome.outputLines == ["exit 130"])
    }
}
