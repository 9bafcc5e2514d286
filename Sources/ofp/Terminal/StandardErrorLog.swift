import FoundationEssentials
import Logging

/// swift-log on standard error: one line a message, as text or as a JSON object.
struct StandardErrorLog: LogHandler {
    var logLevel: Logger.Level
    var metadata: Logger.Metadata = [:]
    let format: LogFormat
    let write: @Sendable (Data) -> Void

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        let metadata = metadata.merging(event.metadata ?? [:]) { $1 }
        let line =
            switch format {
            case .text: text(event, metadata)
            case .json: json(event, metadata)
            }
        write(Data("\(line)\n".utf8))
    }

    private func text(_ event: LogEvent, _ metadata: Logger.Metadata) -> String {
        let pairs = metadata.sorted { $0.key < $1.key }.map { " \($0.key)=\(quoted("\($0.value)"))" }.joined()
        return "\(Self.timestamp()) \(event.level) \("\(event.message)".forTerminal)\(pairs)"
    }

    private func quoted(_ text: String) -> String {
        let text = text.forTerminal
        guard text.hasScalar({ $0 == " " || $0 == "\"" || $0 == "=" }) else { return text }
        return "\"\(text.replacingScalars { $0 == "\"" ? "" : nil })\""
    }

    private func json(_ event: LogEvent, _ metadata: Logger.Metadata) -> String {
        var members = metadata.mapValues { "\($0)" }
        members["time"] = Self.timestamp()
        members["level"] = "\(event.level)"
        members["message"] = "\(event.message)"
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return (try? encoder.encode(members)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    }

    private static func timestamp() -> String { Date().forMachines }
}
