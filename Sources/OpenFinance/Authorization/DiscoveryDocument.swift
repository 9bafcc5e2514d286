import FoundationEssentials

/// What `ofp` reads of an OpenID Provider's metadata (OpenID Connect Discovery 1.0 §3).
struct DiscoveryDocument: Sendable, Hashable {
    /// Where to ask for a token over mutual TLS: `mtls_endpoint_aliases.token_endpoint` where it stands, else
    /// `token_endpoint` (RFC 8705 §5).
    let tokenEndpoint: Endpoint

    /// - Throws: a ``LineError`` where the document is no metadata, is another issuer's, or has no usable endpoint.
    init(_ json: Data, expecting issuer: Issuer) throws(LineError) {
        guard let metadata = try? JSONDecoder().decode(Metadata.self, from: json), let named = metadata.issuer else {
            throw LineError(.invalidResponse, "the discovery document is not the JSON of an OpenID Provider")
        }
        // A document that speaks for another issuer would lend its token endpoint our assertion (RFC 8414 §3.3).
        guard named == issuer.description else {
            throw LineError(
                .issuerMismatch,
                "the discovery document is of issuer '\(named)', the directory says '\(issuer)'")
        }
        guard let url = metadata.aliases?.tokenEndpoint ?? metadata.tokenEndpoint, let endpoint = Endpoint(url) else {
            throw LineError(.invalidResponse, "the discovery document names no https token endpoint")
        }
        tokenEndpoint = endpoint
    }

    private struct Metadata: Decodable {
        struct Aliases: Decodable {
            var tokenEndpoint: String?
            private enum CodingKeys: String, CodingKey { case tokenEndpoint = "token_endpoint" }
        }
        var issuer: String?
        var tokenEndpoint: String?
        var aliases: Aliases?
        private enum CodingKeys: String, CodingKey {
            case issuer, tokenEndpoint = "token_endpoint", aliases = "mtls_endpoint_aliases"
        }
    }
}
