import FoundationEssentials
import OpenFinance
import Synchronization

/// Shows each exchange of a command as it went over the wire, on standard error or in a file. What it is given has nothing
/// in it that is secret or personal (``ObservedExchange``), so that the file can go to a bank's support as it is.
final class Trace: ExchangeObserver {
    private struct State {
        /// How often the same request was made of the same bank.
        var attempts: [String: Int] = [:]
        var failure: String?
    }

    private let format: TraceFormat
    private let write: @Sendable (Data) -> String?
    private let writeEnd: @Sendable () -> String?
    /// Nil where it is none of its own that it goes to.
    let path: String?
    private let state = Mutex(State())

    let wantsConnection = true

    /// - Parameters:
    ///   - write: gives back why it could not.
    ///   - writeEnd: writes what is still missing when there are no more exchanges.
    private init(
        _ format: TraceFormat, path: String?, write: @escaping @Sendable (Data) -> String?,
        writeEnd: @escaping @Sendable () -> String? = { nil }
    ) {
        self.format = format
        self.path = path
        self.write = write
        self.writeEnd = writeEnd
    }

    /// Nil where nobody asked for one.
    ///
    /// - Throws: a ``CommandFailure`` where its file cannot be made.
    ///
    /// - Parameter inputs: what the command reads, none of which can be the trace's file.
    convenience init?(
        _ options: TraceOptions, _ reader: SettingsReader, reading inputs: [(name: String, path: String?)],
        on console: Console
    ) throws(CommandFailure) {
        let wanted = try options.place(reader)
        switch wanted {
        case nil: return nil
        case .standardError:
            guard options.traceFormat != .har else {
                throw CommandFailure(
                    .usage, "A trace as HAR needs a file", advice: "Name one with --trace-file, such as trace.har")
            }
            self.init(.text, path: nil) { data in
                console.writeError(data)
                return nil
            }
        case .file(let path):
            try InputFile.check(noneOf: inputs, isWritten: path, by: "--trace-file")
            let file = try TraceFile(path)
            let format = options.traceFormat ?? (path.lowercased().hasSuffix(".har") ? .har : .text)
            switch format {
            case .text: self.init(.text, path: path, write: file.append)
            case .har where file.isSeekable:
                self.init(.har, path: path) { file.insert($0, before: HARDocument.end) }
                state.withLock { $0.failure = file.append(HARDocument.start + HARDocument.end) }
            case .har:
                // Whoever reads a pipe has the whole document once the command is through.
                self.init(.har, path: path, write: file.append) { file.append(HARDocument.end) }
                state.withLock { $0.failure = file.append(HARDocument.start) }
            }
        }
    }

    func observe(_ exchange: ObservedExchange) {
        state.withLock { state in
            let isFirst = state.attempts.isEmpty
            let key = "\(exchange.lfi?.id ?? "") \(exchange.method) \(exchange.url)"
            let attempt = (state.attempts[key] ?? 0) + 1
            state.attempts[key] = attempt
            let data =
                switch format {
                case .text:
                    Data(TraceText(exchange, attempt: attempt, longestBody: path == nil ? 4_096 : nil).text.utf8)
                case .har: HARDocument.entry(exchange, attempt: attempt, isFirst: isFirst)
                }
            state.failure = state.failure ?? write(data)
        }
    }

    /// There are no more exchanges.
    ///
    /// - Returns: why not all of them are there; nil where they are.
    func end() -> CommandFailure? {
        let reason = state.withLock { state in
            state.failure = state.failure ?? writeEnd()
            return state.failure
        }
        guard let path, let reason else { return nil }
        return CommandFailure(
            .outputFailed, "The trace '\(path)' could not be written: \(reason)",
            advice: "Check the disk, or name another file with --trace-file")
    }
}

/// In which form a trace is written.
enum TraceFormat: String, CaseIterable {
    /// For people, as `curl -v` shows it.
    case text
    /// HTTP Archive 1.2, for a browser's network panel.
    case har
}
