import ArgumentParser
import FoundationEssentials
import Subprocess

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// `ofp-sandbox run -- COMMAND…`: a sandbox for the time of one command.
struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run",
        abstract: "Start the sandbox, run a command with every OFP_* variable set, stop, exit as the command did.",
        discussion: """
            EXAMPLES
              ofp-sandbox run -- ofp products --category SavingsAccount
              ofp-sandbox run --lfis 83 --products 20 -- ofp products --format json
              ofp-sandbox run --fault liwa:token:hang -- ofp products --timeout 3
              ofp-sandbox run --strict --report rules.xml -- python3 client.py

            What the sandbox saw, and which rules were broken, is printed to standard error at the end.

            EXIT CODES
              the command's own; 128 and the signal's number where one ended it;
              126 where it is there and cannot be run; 127 where it is not found;
              76 where --strict is given and a rule was broken;
              74 where the report cannot be written.
            """)

    @OptionGroup var options: SandboxOptions

    @OptionGroup var reporting: ReportOptions

    @Argument(parsing: .postTerminator, help: "The command and its arguments, after '--'.")
    var command: [String] = []

    func validate() throws {
        guard !command.isEmpty else { throw ValidationError("Give a command after '--'.") }
    }

    func run() async throws {
        let sandbox = try options.sandbox()
        let keys = try KeyDirectory()
        defer { keys.remove() }
        let (command, strict) = (command, reporting.strict)
        let status = try await withSandbox(sandbox, port: 0, control: options.control, keys: keys) { environment in
            try await ChildProcess(command, environment).run(endingWith: strict ? sandbox.journal : nil)
        }
        // While the report is written, somebody may end it.
        keys.remove()
        // `ExitCode` is thrown, and would skip no cleaning: `defer` runs.
        throw ExitCode(try reporting.conclude(sandbox, status: status))
    }
}
