import Foundation
import HTTPTypes
import OpenFinance
import OpenFinanceConformance
import OpenFinanceTransport
import Testing

/// What a bank is: its entry in the directory, its discovery document, its TLS and its tokens.
extension RuleCase {
    // MARK: - Directory

    static let directory: [RuleCase] = [
        RuleCase(name: "an entry without Issuer", rules: [.directoryEntry]) {
            let entry = #"""
                [{"OrganisationId":"o","OrganisationName":"Liwa","Status":"Active","AuthorisationServers":[{
                "AuthorisationServerId":"a","CustomerFriendlyName":"Liwa Bank","Status":"Active",
                "OpenIDDiscoveryDocument":"https://a.example/.well-known/openid-configuration","ApiResources":[{
                "ApiFamilyType":"product","ApiVersion":"2.1","Status":"Active","ApiDiscoveryEndpoints":[
                {"ApiEndpoint":"https://a.example/open-finance/product/v2.1/products"}]}]}]}]
                """#
            return DirectoryCheck.faults(of: try Directory(participants: Data(entry.utf8)), by: .init(time: time))
        },
        RuleCase(name: "an entry of somebody who has no products", rules: []) {
            let entry = #"""
                [{"OrganisationId":"o","OrganisationName":"Liwa","Status":"Active","AuthorisationServers":[{
                "AuthorisationServerId":"a","CustomerFriendlyName":"Liwa Bank","Status":"Active",
                "Issuer":"https://a.example","ApiResources":[],
                "OpenIDDiscoveryDocument":"https://a.example/.well-known/openid-configuration"}]}]
                """#
            let directory = try Directory(participants: Data(entry.utf8))
            #expect(directory.leftOut.count == 1)
            return DirectoryCheck.faults(of: directory, by: .init(time: time))
        },
        RuleCase(name: "a logo over http", rules: [.directoryLogo]) {
            let lfi = try RuleCase.lfi(logo: "http://liwa.example/logo.svg")
            var deviations = Deviations(of: lfi.identity)
            DirectoryCheck.check(lfi, &deviations, by: .init())
            return deviations.all
        },
        RuleCase(name: "a status that there is not, and an id that is a number", rules: [.directoryShape]) {
            let entry = #"{"AuthorisationServerId":7,"Status":"active","CustomerFriendlyLogoUri":"no logo"}"#
            var deviations = Deviations(of: try RuleCase.lfi().identity)
            DirectoryCheck.check(entry: try JSONValue(Data(entry.utf8)), &deviations, by: .init())
            #expect(deviations.all.map(\.place) == ["/AuthorisationServerId", "/Status"])
            return deviations.all
        },
        RuleCase(name: "two of one name, in an older version", rules: [.directoryName, .directoryVersion]) {
            let directory = Directory(lfis: [
                try lfi(version: .v2_0),
                LFI(
                    id: "other", name: "Liwa Bank", organisationID: "p", organisationName: "Other",
                    issuer: Issuer("https://b.example"), discoveryDocument: try endpoint("https://b.example/d"),
                    products: try endpoint("https://b.example/p"), version: .v2_0),
            ])
            var deviations = Deviations(of: directory.lfis[0].identity)
            DirectoryCheck.check(directory.lfis[0], &deviations, by: .init())
            return deviations.all
        },
    ]

    // MARK: - Discovery

    static let metadata = #"""
        {"issuer":"https://auth1.liwa.apihub.openfinance.ae","token_endpoint":"https://as1.liwa.apihub.openfinance.ae/token",
        "mtls_endpoint_aliases":{"token_endpoint":"https://as1.liwa.apihub.openfinance.ae/token"},
        "registration_endpoint":"https://rs1.liwa.apihub.openfinance.ae/tpp-registration",
        "grant_types_supported":["client_credentials"],"response_types_supported":["code"],"token_endpoint_auth_methods_supported":["private_key_jwt"],
        "token_endpoint_auth_signing_alg_values_supported":["PS256"],"tls_client_certificate_bound_access_tokens":true}
        """#

    static func discovery(
        _ name: String, _ rules: Set<RuleID>, _ old: String, _ new: String, status: Int = 200,
        fields: HTTPFields = [.contentType: "application/json; charset=utf-8"]
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { lfi, deviations in
                let body = metadata.replacing(old, with: new)
                DiscoveryCheck.check(seen(body, .discovery, status: status, fields: fields), of: lfi, &deviations)
            }
        }
    }

    /// Metadata of another issuer, at its own place.
    static func discovery(
        _ name: String, _ rules: Set<RuleID>, of issuer: String, tokensAt place: String
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            let good = try RuleCase.lfi()
            let document = (issuer.hasSuffix("/") ? issuer : "\(issuer)/") + ".well-known/openid-configuration"
            let lfi = LFI(
                id: good.id, name: good.name, organisationID: "", organisationName: "", issuer: Issuer(issuer),
                discoveryDocument: try endpoint(document), products: good.products)
            let metadata = metadata.replacing(good.issuer.description, with: issuer)
                .replacing("https://as1.liwa.apihub.openfinance.ae/token", with: place)
            var deviations = Deviations(of: lfi.identity)
            DiscoveryCheck.check(seen(metadata, .discovery), of: lfi, &deviations)
            return deviations.all
        }
    }

    static let discovery: [RuleCase] = [
        discovery(
            "metadata of an issuer that ends in a slash", [], of: "https://auth1.liwa.apihub.openfinance.ae/",
            tokensAt: "https://as1.liwa.apihub.openfinance.ae/token"),
        discovery(
            "a token endpoint at the domain itself", [], of: "https://auth1.liwa.apihub.openfinance.ae",
            tokensAt: "https://liwa.apihub.openfinance.ae/token"),
        discovery(
            "a token endpoint below an issuer that is a domain itself", [], of: "https://liwa.example",
            tokensAt: "https://as1.liwa.example/token"),
        discovery(
            "a token endpoint elsewhere, of an issuer that is a domain itself", [.tokenEndpointDomain],
            of: "https://liwa.example", tokensAt: "https://waha.example/token"),
        discovery(
            "a registration endpoint among the aliases alone", [],
            "},\n\"registration_endpoint\":\"https://rs1.liwa.apihub.openfinance.ae/tpp-registration\"",
            #","registration_endpoint":"https://rs1.liwa.apihub.openfinance.ae/tpp-registration"}"#),
        discovery("metadata as it should be", [], "", ""),
        discovery("metadata that are not there", [.discoveryAnswer], "", "", status: 404),
        discovery("metadata as text", [.discoveryAnswer], "", "", fields: [.contentType: "text/plain"]),
        discovery("metadata of another issuer", [.discoveryIssuer], #""https://auth1"#, #""https://auth2"#),
        discovery(
            "a token endpoint without TLS", [.tokenEndpoint], #""token_endpoint":"https"#, #""token_endpoint":"http"#),
        discovery(
            "a token endpoint elsewhere", [.tokenEndpointDomain], "https://as1.liwa.apihub.", "https://as1.waha.apihub."
        ),
        discovery("metadata behind a byte order mark", [.discoveryAnswer], "{\"issuer", "\u{FEFF}{\"issuer"),
        discovery("metadata without response types", [.discoveryShape], "response_types_supported", "response_types"),
        discovery("metadata whose response types are a text", [.discoveryShape], #"["code"]"#, #""code""#),
        discovery("no aliases", [.mutualTLSAlias], "mtls_endpoint_aliases", "none"),
        discovery("no registration endpoint", [.registrationEndpoint], "registration_endpoint", "none"),
        discovery("another grant type", [.grantType], "client_credentials", "authorization_code"),
        discovery("another authentication", [.clientAuthentication], "private_key_jwt", "tls_client_auth"),
        discovery(
            "authentication by a secret, too", [.weakAuthentication], #"_jwt"]"#, #"_jwt","client_secret_basic"]"#),
        discovery("no authentication, too", [.weakAuthentication], #"_jwt"]"#, #"_jwt","none"]"#),
        discovery("no signature, too", [.weakAlgorithm], #"["PS256"]"#, #"["PS256","none"]"#),
        discovery("a shared secret's signature, too", [.weakAlgorithm], #"["PS256"]"#, #"["ES256","HS256","PS256"]"#),
        discovery(
            "request objects that nobody signed", [.weakAlgorithm], #""tls_client"#,
            #""request_object_signing_alg_values_supported":["PS256","none"],"tls_client"#),
        discovery(
            "a member twice", [.discoveryShape], #""tls_client"#, #""grant_types_supported":["x"],"tls_client"#),
        discovery(
            "an alias twice", [.discoveryShape], #"_aliases":{"#, #"_aliases":{"a":"https://a.example","a":"","#),
        discovery("another algorithm", [.signingAlgorithm], "PS256", "ES256"),
        discovery("a weak algorithm", [.weakAlgorithm], #"["PS256"]"#, #"["PS256","RS256"]"#),
        discovery("tokens for whoever has them", [.boundTokens], "true", "false"),
        RuleCase(name: "metadata at another place", rules: [.discoveryPlace]) {
            let good = try RuleCase.lfi()
            let lfi = LFI(
                id: good.id, name: good.name, organisationID: "", organisationName: "", issuer: good.issuer,
                discoveryDocument: try endpoint("\(good.issuer)/metadata"), products: good.products)
            var deviations = Deviations(of: lfi.identity)
            DiscoveryCheck.check(seen(metadata, .discovery), of: lfi, &deviations)
            return deviations.all
        },
    ]

    // MARK: - TLS

    static func tls(
        _ name: String, _ rules: Set<RuleID>, to purpose: RequestStep = .token,
        _ change: @escaping @Sendable (inout ConnectionDetails) -> Void
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { _, deviations in
                var connection = ConnectionDetails()
                connection.serverCertificate = .init(
                    subject: "CN=a", issuer: "CN=b", validFrom: nil, validUntil: time + 90 * 86_400)
                connection.wasCertificateRequested = true
                change(&connection)
                TLSCheck.check([seen("{}", purpose, connection: connection)], &deviations)
            }
        }
    }

    static func offer(
        _ name: String, _ rules: Set<RuleID>, _ offer: TLSOffer, _ answer: TLSOffer.Answer
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { _, deviations in
                TLSCheck.check(.init(place: "token", offer: offer, answer: answer), at: time, &deviations)
            }
        }
    }

    static let tls: [RuleCase] = [
        RuleCase(name: "a certificate that has ended", rules: [.certificateTrust]) {
            try deviations { lfi, deviations in
                var failure = LFIFailure(
                    lfi: lfi.identity, stage: .token, reason: .tls, message: "certificate has expired")
                TLSCheck.check(failure, at: time, &deviations)
                #expect(deviations.all == [])
                failure.isServerUntrusted = true
                TLSCheck.check(failure, at: time, &deviations)
                #expect(deviations.all.map(\.place) == ["/token"])
            }
        },
        tls("a connection as it should be", []) { _ in },
        tls("a resumed session", []) { $0.wasCertificateRequested = nil },
        RuleCase(name: "a handshake without a certificate", rules: [.certificateRequired]) {
            try deviations { _, deviations in
                TLSCheck.checkWithoutCertificate(at: "token", isAccepted: true, at: time, &deviations)
            }
        },
        RuleCase(name: "a handshake that is refused without a certificate", rules: []) {
            try deviations { _, deviations in
                TLSCheck.checkWithoutCertificate(at: "token", isAccepted: false, at: time, &deviations)
            }
        },
        tls("no request for a certificate", [.clientCertificate]) { $0.wasCertificateRequested = false },
        tls("no request for a certificate where products are", [.clientCertificate], to: .products) {
            $0.wasCertificateRequested = false
        },
        tls("no request for a certificate where nothing but metadata are", [], to: .discovery) {
            $0.wasCertificateRequested = false
        },
        offer("TLS 1.1 refused", [], .tls11, .refused),
        offer("TLS 1.0 accepted", [.oldTLS], .tls10, .accepted(suite: 0x002F)),
        offer("a suite of CBC accepted", [.cipherSuite], .otherSuites, .accepted(suite: 0xC027)),
        tls("a certificate that ends in a week", [.certificateDays]) {
            $0.serverCertificate?.validUntil = time + 7 * 86_400
        },
        tls("a certificate that ends a second before two weeks are over", [.certificateDays]) {
            $0.serverCertificate?.validUntil = time + 14 * 86_400 - 1
        },
        tls("a certificate that ends in two weeks", []) { $0.serverCertificate?.validUntil = time + 14 * 86_400 },
    ]

    // MARK: - Tokens

    static let goodToken =
        #"{"access_token":"secret.token","token_type":"Bearer","expires_in":600,"scope":"products"}"#

    static func token(
        _ name: String, _ rules: Set<RuleID>, _ old: String = "", _ new: String = "", status: Int = 200,
        fields: HTTPFields = [.contentType: "application/json", .cacheControl: "no-cache, No-Store"]
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { _, deviations in
                TokenCheck.check(
                    seen(goodToken.replacing(old, with: new), .token, status: status, fields: fields),
                    scope: "products",
                    &deviations)
            }
        }
    }

    static let token: [RuleCase] = [
        token("a token as it should be", []),
        token("a token by 201", [.tokenStatus], status: 201),
        token("a token as text", [.tokenMediaType], fields: [.contentType: "text/json", .cacheControl: "no-store"]),
        token("a token that may be stored", [.tokenNoStore], fields: [.contentType: "application/json"]),
        token("a token with a blank", [.tokenShape], "secret.token", "secret token"),
        token("a token behind a byte order mark", [.tokenShape], "{", "\u{FEFF}{"),
        token("a token with a member that comes twice", [.tokenShape], "{", #"{"expires_in":600,"#),
        token(
            "a token that may not be stored, behind a tab", [],
            fields: [.contentType: "application/json", .cacheControl: "private,\tno-store"]),
        token("a token of another type", [.tokenType], "Bearer", "DPoP"),
        token("a token for an hour", [.tokenLifetime], "600", "3600"),
        token("a token for no time", [.tokenLifetime], "600", "0"),
        token("a token that does not say how long", [.tokenLifetime], #""expires_in":600,"#, ""),
        token("a token for something else", [.tokenScope], #""products""#, #""accounts""#),
    ]
}
