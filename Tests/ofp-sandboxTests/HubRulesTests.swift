import Foundation
import HTTPTypes
import OpenFinanceCrypto
import Testing
import OpenFinanceTransport

@testable import ofp_sandbox

@Suite("The hubs' rules, over real TLS")
struct HubRulesTests {
    @Test("a client that does everything right gets a token and products, and breaks no rule")
    func good() async throws {
        try await HubClient.with { client in
            let response = try await client.transport.send(client.productsRequest(token: client.token()))
            #expect(response.head.status == .ok)
            #expect(response.head.headerFields[.contentType] == "application/json")
            #expect(response.head.headerFields[.interactionID] != nil)
            #expect(client.sandbox.journal.report.rulesBroken.isEmpty)
        }
    }

    @Test("the directory may be read without a certificate, and is revalidated by its tag")
    func directory() async throws {
        try await HubClient.with { client in
            let request = client.request(.get, Hosts.directory, "/participants")
            let response = try await client.withoutCertificate.send(request)
            #expect(response.head.status == .ok)
            #expect(response.head.headerFields[.cacheControl] == "max-age=900")
            var again = request
            again.head.headerFields[.ifNoneMatch] = response.head.headerFields[.eTag]
            let unchanged = try await client.withoutCertificate.send(again)
            #expect(unchanged.head.status == .notModified)
            #expect(unchanged.body.isEmpty)
        }
    }

    @Test("token and products hosts take nobody without a certificate")
    func certificates() async throws {
        try await HubClient.with { client in
            for request in [try client.tokenRequest(), client.productsRequest(token: "x")] {
                // The server's word for it may be lost where it closes with our request unread (RFC 9293 §3.10.7.4).
                var codes: [TransportError.Code] = []
                for _ in 0..<10 where !codes.contains(.clientCertificateRefused) {
                    do throws(TransportError) {
                        _ = try await client.withoutCertificate.send(request)
                        Issue.record("the handshake went through")
                    } catch {
                        codes.append(error.code)
                    }
                }
                #expect(codes.contains(.clientCertificateRefused))
            }
            // The issuer's own host does not ask for one; its token endpoint, which the alias stands in for, still does.
            var misled = try client.tokenRequest()
            misled.head.authority = "\(client.hub.authorisationHost):\(client.port)"
            let answer = try await client.transport.send(misled)
            #expect(answer.head.status == .unauthorized)
            var broken = client.sandbox.journal.report.rulesBroken
            // Once for each try.
            #expect(broken.removeValue(forKey: "tls.client-certificate").map { $0 >= 2 } == true)
            #expect(broken == ["token.certificate": 1])
        }
    }

    @Test("each rule of the token request is checked")
    func tokenRules() async throws {
        let cases: [(name: String, value: String?, error: String, rule: String)] = [
            ("grant_type", "authorization_code", "unsupported_grant_type", "token.grant-type"),
            ("grant_type", nil, "unsupported_grant_type", "token.grant-type"),
            ("scope", "accounts", "invalid_scope", "token.scope"),
            ("scope", "openid", "invalid_scope", "token.scope"),
            ("scope", nil, "invalid_scope", "token.scope"),
            ("client_assertion_type", nil, "invalid_client", "token.assertion-type"),
            ("client_assertion", "a.b.c", "invalid_client", "assertion.form"),
            ("client_assertion", nil, "invalid_client", "assertion.form"),
            ("client_id", "x", "invalid_request", "token.client-id"),
        ]
        try await HubClient.with { client in
            struct Answer: Decodable { var error: String }
            var expected: [String: Int] = [:]
            for (name, value, error, rule) in cases {
                let response = try await client.transport.send(client.tokenRequest(name, value))
                #expect(response.head.status == (error == "invalid_client" ? .unauthorized : .badRequest))
                #expect(try JSONDecoder().decode(Answer.self, from: response.body).error == error)
                expected[rule, default: 0] += 1
            }
            let postman = try await client.transport.send(client.tokenRequest("scope", "openid products"))
            #expect(postman.head.status == .ok)
            var json = try client.tokenRequest()
            json.head.headerFields[.contentType] = "application/json"
            #expect(try await client.transport.send(json).head.status == .badRequest)
            expected["token.content-type"] = 1
            var get = try client.tokenRequest()
            (get.head.method, get.body) = (.get, nil)
            #expect(try await client.transport.send(get).head.status == .methodNotAllowed)
            expected["token.method"] = 1
            #expect(client.sandbox.journal.report.rulesBroken == expected)
        }
    }

    @Test("each header of the products request is checked")
    func headerRules() async throws {
        let id = "6ba7b810-9dad-41d1-80b4-00c04fd430c8"
        let cases: [(name: HTTPField.Name, value: String?, status: Int, rule: String)] = [
            (.authorization, nil, 401, "bearer.unknown"), (.authorization, "Bearer made-up", 401, "bearer.unknown"),
            (.authorization, "Basic eDp5", 401, "bearer.unknown"), (.accept, "text/html", 406, "header.accept"),
            (.interactionID, nil, 400, "header.interaction-id"), (.interactionID, "17", 400, "header.interaction-id"),
            (.interactionID, "6ba7b810-9dad-11d1-80b4-00c04fd430c8", 400, "header.interaction-id"),
            (.interactionID, id, 200, ""), (.interactionID, id, 400, "header.interaction-id-reused"),
            (.customerIPAddress, nil, 400, "header.customer-ip"),
            (.customerIPAddress, "localhost", 400, "header.customer-ip"), (.customerIPAddress, "2001:db8::1", 200, ""),
        ]
        try await HubClient.with { client in
            let token = try await client.token()
            var expected: [String: Int] = [:]
            for (name, value, status, rule) in cases {
                let request = client.productsRequest(token: token, name, value)
                let response = try await client.transport.send(request)
                #expect(response.head.status.code == status, "\(name) \(value ?? "nil")")
                #expect(status != 401 || response.body.isEmpty)
                if !rule.isEmpty { expected[rule, default: 0] += 1 }
            }
            #expect(client.sandbox.journal.report.rulesBroken == expected)
        }
    }

    @Test("a token that goes to another host than its bank's resources is told, and the answer is as without it")
    func tokenElsewhere() async throws {
        try await HubClient.with { client in
            let token = try await client.token()
            let hosts = [
                (Hosts.directory, "/participants"), (client.hub.authorisationHost, "/.well-known/openid-configuration"),
            ]
            for (host, path) in hosts {
                let request = client.request(.get, host, path, [.authorization: "bearer \(token)"])
                #expect(try await client.transport.send(request).head.status == .ok)
            }
            #expect(client.sandbox.journal.report.rulesBroken == ["bearer.elsewhere": 2])
        }
    }

    @Test("a token is good for its LFI, its certificate and its time, and for nothing else")
    func tokenBinding() async throws {
        try await HubClient.with { client in
            let token = try await client.token()
            let other = client.sandbox.world.hubs[2]
            let elsewhere = try await client.transport.send(client.productsRequest(token: token, of: other))
            #expect(elsewhere.head.status == .unauthorized)
            #expect(elsewhere.head.headerFields[.wwwAuthenticate] == #"Bearer error="invalid_token""#)

            // A token that another of the TPP's certificates asked for.
            let stolen = client.sandbox.tokens.issue(
                to: Thumbprint(der: [1, 2, 3]), by: client.hub, scopes: ["products"])
            let other2 = try await client.transport.send(client.productsRequest(token: stolen))
            #expect(other2.head.status == .unauthorized)
            #expect(
                client.sandbox.journal.report.rulesBroken == ["bearer.other-lfi": 1, "bearer.other-certificate": 1])
        }
        try await HubClient.with(tokenLifetime: 0) { client in
            let late = try await client.transport.send(client.productsRequest(token: client.token()))
            #expect(late.head.status == .unauthorized)
            #expect(client.sandbox.journal.report.rulesBroken == ["bearer.expired": 1])
        }
    }

    @Test("hosts, paths, methods and parameters that are not the API's are refused")
    func requestRules() async throws {
        try await HubClient.with { client in
            let token = try await client.token()
            var wrongHost = client.productsRequest(token: token)
            wrongHost.head.headerFields[HTTPField.Name("Host")!] = "rs1.elsewhere.example"
            #expect(try await client.transport.send(wrongHost).head.status == .misdirectedRequest)

            var wrongPath = client.productsRequest(token: token)
            wrongPath.head.path = "/open-finance/product/v9.9/products"
            #expect(try await client.transport.send(wrongPath).head.status == .notFound)

            var post = client.productsRequest(token: token)
            (post.head.method, post.body) = (.post, Data("{}".utf8))
            let refused = try await client.transport.send(post)
            #expect(refused.head.status == .methodNotAllowed)
            #expect(refused.head.headerFields[.allow] == "GET")

            let unknown = try await client.transport.send(client.productsRequest(token: token, query: "?limit=5"))
            #expect(unknown.head.status == .badRequest)
            #expect(String(decoding: unknown.body, as: UTF8.self).contains(#""Code":"Resource.InvalidFormat""#))
            #expect(
                client.sandbox.journal.report.rulesBroken == [
                    "http.host": 1, "http.path": 1, "products.method": 1, "query.undocumented": 1,
                ])
        }
    }

    @Test("a hub that pages gives links to every page, which together hold every product once")
    func paging() async throws {
        struct Page: Decodable {
            struct Group: Decodable {
                struct Product: Decodable { var ProductId: String }
                var Products: [Product]
            }
            struct Links: Decodable { var `Self`, First, Prev, Next, Last: String? }
            struct Meta: Decodable { var TotalPages: Int }
            var Data: [Group]
            var Links: Links
            var Meta: Meta
        }
        try await HubClient.with { client in
            let hub = try #require(client.sandbox.world.hubs.first { $0.pageSize == 3 })
            let paging = HubClient(
                sandbox: client.sandbox, hub: hub, port: client.port, transport: client.transport,
                withoutCertificate: client.withoutCertificate)
            let token = try await paging.token()
            var request = paging.productsRequest(token: token)
            var ids: [String] = []
            var pages = 0
            while true {
                let response = try await client.transport.send(request)
                let page = try JSONDecoder().decode(Page.self, from: response.body)
                ids += page.Data.flatMap(\.Products).map(\.ProductId)
                pages += 1
                #expect(page.Meta.TotalPages == 3)
                #expect((page.Links.Prev == nil) == (pages == 1))
                guard let next = page.Links.Next else { break }
                let path = try #require(next.range(of: "/open-finance")).lowerBound
                request = paging.productsRequest(token: token)
                request.head.path = String(next[path...])
            }
            #expect(pages == 3)
            #expect(ids.count == hub.products.count)
            #expect(Set(ids) == Set(hub.products.map(\.id)))
        }
    }

    @Test("a lead that is as the schema says is taken, answered with what it says and an id, and counted")
    func lead() async throws {
        struct Answer: Decodable {
            struct Content: Decodable { var LeadId, Email: String }
            var Data: Content
        }
        try await HubClient.with { client in
            let request = client.leadRequest(token: try await client.token())
            let response = try await client.transport.send(request)
            #expect(response.head.status == .created)
            let answer = try JSONDecoder().decode(Answer.self, from: response.body)
            let taken = client.sandbox.leads.all
            #expect(taken.map(\.id) == [answer.Data.LeadId] && answer.Data.Email == "a@b.ae")
            #expect(taken.map(\.body) == [request.body])
            #expect(client.sandbox.journal.report.leadsTaken == ["liwa": 1])
            #expect(client.sandbox.journal.report.requests["leads"] == 1)
        }
    }

    @Test(
        "a lead that breaks a rule is refused, and the rule is counted",
        arguments: [
            ("leads.json", nil, "{", 400), ("leads.schema", nil, "{}", 400),
            ("leads.schema", nil, #"{"Data":{},"Meta":{}}"#, 400),
            ("leads.content-type", HTTPField.Name.contentType, "text/json", 415),
            ("header.accept", .accept, "text/html", 406), ("bearer.unknown", .authorization, "Bearer x", 401),
            ("header.interaction-id", .interactionID, "1", 400), ("header.customer-ip", .customerIPAddress, "x", 400),
        ] as [(String, HTTPField.Name?, String, Int)])
    func wrongLead(rule: String, name: HTTPField.Name?, value: String, status: Int) async throws {
        try await HubClient.with { client in
            let token = try await client.token()
            let request =
                name.map { client.leadRequest(token: token, nil, $0, value) } ?? client.leadRequest(token: token, value)
            let response = try await client.transport.send(request)
            #expect(response.head.status.code == status)
            #expect(client.sandbox.journal.report.rulesBroken == [rule: 1])
            #expect(client.sandbox.leads.all.isEmpty)
        }
    }

    @Test("leads are posted, and only to hubs that the directory lists with leads")
    func leadsElsewhere() async throws {
        try await HubClient.with { client in
            var get = client.leadRequest(token: try await client.token())
            get.head.method = .get
            get.body = nil
            #expect(try await client.transport.send(get).head.status == .methodNotAllowed)
            let none = try #require(client.sandbox.world.hubs.first { !$0.takesLeads })
            var request = client.leadRequest(token: try await client.token())
            request.head.authority = "\(none.resourceHost):\(client.port)"
            request.head.path = none.leadsPath
            #expect(try await client.transport.send(request).head.status == .notFound)
        }
    }

    @Test("media types and schemes are compared by their meaning")
    func mediaTypes() async throws {
        try await HubClient.with { client in
            let token = try await client.token()
            for (name, value, status) in [
                (.accept, "application/*", 200), (.accept, "Application/JSON; charset=utf-8", 200),
                (.accept, "text/html, */*;q=0.1", 200), (.accept, "application/json;q=0", 406),
                (.accept, "application/jsonx", 406), (.accept, "*/*, application/json;q=0", 406),
                (.authorization, "bearer \(token)", 200), (.authorization, "BEARER \(token)", 200),
                (.authorization, "Bearer   \(token)", 200),
                (.authorization, "Basic \(token)", 401),
            ] as [(HTTPField.Name, String, Int)] {
                let response = try await client.transport.send(client.productsRequest(token: token, name, value))
                #expect(response.head.status.code == status, "\(name): \(value)")
                #expect(response.head.headerFields[.interactionID] != nil)
            }
            for (name, value, status) in [
                (.contentType, "application/json; charset=utf-8", 201), (.contentType, "application/jsonx", 415),
                (.contentType, "application/json; charset=utf-16", 415), (.contentEncoding, "gzip", 415),
                (.contentEncoding, "identity", 201),
            ] as [(HTTPField.Name, String, Int)] {
                let response = try await client.transport.send(client.leadRequest(token: token, nil, name, value))
                #expect(response.head.status.code == status, "\(name): \(value)")
            }
        }
    }

    @Test("a request without an interaction id is answered with one")
    func interactionID() async throws {
        try await HubClient.with { client in
            let token = try await client.token()
            let response = try await client.transport.send(client.productsRequest(token: token, .interactionID, nil))
            #expect(response.head.status == .badRequest)
            #expect(UUID(uuidString: response.head.headerFields[.interactionID] ?? "") != nil)
            #expect(!String(decoding: response.body, as: UTF8.self).contains(#""Path":"""#))
        }
    }

    @Test("a lead is read strictly")
    func strictLeads() async throws {
        try await HubClient.with { client in
            let token = try await client.token()
            let good =
                #"{"Data":{"Email":"a@b.ae","EmiratesId":"784-1990-1234567-6","Name":{"FullName":"A"},"MarketingOptOut":false,"ProductCategories":["Finance"]}}"#
            let utf16 = good.data(using: .utf16) ?? Data()
            let note = String(repeating: "a", count: 90_000)
            for (body, status) in [
                (Data(good.utf8), 201), (utf16, 400), (Data([0xEF, 0xBB, 0xBF]) + Data(good.utf8), 400),
                (Data(good.replacing(#""Email":"a@b.ae""#, with: #""Email":"a@b.ae","Email":"c@d.ae""#).utf8), 400),
                (
                    Data(good.replacing(#""Email":"a@b.ae""#, with: #""Email":"a@b.ae","Em\u0061il":"c@d.ae""#).utf8),
                    400
                ),
                (Data((good + "x").utf8), 400), (Data("[]".utf8), 400), (Data("\"".utf8), 400),
                (Data(good.replacing(#""Email""#, with: #""LeadInformation":"\#(note)","Email""#).utf8), 201),
                (
                    Data(
                        good.replacing(#""Email""#, with: #""LeadInformation":"\#(note)\#(note)\#(note)","Email""#).utf8
                    ), 413
                ),
            ] {
                var request = client.leadRequest(token: token)
                request.body = body
                let response = try await client.transport.send(request)
                #expect(response.head.status.code == status)
                #expect(!String(decoding: response.body, as: UTF8.self).contains(#""Path":"""#))
            }
            var withQuery = client.leadRequest(token: token)
            withQuery.head.path = client.hub.leadsPath + "?x=1"
            #expect(try await client.transport.send(withQuery).head.status == .badRequest)
        }
    }
}
