import Foundation
import HTTPTypes
import OpenFinance
import OpenFinanceConformance
import OpenFinanceTestSupport
import OpenFinanceTransport
import Synchronization
import Testing

@Suite("One bank, held against the rules")
struct BankConformanceTests {
    private func check(
        probes: Bool = false, products: @escaping StubTransport.Answer
    ) async throws -> (bank: BankConformance, requests: [TransportRequest]) {
        let transport = StubTransport.hub(products: products)
        return (try await check(transport, probes: probes), transport.requests)
    }

    private func check(_ transport: StubTransport, probes: Bool = false) async throws -> BankConformance {
        let outcomes = try Example.client(transport).conformance(
            of: [Example.lfi("liwa")], ConformanceScope(probes: probes), onBehalfOf: Example.customer)
        var all: [BankConformance] = []
        for await bank in outcomes { all.append(bank) }
        return try #require(all.first)
    }

    @Test("has nothing of its token or of the customer told, though it repeats them in its products")
    func secrets() async throws {
        let (bank, _) = try await check { request in
            let repeated = request.head.headerFields.map { "\($0.name)=\($0.value)" }.joined(separator: ";")
            return .ok(
                Example.products(
                    #"{"ProductId":"1","ProductName":"N","ProductCategory":"\#(repeated)","DenominationCurrency":"\#(repeated)","#
                        + #""Product":{"SavingsAccount":{"MinimumBalance":{"Amount":"1","Currency":"AED","\#(repeated)":1}}}}"#
                ))
        }
        let examples = bank.deviations.flatMap(\.examples)
        #expect(bank.deviations.contains { $0.rule == .schemaEnum })
        #expect(examples.contains { $0.value == "(hidden)" })
        #expect(bank.deviations.contains { $0.rule == .schemaAdditional && $0.place == "/(hidden)" })
        for example in examples {
            let told = "\(example.pointer) \(example.productID ?? "") \(example.value ?? "")"
            #expect(!told.contains("token-of") && !told.contains("203.0.113.7"), "\(told)")
        }
    }

    private static let token = "One-Token.of_thirty~and/some+more=="

    @Test(
        "has nothing of its token told where the token endpoint repeats it, in whatever case or form",
        arguments: [token, token.uppercased(), token.lowercased(), "Bearer " + token],
        ["token_type", "scope", "expires_in", "Content-Type", "Cache-Control"])
    func secretsOfToken(repeated: String, place: String) async throws {
        let isField = place.contains("-")
        let name = try #require(HTTPField.Name(place.replacing("_", with: "-")))
        let members = ["token_type": "Bearer", "scope": "products", "expires_in": "600"].merging(
            isField ? [:] : [place: repeated]
        ) { $1 }
        let json = members.map { #""\#($0.key)":"\#($0.value)""# }.joined(separator: ",")
        let answer = #"{"access_token":"\#(Self.token)",\#(json)}"#
        let hub = StubTransport.hub { _ in .ok(Example.products()) }
        let transport = StubTransport { (request) async throws(TransportError) in
            guard request.head.path == "/token" else { return try await hub.send(request) }
            var response = TransportResponse.ok(answer)
            if isField { response.head.headerFields[name] = repeated }
            return response
        }
        let bank = try await check(transport)
        let examples = bank.deviations.filter { $0.rule.topic == .token }.flatMap(\.examples)
        #expect(examples.contains { $0.value == "(hidden)" })
        for example in bank.deviations.flatMap(\.examples) {
            #expect(example.value?.lowercased().contains("token.of") != true, "\(example)")
        }
    }

    @Test(
        "is asked for products alone: once as by every command, once for each parameter, and with probes what is wrong")
    func requests() async throws {
        for probes in [false, true] {
            let (_, requests) = try await check(probes: probes) { _ in .ok(Example.products(Example.product("1"))) }
            let paths = requests.compactMap(\.head.path)
            // Whatever is asked may be answered with all there is.
            let lists = requests.filter { $0.head.path?.contains("/products") == true }
            if !probes { #expect(Set(lists.map(\.limits.bodyBytes)).count == 1) }
            #expect(!paths.contains { $0.contains("leads") })
            #expect(requests.allSatisfy { $0.head.method == .get || $0.head.path == "/token" })
            let bare = requests.filter {
                $0.head.headerFields[.authorization] == nil && $0.head.path?.contains("/products") == true
            }
            #expect(bare.count == (probes ? 1 : 0))
            for parameter in [
                "ProductCategory=SavingsAccount", "IsShariaCompliant=true", "IsShariaCompliant=false",
                "SortField=ProductId", "SortField=LastUpdatedDateTime",
            ] {
                #expect(paths.count { $0.contains(parameter) } == 1, "\(parameter)")
            }
            #expect(paths.count { $0.contains("NoSuchCategory") } == (probes ? 1 : 0))
        }
    }

    @Test("that gives no list is a failure, with what was seen until then")
    func failure() async throws {
        let (bank, _) = try await check { _ in .answer(403) }
        #expect(bank.failure?.status == 403)
        #expect(bank.deviations.contains { $0.rule == .productsStatus })
        #expect(bank.products == 0)
    }

    // MARK: - Questions

    private static func isQuestion(_ request: TransportRequest) -> Bool {
        request.head.path?.contains("?") == true
    }

    /// The answer of a bank that does all right to whatever it is asked with a token.
    private static func right(_ request: TransportRequest) -> TransportResponse {
        let isOther = ["IsShariaCompliant=false", "NoSuchCategory"].contains { request.head.path?.contains($0) == true }
        var response = TransportResponse.ok(isOther ? Example.products() : Example.products(shariaProduct))
        response.head.headerFields[.contentType] = "application/json"
        let id = request.head.headerFields.first { $0.name.canonicalName == "x-fapi-interaction-id" }
        if let id { response.head.headerFields.append(id) }
        return response
    }

    private static let shariaProduct =
        #"{"ProductId":"1","ProductName":"N","ProductCategory":"SavingsAccount","IsShariaCompliant":true,"#
        + #""Links":{"ApplicationEmail":"a@b.ae"},"LastUpdatedDateTime":"2026-01-01T00:00:00Z"}"#

    private static let filterRules: Set<RuleID> = [
        .filterAnswer, .filterCategory, .filterSharia, .filterUpdated, .sortOrder,
    ]

    @Test("that asks to wait is asked again, and is held to nothing that it did not say", arguments: [1, 2])
    func wait(refusals: Int) async throws {
        let asked = Mutex<[String: Int]>([:])
        let (bank, _) = try await check { request in
            let path = request.head.path ?? ""
            let count = asked.withLock { asked in
                asked[path, default: 0] += 1
                return asked[path] ?? 0
            }
            guard count > refusals else {
                var answer = TransportResponse.answer(429)
                answer.head.headerFields[.retryAfter] = "0"
                return answer
            }
            return Self.right(request)
        }
        #expect(bank.failures == [] && bank.products == 1)
        let told: Set<Rule.Topic> = [.products, .filters]
        #expect(bank.deviations.filter { told.contains($0.rule.topic) } == [])
        #expect(bank.looked.isSuperset(of: Self.filterRules))
    }

    @Test(
        "that asks to wait again and again, or hangs up, has not answered, and is held to no rule of it",
        arguments: [true, false])
    func unanswered(isLimit: Bool) async throws {
        let (bank, _) = try await check(probes: true) { (request) async throws(TransportError) in
            if Self.isQuestion(request) || request.head.headerFields[.authorization] == nil {
                if isLimit { return .answer(429) }
                throw TransportError(.connection, "the connection broke")
            }
            return Self.right(request)
        }
        #expect(bank.failure == nil && bank.unanswered.count == 1)
        let message = try #require(bank.failures.first?.message)
        for question in [
            "ProductCategory=SavingsAccount", "SortField=ProductId&SortOrder=desc", "ProductCategory=NoSuchCategory",
            "a request without a token",
        ] {
            #expect(message.contains(question), "\(message)")
        }
        let open = Self.filterRules.union([.errorCategory, .errorNoToken])
        #expect(bank.looked.isDisjoint(with: open) && bank.looked.contains(.schemaType))
        #expect(bank.deviations.filter { open.contains($0.rule) } == [])
    }

    @Test("that refuses an order together with a filter is asked for each alone, and held to both")
    func refusedTogether() async throws {
        let another = Self.shariaProduct.replacing(#""ProductId":"1""#, with: #""ProductId":"2""#)
        let products = "\(Self.shariaProduct),\(another)"
        let (bank, requests) = try await check { request in
            let path = request.head.path ?? ""
            if path.contains("IsShariaCompliant"), path.contains("SortField") { return .answer(400) }
            // The first id first, and what complies for what does not.
            return .ok(Example.products(products))
        }
        let paths = requests.compactMap(\.head.path)
        #expect(paths.contains { $0.hasSuffix("?IsShariaCompliant=true") })
        #expect(paths.contains { $0.hasSuffix("?SortField=ProductId&SortOrder=desc") })
        let places = Dictionary(grouping: bank.deviations, by: \.rule).mapValues { $0.map(\.place) }
        #expect(places[.filterAnswer] == ["/IsShariaCompliant+SortField+SortOrder"])
        #expect(places[.filterSharia] == ["/IsShariaCompliant"] && places[.sortOrder] == ["/SortField+SortOrder"])
    }

    @Test("that refuses to answer has nothing of its token told in what it says of that", arguments: [401, 403, 429])
    func refusalOfQuestions(status: Int) async throws {
        let (bank, _) = try await check { request in
            guard Self.isQuestion(request) else { return Self.right(request) }
            let token = request.head.headerFields[.authorization] ?? ""
            return .answer(status, #"{"Errors":[{"Code":"C","Message":"no \#(token)"}]}"#)
        }
        #expect(bank.failures.isEmpty == (status != 429))
        #expect(!"\(bank)".contains("token-of"))
    }

    @Test("that refuses a token of another's, and a request without any, has answered both")
    func foreignToken() async throws {
        let (bank, requests) = try await check(probes: true) { request in
            let isOwn = request.head.headerFields[.authorization]?.contains("token-of") == true
            return isOwn ? Self.right(request) : .answer(401)
        }
        #expect(bank.failures == [])
        #expect(bank.looked.isSuperset(of: [.errorForeignToken, .errorNoToken]))
        #expect(requests.count { $0.head.path == "/token" } == 1)
    }

    @Test("has nothing told of a token that it gave while it was asked")
    func newToken() async throws {
        let tokens = ["the-first-of-all-its-tokens", "a-second-one-that-came-later"]
        let given = Mutex(0)
        let hub = StubTransport.hub { request in
            guard Self.isQuestion(request) else { return Self.right(request) }
            let token = request.head.headerFields[.authorization] ?? ""
            guard !token.contains(tokens[0]) else { return .answer(401) }
            var answer = Self.right(request)
            answer.head.headerFields[.contentType] = "text/\(token)"
            return answer
        }
        let bank = try await check(
            StubTransport { (request) async throws(TransportError) in
                guard request.head.path == "/token" else { return try await hub.send(request) }
                let number = given.withLock { given in
                    given += 1
                    return given - 1
                }
                return .ok(#"{"access_token":"\#(tokens[min(number, 1)])","token_type":"Bearer","expires_in":600}"#)
            })
        let found = bank.deviations.filter { $0.rule == .productsMediaType }.flatMap(\.examples)
        #expect(!found.isEmpty && found.allSatisfy { $0.value == "(hidden)" }, "\(found)")
    }

    @Test(
        "whose tokens end early is asked with a new one, and only who refuses that, too, has answered by 401",
        arguments: [2, 0])
    func renewal(uses: Int) async throws {
        let used = Mutex<[String: Int]>([:])
        let (bank, requests) = try await check { request in
            guard Self.isQuestion(request) else { return Self.right(request) }
            let count = used.withLock { used in
                let token = request.head.headerFields[.authorization] ?? ""
                used[token, default: 0] += 1
                return used[token] ?? 0
            }
            return count > uses ? .answer(401) : Self.right(request)
        }
        #expect(bank.failures == [])
        let found = Set(bank.deviations.map(\.rule).filter { $0.topic == .filters })
        #expect(found == (uses == 0 ? [.filterAnswer] : []))
        #expect(requests.count { $0.head.path?.contains("openid-configuration") == true } == 1)
    }

    /// A product that is right by itself.
    private static func product(_ id: String, _ category: String, day: Int) -> String {
        #"{"ProductId":"\#(id)","ProductName":"N","ProductCategory":"\#(category)","Links":{"ApplicationEmail":"a@b.ae"},"#
            + #""LastUpdatedDateTime":"2026-01-0\#(day)T00:00:00Z"}"#
    }

    @Test("that gives its pages once more to a new token has listed no product twice", arguments: ["?page=", "/"])
    func pagesOnceMore(page: String) async throws {
        let refusals = Mutex(1)
        let pages = (1...3).map { Self.product("\($0)", "Finance", day: $0) }
        let (bank, _) = try await check { request in
            let path = request.head.path ?? ""
            let number = (1...3).last { path.hasSuffix("\(page)\($0)") } ?? 1
            let isRefused = refusals.withLock { left in
                guard number == 3, left > 0 else { return false }
                left -= 1
                return true
            }
            guard !isRefused else { return .answer(401) }
            let address = "https://\(request.head.authority ?? "")/products\(page)\(number + 1)"
            let next = number < 3 ? #","Next":"\#(address)""# : ""
            return .ok(
                #"{"Data":[{"LFIId":"L","LFIBrandId":"B","Products":[\#(pages[number - 1])]}],"#
                    + #""Links":{"Self":"https://a.example"\#(next)},"Meta":{"TotalPages":3}}"#)
        }
        #expect(bank.products == 3)
        #expect(bank.deviations.contains { $0.rule == .productsStatus })
        let told: Set<RuleID> = [.productID, .defaultOrder, .pageCount]
        #expect(bank.deviations.filter { told.contains($0.rule) } == [])
    }

    @Test("that wants a category named is held to the order of each category's list")
    func listsOfCategories() async throws {
        let products = ["SavingsAccount", "CreditCard", "Finance", "Mortgage"].enumerated().map { index, category in
            let list = [
                Self.product("\(index)", category, day: 9 - index), Self.product("\(index)b", category, day: 9),
            ]
            return (category, list.joined(separator: ","))
        }
        for isRight in [true, false] {
            let (bank, _) = try await check { request in
                let path = request.head.path ?? ""
                guard path.contains("ProductCategory=") else {
                    return .answer(400, #"{"Errors":[{"Code":"C.D","Message":"ProductCategory is required"}]}"#)
                }
                let list = products.first { path.contains($0.0) }?.1 ?? ""
                return .ok(Example.products(isRight ? list : list.replacing("2026-01-09", with: "2025-01-09")))
            }
            #expect(bank.products == 8)
            #expect(bank.deviations.contains { $0.rule == .defaultOrder } != isRight)
        }
    }

    @Test("is held to the rules of its version alone, and to none that nothing shows")
    func looked() async throws {
        let (bank, _) = try await check { request in Self.right(request) }
        #expect(bank.looked.isSuperset(of: [.tokenType, .discoveryIssuer, .applyNow, .pageCount, .defaultOrder]))
        // It is no v2.0, there is no TLS below a stub, and nothing wrong was asked.
        #expect(bank.looked.isDisjoint(with: [.filterPage, .certificateDays, .oldTLS, .errorBody, .directoryShape]))
        let (empty, _) = try await check { _ in .ok(Example.products()) }
        #expect(!empty.looked.contains(.filterCategory))
        let (refused, _) = try await check { _ in .answer(403) }
        #expect(refused.looked.contains(.productsStatus))
        #expect(refused.looked.isDisjoint(with: [.schemaType, .productsJSON, .pageCount, .filterAnswer]))
    }
}
