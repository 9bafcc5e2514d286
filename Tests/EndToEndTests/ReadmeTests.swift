import Foundation
import Testing

private let jqIsHere = ["/usr/bin/jq", "/usr/local/bin/jq"].contains {
    FileManager.default.isExecutableFile(atPath: $0)
}

/// What the README tells a script to do.
@Suite("The README")
struct ReadmeTests {
    /// Each command with 'jq', as it would be typed.
    private static func commands() throws -> [String] {
        let readme = try String(contentsOf: Tool.repository.appending(path: "README.md"), encoding: .utf8)
        return readme.replacing(/\\\n */, with: "").split(separator: "\n")
            .map { $0.trimmingCharacters(in: .whitespaces) }
            .filter { $0.hasPrefix("$ ofp") && $0.contains("| jq ") }.map { String($0.dropFirst(2)) }
    }

    @Test("starts a sandbox in the background in one way, which works as it stands")
    func background() async throws {
        let readme = try String(contentsOf: Tool.repository.appending(path: "README.md"), encoding: .utf8)
        let starts = BackgroundStart.all(in: readme)
        #expect(starts.count == 3 && Set(starts.map { $0.lines.dropFirst() }).count == 1)
        for start in starts { try await start.check() }
        let help = try await Tool.run("ofp-sandbox", ["--help"])
        #expect(BackgroundStart.all(in: help.output).first?.lines.dropFirst() == starts.first?.lines.dropFirst())
    }

    @Test(
        "has commands with jq that run as they stand, and find something",
        .enabled(if: jqIsHere, "jq is not installed"))
    func jq() async throws {
        let commands = try Self.commands()
        #expect(commands.count >= 4)
        let checks = commands.enumerated().map { number, command in
            """
            { \(command) ; } >out.txt 2>err.txt || { echo "no. \(number) fails"; cat err.txt; }
            { [ -s out.txt ] && ! grep -qw null out.txt; } || { echo "no. \(number) finds nothing"; head -3 out.txt; }
            """
        }
        let outcome = try await Tool.shell(
            """
            set -o pipefail; PATH="$(dirname "$0"):$PATH"
            ofp products -o all.json 2>/dev/null && cp all.json monday.json || echo "no list"
            sed -E 's/("MaxRate": *"?)2[.]/\\13./g' all.json >friday.json
            \(checks.joined(separator: "\n"))
            """)
        #expect(outcome.output == "", "\(outcome.errors)")
    }
}
