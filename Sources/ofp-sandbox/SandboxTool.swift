import ArgumentParser
import CArguments
import Foundation

@main
struct SandboxTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ofp-sandbox",
        abstract: "A local Trust Framework with many API Hubs, as strict as the real ones.",
        subcommands: [RunCommand.self, ServeCommand.self, FaultsCommand.self, RulesCommand.self, ExampleCommand.self])

    /// As the C library hands them over: Swift's runtime loses them where a library has changed the environment, and where
    /// there is no /proc.
    private static var arguments: [String] {
        let count = ofp_argument_count()
        guard count > 0 else { return Array(CommandLine.arguments.dropFirst()) }
        return (1..<max(1, count)).compactMap { index in ofp_argument(index).map { String(cString: $0) } }
    }

    static func main() async {
        // A stream that was closed must not become one of the sandbox's own files, in the command's hands least of all.
        for stream in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
            _ = open("/dev/null", O_RDONLY)
        }
        OpenFiles.raiseLimit()
        // Whoever does not read on any more does not end the sandbox. A handler, unlike SIG_IGN, does not pass to the command.
        signal(SIGPIPE) { _ in }
        do {
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as SandboxError {
            StandardError.write("error: \(error)")
            exit(withError: ExitCode(error.status))
        } catch {
            exit(withError: error)
        }
    }
}
