import OpenFinance

/// What `ofp doctor` found, in the shape of its JSON.
struct DoctorReport: Report, Encodable {
    private var passed: [Finding] = []
    private var failures: [Finding] = []
    /// Of those that are well and not listed.
    private var unlisted = 0
    /// Whether it ended before everything was checked.
    var wasInterrupted = false

    /// Failures stand last; what is said of banks stands in the order of their names, whichever answered first.
    var findings: [Finding] {
        [passed, failures].flatMap { findings in
            findings.filter { !$0.isOfBank } + findings.filter(\.isOfBank).sorted { $0.check < $1.check }
        }
    }

    mutating func add(_ finding: Finding) {
        if finding.outcome == .failure { failures.append(finding) } else { passed.append(finding) }
    }

    /// Takes one for the summary that is not to be listed.
    mutating func count(_ finding: Finding) { unlisted += 1 }

    /// Where to begin, where more than one thing is wrong: what is wrong here comes before what is wrong there, and what is
    /// wrong with most banks before the rest.
    var whatToDoFirst: String? {
        guard failures.count > 1 else { return nil }
        if let here = failures.first(where: { $0.status == .configuration || $0.status == .usage }),
            let advice = here.advice
        {
            return "Start with this: \(here.message.asSentence) \(advice.asSentence)"
        }
        // To wait is no beginning while there is something to do.
        let lasting = failures.filter { !$0.mayPass }
        let counts = Dictionary(grouping: (lasting.isEmpty ? failures : lasting).compactMap(\.advice), by: \.self)
            .mapValues(\.count)
        guard let (advice, count) = counts.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else { return nil }
        return "Start with what \(count == 1 ? "one bank has" : "\(count) banks have"): \(advice.asSentence)"
    }

    /// `17 checks: 15 ok, 1 warning, 1 failure.`
    var summary: String {
        func count(_ outcome: Finding.Outcome, _ one: String, _ many: String) -> String {
            let count = findings.filter { $0.outcome == outcome }.count + (outcome == .ok ? unlisted : 0)
            return "\(count) \(count == 1 ? one : many)"
        }
        let sooner = wasInterrupted ? "Interrupted after " : ""
        let all = findings.count + unlisted
        return
            "\(sooner)\(all) \(all == 1 ? "check" : "checks"): \(count(.ok, "ok", "ok")), \(count(.warning, "warning", "warnings")), "
            + "\(count(.failure, "failure", "failures"))."
    }

    /// 0 only without failure. What is wrong here comes before what is wrong there; of banks, the code of products.
    func status(banks: Int) -> CommandStatus {
        if wasInterrupted { return .interrupted }
        guard !failures.isEmpty else { return .success }
        let here = failures.map(\.status).first { $0 != .refused && $0 != .unavailable }
        if let here { return here }
        if failures.count < banks { return .partial }
        return failures.allSatisfy { $0.status == .refused } ? .refused : .unavailable
    }

    /// A line for each; those that fail in the same way together.
    func text(on terminal: Terminal) -> String {
        passed.map { $0.line(on: terminal) + "\n" }.joined() + failureText(on: terminal)
    }

    func failureText(on terminal: Terminal) -> String {
        FindingGroup.groups(of: failures).map { $0.line(on: terminal) + "\n" }.joined()
    }

    var table: Table {
        Table(
            ["Check", "Outcome", "Message", "Advice", "Interaction id"].map { .init(title: $0) },
            findings.map { [$0.check, $0.outcome.rawValue, $0.message, $0.advice, $0.interactionID?.description] })
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(findings, forKey: .findings)
        if wasInterrupted { try container.encode(true, forKey: .interrupted) }
    }

    private enum CodingKeys: String, CodingKey { case findings = "Findings", interrupted = "Interrupted" }
}
