import FoundationEssentials

/// What the sandbox has seen, for people, programs and CI: the same in each format.
struct SandboxReport: Encodable, Sendable {
    /// A rule that was broken.
    struct Finding: Encodable, Sendable {
        let rule: String
        let sentence: String
        let source: String
        let count: Int
        let examples: [Journal.Example]
        let remedy: String
    }

    /// Requests by step.
    let requests: [String: Int]
    /// How often each rule was broken.
    let rulesBroken: [String: Int]
    /// In the order of the rules.
    let findings: [Finding]
    /// Leads that were taken, by hub.
    let leadsTaken: [String: Int]
    let leads: [LeadLine]
    let peakLines: Int
    let peakConnections: Int

    /// - Parameter withPersons: whether the leads say whom they are about.
    init(_ sandbox: Sandbox, withPersons: Bool) {
        self.init(sandbox.journal.report, leads: LeadLine.all(sandbox.leads, withPersons: withPersons))
    }

    init(_ report: Journal.Report, leads: [LeadLine] = []) {
        requests = report.requests
        rulesBroken = report.rulesBroken
        findings = Rule.allCases.compactMap { rule in
            report.breaches[rule].map { breach in
                Finding(
                    rule: rule.rawValue, sentence: rule.entry.sentence, source: rule.entry.source, count: breach.count,
                    examples: breach.examples, remedy: rule.entry.remedy)
            }
        }
        leadsTaken = report.leadsTaken
        self.leads = leads
        peakLines = report.peakLines
        peakConnections = report.peakConnections
    }
}

/// A lead that was taken, as a report lists it.
struct LeadLine: Encodable, Sendable {
    let lfi: String
    let leadID: String
    let takenAt: String
    let productCategories: [String]
    /// All that the lead says, as it came; nil unless somebody asks for it, even if sandboxes see test data alone.
    let person: JSONTree?

    private enum CodingKeys: String, CodingKey {
        case lfi, leadID = "leadId", takenAt, productCategories, person
    }

    static func all(_ leads: LeadsTaken, withPersons: Bool) -> [LeadLine] {
        leads.all.map { LeadLine($0, withPerson: withPersons) }
    }

    private init(_ lead: LeadsTaken.Lead, withPerson: Bool) {
        lfi = lead.hub
        leadID = lead.id
        takenAt = lead.takenAt.formatted(.iso8601)
        var members: [String: JSONTree] = [:]
        if case .object(let body)? = try? StrictJSON.read(lead.body), case .object(let data)? = body["Data"] {
            members = data
        }
        productCategories = Self.categories(in: members["ProductCategories"])
        person = withPerson ? .object(members) : nil
    }

    /// Names in any version: before v2.1 each is an object.
    private static func categories(in tree: JSONTree?) -> [String] {
        guard case .array(let elements)? = tree else { return [] }
        return elements.compactMap { element in
            switch element {
            case .string(let name): name
            case .object(let members): if case .string(let name)? = members["Type"] { name } else { nil }
            default: nil
            }
        }
    }
}

extension Journal.Example {
    /// `liwa, POST /token: aud: https://…`
    var line: String {
        let place = [lfi, request?.description].compactMap(\.self).joined(separator: ", ")
        return [place, sent?.description ?? ""].filter { !$0.isEmpty }.joined(separator: ": ")
    }
}

extension SandboxReport {
    /// `249 requests, at most 83 LFIs asked together over 249 connections, no rule broken.`
    var summary: String {
        func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
        let total = requests.values.reduce(0, +)
        let broken = rulesBroken.sorted { $0.key < $1.key }.map { "\($0.key) ×\($0.value)" }
        let count = leadsTaken.values.reduce(0, +)
        let leads = count == 0 ? "" : " \(counted(count, "lead")) taken,"
        let rules = broken.isEmpty ? "no rule broken" : "rules broken: \(broken.joined(separator: ", "))"
        return
            "\(counted(total, "request")), at most \(counted(peakLines, "LFI")) asked together over "
            + "\(counted(peakConnections, "connection")),\(leads) \(rules)."
    }

    /// Each broken rule as a paragraph.
    var paragraphs: [String] {
        findings.map { finding in
            let sent = finding.examples.map { "\n  sent    \($0.line)" }.joined()
            return """
                \(finding.rule) ×\(finding.count): \(finding.sentence)\(sent)
                  source  \(finding.source)
                  to do   \(finding.remedy)
                """
        }
    }
}
