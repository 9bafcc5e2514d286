package import FoundationEssentials

/// An OpenID Provider's metadata (OpenID Connect Discovery 1.0 §3), of which a client needs two addresses.
package struct DiscoveryDocument: Sendable, Hashable {
    /// Where to ask for a token over mutual TLS: `mtls_endpoint_aliases.token_endpoint` where it stands, else
    /// `token_endpoint` (RFC 8705 §5).
    let tokenEndpoint: Endpoint
    private let registration: Endpoint?

    /// - Throws: a ``RequestError`` where the document is no metadata, is another issuer's, or has no usable token endpoint.
    package init(_ json: Data, of lfi: LFI) throws(RequestError) {
        guard let metadata = JSONMembers(document: json), let named = metadata.string("issuer") else {
            throw RequestError(.invalidResponse, "the discovery document is not the JSON of an OpenID Provider")
        }
        // A document that speaks for another issuer would lend its token endpoint our assertion (RFC 8414 §3.3).
        guard named.utf8.elementsEqual(lfi.issuer.description.utf8) else {
            throw RequestError(
                .issuerMismatch,
                "the discovery document names the issuer '\(named)', the directory names '\(lfi.issuer)'")
        }
        let aliases = metadata.object("mtls_endpoint_aliases")
        func endpoint(_ name: String) -> Endpoint? {
            (aliases?.text(name) ?? metadata.text(name)).flatMap(Endpoint.init)
        }
        guard let tokenEndpoint = endpoint("token_endpoint") else {
            throw RequestError(.invalidResponse, "the discovery document names no https token endpoint")
        }
        guard !lfi.isForeign(tokenEndpoint) else { throw .foreign(tokenEndpoint, for: "token") }
        self.tokenEndpoint = tokenEndpoint
        registration = endpoint("registration_endpoint")
    }

    /// Whether it says where to register at all.
    var namesRegistration: Bool { registration != nil }

    /// Where a client registers over mutual TLS, by the same rule as for tokens.
    ///
    /// - Throws: a ``RequestError`` where the document names none, or another organisation's.
    func registrationEndpoint(of lfi: LFI) throws(RequestError) -> Endpoint {
        guard let registration else {
            throw RequestError(.invalidResponse, "the discovery document names no https registration endpoint")
        }
        guard !lfi.isForeign(registration) else { throw .foreign(registration, for: "registration") }
        return registration
    }
}

extension RequestError {
    fileprivate static func foreign(_ endpoint: Endpoint, for purpose: String) -> RequestError {
        RequestError(
            .issuerMismatch,
            "the discovery document names a \(purpose) endpoint at another organisation's host, '\(endpoint.authority)'"
        )
    }
}

/// An authorisation server's issuer identifier (RFC 8414 §2), compared character by character.
public struct Issuer: Sendable, Hashable, CustomStringConvertible {
    /// As the directory has it (`Issuer`), a slash at its end included.
    public let description: String

    /// Takes any text. It has to be the one in the LFI's discovery document, to the last character.
    public init(_ text: String) { description = text }
}
