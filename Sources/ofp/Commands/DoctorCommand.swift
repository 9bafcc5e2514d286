import ArgumentParser
import Foundation
import OpenFinance

/// `ofp doctor`: what is wrong, before the banks say so.
struct DoctorCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "doctor",
        abstract: "Check settings, keys and certificates, the directory, and each bank up to its products.",
        discussion: """
            EXAMPLES
              ofp doctor
              ofp doctor --offline
              ofp doctor --lfi "Liwa Bank" --format json
              ofp doctor --failures-only

            One line a check: ✓ ok, ! a warning, ✗ a failure, each with what to do; failures stand last, and banks that fail \
            in the same way together. The exit code is 0 only without a failure. One page of products is asked of each bank; \
            nothing is kept.
            """
    )

    @Option(
        name: .customLong("lfi"),
        help: .list("Only these banks, by name or id", of: "bank"), completion: .banks,
        transform: BankNames.argument)
    var included: [String] = []

    @Flag(help: "Check only what can be checked without asking anybody.")
    var offline = false

    @Flag(help: "Show only warnings and failures.")
    var failuresOnly = false

    @Option(
        help: ArgumentHelp("Check this certificate against the signing key, too.", valueName: "file"),
        completion: .file())
    var signingCert: String?

    @OptionGroup var output: FormatOptions<DoctorReport>
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let start = try CommandStart(settings, context, reading: [("--signing-cert", signingCert)])
        let console = start.console
        var report = DoctorReport()
        var banks = 0
        func tell(_ finding: Finding) {
            if failuresOnly, finding.outcome == .ok {
                report.count(finding)
                return
            }
            report.add(finding)
            // A person need not wait for the last one. What has failed stands where the eye ends.
            if output.format == .table, finding.outcome != .failure {
                console.write(finding.line(on: console.outputTerminal) + "\n")
            }
        }

        let local = LocalChecks(start.reader, signingCertificate: signingCert, prompt: context.passphrases, now: Date())
        local.findings.forEach(tell)
        var interruption: Interruption?
        // Until all is printed: Ctrl-C in the middle of that must not take away what was found.
        defer { interruption?.end() }
        if !offline {
            let network = NetworkChecks(
                reader: start.reader, local: local, selection: LFISelection(included: included), logger: start.logger,
                observers: start.observers, console: console)
            let (findings, found) = AsyncStream.makeStream(of: Finding.self)
            let checks = Task {
                defer { found.finish() }
                return await network.run { found.yield($0) }
            }
            let ending = Interruption(after: nil) {
                found.finish()
                checks.cancel()
            }
            interruption = ending
            for await finding in findings { tell(finding) }
            banks = await checks.value
            report.wasInterrupted = ending.wasInterrupted
        }
        if output.format == .table {
            console.write(report.failureText(on: console.outputTerminal))
        } else {
            try console.print(report, as: output.format)
        }
        console.summarize(report.summary)
        if let first = report.whatToDoFirst?.forTerminal {
            let lines = console.errorTerminal.width.map { first.wrapped(to: $0) } ?? [first]
            console.note(lines.joined(separator: "\n"))
        }
        return report.status(banks: banks)
    }
}
