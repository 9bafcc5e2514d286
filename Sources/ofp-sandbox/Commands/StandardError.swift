import Foundation

/// For what is said about the sandbox; standard output belongs to the command that runs against it.
enum StandardError {
    static func write(_ text: String) {
        // Whoever does not listen any more is not told; a handle without an error to throw would trap.
        try? FileHandle.standardError.write(contentsOf: Data("ofp-sandbox: \(text)\n".utf8))
    }
}

extension Journal.Report {
    /// `249 requests of at most 83 LFIs at once, no rule broken.`
    var summary: String {
        let total = requests.values.reduce(0, +)
        let broken = rulesBroken.sorted { $0.key < $1.key }.map { "\($0.key) ×\($0.value)" }
        let count = leadsTaken.values.reduce(0, +)
        let leads = count == 0 ? "" : " \(count) \(count == 1 ? "lead" : "leads") taken,"
        let rules = broken.isEmpty ? "no rule broken" : "rules broken: \(broken.joined(separator: ", "))"
        return
            "\(total) requests, at most \(peakLines) LFIs asked together over \(peakConnections) connections,\(leads) \(rules)."
    }
}
