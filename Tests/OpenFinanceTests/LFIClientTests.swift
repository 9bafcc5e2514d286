import FoundationEssentials
import HTTPTypes
import OpenFinanceTestSupport
import Testing
import OpenFinanceTransport

@testable import OpenFinance

@Suite("An LFI's line")
struct LFIClientTests {
    private func outcome(
        _ transport: StubTransport, lfi: LFI = Example.lfi(), query: ProductQuery = .init()
    ) async throws -> LFIOutcome {
        await LFIClient(lfi, client: try Example.client(transport), onBehalfOf: Example.customer).products(
            matching: query)
    }

    private func products(_ outcome: LFIOutcome) throws -> [ListedProduct] {
        guard case .answered(_, let answer) = outcome else { throw Unexpected(outcome: outcome) }
        return answer.products
    }

    private func failure(_ outcome: LFIOutcome) throws -> LFIFailure {
        guard case .failed(let failure) = outcome else { throw Unexpected(outcome: outcome) }
        return failure
    }

    private struct Unexpected: Error { var outcome: LFIOutcome }

    @Test("gives each request what is left of its time, and not all of it")
    func timeLeft() async throws {
        let transport = StubTransport.hub { (_) async throws(TransportError) in
            .ok(Example.products(Example.product("1")))
        }
        let slow = StubTransport { (request) async throws(TransportError) in
            if request.head.path?.hasSuffix("configuration") == true { try? await Task.sleep(for: .milliseconds(200)) }
            return try await transport.send(request)
        }
        let client = try Example.client(slow) { $0.timePerLFI = .seconds(3_600) }
        _ = await LFIClient(Example.lfi(), client: client, onBehalfOf: Example.customer).products(matching: .init())
        let limits = slow.requests.map(\.limits.total)
        #expect(limits.count == 3 && limits[0] <= .seconds(3_600))
        #expect(limits[1] <= .seconds(3_600) - .milliseconds(200) && limits[2] <= limits[1])
    }

    @Test("holds all pages together to the number of products that one may have")
    func productsOfPages() async throws {
        let page = (0..<6_000).map { #"{"ProductId":"\#($0)"}"# }.joined(separator: ",")
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            let isFirst = request.head.path?.contains("p=2") != true
            return .ok(#"{"Data":[\#(page)]\#(isFirst ? #","Links":{"Next":"?p=2"}"# : "")}"#)
        }
        #expect(try await Example.failure(of: transport).reason == .tooLarge)
    }

    @Test("goes from discovery over the token to the products, with every header that the domain asks for")
    func wholeLine() async throws {
        let transport = StubTransport.hub { (_) async throws(TransportError) in
            .ok(Example.products(Example.product("1")))
        }
        let products = try products(try await outcome(transport, query: .init(categories: [.savingsAccount])))
        #expect(products.map(\.product.id) == ["1"])

        let requests = transport.requests
        try #require(requests.count == 3)
        #expect(requests[0].head.path == "/.well-known/openid-configuration")

        let token = requests[1]
        #expect(token.head.method == .post)
        #expect(token.head.headerFields[.contentType] == "application/x-www-form-urlencoded")
        #expect(token.head.headerFields[.authorization] == nil)
        let form = String(decoding: try #require(token.body), as: UTF8.self)
        #expect(
            form.hasPrefix(
                "grant_type=client_credentials&scope=products&client_assertion_type="
                    + "urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion=ey"))
        #expect(!form.contains("client_id"))

        let list = requests[2].head
        #expect(list.method == .get)
        #expect(list.authority == "rs1.liwa.example")
        #expect(list.path == "/open-finance/product/v2.1/products?ProductCategory=SavingsAccount")
        #expect(list.headerFields[.authorization] == "Bearer token-of-auth1.liwa.example")
        #expect(list.headerFields[.customerIPAddress] == "203.0.113.7")
        #expect(list.headerFields[.accept] == "application/json")
    }

    @Test("all pages of a list together may be as long as one answer")
    func lengthOfAllPages() async throws {
        let pages = [Example.products(Example.product("1"), next: "/products?page=2"), Example.products()]
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            .ok(pages[request.head.path == "/products?page=2" ? 1 : 0])
        }
        _ = try products(try await outcome(transport))
        let limits = transport.requests.suffix(2).map(\.limits.bodyBytes)
        #expect(limits == [TransferLimits().bodyBytes, TransferLimits().bodyBytes - pages[0].utf8.count])
    }

    @Test(
        "leaves out a product that repeats what its request had in confidence, and says so",
        arguments: ["token-of-auth1.liwa.example", "203.0.113.7"])
    func repeatedSecret(secret: String) async throws {
        let odd = #"{"ProductId":"2","ProductName":"Saver","Description":"for \#(secret)"}"#
        let transport = StubTransport.hub { (_) async throws(TransportError) in
            .ok(Example.products(Example.product("1"), odd, Example.product("3")))
        }
        guard case .answered(_, let answer) = try await outcome(transport) else { throw CancellationError() }
        #expect(answer.products.map(\.product.id) == ["1", "3"])
        #expect(answer.remarks.map(\.meansIncomplete) == [true])
        #expect(answer.remarks.first?.message.contains("1 product was left out") == true)
        #expect(answer.remarks.first?.message.contains(secret) == false)
    }

    @Test("has a fresh interaction id, a UUID v4, on every request")
    func interactionIDs() async throws {
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            let isFirst = request.head.path?.contains("page=2") == false
            return .ok(Example.products(Example.product("1"), next: isFirst ? "/products?page=2" : nil))
        }
        _ = try await outcome(transport)
        let ids = transport.requests.compactMap { $0.head.headerFields[.interactionID] }
        #expect(ids.count == 4)
        #expect(Set(ids).count == 4)
        for id in ids {
            #expect(UUID(uuidString: id) != nil)
            #expect(Array(id)[14] == "4")
        }
    }

    @Test("reads every page, in order")
    func pages() async throws {
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            let page = Int(request.head.path?.split(separator: "=").last ?? "") ?? 1
            return .ok(
                Example.products(Example.product("\(page)"), next: page < 3 ? "/products?page=\(page + 1)" : nil))
        }
        #expect(try products(try await outcome(transport)).map(\.product.id) == ["1", "2", "3"])
    }

    @Test("speaks an older version's terms to an LFI that has no newer one")
    func olderVersions() async throws {
        let transport = StubTransport.hub { (_) async throws(TransportError) in
            .ok(Example.products(Example.product("1", category: "Loan")))
        }
        for version in [APIVersion(1, 2), .v2_0] {
            let lfi = Example.lfi(version: version)
            let products = try products(try await outcome(transport, lfi: lfi, query: .init(categories: [.finance])))
            #expect(products.map(\.product.category) == [.loan])
            let request = try #require(transport.requests.last).head
            #expect(request.path?.hasSuffix("/\(version)/products?ProductCategory=Loan") == true)
            #expect((request.headerFields[.customerIPAddress] == nil) == (version < .v2_0))
        }
    }

    @Test("names stage, reason, status, code and interaction id of what failed")
    func failures() async throws {
        struct Case {
            var path: String
            var answer: TransportResponse
            var stage: RequestStep
            var reason: LFIFailure.Reason
            var code: String?
            var isRefusal = false
        }
        let cases = [
            Case(path: "openid", answer: .answer(503), stage: .discovery, reason: .http),
            Case(path: "openid", answer: .ok(#"{"issuer":"https://x"}"#), stage: .discovery, reason: .issuerMismatch),
            Case(
                path: "/token", answer: .answer(401, #"{"error":"invalid_client","error_description":"no"}"#),
                stage: .token, reason: .oauth, code: "invalid_client", isRefusal: true),
            Case(path: "/token", answer: .answer(502, "<html>"), stage: .token, reason: .http),
            Case(path: "/token", answer: .ok("{}"), stage: .token, reason: .invalidResponse),
            Case(path: "/products", answer: .answer(401), stage: .products, reason: .http, isRefusal: true),
            Case(
                path: "/products",
                answer: .answer(403, #"{"Errors":[{"Code":"AccessToken.InvalidScope","Message":"m"}]}"#),
                stage: .products, reason: .http, code: "AccessToken.InvalidScope", isRefusal: true),
            Case(path: "/products", answer: .answer(302), stage: .products, reason: .http),
            Case(path: "/products", answer: .ok("rubbish"), stage: .products, reason: .invalidResponse),
            Case(
                path: "/products", answer: .ok(Example.products(next: "https://evil.example/")), stage: .products,
                reason: .paging),
        ]
        for expected in cases {
            let hub = StubTransport.hub { (_) async throws(TransportError) in .ok(Example.products()) }
            let transport = StubTransport { (request) async throws(TransportError) in
                request.head.path?.contains(expected.path) == true ? expected.answer : try await hub.send(request)
            }
            let failure = try failure(try await outcome(transport))
            #expect(failure.stage == expected.stage)
            #expect(failure.reason == expected.reason)
            #expect(failure.code == expected.code)
            #expect(failure.isRefusal == expected.isRefusal)
            #expect(failure.status == (expected.answer.head.status == .ok ? nil : expected.answer.head.status.code))
            let sent = transport.requests.last?.head.headerFields[.interactionID]
            #expect(failure.interactionID?.description == sent)
        }
    }

    @Test("is checked up to a page of its products; whoever refuses those, and another issuer, is found out")
    func check() async throws {
        let good = StubTransport.hub { (_) async throws(TransportError) in .ok(Example.products()) }
        guard
            case .answered = await LFIClient(
                Example.lfi(), client: try Example.client(good), onBehalfOf: Example.customer
            ).check()
        else {
            throw RequestError(.internal, "failed")
        }
        #expect(
            good.requests.map(\.head.path) == [
                "/.well-known/openid-configuration", "/token", "/open-finance/product/v2.1/products",
            ])
        let refusing = StubTransport.hub { (_) async throws(TransportError) in .answer(403) }
        let refused = try failure(
            await LFIClient(Example.lfi(), client: try Example.client(refusing), onBehalfOf: Example.customer).check())
        #expect(refused.stage == .products && refused.status == 403 && refused.isRefusal)

        let other = StubTransport { (_) async throws(TransportError) in
            .ok(#"{"issuer":"https://other.example","token_endpoint":"https://other.example/token"}"#)
        }
        let failure = try failure(
            await LFIClient(Example.lfi(), client: try Example.client(other), onBehalfOf: Example.customer).check())
        #expect(failure.stage == .discovery && failure.reason == .issuerMismatch)
        #expect(other.requests.count == 1, "no assertion goes to another issuer's endpoint")
    }

    @Test(
        "tells the transport's errors apart",
        arguments: [
            (TransportError.Code.timeout, "timeout"), (.connection, "connection"), (.nameResolution, "connection"),
            (.tls, "tls"), (.clientCertificateRefused, "tls"), (.tooLarge, "too-large"),
            (.invalidResponse, "invalid-response"), (.cancelled, "interrupted"),
        ])
    func transportErrors(code: TransportError.Code, reason: String) async throws {
        let transport = StubTransport { (_) async throws(TransportError) in throw TransportError(code, "why") }
        let failure = try failure(try await outcome(transport))
        #expect(failure.reason.rawValue == reason)
        #expect(failure.message == "why")
        #expect(failure.isRefusal == (code == .clientCertificateRefused))
    }

    @Test("gives each request what is left of the LFI's time")
    func timeLimits() async throws {
        let transport = StubTransport.hub { (_) async throws(TransportError) in .ok(Example.products()) }
        let client = try Example.client(transport) { $0.timePerLFI = .seconds(7_000) }
        _ = await LFIClient(Example.lfi(), client: client, onBehalfOf: Example.customer).products(matching: .init())
        let totals = transport.requests.map(\.limits.total)
        #expect(totals.allSatisfy { $0 > .zero && $0 <= .seconds(7_000) })
        #expect(totals == totals.sorted(by: >))
        let none = try Example.client(transport) { $0.timePerLFI = .zero }
        let failure = try failure(
            await LFIClient(Example.lfi(), client: none, onBehalfOf: Example.customer).products(matching: .init()))
        #expect(failure.reason == .timeout)
    }
}
