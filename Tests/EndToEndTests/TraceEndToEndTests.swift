import Foundation
import Testing

@Suite("A trace's file")
struct TraceEndToEndTests {
    private func steps(_ har: String) throws -> [String] {
        let document = try #require(try JSONSerialization.jsonObject(with: Data(har.utf8)) as? [String: Any])
        let log = try #require(document["log"] as? [String: Any])
        return try #require(log["entries"] as? [[String: Any]]).compactMap { $0["_step"] as? String }
    }

    @Test("is a whole document by way of a pipe, too")
    func pipe() async throws {
        let outcome = try await Tool.shell(
            #"d=$(mktemp -d); mkfifo $d/p; cat $d/p & "$0" lfis --registration --no-cache --trace-file $d/p --trace-format har >/dev/null; wait; rm -r $d"#
        )
        let steps = try steps(outcome.output)
        #expect(steps.first == "directory" && steps.dropFirst().allSatisfy { $0 == "discovery" } && steps.count == 15)
    }

    @Test("is a whole document of what there was room for", .limitOfFiles)
    func full() async throws {
        // A limit of 40 blocks of 1024 bytes, in the shell's units of 512.
        let outcome = try await Tool.shell(
            #"d=$(mktemp -d); (ulimit -f 80; trap '' XFSZ; "$0" lfis --registration --no-cache --trace-file $d/t.har 2>&1 >/dev/null; echo " $?"); cat $d/t.har; rm -r $d"#
        )
        let parts = try #require(outcome.output.firstRange(of: "{"))
        #expect(outcome.output[..<parts.lowerBound].contains("could not be written: file too large"))
        #expect(outcome.output[..<parts.lowerBound].hasSuffix(" 74\n"))
        let steps = try steps(String(outcome.output[parts.lowerBound...]))
        #expect(steps.count < 15 && steps.allSatisfy { ["directory", "discovery"].contains($0) })
    }

    @Test("is a whole document of what was seen, after a command that was killed")
    func killed() async throws {
        let script =
            #"d=$(mktemp -d); "$0" products --no-cache --trace-file $d/t.har >/dev/null 2>&1 & until grep -q '"_step":"token"' $d/t.har 2>/dev/null || ! kill -0 $! 2>/dev/null; do sleep 0.02; done; kill -9 $!; cat $d/t.har; rm -r $d"#
        let outcome = try await Tool.run(
            "ofp-sandbox",
            ["run", "--fixtures", Tool.fixtures.path, "--fault", "*:products:hang", "--"]
                + ["/bin/bash", "-c", script, Tool.path("ofp")])
        #expect(try steps(outcome.output).contains("token"))
    }
}
