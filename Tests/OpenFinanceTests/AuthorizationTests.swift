import FoundationEssentials
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance

@Suite("Discovery documents")
struct DiscoveryDocumentTests {
    private func document(_ json: String) throws -> DiscoveryDocument {
        let issuer = "https://a.example"
        let lfi = LFI(
            id: "a", name: "A", organisationID: "o", organisationName: "A", issuer: Issuer(issuer),
            discoveryDocument: Example.endpoint("\(issuer)/.well-known/openid-configuration"),
            products: Example.endpoint("\(issuer)/products"))
        return try DiscoveryDocument(Data(json.utf8), of: lfi)
    }

    @Test("name the token endpoint, and the one for mutual TLS wins (RFC 8705 §5)")
    func tokenEndpoint() throws {
        let plain = #"{"issuer":"https://a.example","token_endpoint":"https://a.example/token"}"#
        #expect(try document(plain).tokenEndpoint.description == "https://a.example/token")
        let aliased = plain.dropLast() + #","mtls_endpoint_aliases":{"token_endpoint":"https://m.example/token"}}"#
        #expect(try document(String(aliased)).tokenEndpoint.description == "https://m.example/token")
        let others = plain.dropLast() + #","mtls_endpoint_aliases":{"revocation_endpoint":"https://m.example/r"}}"#
        #expect(try document(String(others)).tokenEndpoint.description == "https://a.example/token")
    }

    @Test(
        "of another issuer are refused, however alike",
        arguments: ["https://b.example", "https://a.example/", "https://A.example", ""])
    func otherIssuer(issuer: String) {
        let json = #"{"issuer":"\#(issuer)","token_endpoint":"https://a.example/token"}"#
        #expect { try document(json) } throws: { ($0 as? RequestError)?.reason == .issuerMismatch }
    }

    @Test(
        "without a usable token endpoint are refused",
        arguments: [
            #"{"issuer":"https://a.example"}"#,
            #"{"issuer":"https://a.example","token_endpoint":"http://a.example/t"}"#,
            #"{"issuer":"https://a.example","token_endpoint":"/token"}"#, "[]", "", "<html>",
        ])
    func unusable(json: String) {
        #expect { try document(json) } throws: { ($0 as? RequestError)?.reason == .invalidResponse }
    }
}

@Suite("Client assertions")
struct ClientAssertionTests {
    private func parts(of assertion: ClientAssertion) throws -> (header: [String: Any], claims: [String: Any]) {
        let parts = assertion.compactForm.split(separator: ".").map(String.init)
        func decode(_ part: String) throws -> [String: Any] {
            let base64 = part.replacing("-", with: "+").replacing("_", with: "/")
            let padded = base64 + String(repeating: "=", count: (4 - base64.utf8.count % 4) % 4)
            let data = try #require(Data(base64Encoded: padded))
            let object = try JSONDecoder().decode([String: StringOrInt].self, from: data)
            return object.mapValues { $0.value }
        }
        return (try decode(parts[0]), try decode(parts[1]))
    }

    private enum StringOrInt: Decodable {
        case string(String)
        case int(Int)
        var value: Any {
            switch self {
            case .string(let text): text
            case .int(let number): number
            }
        }
        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Int.self) {
                self = .int(number)
            } else {
                self = .string(try container.decode(String.self))
            }
        }
    }

    @Test("hold exactly the claims of the ecosystem")
    func claims() throws {
        let jti = UUID()
        let assertion = try ClientAssertion(
            credentials: Example.credentials(), audience: Issuer("https://auth1.liwa.example"),
            issuedAt: Date(timeIntervalSince1970: 1_700_000_000.9), jti: jti)
        let (header, claims) = try parts(of: assertion)
        #expect(header["alg"] as? String == "PS256")
        #expect(header["kid"] as? String == "kid")
        #expect(claims["iss"] as? String == "client")
        #expect(claims["sub"] as? String == "client")
        #expect(claims["aud"] as? String == "https://auth1.liwa.example")
        #expect(claims["iat"] as? Int == 1_700_000_000)
        #expect(claims["nbf"] as? Int == 1_699_999_990)
        #expect(claims["exp"] as? Int == 1_700_000_300)
        #expect(claims["jti"] as? String == jti.uuidString.lowercased())
        #expect(claims.count == 7)
    }

    @Test("have an id of their own each")
    func freshIDs() throws {
        let ids = try (0..<20).map { _ in
            let assertion = try ClientAssertion(
                credentials: Example.credentials(), audience: Issuer("https://a.example"), issuedAt: Date())
            return try #require(try parts(of: assertion).claims["jti"] as? String)
        }
        #expect(Set(ids).count == ids.count)
    }
}

@Suite("Token answers")
struct TokenResponseTests {
    private func token(_ json: String) throws -> AccessToken {
        try AccessToken(answer: Data(json.utf8), requestedAt: Date(timeIntervalSince1970: 1_000))
    }

    @Test("give a token with the moment of its end")
    func reads() throws {
        let token = try token(
            #"{"access_token":"aB9-._~+/=","token_type":"bearer","expires_in":600,"scope":"products"}"#)
        #expect(token.value == "aB9-._~+/=")
        #expect(token.expiresAt == Date(timeIntervalSince1970: 1_600))
    }

    @Test(
        "are read where their meaning is plain",
        arguments: [
            (#"{"access_token":"a","expires_in":"600"}"#, 600.0), (#"{"access_token":"a","expires_in":599.7}"#, 599.7),
            (#"{"access_token":"a","token_type":"BEARER","expires_in":6e2}"#, 600), (#"{"access_token":"a"}"#, 0),
            ("\u{FEFF}{\"access_token\":\"a\",\"expires_in\":-5}", 0),
            (#"{"access_token":"a","expires_in":1e99}"#, 86_400), (#"{"access_token":"a","expires_in":"soon"}"#, 0),
        ] as [(String, Double)])
    func lifetime(json: String, seconds: Double) throws {
        #expect(try token(json).expiresAt == Date(timeIntervalSince1970: 1_000 + seconds))
    }

    @Test(
        "are refused where the token could not stand in a header (RFC 6750 §2.1)",
        arguments: ["", "a b", "a\\r\\nX: y", "é", "a\\\"b", "a,b"])
    func badCharacters(value: String) {
        #expect { try token(#"{"access_token":"\#(value)","token_type":"Bearer"}"#) } throws: {
            ($0 as? RequestError)?.reason == .invalidResponse
        }
    }

    @Test(
        "are refused where they are none",
        arguments: ["", "{}", #"{"access_token":7}"#, #"{"access_token":"a","token_type":"DPoP"}"#, "[]", "<html>"])
    func unusable(json: String) {
        #expect { try token(json) } throws: { ($0 as? RequestError)?.reason == .invalidResponse }
    }

    @Test("never show the token when they are described")
    func hidden() throws {
        let token = try token(#"{"access_token":"tell-nobody","token_type":"Bearer","expires_in":600}"#)
        var dumped = ""
        dump(token, to: &dumped)
        for text in ["\(token)", String(reflecting: token), "\([token])", dumped] {
            #expect(!text.contains("tell-nobody"))
        }
    }
}
