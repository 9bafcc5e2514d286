import ArgumentParser
import CArguments
import Foundation

@main
struct SandboxTool: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "ofp-sandbox",
        abstract: "A local Trust Framework with many API Hubs, as strict as the real ones.",
        discussion: """
            For clients of UAE Open Finance's Products & Leads API, in any language. It stands in for the directory and for \
            every bank, takes your requests over mutual TLS, refuses what a bank refuses, and says which rules you broke.

            START IT, GET KEYS
              ofp-sandbox serve --directory ./keys --report report.txt > sandbox.env &
              until sleep 1; ! kill -0 $! || grep -q CUSTOMER sandbox.env; do :; done
              . ./sandbox.env
              The keys and certificates are made anew at each start, for this sandbox alone.

            POINT YOUR CLIENT AT IT
              It needs a client id (OFP_CLIENT_ID), a signing key and its kid (OFP_SIGNING_KEY, OFP_SIGNING_KEY_ID), a \
            transport certificate and its key (OFP_TRANSPORT_CERT, OFP_TRANSPORT_KEY), the certificates to trust \
            (OFP_CA_FILE), and where the directory is (OFP_DIRECTORY_URL).
              ofp-sandbox example curl | sh
              ofp-sandbox example python > client.py && python3 client.py
              Hosts under .localhost are this machine. Where a library does not know that, connect to 127.0.0.1 and give \
            the host's name to TLS, as the examples do.

            READ THE REPORT
              kill %1; wait; cat report.txt
              Each rule that was broken stands there with what was sent, where the rule is written, and what to do. In CI:
              ofp-sandbox run --strict --report report.xml -- YOUR-TESTS
            """,
        version: version,
        subcommands: [RunCommand.self, ServeCommand.self, FaultsCommand.self, RulesCommand.self, ExampleCommand.self])

    /// As that of ofp, which it is built with.
    private static var version: String {
        let commit = ofp_commit().map { " (\(String(cString: $0)))" } ?? ""
        return "ofp-sandbox \(String(cString: ofp_version()))\(commit)"
    }

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
            #if os(Linux)
            // Dispatch looks its threads up there each second, and ends the process where it cannot.
            guard access("/proc/self/stat", R_OK) == 0 else {
                throw SandboxError(
                    "There is no /proc, in which this program's threads look one another up. Mount it.", status: 69)
            }
            #endif
            var command = try parseAsRoot(arguments)
            if var command = command as? any AsyncParsableCommand {
                try await command.run()
            } else {
                try command.run()
            }
        } catch let error as SandboxError {
            end(error)
        } catch  where exitCode(for: error).isSuccess {  // --help
            do throws(SandboxError) {
                let help = fullMessage(for: error)
                if !help.isEmpty { try StandardOutput.write(help + "\n") }
                exit()
            } catch {
                end(error)
            }
        } catch {
            exit(withError: error)
        }
    }

    private static func end(_ error: SandboxError) -> Never {
        StandardError.write("error: \(error)")
        exit(withError: ExitCode(error.status))
    }
}
