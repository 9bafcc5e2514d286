import Logging
import Transport

/// What every command begins with: the console in its colours, the settings' layers, the log.
struct CommandStart {
    let console: Console
    let reader: SettingsReader
    let logger: Logger

    init(_ options: SettingsOptions, _ context: CommandContext) throws(CommandFailure) {
        reader = try options.reader(context.environment)
        var console = context.console
        console.chooseColor(try reader.color(), isDumb: context.environment["TERM"] == "dumb")
        self.console = console
        logger = try Logger.standardError(of: console, reader, format: options.logFormat)
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
            throw CommandFailure(.internal, error.message, advice: "Install libcurl 7.87 or later")
        }
    }
}
