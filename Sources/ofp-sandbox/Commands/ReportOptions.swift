import ArgumentParser
import FoundationEssentials

/// What becomes of what the sandbox has seen.
struct ReportOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Write what the sandbox saw to this file: JUnit where it ends in .xml, text for .txt, else JSON.",
            valueName: "file"))
    var report: String?

    @Option(help: "The report's format, whatever its file is called.")
    var reportFormat: ReportFormat?

    @Flag(help: "Have the report say whom each lead was about. That is for test data; send nothing else here.")
    var reportPersons = false

    func validate() throws {
        if report == nil, reportFormat != nil { throw ValidationError("--report-format needs --report.") }
    }

    /// Says what was seen, and writes it.
    func conclude(_ sandbox: Sandbox) throws {
        let report = SandboxReport(sandbox, withPersons: reportPersons)
        StandardError.write(([report.summary] + report.paragraphs).joined(separator: "\n"))
        if let file = self.report { try write(report, to: file) }
    }

    private func write(_ report: SandboxReport, to path: String) throws {
        do {
            try (reportFormat ?? ReportFormat(ofFile: path)).bytes(report).write(
                to: URL(filePath: path), options: .atomic)
        } catch {
            throw SandboxError("The report cannot be written to '\(path)'. Name another file with --report.")
        }
    }
}
