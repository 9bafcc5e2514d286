import FoundationEssentials
import HTTPTypes
import Synchronization
import TestSupport
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
        let outcome = await LFIClient(
            Example.lfi(), client: try Example.client(transport), onBehalfOf: Example.customer
        ).products(matching: .init())
        guard case .failed(let failure) = outcome else {
            Issue.record("answered")
            return
        }
        #expect(failure.reason == .tooLarge)
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
            var stage: LFIFailure.Stage
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

@Suite("Asking many LFIs")
struct LFIOutcomesTests {
    @Test("one LFI's failure leaves the others whole, and every LFI has an outcome")
    func isolation() async throws {
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            if request.head.authority == "rs1.lfi3.example" { throw TransportError(.connection, "gone") }
            return .ok(Example.products(Example.product("1"), Example.product("2")))
        }
        let lfis = (0..<10).map { Example.lfi("lfi\($0)") }
        var outcomes: [LFIOutcome] = []
        let all = try Example.client(transport).products(
            matching: .init(), from: lfis, onBehalfOf: Example.customer)
        for await outcome in all {
            outcomes.append(outcome)
        }
        let catalogue = Catalogue(outcomes)
        #expect(catalogue.products.count == 18)
        #expect(catalogue.failures.map(\.lfi.id) == ["id-lfi3"])
        #expect(catalogue.lfisAnswered == 9)
    }

    @Test("outcomes come as they are known: a slow LFI holds nobody up")
    func streaming() async throws {
        let gate = Gate()
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            if request.head.authority == "rs1.slow.example" { await gate.wait() }
            return .ok(Example.products())
        }
        let lfis = [Example.lfi("slow"), Example.lfi("fast")]
        var order: [String] = []
        let all = try Example.client(transport).products(
            matching: .init(), from: lfis, onBehalfOf: Example.customer)
        for await outcome in all {
            order.append(outcome.lfi.id)
            // Only the other's outcome lets the slow one go on.
            await gate.open()
        }
        #expect(order == ["id-fast", "id-slow"])
    }

    @Test("no more LFIs are asked at once than allowed, and all are asked")
    func bounded() async throws {
        let inFlight = Mutex((now: 0, peak: 0))
        let transport = StubTransport { (_) async throws(TransportError) in
            inFlight.withLock { $0 = ($0.now + 1, max($0.peak, $0.now + 1)) }
            await Task.yield()
            inFlight.withLock { $0.now -= 1 }
            throw TransportError(.connection, "none")
        }
        let client = try Example.client(transport) { $0.lfisAtOnce = 4 }
        var count = 0
        for await _ in client.products(
            matching: .init(), from: (0..<50).map { Example.lfi("lfi\($0)") }, onBehalfOf: Example.customer)
        { count += 1 }
        #expect(count == 50)
        #expect(inFlight.withLock(\.peak) <= 4)
    }

    @Test("the order of products does not depend on who answers first")
    func totalOrder() throws {
        var random = SeededRandom(seed: 7)
        print("seed \(random.seed)")
        let listed = try ["b", "a", "C", "A", "é", "ب"].flatMap { name in
            try ["2", "1"].map { id in
                let json = #"{"ProductId":"\#(id)","ProductName":"\#(name)"}"#
                return ListedProduct(
                    ProductsPage.Entry(
                        lfiID: nil, lfiBrandID: nil,
                        product: try Example.product(json),
                        json: JSONText(scanned: Data(json.utf8))),
                    of: Example.lfi().identity)
            }
        }
        func order(_ products: [ListedProduct]) -> [String] {
            Catalogue(products.map { .answered(Example.lfi(), LFIAnswer(products: [$0])) }).products.map {
                "\($0.product.name ?? "") \($0.product.id ?? "")"
            }
        }
        let expected = order(listed)
        #expect(expected.prefix(4) == ["A 1", "A 2", "a 1", "a 2"])
        for _ in 0..<50 { #expect(order(listed.shuffled(using: &random)) == expected) }
    }
}

/// Holds tasks up until it is opened.
private actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}

@Suite("What a bank objects to")
struct BankObjectionTests {
    private func outcome(_ answer: @escaping StubTransport.Answer) async throws -> (LFIOutcome, [String]) {
        let transport = StubTransport.hub(products: answer)
        let outcome = await LFIClient(
            Example.lfi(), client: try Example.client(transport), onBehalfOf: Example.customer
        ).products(matching: .init())
        return (outcome, transport.requests.compactMap { $0.head.path }.filter { $0.contains("/products") })
    }

    @Test("is told whole: every error, with its place and its remedy")
    func allErrors() async throws {
        let (outcome, _) = try await outcome { (_) async throws(TransportError) in
            .answer(
                400,
                #"{"Errors":[{"Code":"Resource.InvalidFormat","Message":"Not a date","Path":"LastUpdatedDateTime"},{"Code":"Body.InvalidFormat","Message":"Not a number","Url":"https://liwa.example/help"},{"Code":"Only.Code"},{}]}"#
            )
        }
        guard case .failed(let failure) = outcome else { throw RequestError(.internal, "\(outcome)") }
        #expect(failure.code == "Resource.InvalidFormat")
        #expect(
            failure.message
                == "Not a date (LastUpdatedDateTime); Body.InvalidFormat: Not a number see https://liwa.example/help; Only.Code:"
        )
    }

    @Test("leads to a request for each category, where it is that none is named")
    func categoryByCategory() async throws {
        let (outcome, paths) = try await outcome { (request) async throws(TransportError) in
            let path = request.head.path ?? ""
            guard let category = path.split(separator: "ProductCategory=").dropFirst().first else {
                return .answer(
                    400, #"{"Errors":[{"Code":"Missing","Message":"It is required","Path":"ProductCategory"}]}"#)
            }
            return .ok(
                Example.products(Example.product("of \(category)", category: String(category)), Example.product("same"))
            )
        }
        guard case .answered(_, let answer) = outcome else { throw RequestError(.internal, "\(outcome)") }
        #expect(
            answer.products.compactMap(\.product.id) == [
                "of SavingsAccount", "same", "of CurrentAccount", "of CreditCard", "of Finance", "of Mortgage",
            ])
        #expect(paths.count == 6)
    }

    @Test("to something else is no reason to ask again")
    func otherObjection() async throws {
        let (outcome, paths) = try await outcome { (_) async throws(TransportError) in
            .answer(400, #"{"Errors":[{"Code":"X","Message":"No","Path":"SortField"}]}"#)
        }
        guard case .failed = outcome else { throw RequestError(.internal, "\(outcome)") }
        #expect(paths.count == 1)
    }
}
