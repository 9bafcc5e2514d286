import Foundation
import HTTPTypes
import OpenFinance
import OpenFinanceConformance
import OpenFinanceTestSupport
import OpenFinanceTransport
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
}
