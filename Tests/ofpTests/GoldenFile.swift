import Foundation
import Testing

/// What people see, kept as `Tests/Golden/NAME.txt`: whoever changes it reads the difference like code.
///
/// `make golden` writes the files anew.
struct GoldenFile {
    let name: String

    static let isRenewed = ProcessInfo.processInfo.environment["OFP_GOLDEN"] == "renew"

    private static let folder = URL(filePath: #filePath).appending(path: "../../Golden").standardized

    /// The names of all there are.
    static func names() throws -> Set<String> {
        let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        return Set(files.filter { $0.hasSuffix(".txt") }.map { String($0.dropLast(".txt".count)) })
    }

    private var path: URL { Self.folder.appending(path: "\(name).txt") }

    func remove() throws { try FileManager.default.removeItem(at: path) }

    /// - Throws: a ``Difference`` where the file has something else, or is not there.
    func check(_ seen: String) throws {
        // Escapes are for terminals, not for those who read the file.
        let seen = seen.replacing("\u{1B}", with: "␛")
        guard !Self.isRenewed else { return try Data(seen.utf8).write(to: path) }
        let kept = (try? Data(contentsOf: path)).map { String(decoding: $0, as: UTF8.self) }
        guard kept.map({ Array($0.utf8) }) != Array(seen.utf8) else { return }
        throw Difference(name: name, kept: kept, seen: seen)
    }

    /// Line by line: what the file says (`-`), and what there is to see (`+`).
    struct Difference: Error, CustomStringConvertible {
        let name: String
        /// Nil where there is no file.
        let kept: String?
        let seen: String

        private static let mostLines = 60

        var description: String {
            let advice = "'make golden' writes it anew; 'git diff' then shows what people would see."
            guard let kept else { return "Tests/Golden/\(name).txt is not there. \(advice)\n\(seen)" }
            let lines = Self.changes(from: Self.lines(kept), to: Self.lines(seen))
            let shown = lines.prefix(Self.mostLines).joined(separator: "\n")
            let more = lines.count > Self.mostLines ? "\n… and \(lines.count - Self.mostLines) more lines" : ""
            return "Tests/Golden/\(name).txt says something else. \(advice)\n\(shown)\(more)"
        }

        private static func lines(_ text: String) -> [String] { text.components(separatedBy: "\n") }

        /// Each with its line's number in its own text, in the order of the lines.
        static func changes(from kept: [String], to seen: [String]) -> [String] {
            let changes = seen.difference(from: kept) { $0.utf8.elementsEqual($1.utf8) }.map { change in
                switch change {
                case .remove(let offset, let line, _): (offset, 0, "- \(offset + 1): \(line)")
                case .insert(let offset, let line, _): (offset, 1, "+ \(offset + 1): \(line)")
                }
            }
            return changes.sorted { ($0.0, $0.1) < ($1.0, $1.1) }.map(\.2)
        }
    }
}
