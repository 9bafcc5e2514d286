import Foundation
import TestSupport
import Testing

@testable import OpenFinance
@testable import ofp
@testable import ofp_sandbox

private let runsAskedFor = ProcessInfo.processInfo.environment["OFP_SOAK_RUNS"].flatMap(Int.init)

/// A few runs among the usual tests; `make soak` makes hundreds of them, alone, and looks at what the process holds.
@Suite("Many runs with faults at random")
struct SoakTests {
    private static let seed = ProcessInfo.processInfo.environment["OFP_SOAK_SEED"].flatMap(UInt64.init) ?? 20_261_123

    private struct Answer: Decodable {
        struct Product: Decodable { var LFIName: String }
        struct Failure: Decodable { var LFIName, Stage: String }
        var Products: [Product]
        var Failures: [Failure]
    }

    /// Those that only end with the LFI's time would make the runs wait, and need none of them to be seen.
    private static let slow: Set<String> = [
        "empty-frames", "ping-frames", "unknown-frames", "hang", "drip",
    ]
    private static let arguments = [
        "empty-blocks": "2", "many-values": "2", "many-members": "2", "many-products": "2", "many-errors": "2",
        "rate-limit": "100000", "huge": "2", "gzip-bomb": "70",
    ]
    private static let lfis = 60

    @Test("lose no product of a healthy LFI, no descriptor, and no memory")
    func soak() async throws {
        print("seed: \(Self.seed)")
        var random = SeededRandom(seed: Self.seed)
        // The first third has no fault; every other LFI has one somewhere.
        var faults: [String] = []
        var stages: [String: Step] = [:]
        for number in (Self.lfis / 3 + 1)...Self.lfis {
            let step = random.pick([Step.discovery, .token, .products])
            let entry = random.pick(
                FaultCatalogue.entries.filter {
                    $0.steps.contains(step) && !Self.slow.contains($0.name) && $0.failsARun
                })
            let digits = String(repeating: "0", count: 4 - "\(number)".count) + "\(number)"
            stages["Bank \(digits)"] = step
            faults.append(
                "lfi\(digits):\(step.rawValue):\(entry.name)" + (Self.arguments[entry.name].map { ":\($0)" } ?? ""))
        }
        let runs = runsAskedFor ?? 6
        let start = random
        let expected = stages
        try await SandboxWorld.with(faults: faults, lfis: Self.lfis) { world in
            var random = start
            var resident: [Int] = []
            var open: [Int] = []
            for run in 0..<runs {
                let names = (1...Self.lfis).map { number in
                    "Bank " + String(repeating: "0", count: 4 - "\(number)".count) + "\(number)"
                }
                let chosen = random.some(names, atLeast: 1).prefix(12)
                let cache = random.chance(50) ? [] : ["--no-cache"]
                let outcome = try await world.run(
                    ["products", "--format", "json", "--timeout", "3000"] + cache
                        + chosen.flatMap { ["--lfi", $0] })
                let failed = chosen.filter { expected[$0] != nil }
                if outcome.output.isEmpty {
                    #expect(failed.count == chosen.count, "run \(run)")
                } else {
                    let answer = try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8))
                    #expect(
                        answer.Products.count == (chosen.count - failed.count) * SandboxWorld.productsPerLFI,
                        "run \(run)")
                    #expect(Set(answer.Failures.map(\.LFIName)) == Set(failed), "run \(run)")
                    for failure in answer.Failures { #expect(failure.Stage == expected[failure.LFIName]?.rawValue) }
                }
                resident.append(Self.residentMegabytes)
                open.append(Self.openDescriptors)
            }
            // Beside other tests neither number says anything of these runs.
            guard runsAskedFor != nil else { return }
            let half = runs / 2
            print(
                "runs: \(runs), resident MB after \(half): \(resident[half]), at the end: \(resident[runs - 1]),",
                "descriptors after \(half): \(open[half]), at the end: \(open[runs - 1])")
            // What is warm after half of the runs does not grow any more.
            #expect(resident[runs - 1] < resident[half] + 40)
            #expect((open[half...].min() ?? 0) <= (open[..<half].min() ?? 0) + 8)
        }
    }

    private static var residentMegabytes: Int {
        let pages = (try? String(contentsOfFile: "/proc/self/statm", encoding: .utf8))?.split(separator: " ")
        return (pages.flatMap { Int($0[1]) } ?? 0) * 4 / 1_024
    }

    private static var openDescriptors: Int {
        ((try? FileManager.default.contentsOfDirectory(atPath: "/proc/self/fd")) ?? []).count
    }
}
