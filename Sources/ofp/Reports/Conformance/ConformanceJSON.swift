import FoundationEssentials
import OpenFinance
import OpenFinanceConformance

extension ConformanceReport: Encodable {
    private enum CodingKeys: String, CodingKey { case findings = "Findings", failures = "Failures", meta = "Meta" }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(deviations.map(DeviationJSON.init), forKey: .findings)
        try container.encode(failures.map(FailureJSON.init), forKey: .failures)
        try container.encode(Meta(self), forKey: .meta)
    }

    private struct FailureJSON: Encodable {
        let lfiName, authorisationServerID, stage, reason, message: String
        let status: Int?
        let interactionID: String?

        init(_ failure: LFIFailure) {
            lfiName = failure.lfi.name
            authorisationServerID = failure.lfi.id
            stage = failure.stage.rawValue
            reason = failure.reason.rawValue
            message = failure.message.withoutSecrets
            status = failure.status
            interactionID = failure.interactionID?.description
        }

        private enum CodingKeys: String, CodingKey {
            case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", stage = "Stage", reason =
                "Reason"
            case message = "Message", status = "Status", interactionID = "InteractionId"
        }
    }

    private struct Meta: Encodable {
        let lfisChecked, products, errors, warnings, notes, rules: Int
        let known: Int?
        let level: String
        let retrievedAt: Date?
        let filters: [ListScope.Filter]?

        init(_ report: ConformanceReport) {
            lfisChecked = report.banksChecked
            products = report.products
            (errors, warnings, notes) = (report.count(.error), report.count(.warning), report.count(.note))
            rules = Rule.all.count
            known = report.known
            level = report.level.rawValue
            retrievedAt = report.time
            filters = report.filters.isEmpty ? nil : report.filters
        }

        private enum CodingKeys: String, CodingKey {
            case lfisChecked = "LFIsChecked", products = "Products", errors = "Errors", warnings = "Warnings"
            case notes = "Notes", rules = "Rules", known = "KnownBefore", level = "Level", retrievedAt = "RetrievedAt"
            case filters = "Filters"
        }
    }
}

/// A finding in JSON: what a baseline knows it by, and what a ticket needs.
struct DeviationJSON: Codable {
    let lfiName, authorisationServerID, rule, severity, place, expected, source, sentence: String
    let count: Int
    let examples: [Example]

    struct Example: Codable {
        let at: String
        let productID, value, interactionID: String?
        let time: Date?

        private enum CodingKeys: String, CodingKey {
            case at = "At", productID = "ProductId", value = "Value", interactionID = "InteractionId", time = "Time"
        }
    }

    init(_ deviation: Deviation) {
        lfiName = deviation.lfi.name
        authorisationServerID = deviation.lfi.id
        rule = deviation.rule.rawValue
        severity = deviation.severity.rawValue
        place = deviation.place
        expected = deviation.expected
        source = deviation.source
        sentence = deviation.rule.rule.sentence
        count = deviation.count
        examples = deviation.examples.map { example in
            Example(
                at: example.pointer, productID: example.productID?.withoutSecrets, value: example.value?.withoutSecrets,
                interactionID: example.interactionID?.description, time: example.time)
        }
    }

    private enum CodingKeys: String, CodingKey {
        case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", rule = "Rule", severity = "Severity"
        case place = "Place", expected = "Expected", source = "Source", sentence = "Sentence", count = "Count"
        case examples = "Examples"
    }
}

/// What a report of before has found.
struct ConformanceBaseline {
    private struct Key: Hashable, Decodable {
        let server, rule, place: String

        private enum CodingKeys: String, CodingKey {
            case server = "AuthorisationServerId", rule = "Rule", place = "Place"
        }
    }

    private struct Document: Decodable {
        let findings: Set<Key>

        private enum CodingKeys: String, CodingKey { case findings = "Findings" }
    }

    private let keys: Set<Key>

    /// - Parameter path: of a file, or `-` for standard input.
    init(at path: String) throws(CommandFailure) {
        let input = InputFile(path)
        let document = try input.contents(
            of: "baseline", advice: "Name a file that 'ofp conformance --format json' made")
        guard let read = try? JSONDecoder().decode(Document.self, from: document) else {
            throw CommandFailure(
                .dataError, "The baseline \(input.name) is not a report of 'ofp conformance'",
                advice: "Make it with 'ofp conformance --format json'")
        }
        keys = read.findings
    }

    func has(_ deviation: Deviation) -> Bool {
        keys.contains(Key(server: deviation.lfi.id, rule: deviation.rule.rawValue, place: deviation.place))
    }
}
