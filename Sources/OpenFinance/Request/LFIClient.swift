import FoundationEssentials
import HTTPTypes
import OpenFinanceCrypto
import OpenFinanceTransport

/// One LFI, as long as something is asked of it: its metadata, its token, and one request after the other within its time. It
/// knows of no other LFI.
package struct LFIClient {
    package let lfi: LFI
    let client: OpenFinanceClient
    /// The address of the customer in session; nil where nobody is.
    let customer: CustomerIPAddress?
    /// When the LFI's time is up, over all steps.
    let deadline: ContinuousClock.Instant
    /// Whether the discovery document is asked for although a kept one is fresh.
    private let isDiscoveredAnew: Bool
    private let start: Date

    package init(_ lfi: LFI, client: OpenFinanceClient, onBehalfOf customer: CustomerIPAddress? = nil) {
        self.lfi = lfi
        self.client = client
        self.customer = customer
        deadline = .now + client.configuration.timePerLFI
        isDiscoveredAnew = false
        start = client.now()
    }

    /// The same LFI as the directory has it now, within the same time.
    init(_ lfi: LFI, insteadOf old: LFIClient) {
        self.lfi = lfi
        client = old.client
        customer = old.customer
        deadline = old.deadline
        isDiscoveredAnew = true
        start = old.start
    }

    /// For requests that the LFI may get more than once.
    package var attempts: Attempts { Attempts(policy: client.configuration.retries, deadline: deadline) }

    /// Bytes of a list of products, whatever it was asked for by.
    package var longestList: Int { client.configuration.limits.bodyBytes }

    // MARK: - A step with a token

    /// What went wrong, and in which step.
    package struct StepError: Error {
        package var stage: RequestStep
        package var error: RequestError
    }

    /// Discovery, a token, and with it the step itself. Where the step is refused with 401 the token may have been revoked, or
    /// the bank's clock be ahead: it is done once more with a new one, then it is a refusal.
    ///
    /// - Parameter known: what discovery has found for a step before.
    package func withToken<Value>(
        for step: RequestStep, by known: DiscoveryDocument? = nil,
        _ work: (AccessToken) async throws(RequestError) -> Value
    ) async throws(StepError) -> Value {
        var stage = RequestStep.discovery
        do throws(RequestError) {
            let discovery: DiscoveryDocument
            if let known { discovery = known } else { discovery = try await discoveryDocument() }
            stage = .token
            let token = try await accessToken(from: discovery.tokenEndpoint)
            stage = step
            do throws(RequestError) {
                return try await work(token)
            } catch  where error.status == 401 {
                stage = .token
                await client.tokens.drop(token, for: tokenKey(discovery.tokenEndpoint))
                let newToken = try await accessToken(from: discovery.tokenEndpoint)
                stage = step
                return try await work(newToken)
            }
        } catch {
            throw StepError(stage: stage, error: error)
        }
    }

    // MARK: - Steps

    func discoveryDocument() async throws(RequestError) -> DiscoveryDocument {
        let key = discoveryKey
        let revalidation = Revalidation(
            kept: await client.cache?.read(key), unstatedLifetime: client.directoryLifetime.seconds)
        if !isDiscoveredAnew, let body = revalidation.freshBody(at: client.now()),
            let document = try? DiscoveryDocument(body, of: lfi)
        {
            return document
        }
        let (document, keep) = try await attempts.run { () async throws(RequestError) in
            try await ask(lfi.discoveryDocument.request(.get, revalidation.fields), for: .discovery) {
                (response) throws(RequestError) in
                let (body, keep) = try revalidation.accept(response, at: client.now())
                return (try DiscoveryDocument(body, of: lfi), keep)
            }
        }
        if let keep { await client.cache?.write(keep, for: key) }
        return document
    }

    private var discoveryKey: CacheKey {
        CacheKey(.discovery, lfi.discoveryDocument.description, lfi.issuer.description)
    }

    /// Whether the discovery document is one that was kept from before: its server was not asked.
    func hasKeptDiscovery() async -> Bool {
        let kept = await client.cache?.read(discoveryKey)
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

    func accessToken(from endpoint: Endpoint) async throws(RequestError) -> AccessToken {
        try await client.tokens.token(for: tokenKey(endpoint)) { () async throws(RequestError) in
            try await attempts.run { () async throws(RequestError) in try await requestToken(from: endpoint) }
        }
    }

    /// A token that was never used before: it says how the LFI stands to the client now. The form is that of RFC 6749 §4.4.2
    /// with the assertion of RFC 7523 §2.2; the client's id stands in the assertion alone.
    func requestToken(from endpoint: Endpoint) async throws(RequestError) -> AccessToken {
        let requestedAt = client.now()
        let fields: HTTPFields = [
            .contentType: "application/x-www-form-urlencoded", .accept: "application/json",
        ]
        let assertion = try assertion(at: requestedAt)
        let form = FormEncoding.encode([
            ("grant_type", "client_credentials"),
            ("scope", client.configuration.scope),
            ("client_assertion_type", "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"),
            ("client_assertion", assertion.compactForm),
        ])
        return try await ask(
            endpoint.request(.post, fields), for: .token, body: Data(form.utf8),
            secrets: RequestSecrets(assertion: assertion.compactForm)
        ) { (response) throws(RequestError) in
            let isError =
                OAuthError(response.body) != nil && JSONMembers(document: response.body)?["access_token"] == nil
            guard response.head.status.isOK, !isError else { throw RequestError(unexpectedToken: response) }
            return try AccessToken(answer: response.body, requestedAt: requestedAt)
        }
    }

    private func assertion(at time: Date) throws(RequestError) -> ClientAssertion {
        do {
            return try ClientAssertion(
                credentials: client.configuration.credentials, audience: lfi.issuer, issuedAt: time)
        } catch {
            throw RequestError(error.code == .tokenFailed ? .unusableTrust : .internal, error.message)
        }
    }

    // MARK: - One request

    /// Bytes of an answer that is one small document: metadata, a token, the receipt of a lead. Lists of products have the
    /// limit of the configuration.
    static let shortAnswer = 1 << 20

    /// Sends a request within what is left of the LFI's time, and reads its answer.
    ///
    /// - Parameter secrets: what the request carries and no error may repeat.
    func ask<Value>(
        _ head: HTTPRequest, for purpose: RequestStep, body: Data? = nil, isRepeatable: Bool = true,
        longestAnswer: Int = shortAnswer, secrets: RequestSecrets = .none,
        as interactionID: InteractionID = InteractionID(),
        _ read: (TransportResponse) throws(RequestError) -> Value
    ) async throws(RequestError) -> Value {
        let remaining = deadline - .now
        guard remaining > .zero else {
            var error = RequestError(.timeout, "the LFI's time ran out")
            error.requestMayHaveLeft = false
            throw error
        }
        var limits = client.configuration.limits
        limits.total = remaining
        limits.connect = min(limits.connect, remaining)
        limits.bodyBytes = min(limits.bodyBytes, longestAnswer)
        let request = TransportRequest(head: head, body: body, limits: limits, isRepeatable: isRepeatable)
        return try await client.exchange.ask(
            request, for: .init(lfi: lfi.identity, purpose: purpose), secrets: secrets, as: interactionID, read)
    }
}

extension HTTPResponse.Status {
    /// 200, and 203: the same from a gateway that has changed something (RFC 9110 §15.3.4).
    var isOK: Bool { self == .ok || self == .nonAuthoritativeInformation }
}

extension LFIFailure {
    package init(_ lfi: LFI, _ stage: RequestStep, _ error: RequestError) {
        self.init(
            lfi: lfi.identity, stage: stage, reason: error.reason, status: error.status,
            code: error.code.map(Self.shortened), message: Self.shortened(error.message),
            interactionID: error.interactionID, attempts: error.attempts,
            isRefusal: error.isRefusal)
        isServerUntrusted = error.isServerUntrusted
        detail = error.detail
        retryAfter = error.retryAfter
        clockSkew = error.clockSkew
    }

    /// The API allows messages of 500 characters; who sends more shall not fill a terminal with it. Counted in scalars: a
    /// single character can be of any length.
    static func shortened(_ text: String) -> String {
        let beginning = text.unicodeScalars.prefix(500)
        return beginning.endIndex == text.unicodeScalars.endIndex ? text : String(beginning) + "…"
    }
}
