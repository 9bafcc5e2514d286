import FoundationEssentials
package import OpenFinance

/// An authorisation server's metadata.
package enum DiscoveryCheck {
    /// Without those members that have rules of their own.
    private static let shapes = try? PublishedShapes(version: "authorization")

    package static func check(_ seen: Seen, of lfi: LFI, _ deviations: inout Deviations) {
        let evidence = Deviations.Evidence(interactionID: seen.interactionID, time: seen.time)
        func tell(_ rule: RuleID, _ pointer: String, _ value: String?, _ expected: String) {
            deviations.add(rule, at: pointer, value: value, expected: expected, by: evidence)
        }
        deviations.look(at: [.discoveryAnswer])
        guard seen.status == 200 else {
            return tell(.discoveryAnswer, "", "status \(seen.status)", "status 200")
        }
        if !seen.isJSON { tell(.discoveryAnswer, "", seen.mediaType, "application/json") }
        if seen.hasByteOrderMark { tell(.discoveryAnswer, "", "a byte order mark", "a JSON object without it") }
        guard let metadata = try? JSONValue(document: seen.body), case .object = metadata else {
            return tell(.discoveryAnswer, "", "another body", "a JSON object")
        }
        deviations.look(at: RuleID.all(of: .discovery))
        for violation in shapes?.violations(of: metadata, as: "AuthorizationServerMetadata") ?? [] {
            tell(.discoveryShape, violation.pointer, violation.value, violation.expected)
        }
        for found in FigureCheck.repeatedNames(in: metadata) {
            tell(.discoveryShape, found.pointer, found.value, found.expected)
        }
        let issuer = lfi.issuer.description
        let place = (issuer.hasSuffix("/") ? String(issuer.dropLast()) : issuer) + "/.well-known/openid-configuration"
        if Endpoint(place) != lfi.discoveryDocument {
            tell(.discoveryPlace, "", "\(lfi.discoveryDocument)", place)
        }
        let named = metadata["issuer"]?.string
        if named.map({ !$0.utf8.elementsEqual(issuer.utf8) }) ?? true {
            tell(.discoveryIssuer, "/issuer", named, issuer)
        }
        checkEndpoints(metadata, of: lfi, tell)
        checkAuthentication(metadata, tell)
        if let grants = metadata["grant_types_supported"]?.words, !grants.contains("client_credentials") {
            tell(.grantType, "/grant_types_supported", grants.joined(separator: ", "), "client_credentials")
        }
    }

    private typealias Tell = (_ rule: RuleID, _ pointer: String, _ value: String?, _ expected: String) -> Void

    private static func checkEndpoints(_ metadata: JSONValue, of lfi: LFI, _ tell: Tell) {
        let aliases = metadata["mtls_endpoint_aliases"]
        let alias = aliases?["token_endpoint"]?.string
        if alias == nil { tell(.mutualTLSAlias, "/mtls_endpoint_aliases/token_endpoint", nil, "an https URL") }
        let places = [
            ("/token_endpoint", metadata["token_endpoint"]?.string), ("/mtls_endpoint_aliases/token_endpoint", alias),
        ]
        for (pointer, text) in places {
            guard let text else {
                if pointer == "/token_endpoint" { tell(.tokenEndpoint, pointer, nil, "an https URL") }
                continue
            }
            guard let endpoint = Endpoint(text) else {
                tell(.tokenEndpoint, pointer, text, "an https URL")
                continue
            }
            if let issuer = Endpoint(lfi.issuer.description), !endpoint.isOfDomain(of: issuer) {
                tell(.tokenEndpointDomain, pointer, endpoint.authority, "a host of \(issuer.domain)")
            }
        }
        if (aliases?["registration_endpoint"] ?? metadata["registration_endpoint"])?.string.flatMap(Endpoint.init)
            == nil
        {
            tell(.registrationEndpoint, "/registration_endpoint", nil, "an https URL")
        }
    }

    private static let strongMethods: Set<String> = [
        "private_key_jwt", "tls_client_auth", "self_signed_tls_client_auth",
    ]

    private static func checkAuthentication(_ metadata: JSONValue, _ tell: Tell) {
        let methods = metadata["token_endpoint_auth_methods_supported"]?.words
        if methods?.contains("private_key_jwt") != true {
            tell(
                .clientAuthentication, "/token_endpoint_auth_methods_supported", methods?.joined(separator: ", "),
                "private_key_jwt among them")
        }
        let weakMethods = (methods ?? []).filter { !strongMethods.contains($0) }
        if !weakMethods.isEmpty {
            tell(
                .weakAuthentication, "/token_endpoint_auth_methods_supported", weakMethods.joined(separator: ", "),
                "private_key_jwt, tls_client_auth or self_signed_tls_client_auth")
        }
        for name in ["token_endpoint_auth_signing_alg_values_supported", "request_object_signing_alg_values_supported"]
        {
            let weak = (metadata[name]?.words ?? []).filter { $0 != "PS256" && $0 != "ES256" }
            if !weak.isEmpty { tell(.weakAlgorithm, "/\(name)", weak.joined(separator: ", "), "PS256 or ES256") }
        }
        let algorithms = metadata["token_endpoint_auth_signing_alg_values_supported"]?.words
        if algorithms?.contains("PS256") != true {
            tell(
                .signingAlgorithm, "/token_endpoint_auth_signing_alg_values_supported",
                algorithms?.joined(separator: ", "), "PS256 among them")
        }
        let bound = metadata["tls_client_certificate_bound_access_tokens"]
        if bound != .bool(true) {
            tell(.boundTokens, "/tls_client_certificate_bound_access_tokens", bound?.shown, "true")
        }
    }
}

extension Endpoint {
    private var host: Substring { authority.prefix { $0 != ":" } }

    /// The host's name without its first label: `liwa.apihub.openfinance.ae` of `auth1.liwa.apihub.openfinance.ae`.
    var domain: String {
        let labels = host.split(separator: ".")
        return labels.count > 2 ? labels.dropFirst().joined(separator: ".") : String(host)
    }

    func isOfDomain(of other: Endpoint) -> Bool { host == other.domain || host.hasSuffix(".\(other.domain)") }
}
