/// One thing that the published documents ask of a bank.
package struct Rule: Sendable, Identifiable {
    /// What a rule is about, which is also where it is looked at.
    package enum Topic: String, Sendable, CaseIterable {
        case directory, discovery, tls, token, products, filters, errors
    }

    /// The graver, the greater.
    package enum Severity: String, Sendable, CaseIterable, Comparable {
        case note, warning, error

        package static func < (left: Severity, right: Severity) -> Bool {
            left.rank < right.rank
        }

        private var rank: Int { Self.allCases.firstIndex(of: self) ?? 0 }
    }

    package let id: RuleID
    package let severity: Severity
    /// Document and section, or the path of a schema.
    package let source: String
    /// What is asked, in a sentence without final stop.
    package let sentence: String

    package init(_ id: RuleID, _ severity: Severity, _ source: String, _ sentence: String) {
        self.id = id
        self.severity = severity
        self.source = source
        self.sentence = sentence
    }

    package var topic: Topic { id.topic }
}

/// How far one has looked: what is not looked at is no rule that is kept.
package enum ConformanceExtent: Sendable {
    /// At the products of a saved list.
    case products
    /// At all that a bank answers to what is right.
    case answers
    /// And at what it answers to what is wrong.
    case probes

    /// Of an answer, which a saved list has no more.
    private static let ofAnswers: Set<RuleID> = [
        .productsStatus, .productsMediaType, .interactionID, .productsJSON, .repeatedName, .pageCount, .pageLinks,
    ]

    package func looks(at rule: Rule) -> Bool {
        switch self {
        case .products: rule.topic == .products && !Self.ofAnswers.contains(rule.id)
        case .answers: rule.topic != .errors
        case .probes: true
        }
    }

    /// Why it does not look at the others; a sentence without final stop.
    package var reason: String {
        switch self {
        case .products: "A saved list does not show it"
        case .answers, .probes: "Only the answer to a wrong request shows it"
        }
    }
}

/// The names of all rules, which stay what they are: tickets and baselines quote them.
package enum RuleID: String, Sendable, Hashable, CaseIterable, Codable {
    case directoryEntry = "PL-DIR-ENTRY"
    case directoryLogo = "PL-DIR-LOGO"
    case directoryName = "PL-DIR-NAME"
    case directoryVersion = "PL-DIR-VERSION"
    case directoryShape = "PL-DIR-SHAPE"

    case discoveryAnswer = "PL-DISC-ANSWER"
    case discoveryPlace = "PL-DISC-PLACE"
    case discoveryShape = "PL-DISC-SHAPE"
    case discoveryIssuer = "PL-DISC-ISSUER"
    case tokenEndpoint = "PL-DISC-TOKEN-ENDPOINT"
    case tokenEndpointDomain = "PL-DISC-TOKEN-DOMAIN"
    case mutualTLSAlias = "PL-DISC-MTLS-ALIAS"
    case clientAuthentication = "PL-DISC-PRIVATE-KEY-JWT"
    case weakAuthentication = "PL-DISC-WEAK-AUTHENTICATION"
    case signingAlgorithm = "PL-DISC-PS256"
    case weakAlgorithm = "PL-DISC-WEAK-ALGORITHM"
    case boundTokens = "PL-DISC-BOUND-TOKENS"
    case grantType = "PL-DISC-GRANT-TYPE"
    case registrationEndpoint = "PL-DISC-REGISTRATION"

    case oldTLS = "PL-TLS-VERSION"
    case cipherSuite = "PL-TLS-SUITE"
    case certificateTrust = "PL-TLS-CERT-TRUST"
    case certificateDays = "PL-TLS-CERT-DAYS"
    case clientCertificate = "PL-TLS-CLIENT-CERT"
    case certificateRequired = "PL-TLS-CLIENT-CERT-REQUIRED"

    case tokenStatus = "PL-TOKEN-STATUS"
    case tokenMediaType = "PL-TOKEN-MEDIA-TYPE"
    case tokenShape = "PL-TOKEN-SHAPE"
    case tokenType = "PL-TOKEN-TYPE"
    case tokenLifetime = "PL-TOKEN-LIFETIME"
    case tokenScope = "PL-TOKEN-SCOPE"
    case tokenNoStore = "PL-TOKEN-NO-STORE"

    case productsStatus = "PL-PROD-STATUS"
    case productsMediaType = "PL-PROD-MEDIA-TYPE"
    case interactionID = "PL-PROD-INTERACTION-ID"
    case productsJSON = "PL-PROD-JSON"
    case repeatedName = "PL-PROD-REPEATED-NAME"
    case schemaType = "PL-PROD-SCHEMA-TYPE"
    case schemaRequired = "PL-PROD-SCHEMA-REQUIRED"
    case schemaAdditional = "PL-PROD-SCHEMA-ADDITIONAL"
    case schemaEnum = "PL-PROD-SCHEMA-ENUM"
    case schemaPattern = "PL-PROD-SCHEMA-PATTERN"
    case schemaFormat = "PL-PROD-SCHEMA-FORMAT"
    case schemaLength = "PL-PROD-SCHEMA-LENGTH"
    case schemaRange = "PL-PROD-SCHEMA-RANGE"
    case schemaCount = "PL-PROD-SCHEMA-COUNT"
    case schemaOneOf = "PL-PROD-SCHEMA-ONE-OF"
    case productID = "PL-PROD-ID-UNIQUE"
    case blankText = "PL-PROD-BLANK"
    case secureURI = "PL-PROD-URI-HTTPS"
    case minorUnits = "PL-PROD-MONEY-DECIMALS"
    case plausibleRate = "PL-PROD-RATE"
    case rangeOrder = "PL-PROD-MIN-MAX"
    case validity = "PL-PROD-VALIDITY"
    case updateTime = "PL-PROD-UPDATED"
    case applyNow = "PL-PROD-APPLY-NOW"
    case ownCategory = "PL-PROD-CATEGORY"
    case pageCount = "PL-PROD-PAGES"
    case pageLinks = "PL-PROD-PAGE-LINKS"

    case filterAnswer = "PL-FILTER-ANSWER"
    case filterCategory = "PL-FILTER-CATEGORY"
    case filterSharia = "PL-FILTER-SHARIA"
    case filterUpdated = "PL-FILTER-UPDATED"
    case sortOrder = "PL-FILTER-SORT"
    case defaultOrder = "PL-FILTER-DEFAULT-ORDER"
    case filterPage = "PL-FILTER-PAGE"

    case errorNoToken = "PL-ERR-NO-TOKEN"
    case errorForeignToken = "PL-ERR-FOREIGN-TOKEN"
    case errorNoAddress = "PL-ERR-NO-ADDRESS"
    case errorCategory = "PL-ERR-CATEGORY"
    case errorBody = "PL-ERR-BODY"

    package static func all(of topic: Rule.Topic) -> [RuleID] { allCases.filter { $0.topic == topic } }

    /// By the second word of its name.
    package var topic: Rule.Topic {
        let word = rawValue.split(separator: "-")[1]
        return Self.topics[word] ?? .products
    }

    private static let topics: [Substring: Rule.Topic] = [
        "DIR": .directory, "DISC": .discovery, "TLS": .tls, "TOKEN": .token, "PROD": .products, "FILTER": .filters,
        "ERR": .errors,
    ]

    package var rule: Rule { Rule.byID[self] ?? Rule(self, .error, "", "") }
}

extension RuleID {
    /// The rule that a keyword of the schema belongs to.
    init(_ keyword: Violation.Keyword) {
        self =
            switch keyword {
            case .type: .schemaType
            case .required: .schemaRequired
            case .additionalProperties: .schemaAdditional
            case .enumeration: .schemaEnum
            case .pattern: .schemaPattern
            case .format: .schemaFormat
            case .length: .schemaLength
            case .range: .schemaRange
            case .count: .schemaCount
            case .oneOf: .schemaOneOf
            }
    }
}
