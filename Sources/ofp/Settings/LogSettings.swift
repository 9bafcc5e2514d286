import FoundationEssentials
import Logging

extension Logger {
    /// Logs to the console's standard error from the level that `-v` or `OFP_LOG_LEVEL` names; silent without either.
    static func standardError(
        of console: Console, _ reader: SettingsReader, format: LogFormat
    ) throws(CommandFailure) -> Logger {
        let levels = Logger.Level.allCases.map(\.rawValue).joined(separator: ", ")
        let level = try reader.value(.logLevel, expected: "one of \(levels)") { Level(rawValue: $0.lowercased()) }
        guard let level else { return Logger(label: "ofp") { _ in SwiftLogNoOpLogHandler() } }
        let write = console.writeError
        return Logger(label: "ofp") { _ in
            StandardErrorLog(logLevel: level, format: format, write: write)
        }
    }
}
