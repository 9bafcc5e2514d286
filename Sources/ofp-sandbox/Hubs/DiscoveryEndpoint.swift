import Foundation
import HTTPTypes

/// The authorisation server's metadata (OpenID Connect Discovery 1.0 §4).
struct DiscoveryEndpoint {
    let hub: Hub
    let port: Int
    let deceit: Deceit?

    func respond(to request: Request) throws(Refusal) -> Response {
        guard request.method == .get else {
            throw Refusal(.discoveryMethod, status: .methodNotAllowed, headers: [.allow: "GET"])
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        return .cacheable((try? encoder.encode(metadata)) ?? Data(), for: request)
    }

    private var metadata: Metadata {
        let scheme = deceit == .plainEndpoint ? "http" : "https"
        let overMutualTLS = "\(scheme)://\(hub.tokenHost):\(port)/token"
        return Metadata(
            issuer: deceit == .otherIssuer ? "https://auth1.other.localhost" : hub.issuer(port: port),
            token_endpoint: hub.hasTokenEndpointAlias
                ? "\(scheme)://\(hub.authorisationHost):\(port)/token" : overMutualTLS,
            mtls_endpoint_aliases: hub.hasTokenEndpointAlias ? ["token_endpoint": overMutualTLS] : nil,
            registration_endpoint: "https://\(hub.resourceHost):\(port)\(hub.registrationPath)")
    }

    private struct Metadata: Encodable {
        var issuer, token_endpoint: String
        var mtls_endpoint_aliases: [String: String]?
        var registration_endpoint: String
        var grant_types_supported = ["client_credentials"]
        var response_types_supported: [String] = []
        var scopes_supported = ["openid", "products"]
        var subject_types_supported = ["public"]
        var tls_client_certificate_bound_access_tokens = true
        var token_endpoint_auth_methods_supported = ["private_key_jwt"]
        var token_endpoint_auth_signing_alg_values_supported = ["PS256"]
    }
}

extension Hub {
    func issuer(port: Int) -> String { "https://\(authorisationHost):\(port)" }
}
