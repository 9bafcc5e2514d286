import ArgumentParser
import FoundationEssentials
import Testing
import OpenFinanceTransport

@testable import OpenFinance
@testable import ofp

@Suite("How long requests took")
struct TimingsTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        /// Of lookup, connection, handshake, first byte and end, counted from the start, in milliseconds.
        var moments: [Int]
        /// Of the same steps by themselves; nil for those that there were none of.
        var steps: [Int?]
        var testDescription: String { name }
    }

    @Test(
        "is told for each step by itself",
        arguments: [
            Case(name: "a new connection", moments: [1, 3, 10, 30, 100], steps: [1, 2, 7, 20, 100]),
            Case(name: "a kept connection", moments: [0, 0, 0, 30, 40], steps: [nil, nil, nil, 30, 40]),
            Case(
                name: "a kept connection that says when it was found", moments: [1, 1, 0, 30, 40],
                steps: [nil, nil, nil, 30, 40]),
            Case(name: "no name", moments: [0, 0, 0, 0, 5], steps: [nil, nil, nil, nil, 5]),
            Case(name: "no connection", moments: [2, 0, 0, 0, 5], steps: [2, nil, nil, nil, 5]),
            Case(name: "no handshake", moments: [2, 4, 0, 0, 50], steps: [2, 2, nil, nil, 50]),
            Case(name: "no answer", moments: [2, 4, 9, 0, 50], steps: [2, 2, 5, nil, 50]),
        ])
    func steps(_ expected: Case) {
        let moments = expected.moments.map { Duration.milliseconds($0) }
        let steps = TimingSteps(
            TransferTimings(
                nameLookup: moments[0], connect: moments[1], tlsHandshake: moments[2], firstByte: moments[3],
                total: moments[4]))
        let found = [steps.nameLookup, steps.connect, steps.tls, steps.firstByte, steps.total]
        #expect(found == expected.steps.map { $0.map { .milliseconds($0) } })
    }

    private struct Answer: Decodable {
        struct Timing: Decodable {
            var LFIName: String?
            var Step, InteractionId: String
            var Status: Int?
            var Reason: String?
            var NameLookup, Connect, TLS, FirstByte: Double?
            var Total: Double
        }
        struct Meta: Decodable { var Timings: [Timing]? }
        var Meta: Meta
    }

    @Test("stands in Meta for every request, the failed ones, too")
    func json() async throws {
        try await SandboxWorld.with(faults: ["lfi0002:token:status:403", "lfi0003:products:reset"], lfis: 3) { world in
            let arguments = ["products", "--format", "json", "--timings"]
            let first = try await world.run(arguments)
            let timings = try #require(
                try JSONDecoder().decode(Answer.self, from: Data(first.output.utf8)).Meta.Timings)
            let steps = timings.map {
                "\($0.LFIName ?? "-") \($0.Step) \($0.Status.map(String.init) ?? $0.Reason ?? "-")"
            }
            #expect(
                steps == [
                    "- directory 200", "Bank 0001 discovery 200", "Bank 0001 token 200", "Bank 0001 products 200",
                    "Bank 0002 discovery 200", "Bank 0002 token 403", "Bank 0003 discovery 200", "Bank 0003 token 200",
                ] + Array(repeating: "Bank 0003 products connection", count: 4))
            #expect(Set(timings.map(\.InteractionId)).count == timings.count)
            for timing in timings where timing.Status == 200 {
                #expect((timing.TLS ?? 0) > 0 && (timing.FirstByte ?? 0) > 0)
                let parts = [timing.NameLookup, timing.Connect, timing.TLS, timing.FirstByte].compactMap(\.self)
                #expect(parts.reduce(0, +) <= timing.Total + 0.001)
            }
            // What was kept is not asked for again, and takes no time.
            let second = try await world.run(arguments)
            let again = try #require(try JSONDecoder().decode(Answer.self, from: Data(second.output.utf8)).Meta.Timings)
            #expect(again.filter { $0.LFIName == "Bank 0001" }.map(\.Step) == ["products"])
            #expect(!first.errors.contains("FIRST BYTE"))
        }
    }

    @Test("is a table beside every other form, and nowhere unless asked for")
    func table() async throws {
        try await SandboxWorld.with(lfis: 2) { world in
            for format in ["table", "ndjson", "csv", "markdown"] {
                let asked = try await world.run(["products", "--timings", "--no-cache", "--format", format])
                let lines = asked.errors.split(separator: "\n")
                #expect(lines.first?.split(separator: " ").first == "BANK")
                #expect(lines.filter { $0.hasPrefix("Bank 000") && $0.contains(" 200 ") }.count == 6)
                let unasked = try await world.run(["products", "--no-cache", "--format", format])
                #expect(!unasked.errors.contains("FIRST BYTE"))
                #expect(Self.lines(unasked.output) == Self.lines(asked.output))
            }
            let json = try await world.run(["products", "--format", "json"])
            #expect(!json.output.contains("Timings"))
            #expect(throws: (any Error).self) { try OFP.parseAsRoot(["products", "--from", "x", "--timings"]) }
        }
    }
    /// In ndjson whoever answers first stands first; and Markdown says in which minute it was asked.
    private static func lines(_ output: String) -> [Substring] {
        output.split(separator: "\n").filter { !$0.contains("asked on") }.sorted()
    }

    @Test(
        "has the interaction ids where there is room for them, and keeps to the width",
        arguments: [80, 119, 120, 160, nil])
    func width(width: Int?) {
        let requests = [
            "Liwa Bank", "Falaj Islamic Bank · بنك الفلج الإسلامي", "Bank \(String(repeating: "n", count: 90))",
        ]
        .map { name in
            RequestTiming(
                lfi: LFI.Identity(id: name, name: name), purpose: .products, interactionID: InteractionID(),
                status: 200, timings: TransferTimings(total: .milliseconds(31)))
        }
        let text = TimingsTable(timings: requests).text(on: Terminal(width: width))
        let lines = text.split(separator: "\n")
        #expect(lines.count == 1 + requests.count)
        #expect(lines.allSatisfy { String($0).displayWidth <= width ?? .max })
        for request in requests {
            let isShown = lines.contains { $0.contains(request.interactionID.description) }
            #expect(isShown == (width.map { $0 >= 120 } ?? true))
        }
    }
}
