import Logging
import OpenFinance
import OpenFinanceTransport

/// What every command begins with: the console in its colours, the settings' layers, the log.
struct CommandStart {
    let console: Console
    let reader: SettingsReader
    let logger: Logger
    /// Who is told of each request.
    let observers: [any ExchangeObserver]
    /// All that the command reads, by whatever it is named, and its trace: no file that it writes may be one of them.
    let spared: [(name: String, path: String?)]

    /// - Parameter files: what the command reads beside its settings: only one of all can be standard input.
    init(
        _ options: SettingsOptions, _ context: CommandContext, reading files: [(name: String, path: String?)] = []
    ) throws(CommandFailure) {
        let reader = try options.reader(context.environment)
        self.reader = reader
        let inputs = files + [options.configurationFile(context.environment)] + reader.files
        try InputFile.checkStandardInput(inputs)
        let adapted = context.console.adapted(to: context.environment, color: try reader.color())
        logger = try Logger.standardError(of: adapted, reader, format: options.logFormat)
        console = try adapted.paged(reader, context.environment, telling: logger)
        let console = console
        let trace = try context.trace.made { () throws(CommandFailure) in
            try Trace(options.tracing, reader, reading: inputs, on: console)
        }
        observers = trace.map { [$0] } ?? []
        spared = inputs + [("--trace-file", trace?.path)]
    }
}

extension CurlTransport {
    /// The transport under the name of this program.
    static func start(
        identity: ClientIdentity? = nil, trustRoots: TrustRoots
    ) throws(CommandFailure) -> CurlTransport {
        do {
            return try CurlTransport(identity: identity, trustRoots: trustRoots, userAgent: Version.userAgent)
        } catch {
            let lacksThread = error.detail == .noThread
            throw CommandFailure(
                lacksThread ? .unavailable : .internal, error.message,
                advice: lacksThread
                    ? "Allow this process more threads (ulimit -u), or end others"
                    : "Install libcurl 7.87 or later with OpenSSL")
        }
    }
}
