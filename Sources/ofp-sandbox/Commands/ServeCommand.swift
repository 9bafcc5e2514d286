import ArgumentParser
import Dispatch
import Foundation

/// `ofp-sandbox serve`: the sandbox in the foreground, until Ctrl-C.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Serve in the foreground and print the variables and endpoints that clients need.",
        discussion: """
            EXAMPLE
              ofp-sandbox serve --directory ./sandbox-keys > sandbox.env &
              until sleep 1; ! kill -0 $! || grep -q CUSTOMER sandbox.env; do :; done
              . ./sandbox.env
              ofp products

            It ends at Ctrl-C or SIGTERM, and says then what it saw and which rules were broken. With --strict it ends at the \
            first broken rule, with exit code 76.
            """)

    @OptionGroup var options: SandboxOptions

    @Option(help: ArgumentHelp("Port to listen on; any free one where 0.", valueName: "n"))
    var port = 0

    @Option(
        help: ArgumentHelp(
            "Write keys and certificates here, and leave them. No file is replaced but those of an earlier start.",
            valueName: "directory"))
    var directory: String?

    @OptionGroup var reporting: ReportOptions

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port takes 0 to 65535.") }
    }

    func run() async throws {
        let sandbox = try options.sandbox()
        // From before there is something to take away.
        let (stops, sources) = Self.stopSignals()
        defer { for source in sources { source.cancel() } }
        let keys = try KeyDirectory(directory)
        defer { keys.remove() }
        let strict = reporting.strict
        try await withSandbox(sandbox, port: port, control: options.control, keys: keys) { environment in
            try StandardOutput.write(environment.script, "export lines")
            await withTaskGroup { ends in
                ends.addTask { for await _ in stops { break } }
                if strict { ends.addTask { await sandbox.journal.untilBroken() } }
                await ends.next()
                ends.cancelAll()
            }
        }
        // While the report is written, somebody may end it.
        keys.remove()
        throw ExitCode(try reporting.conclude(sandbox, status: 0))
    }

    /// A value at SIGINT or SIGTERM, or where the terminal goes away; nohup(1) keeps that to itself.
    private static func stopSignals() -> (AsyncStream<Void>, [any DispatchSourceSignal]) {
        let (signals, continuation) = AsyncStream.makeStream(of: Void.self)
        let sources = ([SIGINT, SIGTERM] + (outlivesTerminal ? [] : [SIGHUP])).map { number in
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler { continuation.yield() }
            source.activate()
            return source
        }
        return (signals, sources)
    }

    /// Whether whoever started it has had SIGHUP ignored. SIG_IGN is the address 1.
    private static var outlivesTerminal: Bool {
        var action = sigaction()
        sigaction(SIGHUP, nil, &action)
        #if canImport(Darwin)
        return unsafeBitCast(action.__sigaction_u.__sa_handler, to: Int.self) == 1
        #else
        return unsafeBitCast(action.__sigaction_handler.sa_handler, to: Int.self) == 1
        #endif
    }
}
