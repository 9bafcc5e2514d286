import FoundationEssentials
import HTTPTypes
import OpenFinanceCrypto
import OpenFinanceTransport

/// One LFI's whole line: discovery, token, every page of products. It knows of no other LFI.
struct LFILine {
    let lfi: LFI
    let client: OpenFinanceClient
    /// When the LFI's time is up, over all steps.
    let deadline: ContinuousClock.Instant
    /// Whether the discovery document is asked for although a kept one is fresh.
    private let isDiscoveredAnew: Bool
    private let start: Date

    init(_ lfi: LFI, client: OpenFinanceClient) {
        self.lfi = lfi
        self.client = client
        deadline = .now + client.configuration.timePerLFI
        isDiscoveredAnew = false
        start = client.now()
    }

    /// The same LFI as the directory has it now, within the same time.
    init(_ lfi: LFI, insteadOf line: LFILine) {
        self.lfi = lfi
        client = line.client
        deadline = line.deadline
        isDiscoveredAnew = true
        start = line.start
    }

    /// For requests that the LFI may get more than once.
    var attempts: Attempts { Attempts(policy: client.configuration.retries, deadline: deadline) }

    func products(matching query: ProductQuery) async -> LFIOutcome {
        await outcome { (stage) async throws(LineError) in
            let discovery = try await discoveryDocument()
            stage = .token
            let token = try await accessToken(from: discovery.tokenEndpoint)
            stage = .products
            do throws(LineError) {
                return try await products(matching: query, token: token)
            } catch  where error.status == 401 {
                // The token may have been revoked, or the bank's clock be ahead: one new one, then it is a refusal.
                stage = .token
                await client.tokens.drop(token, for: tokenKey(discovery.tokenEndpoint))
                let newToken = try await accessToken(from: discovery.tokenEndpoint)
                stage = .products
                return try await products(matching: query, token: newToken)
            }
        }
    }

    /// The line up to the token: whether the LFI could be asked for something.
    func check() async -> LFIOutcome {
        await outcome { (stage) async throws(LineError) in
            let discovery = try await discoveryDocument()
            stage = .token
            _ = try await accessToken(from: discovery.tokenEndpoint)
            return LFIAnswer()
        }
    }

    /// What becomes of the line; `work` says how far it has come, for whatever it throws.
    private func outcome(
        of work: (inout LFIFailure.Stage) async throws(LineError) -> LFIAnswer
    ) async -> LFIOutcome {
        var stage = LFIFailure.Stage.discovery
        do throws(LineError) {
            return .answered(lfi, try await work(&stage))
        } catch {
            return .failed(LFIFailure(lfi, stage, error))
        }
    }

    // MARK: - Steps

    func discoveryDocument() async throws(LineError) -> DiscoveryDocument {
        let key = discoveryKey
        let revalidation = Revalidation(
            kept: client.cache?.read(key), unstatedLifetime: client.directoryLifetime.seconds)
        if !isDiscoveredAnew, let body = revalidation.freshBody(at: client.now()),
            let document = try? DiscoveryDocument(body, expecting: lfi.issuer)
        {
            return document
        }
        return try await attempts.run { () async throws(LineError) in
            try await ask(lfi.discoveryDocument.request(.get, revalidation.fields), for: .discovery) {
                (response) throws(LineError) in
                let (body, keep) = try revalidation.take(response, at: client.now())
                let document = try DiscoveryDocument(body, expecting: lfi.issuer)
                if let keep { client.cache?.write(keep, for: key) }
                return document
            }
        }
    }

    private var discoveryKey: CacheKey {
        CacheKey(.discovery, lfi.discoveryDocument.description, lfi.issuer.description)
    }

    /// Whether the discovery document is one that was kept from before: its server was not asked.
    var hasKeptDiscovery: Bool {
        let kept = client.cache?.read(discoveryKey)
        return !isDiscoveredAnew && Revalidation(kept: kept).freshBody(at: start) != nil
            && kept.map { $0.storedAt < start } == true
    }

    /// Tokens are good for one client with one certificate at one issuer, for one scope; one that a token endpoint gave
    /// stays with those who trust that endpoint, and goes to the hosts that it was asked for alone. And a token that was
    /// had with one key says nothing about another: whoever tries a new key has to see whether the bank takes it.
    func tokenKey(_ endpoint: Endpoint) -> CacheKey {
        let configuration = client.configuration
        return CacheKey(
            .token, configuration.credentials.clientID, configuration.credentials.signingKeyID,
            configuration.credentials.signingKey.publicThumbprint, configuration.certificateThumbprint ?? "",
            lfi.issuer.description, endpoint.description, lfi.products.authority, lfi.leads?.authority ?? "",
            configuration.scope)
    }

    func accessToken(from endpoint: Endpoint) async throws(LineError) -> AccessToken {
        try await client.tokens.token(for: tokenKey(endpoint)) { () async throws(LineError) in
            try await attempts.run { () async throws(LineError) in try await requestToken(from: endpoint) }
        }
    }

    /// A token that was never used before: it says how the LFI stands to the client now.
    func requestToken(from endpoint: Endpoint) async throws(LineError) -> AccessToken {
        let requestedAt = client.now()
        let fields: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .accept: "application/json",
        ]
        let form = try tokenRequest(at: requestedAt)
        return try await ask(endpoint.request(.post, fields), for: .token, body: Data(form.utf8)) {
            (response) throws(LineError) in
            guard response.head.status.isOK else { throw LineError(unexpectedToken: response) }
            return try AccessToken(answer: response.body, requestedAt: requestedAt)
        }
    }

    /// The form of RFC 6749 §4.4.2 with the assertion of RFC 7523 §2.2; the client's id stands in the assertion alone.
    private func tokenRequest(at time: Date) throws(LineError) -> String {
        let assertion: ClientAssertion
        do {
            assertion = try ClientAssertion(
                credentials: client.configuration.credentials, audience: lfi.issuer, issuedAt: time)
        } catch {
            throw LineError(.internal, error.message)
        }
        return FormEncoding.encode([
            ("grant_type", "client_credentials"),
            ("scope", client.configuration.scope),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.compactForm),
        ])
    }

    private func products(
        matching query: ProductQuery, token: AccessToken
    ) async throws(LineError) -> LFIAnswer {
        do throws(LineError) {
            return try await list(query, token)
        } catch  where error.status == 400 && query.categories.count != 1 && error.message.contains("ProductCategory") {
            // Some banks want one category named, which the API leaves open: then each is asked for by itself.
            var answer = LFIAnswer()
            let categories =
                query.categories.isEmpty ? ProductCategory.all : ProductCategory.all.filter(query.categories.contains)
            for category in categories {
                var query = query
                query.categories = [category]
                let part = try await list(query, token)
                let known = Set(answer.products.map(\.json))
                answer.products += part.products.filter { !known.contains($0.json) }
                answer.excluded += part.excluded
                for remark in part.remarks { answer.add(remark) }
            }
            return answer
        }
    }

    /// Every page of one list.
    private func list(_ query: ProductQuery, _ token: AccessToken) async throws(LineError) -> LFIAnswer {
        var fields: HTTPFields = [.authorization: "Bearer \(token.value)", .accept: "application/json"]
        if lfi.version.takesCustomerIPAddress {
            fields[.customerIPAddress] = client.configuration.customerIPAddress.description
        }
        let confidences = Confidences(fields)
        var answer = LFIAnswer()
        var known: Set<[JSONText?]> = []
        var repeated = 0
        var walk: PageWalk? = PageWalk(from: lfi.products.asking(query.parameters(for: lfi.version)))
        // All pages together may be as long as one: a list in a thousand pieces fills the memory like one in one piece.
        var bytesLeft = client.configuration.limits.bodyBytes
        var productsLeft = ProductsPage.productLimit
        while let here = walk {
            let (page, next, length) = try await attempts.run { () async throws(LineError) in
                try await ask(here.current.request(.get, fields), for: .products, longestAnswer: bytesLeft) {
                    (response) throws(LineError) in
                    guard response.head.status.isOK else { throw LineError(unexpected: response) }
                    let page = try ProductsPage(
                        response.body, linkField: response.head.headerFields[.link])
                    return (page, try here.advanced(along: page.links), response.body.count)
                }
            }
            productsLeft -= page.entries.count
            guard productsLeft >= 0 else {
                throw LineError(.tooLarge, "there are more than \(ProductsPage.productLimit) products")
            }
            for entry in page.entries {
                // Pages overlap where the list is changed while it is read, or the server counts otherwise.
                if known.insert(entry.identity).inserted {
                    answer.add(query.verdict(on: ListedProduct(entry, of: lfi.identity)))
                } else {
                    repeated += 1
                }
            }
            let read = ProductsPage.productLimit - productsLeft
            let end = next == nil ? here.remark(atEnd: page.links, products: read) : nil
            for remark in page.remarks + [end].compactMap(\.self) {
                answer.add(LFIRemark(lfi.identity, remark.without(confidences)))
            }
            bytesLeft -= length
            walk = next
        }
        if repeated > 0 {
            let products = repeated == 1 ? "1 product was" : "\(repeated) products were"
            answer.add(LFIRemark(lfi.identity, "\(products) sent more than once, and counted once"))
        }
        return answer
    }

    // MARK: - One request

    /// Bytes of an answer that is one small document: metadata, a token, the receipt of a lead. Lists of products have the
    /// limit of the configuration.
    static let shortAnswer = 1 << 20

    /// Sends a request within what is left of the LFI's time, and reads its answer.
    func ask<Value>(
        _ head: HTTPRequest, for purpose: RequestTiming.Purpose, body: Data? = nil, isRepeatable: Bool = true,
        longestAnswer: Int = shortAnswer, as interactionID: InteractionID = InteractionID(),
        _ read: (TransportResponse) throws(LineError) -> Value
    ) async throws(LineError) -> Value {
        let remaining = deadline - .now
        guard remaining > .zero else {
            var error = LineError(.timeout, "the LFI's time ran out")
            error.requestMayHaveLeft = false
            throw error
        }
        var limits = client.configuration.limits
        limits.total = remaining
        limits.connect = min(limits.connect, remaining)
        limits.bodyBytes = min(limits.bodyBytes, longestAnswer)
        let request = TransportRequest(head: head, body: body, limits: limits, isRepeatable: isRepeatable)
        return try await client.exchange.ask(
            request, for: .init(lfi: lfi.identity, purpose: purpose), as: interactionID, read)
    }
}

extension LFIAnswer {
    fileprivate mutating func add(_ remark: LFIRemark) {
        if !remarks.contains(remark) { remarks.append(remark) }
    }
}

extension HTTPResponse.Status {
    /// 200, and 203: the same from a gateway that has changed something (RFC 9110 §15.3.4).
    var isOK: Bool { self == .ok || self == .nonAuthoritativeInformation }
}

extension LFIFailure {
    init(_ lfi: LFI, _ stage: Stage, _ error: LineError) {
        self.init(
            lfi: lfi.identity, stage: stage, reason: error.reason, status: error.status,
            code: error.code.map(Self.shortened), message: Self.shortened(error.message),
            interactionID: error.interactionID, attempts: error.attempts,
            isRefusal: error.isRefusal)
    }

    /// The API allows messages of 500 characters; who sends more shall not fill a terminal with it. Counted in scalars: a
    /// single character can be of any length.
    private static func shortened(_ text: String) -> String {
        let beginning = text.unicodeScalars.prefix(500)
        return beginning.endIndex == text.unicodeScalars.endIndex ? text : String(beginning) + "…"
    }
}
