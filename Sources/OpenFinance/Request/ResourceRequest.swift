package import FoundationEssentials
package import HTTPTypes
package import OpenFinanceTransport

/// A request to an LFI's resource server: what every one of them has beside what it is for.
package struct ResourceRequest {
    package var method: HTTPRequest.Method
    package var endpoint: Endpoint
    package var purpose: RequestStep
    /// JSON.
    package var body: Data?
    /// Whether the layers below may send it a second time by themselves.
    package var isRepeatable = true
    package var longestAnswer = LFIClient.shortAnswer

    package init(
        _ method: HTTPRequest.Method, _ endpoint: Endpoint, for purpose: RequestStep, body: Data? = nil
    ) {
        self.method = method
        self.endpoint = endpoint
        self.purpose = purpose
        self.body = body
    }
}

extension LFIClient {
    /// Sends it with a token and the fields of the FAPI that the LFI's version has.
    package func ask<Value>(
        _ request: ResourceRequest, with token: AccessToken, as interactionID: InteractionID = InteractionID(),
        _ read: (TransportResponse) throws(RequestError) -> Value
    ) async throws(RequestError) -> Value {
        var fields: HTTPFields = [.authorization: authorization(by: token), .accept: "application/json"]
        if request.body != nil { fields[.contentType] = "application/json" }
        fields[.customerIPAddress] = customerInSession
        return try await ask(
            request.endpoint.request(request.method, fields), for: request.purpose, body: request.body,
            isRepeatable: request.isRepeatable, longestAnswer: request.longestAnswer, secrets: secrets(of: token),
            as: interactionID, read)
    }

    /// Sends a request that is wrong on purpose, once, with a token or without: what comes back is the answer, whatever its
    /// status.
    package func probe(
        _ endpoint: Endpoint, with token: AccessToken?, namesCustomer: Bool
    ) async throws(RequestError) -> (answer: TransportResponse, interactionID: InteractionID) {
        var fields: HTTPFields = [.accept: "application/json"]
        fields[.authorization] = token.map(authorization)
        if namesCustomer { fields[.customerIPAddress] = customerInSession }
        let id = InteractionID()
        let secrets = token.map(secrets) ?? .none
        let answer = try await ask(endpoint.request(.get, fields), for: .products, secrets: secrets, as: id) { $0 }
        return (answer, id)
    }

    /// RFC 6750 §2.1.
    private func authorization(by token: AccessToken) -> String { "Bearer \(token.value)" }

    /// The address that a version of the API wants to be told; nil where it does not, or nobody is in session.
    private var customerInSession: String? { lfi.version.takesCustomerIPAddress ? customer?.description : nil }

    /// What a request with that token carries in confidence.
    package func secrets(of token: AccessToken) -> RequestSecrets {
        RequestSecrets(token, address: customer)
    }
}
