import Foundation
import Testing

@Suite("What ofp-sandbox reports")
struct SandboxReportEndToEndTests {
    /// A request by a method that the directory does not know, and what that is called.
    private static let breaking =
        #"curl -s -X DELETE --noproxy '*' --connect-to ::127.0.0.1: --cacert "$OFP_CA_FILE" "$OFP_DIRECTORY_URL""#
    private static let rule = "directory.method"

    /// Runs a script against a sandbox, in a folder of its own, and gives back what lies there afterwards, too.
    private func run(
        _ options: [String], _ script: String
    ) async throws -> (outcome: Tool.Outcome, files: [String: String]) {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-report-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await Tool.shell(
            #"exec "$0" run "$@""#,
            [Tool.path("ofp-sandbox"), "--fixtures", Tool.fixtures.path] + options + ["--", "sh", "-c", script],
            in: folder.path)
        var files: [String: String] = [:]
        for name in try FileManager.default.contentsOfDirectory(atPath: folder.path) {
            files[name] = try String(contentsOf: folder.appending(path: name), encoding: .utf8)
        }
        return (outcome, files)
    }

    @Test(
        "is written in the format that the file's name, or the option, asks for",
        arguments: [
            ("r.json", nil, #""directory.method" : 1"#), ("r.xml", nil, #"<failure type="directory.method""#),
            ("r.txt", nil, "directory.method ×1: The directory"),
            ("r.xml", "text", "directory.method ×1: The directory"),
            ("r", "junit", #"<failure type="directory.method""#),
        ] as [(String, String?, String)])
    func formats(file: String, format: String?, says: String) async throws {
        let options = ["--report", file] + (format.map { ["--report-format", $0] } ?? [])
        let (outcome, files) = try await run(options, Self.breaking)
        #expect(outcome.status == 0)
        #expect(files[file]?.contains(says) == true, "\(files)")
        #expect(outcome.errors.contains("to do   Send the request with the method GET."))
    }

    /// Runs lines of shell with a function `report`, which has a sandbox write its report to a file, and says how that ends.
    private func inFolder(_ script: String) async throws -> Tool.Outcome {
        let folder = try Self.folder()
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try await Tool.shell(
            """
            sandbox="$0" fixtures="$1"
            report() { "$sandbox" run --fixtures "$fixtures" --report-format text --report "$1" -- echo told; echo "exit $?"; }
            \(script)
            """, [Tool.path("ofp-sandbox"), Tool.fixtures.path], in: folder)
    }

    private static let nothingBroken =
        "0 requests, at most 0 LFIs asked together over 0 connections, no rule broken."

    @Test("goes where a link leads, and leaves the link")
    func links() async throws {
        let outcome = try await inFolder(
            """
            echo old >file; chmod 640 file; ln -s file link; ln -s link another; report another
            ln -s none dangling; report dangling
            mkdir folder; ln -s ../beside folder/link; report folder/link
            for link in link another dangling folder/link; do [ -L "$link" ] || echo "$link is a link no more"; done
            stat -c %a file; cat file none beside; ls -A
            """)
        let ends = String(repeating: "told\nexit 0\n", count: 3)
        let texts = String(repeating: "\(Self.nothingBroken)\n", count: 3)
        #expect(
            outcome.output == "\(ends)640\n\(texts)another\nbeside\ndangling\nfile\nfolder\nlink\nnone\n",
            "\(outcome)")
    }

    @Test("is written into a pipe, itself or by a link, for whoever reads it")
    func pipes() async throws {
        let outcome = try await inFolder(
            """
            mkfifo pipe; ln -s pipe link
            for file in pipe link; do
                cat pipe >seen & report $file; wait; [ -p pipe ] || echo "no pipe any more"; cat seen
            done
            [ -L link ] && ls -A
            """)
        let end = "told\nexit 0\n\(Self.nothingBroken)\n"
        #expect(outcome.output == "\(end)\(end)link\npipe\nseen\n", "\(outcome)")
    }

    @Test("waits for a pipe's reader until somebody ends it", arguments: ["INT", "TERM"])
    func pipeWithoutReader(signal: String) async throws {
        let outcome = try await inFolder(
            """
            set -m; mkfifo pipe; export TMPDIR="$PWD/temporary"; mkdir temporary
            "$sandbox" run --fixtures "$fixtures" --report pipe -- true 2>log & child=$!
            until grep -q 'no rule broken' log || ! kill -0 $child; do sleep 0.05; done
            for try in $(seq 600); do kill -\(signal) $child 2>/dev/null || break; sleep 0.1; done
            kill -0 $child 2>/dev/null && kill -KILL $child && echo stays
            wait $child; echo "exit $?"; [ -p pipe ] && ls -A temporary
            """)
        #expect(outcome.output == "exit \(signal == "INT" ? 130 : 143)\n", "\(outcome)")
    }

    @Test("is written into a device, which stays one; what cannot be written is told, with a code of its own")
    func devices() async throws {
        let outcome = try await inFolder(
            """
            # As /dev/null and /dev/full are; not everybody may make them.
            mknod null c 1 3 && mknod full c 1 7 && : >null || { echo skipped; exit; }
            ln -s full link
            report null; report full; report link; [ -c null ] && [ -c full ] && [ -L link ] && ls -A
            """)
        guard outcome.output != "skipped\n" else { return print("No devices can be made: not tested with them.") }
        let full = "told\nexit 74\n"
        #expect(outcome.output == "told\nexit 0\n\(full)\(full)full\nlink\nnull\n", "\(outcome)")
        #expect(
            outcome.errors.contains(
                "error: The report cannot be written to 'full': no space left on device. Name another file"))
    }

    @Test("follows what the command has printed, where it goes to standard output")
    func standardOutput() async throws {
        let outcome = try await inFolder(
            """
            ln -s /proc/self/fd/1 out
            report out >file; cat file; report out | cat; ls -A
            """)
        let both = "told\n\(Self.nothingBroken)\nexit 0\n"
        #expect(outcome.output == "\(both)\(both)file\nout\n", "\(outcome)")
    }

    @Test("is told to be unwritten where there is no way to its file, or a folder", arguments: ["no/such", "folder"])
    func unwritten(file: String) async throws {
        let outcome = try await inFolder("mkdir folder; report \(file); ls -A . folder")
        #expect(outcome.output == "told\nexit 74\n.:\nfolder\n\nfolder:\n")
        #expect(outcome.errors.contains("The report cannot be written to '\(file)': "))
    }

    @Test("ends a strict run at the first rule that is broken, with a code of its own")
    func strict() async throws {
        // Neither the rest of the script nor its own exit code comes through.
        let (outcome, files) = try await run(
            ["--strict", "--report", "r.xml"], "trap 'exit 0' TERM; \(Self.breaking); sleep 1000 & wait; touch late")
        #expect(outcome.status == 76)
        #expect(files["late"] == nil && files["r.xml"]?.contains(Self.rule) == true)
        #expect(try await run(["--strict"], "exit 3").outcome.status == 3)
        #expect(try await run([], Self.breaking).outcome.status == 0)
    }

    @Test("ends a strict sandbox that is served, too")
    func strictServing() async throws {
        let outcome = try await Tool.shell(
            """
            "$0" serve --strict --fixtures "$1" > sandbox.env 2> report &
            until grep -q CUSTOMER_IP sandbox.env || ! kill -0 $! 2>/dev/null; do sleep 0.1; done; . ./sandbox.env
            \(Self.breaking) > answer
            wait $!; echo "exit $?"; cat report
            """, [Tool.path("ofp-sandbox"), Tool.fixtures.path], in: try Self.folder())
        #expect(outcome.output.hasPrefix("exit 76\n") && outcome.output.contains(Self.rule))
    }

    @Test("can be asked for while the sandbox runs, and so can what it does next")
    func control() async throws {
        let script = """
            ask() { curl -s --noproxy '*' "$@"; }
            \(Self.breaking); ask "$OFP_SANDBOX_CONTROL_URL/report?format=text"
            ask -X PUT -d '{"faults": ["*:token:hang"]}' "$OFP_SANDBOX_CONTROL_URL/faults"
            ask -X POST "$OFP_SANDBOX_CONTROL_URL/reset"; ask "$OFP_SANDBOX_CONTROL_URL/faults"
            """
        let (outcome, _) = try await run(["--control", "--strict"], script.replacing(Self.breaking, with: "true"))
        #expect(outcome.status == 0)
        #expect(
            outcome.output.hasSuffix(#"no rule broken.\#n{"faults":["*:token:hang"]}{"faults":[]}"#),
            "\(outcome.output)")
        #expect(try await run(["--control"], script).outcome.output.contains(Self.rule))
        let (without, _) = try await run([], #"echo "${OFP_SANDBOX_CONTROL_URL:-none}""#)
        #expect(without.output == "none\n")
    }

    @Test("names rules that 'rules' lists, as text and as JSON")
    func rules() async throws {
        struct Line: Decodable { var rule, sentence, source, remedy: String }
        let json = try await Tool.run("ofp-sandbox", ["rules", "--format", "json"])
        let lines = try JSONDecoder().decode([Line].self, from: Data(json.output.utf8))
        #expect(lines.count > 50 && lines.contains { $0.rule == Self.rule })
        let text = try await Tool.run("ofp-sandbox", ["rules"])
        for line in lines {
            #expect(text.output.contains("\(line.rule): \(line.sentence)\n  source  \(line.source)\n"))
        }
    }

    private static func folder() throws -> String {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-strict-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        return folder.path
    }
}
