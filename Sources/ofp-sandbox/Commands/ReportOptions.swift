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

    @Flag(help: "The first rule that is broken ends the run, with exit code 76.")
    var strict = false

    /// EX_PROTOCOL: the client did not keep to the rules.
    static let brokenStatus: Int32 = 76

    func validate() throws {
        if report == nil, reportFormat != nil { throw ValidationError("--report-format needs --report.") }
    }

    /// Says what was seen, and writes it.
    ///
    /// - Returns: the exit code, which is `status` unless a broken rule has one of its own.
    func conclude(_ sandbox: Sandbox, status: Int32) throws -> Int32 {
        let report = SandboxReport(sandbox, withPersons: reportPersons)
        StandardError.write(([report.summary] + report.paragraphs).joined(separator: "\n"))
        if let file = self.report { try write(report, to: file) }
        return strict && !report.findings.isEmpty ? Self.brokenStatus : status
    }

    private func write(_ report: SandboxReport, to path: String) throws {
        try ReportFile(path: path).write((reportFormat ?? ReportFormat(ofFile: path)).bytes(report))
    }
}
