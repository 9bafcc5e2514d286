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
            throw Refusal("header.accept", status: .notAcceptable)
        }
        guard let id = request.headers[.interactionID], id.isUUIDv4 else {
            throw header("interaction-id", "x-fapi-interaction-id is not a UUID of version 4")
        }
        guard sandbox.interactions.take(id.lowercased()) else {
            throw header("interaction-id-reused", "x-fapi-interaction-id was used before")
        }
        guard hub.version != "v1.2" else { return }
        guard let address = request.headers[.customerIPAddress], address.isIPAddress else {
            throw header("customer-ip", "x-fapi-customer-ip-address is not an IP address")
        }
    }

    private func checkToken(_ request: Request, from thumbprint: Thumbprint?) throws(Refusal) {
        guard let thumbprint else { throw unauthorized("certificate") }
        let authorization = request.headers[.authorization] ?? ""
        // The scheme's case does not count (RFC 9110 §11.1).
        guard authorization.prefix(7).lowercased() == "bearer ",
            let grant = sandbox.tokens.grant(for: String(authorization.dropFirst(7)))
        else { throw unauthorized("unknown") }
        guard grant.hub == hub.code else { throw unauthorized("other-lfi") }
        guard grant.thumbprint == thumbprint else { throw unauthorized("other-certificate") }
        guard grant.expiresAt > Date() else { throw unauthorized("expired") }
        guard grant.scopes.contains("products") else {
            throw Refusal(
                "bearer.scope", status: .forbidden, code: "AccessToken.InvalidScope",
                message: "The token does not cover products")
        }
    }

    private func unauthorized(_ rule: String) -> Refusal {
        Refusal("bearer.\(rule)", status: .unauthorized, headers: [.wwwAuthenticate: #"Bearer error="invalid_token""#])
    }

    private func header(_ rule: String, _ message: String) -> Refusal {
        Refusal("header.\(rule)", status: .badRequest, code: "Resource.InvalidFormat", message: message)
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
