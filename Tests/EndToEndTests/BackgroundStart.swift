import Foundation
import Testing

/// Lines of a text that somebody copies into a shell, to have a sandbox in the background and its variables.
struct BackgroundStart {
    /// From the one that starts it to the one that reads what it has printed.
    let lines: [String]

    private static let end = ". ./sandbox.env"

    /// - Parameter text: has each line indented, or behind a prompt.
    static func all(in text: String) -> [BackgroundStart] {
        var starts: [BackgroundStart] = []
        var rest = text.split(separator: "\n").map { line in
            let line = line.trimmingCharacters(in: .whitespaces)
            return line.hasPrefix("$ ") ? String(line.dropFirst(2)) : line
        }[...]
        while let first = rest.firstIndex(where: { $0.hasPrefix("ofp-sandbox serve") && $0.contains("&") }) {
            rest = rest[first...]
            let lines = rest.prefix { $0 != end } + [end]
            starts.append(BackgroundStart(lines: Array(lines)))
            rest = rest.dropFirst(lines.count)
        }
        return starts
    }

    /// Runs the lines as they stand: where nothing starts they come to an end, and where an earlier sandbox has left what it
    /// had printed, that is not taken.
    func check() async throws {
        #expect(lines.count == 3, "\(lines)")
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-start-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let outcome = try await Tool.shell(
            """
            (ofp-sandbox() { return 64; }; \(lines.joined(separator: "\n"))
            echo "comes to an end") 2>/dev/null
            PATH="$0:$PATH"; echo "export OFP_CUSTOMER_IP=stale OFP_SIGNING_KEY=stale" >sandbox.env
            \(lines.joined(separator: "\n"))
            echo "$OFP_CUSTOMER_IP"; [ -s "$OFP_SIGNING_KEY" ] && ofp lfis --format csv | grep -c .
            kill %1; wait %1; echo "exit $?"
            """, [Tool.folder.path], in: folder.path)
        let seen = outcome.outputLines
        try #require(seen.count == 4, "\(outcome)")
        #expect(seen[0] == "comes to an end" && seen[1] == "203.0.113.7" && seen[3] == "exit 0", "\(outcome)")
        #expect(Int(seen[2]) ?? 0 > 10)
    }
}
