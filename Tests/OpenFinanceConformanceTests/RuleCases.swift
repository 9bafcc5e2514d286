import Foundation
import HTTPTypes
import OpenFinance
import OpenFinanceConformance
import OpenFinanceTransport
import Testing

/// Something that a bank does, and the rules that it breaks by it.
struct RuleCase: Sendable, CustomTestStringConvertible {
    var name: String
    var rules: Set<RuleID>
    var found: @Sendable () throws -> [Deviation]

    var testDescription: String { name }

    static let all = directory + discovery + tls + token + products + answers + filters + errors

    // MARK: - A bank

    static func lfi(name: String = "Liwa Bank", version: APIVersion = .v2_1, logo: String? = nil) throws -> LFI {
        let host = "liwa.apihub.openfinance.ae"
        return LFI(
            id: name, name: name, logoURI: logo, organisationID: "o", organisationName: "Liwa",
            issuer: Issuer("https://auth1.\(host)"),
            discoveryDocument: try endpoint("https://auth1.\(host)/.well-known/openid-configuration"),
            products: try endpoint("https://rs1.\(host)/open-finance/product/\(version)/products"), version: version)
    }

    private static func endpoint(_ text: String) throws -> Endpoint {
        guard let endpoint = Endpoint(text) else { throw NoEndpoint() }
        return endpoint
    }

    private struct NoEndpoint: Error {}

    static let time = Date(timeIntervalSince1970: 1_790_000_000)

    static func seen(
        _ body: String, _ purpose: RequestTiming.Purpose = .products, status: Int = 200, echoes: Bool = true,
        fields: HTTPFields = [.contentType: "application/json"], connection: ConnectionDetails? = nil
    ) -> Seen {
        let id = InteractionID()
        var head = HTTPResponse(status: .init(code: status), headerFields: fields)
        if echoes { head.headerFields[.interactionID] = id.description.uppercased() }
        return Seen(
            purpose: purpose, interactionID: id, time: time,
            answer: TransportResponse(head: head, body: Data(body.utf8)), connection: connection)
    }

    private static func deviations(_ find: (LFI, inout Deviations) throws -> Void) throws -> [Deviation] {
        let lfi = try RuleCase.lfi()
        var deviations = Deviations(of: lfi.identity)
        try find(lfi, &deviations)
        return deviations.all
    }

    // MARK: - Directory

    private static let directory: [RuleCase] = [
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

    private static func discovery(
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

    private static let discovery: [RuleCase] = [
        discovery("metadata as it should be", [], "", ""),
        discovery("metadata that are not there", [.discoveryAnswer], "", "", status: 404),
        discovery("metadata as text", [.discoveryAnswer], "", "", fields: [.contentType: "text/plain"]),
        discovery("metadata of another issuer", [.discoveryIssuer], #""https://auth1"#, #""https://auth2"#),
        discovery(
            "a token endpoint without TLS", [.tokenEndpoint], #""token_endpoint":"https"#, #""token_endpoint":"http"#),
        discovery(
            "a token endpoint elsewhere", [.tokenEndpointDomain], "https://as1.liwa.apihub.", "https://as1.waha.apihub."
        ),
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

    private static func tls(
        _ name: String, _ rules: Set<RuleID>, _ change: @escaping @Sendable (inout ConnectionDetails) -> Void
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { _, deviations in
                var connection = ConnectionDetails()
                connection.serverCertificate = .init(
                    subject: "CN=a", issuer: "CN=b", validFrom: nil, validUntil: time + 90 * 86_400)
                connection.wasCertificateRequested = true
                change(&connection)
                TLSCheck.check([seen("{}", .token, connection: connection)], &deviations)
            }
        }
    }

    private static func offer(
        _ name: String, _ rules: Set<RuleID>, _ offer: TLSOffer, _ answer: TLSOffer.Answer
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { _, deviations in
                TLSCheck.check(.init(place: "token", offer: offer, answer: answer), at: time, &deviations)
            }
        }
    }

    private static let tls: [RuleCase] = [
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
                TLSCheck.checkWithoutCertificate(at: "token", isTaken: true, at: time, &deviations)
            }
        },
        tls("no request for a certificate", [.clientCertificate]) { $0.wasCertificateRequested = false },
        offer("TLS 1.1 refused", [], .tls11, .refused),
        offer("TLS 1.0 accepted", [.oldTLS], .tls10, .accepted(suite: 0x002F)),
        offer("a suite of CBC accepted", [.cipherSuite], .otherSuites, .accepted(suite: 0xC027)),
        tls("a certificate that ends in a week", [.certificateDays]) {
            $0.serverCertificate?.validUntil = time + 7 * 86_400
        },
    ]

    // MARK: - Tokens

    private static let goodToken =
        #"{"access_token":"secret.token","token_type":"Bearer","expires_in":600,"scope":"products"}"#

    private static func token(
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

    private static let token: [RuleCase] = [
        token("a token as it should be", []),
        token("a token by 201", [.tokenStatus], status: 201),
        token("a token as text", [.tokenMediaType], fields: [.contentType: "text/json", .cacheControl: "no-store"]),
        token("a token that may be stored", [.tokenNoStore], fields: [.contentType: "application/json"]),
        token("a token with a blank", [.tokenShape], "secret.token", "secret token"),
        token("a token of another type", [.tokenType], "Bearer", "DPoP"),
        token("a token for an hour", [.tokenLifetime], "600", "3600"),
        token("a token that does not say how long", [.tokenLifetime], #""expires_in":600,"#, ""),
        token("a token for something else", [.tokenScope], #""products""#, #""accounts""#),
    ]

    // MARK: - Products

    /// - Parameter members: of the product, behind the required ones.
    private static func product(
        _ name: String, _ rules: Set<RuleID>, _ members: String,
        required: String = #""ProductId":"1","ProductName":"N","ProductCategory":"SavingsAccount""#
    ) -> RuleCase {
        products(name, rules, ["{\(required),\"Links\":{\"ApplicationEmail\":\"a@b.ae\"},\(members)}"])
    }

    private static func products(_ name: String, _ rules: Set<RuleID>, _ products: [String]) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { lfi, deviations in
                var check = ProductCheck(shapes: try PublishedShapes(answersOf: .v2_1), version: .v2_1, now: time)
                for product in products {
                    guard let listed = ListedProduct(json: Data(product.utf8), of: lfi.identity) else { continue }
                    check.check(listed, by: .init(), &deviations)
                }
            }
        }
    }

    private static func savings(_ name: String, _ rules: Set<RuleID>, _ members: String) -> RuleCase {
        product(name, rules, "\"Product\":{\(members)}")
    }

    private static func deposit(_ name: String, _ rules: Set<RuleID>, _ members: String) -> RuleCase {
        savings(name, rules, "\"DepositRates\":{\"RateType\":\"FixedInterest\",\"RateDetails\":[{\(members)}]}")
    }

    private static let products: [RuleCase] = [
        product("a product as it should be", [], #""IsShariaCompliant":false"#),
        product("a text for a boolean", [.schemaType], #""IsShariaCompliant":"false""#),
        product(
            "a product without name", [.schemaRequired], "\"X\":1",
            required: #""ProductId":"1","ProductCategory":"Finance""#),
        product(
            "an unknown category", [.schemaEnum], "\"X\":1",
            required: #""ProductId":"1","ProductName":"N","ProductCategory":"Gold""#),
        product("a currency in small letters", [.schemaPattern], #""DenominationCurrency":"aed""#),
        product("a day that there is not", [.schemaFormat], #""LastUpdatedDateTime":"2026-02-30T00:00:00Z""#),
        savings(
            "an amount with another member", [.schemaAdditional],
            #""SavingsAccount":{"MinimumBalance":{"Amount":"1","Currency":"AED","X":1}}"#),
        savings("no tenor in a list of them", [.schemaCount], "\"Tenor\":[]"),
        savings(
            "an amount of fils' parts", [.minorUnits],
            #""SavingsAccount":{"MinimumBalance":{"Amount":"1.005","Currency":"AED"}}"#),
        deposit("a rate over 100", [.plausibleRate], "\"AnnualRate\":450"),
        deposit("a minimum above its maximum", [.rangeOrder], #""AnnualRateRange":{"MinRate":3.5,"MaxRate":2.5}"#),
        product(
            "an end before the beginning", [.validity],
            #""EffectiveFromDateTime":"2026-03-01T00:00:00Z","EffectiveToDateTime":"2026-02-01T00:00:00Z""#),
        product("a change in the future", [.updateTime], #""LastUpdatedDateTime":"2036-01-01T00:00:00Z""#),
        product(
            "an address over http", [.secureURI],
            #""Links":{"ApplicationUri":"http://a.example","KfsUri":"https://a.example"}"#,
            required: #""ProductId":"1","ProductName":"N","ProductCategory":"SavingsAccount""#
        ).without(.repeatedName),
        product("a name that comes twice", [.repeatedName], #""Description":"a","Description":"b""#),
        product("a card that is a mortgage", [.ownCategory], #""Product":{"Mortgage":{}}"#),
        product(
            "a blank name", [.blankText], "\"X\":1",
            required: #""ProductId":"1","ProductName":" ","ProductCategory":"Finance""#),
        products("no way to apply", [.applyNow], [#"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance"}"#]),
        products(
            "an id that comes twice", [.productID],
            [#"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","Links":{"ApplicationEmail":"a@b.ae"}}"#]
                + [
                    #"{"ProductId":"1","ProductName":"M","ProductCategory":"Finance","Links":{"ApplicationEmail":"a@b.ae"}}"#
                ]),
        savings(
            "notes that are too long", [.schemaLength],
            "\"FinanceRates\":{\"RateType\":\"FixedInterest\",\"Notes\":\"\(String(repeating: "n", count: 501))\"}"),
        savings(
            "a rate of a charge over 100", [.schemaRange, .plausibleRate],
            #""SavingsAccount":{"Charges":[{"Name":"Late payment","Description":"d","Charge":[{"Rate":101}]}]}"#),
    ]

    /// Leaves one rule out of what is found: it is the way of the case itself that breaks it.
    private func without(_ rule: RuleID) -> RuleCase {
        let found = found
        return RuleCase(name: name, rules: rules) { try found().filter { $0.rule != rule } }
    }

    // MARK: - Answers

    static func body(_ products: String = "", pages: Int = 1, links: String = "") -> String {
        #"{"Data":[{"LFIId":"L","LFIBrandId":"B","Products":[\#(products)]}],"Links":{"Self":"https://rs1.liwa.apihub.openfinance.ae/p"\#(links)},"#
            + #""Meta":{"TotalPages":\#(pages)}}"#
    }

    static let one =
        #"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","IsShariaCompliant":true,"LastUpdatedDateTime":"2026-01-01T00:00:00Z"}"#
    static let two =
        #"{"ProductId":"2","ProductName":"N","ProductCategory":"Mortgage","IsShariaCompliant":false,"LastUpdatedDateTime":"2026-03-01T00:00:00Z"}"#

    private static func answer(
        _ name: String, _ rules: Set<RuleID>, _ pages: @autoclosure @escaping @Sendable () -> [Seen]
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { lfi, deviations in
                let pages = pages()
                let products = pages.reduce(0) { $0 + ListedProduct.all(in: $1.body, of: lfi.identity).count }
                ProductsAnswerCheck.check(
                    pages, holding: products, of: lfi, by: try PublishedShapes(answersOf: .v2_1),
                    &deviations)
            }
        }
    }

    private static let answers: [RuleCase] = [
        answer("an answer as it should be", [], [seen(body(one))]),
        answer(
            "no products, and no page", [],
            [seen(#"{"Data":[],"Links":{"Self":"https://rs1.liwa.apihub.openfinance.ae/p"},"Meta":{"TotalPages":0}}"#)]),
        answer("no products, on one page", [], [seen(body())]),
        answer("no products, on two of three pages", [.pageCount], [seen(body(pages: 3)), seen(body(pages: 3))]),
        answer("no page for products", [.pageCount], [seen(body(one, pages: 0))]),
        answer("a status of failure", [.productsStatus], [seen("", status: 503)]),
        answer("products as text", [.productsMediaType], [seen(body(one), fields: [.contentType: "text/plain"])]),
        answer("no interaction id", [.interactionID], [seen(body(one), echoes: false)]),
        answer("half of an answer", [.productsJSON], [seen(String(body(one).dropLast(9)))]),
        answer(
            "an answer without Meta", [.schemaRequired],
            [seen(#"{"Data":[],"Links":{"Self":"https://rs1.liwa.apihub.openfinance.ae/p"}}"#)]),
        answer("more pages than there are", [.pageCount], [seen(body(one, pages: 3))]),
        answer("a page on another host", [.pageLinks], [seen(body(one, links: #","Last":"https://a.example/p""#))]),
    ]

    // MARK: - Filters

    private static func filter(
        _ name: String, _ rules: Set<RuleID>, _ parameter: String, _ products: String, status: Int = 200,
        pages: Int = 1,
        echoes: Bool = true, fields: HTTPFields = [.contentType: "application/json"], cut: Int = 0, links: String = ""
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { lfi, deviations in
                let unfiltered = ListedProduct.all(in: Data(body("\(one),\(two)").utf8), of: lfi.identity)
                let checks = FilterCheck.all(for: unfiltered, of: .v2_0)
                for check in checks
                where check.parameters.contains(where: { "\($0.name)=\($0.value)".hasPrefix(parameter) }) {
                    let text = String(body(products, pages: pages, links: links).dropLast(cut))
                    check.check(
                        seen(text, status: status, echoes: echoes, fields: fields), of: lfi, against: unfiltered,
                        &deviations)
                }
            }
        }
    }

    /// - Parameter ids: in the order of an answer to SortField=ProductId, SortOrder=desc.
    private static func ids(_ name: String, _ rules: Set<RuleID>, _ ids: [String]) -> RuleCase {
        RuleCase(name: "the last id first: \(name)", rules: rules) {
            try deviations { lfi, deviations in
                let products = ids.map { id in
                    #"{"ProductId":"\#(id)","ProductName":"N","ProductCategory":"Finance"}"#
                }
                let answer = body(products.joined(separator: ","))
                let listed = ListedProduct.all(in: Data(answer.utf8), of: lfi.identity)
                for check in FilterCheck.all(for: listed, of: .v2_1)
                where check.parameters.contains(where: { $0.value == "ProductId" }) {
                    check.check(seen(answer), of: lfi, against: listed, &deviations)
                }
            }
        }
    }

    private static func order(_ name: String, _ rules: Set<RuleID>, _ products: [String]) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { lfi, deviations in
                let listed = ListedProduct.all(
                    in: Data(body(products.joined(separator: ",")).utf8), of: lfi.identity)
                FilterCheck.checkDefaultOrder(of: listed, by: .init(), &deviations)
            }
        }
    }

    private static let filters: [RuleCase] = [
        filter("a category alone", [], "ProductCategory=Loan", one),
        filter("another category alone", [], "ProductCategory=Mortgage", two),
        filter("what complies alone", [], "IsShariaCompliant=true", one),
        filter("what does not comply alone", [], "IsShariaCompliant=false", two),
        filter("what was changed at that moment", [], "LastUpdatedDateTime", two),
        filter("nothing that was changed after it", [], "LastUpdatedDateTime", ""),
        filter("the last id, and the last change, first", [], "SortField", "\(two),\(one)"),
        order("the last change last", [], [one, two]),
        order("the last change first", [.defaultOrder], [two, one]),
        filter("the second page, of one", [], "PageSize", two, pages: 2),
        filter("the first page for the second", [.filterPage], "PageSize", one, pages: 2),
        filter("a page of two", [.filterPage], "PageSize", "\(one),\(two)", pages: 2),
        filter("nothing on the second page of two", [.filterPage], "PageSize", "", pages: 2),
        filter("more pages than products", [.filterPage], "PageSize", two, pages: 77),
        filter(
            "one of two products in an order, and a link to no page", [.sortOrder], "SortField", two,
            links: #","Next":"""#),
        filter(
            "one of two products in an order, and a link to a page", [], "SortField", two, links: #","Next":"/p2""#),
        filter("no products in an order", [.sortOrder], "SortField", ""),
        filter("one of two products in an order", [.sortOrder], "SortField", two),
        filter("one of two products in an order, on the first of two pages", [], "SortField", two, pages: 2),
        filter("no category, on two pages", [.filterCategory], "ProductCategory", "", pages: 2),
        filter("half of an answer to a parameter", [.productsJSON], "IsShariaCompliant=true", one, cut: 9),
        filter(
            "a parameter's answer without interaction id", [.interactionID], "SortField", "\(two),\(one)", echoes: false
        ),
        filter(
            "a parameter's answer as a page", [.productsMediaType], "SortField", "\(two),\(one)",
            fields: [.contentType: "text/html"]),
        filter("the other category", [.filterCategory], "ProductCategory=Mortgage", one),
        filter("a parameter that is refused", [.filterAnswer], "ProductCategory", "", status: 400),
        filter("every category", [.filterCategory], "ProductCategory", "\(one),\(two)"),
        filter("no category", [.filterCategory], "ProductCategory", ""),
        filter("what does not comply, too", [.filterSharia], "IsShariaCompliant=true", "\(one),\(two)"),
        filter("what complies, too", [.filterSharia], "IsShariaCompliant=false", "\(one),\(two)"),
        filter("what was changed before", [.filterUpdated], "LastUpdatedDateTime", "\(one),\(two)"),
        ids("by code points", [], ["sav", "SAVA", "SAV10", "SAV-B", "SAV-1"]),
        ids("by numbers", [], ["C3", "B20", "B1", "A10", "A2"]),
        ids("by letters without what is between", [], ["sav-c", "SAV-B", "SAVA", "SAV10", "SAV-1"]),
        ids("by numbers without what is between", [], ["SAV-B", "SAV10", "SAV-9", "SAV-1"]),
        ids("by nothing", [.sortOrder], ["A2", "C3", "B1"]),
        ids("the other way round", [.sortOrder], ["A1", "A2", "A10"]),
        filter("the first id first", [.sortOrder], "SortField", "\(one),\(two)"),
    ]

    // MARK: - Errors

    private static func error(
        _ name: String, _ rules: Set<RuleID>, to rule: RuleID, status: Int, _ body: String = "", echoes: Bool = true,
        mediaType: String = "application/json; charset=utf-8"
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { _, deviations in
                for check in ErrorCheck.all(for: .v2_1) where check.rule == rule {
                    check.check(
                        seen(body, status: status, echoes: echoes, fields: [.contentType: mediaType]),
                        by: try PublishedShapes(answersOf: .v2_1),
                        &deviations)
                }
            }
        }
    }

    private static let badRequest = #"{"Errors":[{"Code":"Resource.InvalidFormat","Message":"No such category"}]}"#

    private static let errors: [RuleCase] = [
        error("401 to no token", [], to: .errorNoToken, status: 401),
        error("400 to an unknown category", [], to: .errorCategory, status: 400, badRequest),
        error("products without a token", [.errorNoToken], to: .errorNoToken, status: 200, "{}"),
        error("401 with a body", [.errorNoToken], to: .errorNoToken, status: 401, "{}"),
        error("403 to a foreign token", [.errorForeignToken], to: .errorForeignToken, status: 403),
        error("products without an address", [.errorNoAddress], to: .errorNoAddress, status: 200, "{}"),
        error("products of an unknown category", [.errorCategory], to: .errorCategory, status: 200, "{}"),
        error("400 without a body", [.errorBody], to: .errorCategory, status: 400),
        error("400 as a page", [.errorBody], to: .errorCategory, status: 400, badRequest, mediaType: "text/html"),
        error(
            "400 without interaction id", [.interactionID], to: .errorCategory, status: 400, badRequest, echoes: false),
        error("401 without interaction id", [.interactionID], to: .errorNoToken, status: 401, echoes: false),
        error(
            "401 to a foreign token without interaction id", [.interactionID], to: .errorForeignToken, status: 401,
            echoes: false),
        error("a page as error", [.errorBody], to: .errorCategory, status: 400, "<html>"),
        error(
            "an error without code", [.errorBody], to: .errorCategory, status: 400, #"{"Errors":[{"Message":"No"}]}"#),
    ]
}
