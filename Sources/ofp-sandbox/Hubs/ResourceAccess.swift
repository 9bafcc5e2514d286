import Foundation
import HTTPTypes

/// What every request to a resource server has to bring: a token that fits the certificate and the LFI, and the headers
/// of FAPI.
struct ResourceAccess {
    let hub: Hub
    let sandbox: Sandbox

    func check(_ request: Request, from thumbprint: Thumbprint?) throws(Refusal) {
        try checkToken(request, from: thumbprint)
        guard MediaType.acceptsJSON(request.headers[.accept]) else {
            throw Refusal(.accept, sent: request.shown(.accept), status: .notAcceptable)
        }
        guard let id = request.headers[.interactionID], id.isUUIDv4 else {
            throw header(
                .interactionID, sent: request.shown(.interactionID), "x-fapi-interaction-id is not a UUID of version 4")
        }
        guard sandbox.interactions.insert(id.lowercased()) else {
            throw header(
                .interactionIDReused, sent: request.shown(.interactionID), "x-fapi-interaction-id was used before")
        }
        guard hub.version != "v1.2" else { return }
        guard let address = request.headers[.customerIPAddress], address.isIPAddress else {
            // An address is somebody's, so that even what is none is only counted.
            let sent = request.headers[.customerIPAddress].map { "a value of \($0.count) characters" }
            throw header(
                .customerIP, sent: "x-fapi-customer-ip-address: \(sent ?? "none")",
                "x-fapi-customer-ip-address is not an IP address")
        }
    }

    private func checkToken(_ request: Request, from thumbprint: Thumbprint?) throws(Refusal) {
        guard let thumbprint else { throw unauthorized(.bearerCertificate, "no client certificate") }
        let authorization = request.headers[.authorization] ?? ""
        // The scheme's case does not count (RFC 9110 §11.1), nor how many blanks follow it (RFC 6750 §2.1).
        guard authorization.prefix(7).lowercased() == "bearer ",
            let grant = sandbox.tokens.grant(for: String(authorization.dropFirst(7).drop { $0 == " " }))
        else { throw unauthorized(.bearerUnknown, Self.described(authorization)) }
        guard grant.hub == hub.code else { throw unauthorized(.bearerOtherLFI, "a token of \(grant.hub)") }
        guard grant.thumbprint == thumbprint else {
            throw unauthorized(.bearerOtherCertificate, "a token that another certificate asked for")
        }
        guard grant.expiresAt > Date() else {
            let late = Int(Date().timeIntervalSince(grant.expiresAt))
            throw unauthorized(.bearerExpired, "a token that expired \(late) seconds ago")
        }
        guard grant.scopes.contains("products") else {
            throw Refusal(
                .bearerScope, sent: "a token for \(grant.scopes.sorted().joined(separator: " "))", status: .forbidden,
                code: "AccessToken.InvalidScope",
                message: "The token does not cover products")
        }
    }

    /// An Authorization that no token was found by, without anything that could be one.
    private static func described(_ authorization: String) -> String {
        guard !authorization.isEmpty else { return "no Authorization" }
        let scheme = authorization.prefix { $0 != " " }.lowercased()
        guard ["bearer", "basic", "dpop"].contains(scheme) else { return "an Authorization without a scheme" }
        guard scheme == "bearer" else { return "an Authorization of the scheme \(scheme)" }
        return "a bearer token of \(max(0, authorization.count - 7)) characters that nobody gave out"
    }

    private func unauthorized(_ rule: Rule, _ sent: String) -> Refusal {
        Refusal(
            rule, sent: sent, status: .unauthorized, headers: [.wwwAuthenticate: #"Bearer error="invalid_token""#])
    }

    private func header(_ rule: Rule, sent: String, _ message: String) -> Refusal {
        Refusal(rule, sent: sent, status: .badRequest, code: "Resource.InvalidFormat", message: message)
    }
}

extension String {
    fileprivate var isUUIDv4: Bool {
        let characters = Array(self)
        return UUID(uuidString: self) != nil && characters[14] == "4" && "89abAB".contains(characters[19])
    }

    fileprivate var isIPAddress: Bool {
        var address = in6_addr()
        return inet_pton(AF_INET, self, &address) == 1 || inet_pton(AF_INET6, self, &address) == 1
    }
}
