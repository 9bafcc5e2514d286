import OpenFinance

/// What `ofp doctor` found, in the shape of its JSON.
struct DoctorReport: Report, Encodable {
    private(set) var findings: [Finding] = []

    mutating func add(_ finding: Finding) { findings.append(finding) }

    /// `17 checks: 15 ok, 1 warning, 1 failure.`
    var summary: String {
        func count(_ outcome: Finding.Outcome, _ one: String, _ many: String) -> String {
            let count = findings.filter { $0.outcome == outcome }.count
            return "\(count) \(count == 1 ? one : many)"
        }
        return "\(findings.count) checks: \(count(.ok, "ok", "ok")), \(count(.warning, "warning", "warnings")), "
            + "\(count(.failure, "failure", "failures"))."
    }

    /// 0 only without failure. What is wrong here comes before what is wrong there; of banks, the code of products.
    func status(banks: Int) -> CommandStatus {
        let failures = findings.filter { $0.outcome == .failure }
        guard !failures.isEmpty else { return .success }
        let here = failures.map(\.status).first { $0 != .refused && $0 != .unavailable }
        if let here { return here }
        if failures.count < banks { return .partial }
        return failures.allSatisfy { $0.status == .refused } ? .refused : .unavailable
    }

    /// A line for each.
    func text(on terminal: Terminal) -> String { findings.map { $0.line(on: terminal) + "\n" }.joined() }

    var table: Table {
        Table(
            ["Check", "Outcome", "Message", "Advice", "Interaction id"].map { .init(title: $0) },
            findings.map { [$0.check, $0.outcome.rawValue, $0.message, $0.advice, $0.interactionID?.description] })
    }

    private enum CodingKeys: String, CodingKey { case findings = "Findings" }
}
