package import FoundationEssentials

// What a list of products says beside the products, one type an element: it is read by the names by which it is written.
// Both directions stand in the library, since an app reads lists with it that the command line has written.

/// The members of a list of products, as `--format json` has it.
package enum SavedListMember: String, CodingKey {
    case products = "Products", failures = "Failures", warnings = "Warnings", meta = "Meta"

    /// What stands before its value: `"Products":`.
    package var label: String { "\"\(rawValue)\":" }
}

/// Why an LFI's products are missing. Members that are not known are left out.
package struct SavedFailure: Encodable, JSONReadable {
    let failure: LFIFailure

    package init(_ failure: LFIFailure) { self.failure = failure }

    private enum CodingKeys: String, CodingKey {
        case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", stage = "Stage", reason = "Reason"
        case status = "Status", code = "Code", message = "Message", interactionID = "InteractionId"
        case attempts = "Attempts"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: CodingKeys.self)
        failure = LFIFailure(
            lfi: LFI.Identity(
                id: try object.required(.authorisationServerID),
                name: try object.required(.lfiName)),
            stage: try object.required(.stage),
            reason: .init(rawValue: try object.required(.reason)),
            status: object.lenient(.status), code: object.lenient(.code),
            message: object.lenient(.message) ?? "no reason was given",
            interactionID: object.lenient(.interactionID, as: String.self).flatMap(InteractionID.init),
            attempts: object.lenient(.attempts), isRefusal: false)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(failure.lfi.name, forKey: .lfiName)
        try container.encode(failure.lfi.id, forKey: .authorisationServerID)
        try container.encode(failure.stage.rawValue, forKey: .stage)
        try container.encode(failure.reason.rawValue, forKey: .reason)
        try container.encodeIfPresent(failure.status, forKey: .status)
        try container.encodeIfPresent(failure.code, forKey: .code)
        try container.encode(failure.message, forKey: .message)
        try container.encodeIfPresent(failure.interactionID?.description, forKey: .interactionID)
        try container.encodeIfPresent(failure.attempts, forKey: .attempts)
    }
}

/// What was odd about an answer.
package struct SavedWarning: Encodable, JSONReadable {
    let remark: LFIRemark

    package init(_ remark: LFIRemark) { self.remark = remark }

    private enum CodingKeys: String, CodingKey {
        case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", message = "Message"
        /// Whether not all of the LFI's products are there; left out where they are.
        case incomplete = "Incomplete"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: CodingKeys.self)
        remark = LFIRemark(
            LFI.Identity(
                id: try object.required(.authorisationServerID),
                name: try object.required(.lfiName)),
            try object.required(.message, as: String.self).bounded,
            meansIncomplete: object.lenient(.incomplete) ?? false)
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(remark.lfi.name, forKey: .lfiName)
        try container.encode(remark.lfi.id, forKey: .authorisationServerID)
        try container.encode(remark.message, forKey: .message)
        if remark.meansIncomplete { try container.encode(true, forKey: .incomplete) }
    }
}

/// Who was asked, when, and for what. Members that are not known are left out; a list may say more, which nobody reads back.
package struct SavedMeta: Encodable, JSONReadable {
    let lfisAsked, lfisAnswered: Int?
    let retrievedAt: Date?
    /// Whom a saved list can be asked for; none where nobody is known.
    let lfis: [SavedLFI]
    /// What was asked for, where that was not all: a later list may have other products for that alone.
    let scope: ListScope

    package init(
        lfisAsked: Int? = nil, lfisAnswered: Int? = nil, retrievedAt: Date?, lfis: [SavedLFI] = [], scope: ListScope
    ) {
        self.lfisAsked = lfisAsked
        self.lfisAnswered = lfisAnswered
        self.retrievedAt = retrievedAt
        self.lfis = lfis
        self.scope = scope
    }

    private enum CodingKeys: String, CodingKey {
        case lfisAsked = "LFIsAsked", lfisAnswered = "LFIsAnswered", retrievedAt = "RetrievedAt", lfis = "LFIs"
        case filters = "Filters", limit = "Limit", productsInAll = "ProductsInAll"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: CodingKeys.self)
        lfisAsked = object.lenient(.lfisAsked)
        lfisAnswered = object.lenient(.lfisAnswered)
        retrievedAt = object.lenient(.retrievedAt, as: String.self).flatMap(Timestamp.parse)
        lfis = object.lenientList(.lfis)
        scope = ListScope(
            filters: object.lenientList(.filters), limit: object.lenient(.limit),
            productsInAll: object.lenient(.productsInAll))
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(lfisAsked, forKey: .lfisAsked)
        try container.encodeIfPresent(lfisAnswered, forKey: .lfisAnswered)
        try container.encodeIfPresent(retrievedAt, forKey: .retrievedAt)
        if !lfis.isEmpty { try container.encode(lfis, forKey: .lfis) }
        if !scope.filters.isEmpty { try container.encode(scope.filters, forKey: .filters) }
        try container.encodeIfPresent(scope.limit, forKey: .limit)
        try container.encodeIfPresent(scope.productsInAll, forKey: .productsInAll)
    }
}
