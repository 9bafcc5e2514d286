import Foundation
import HTTPTypes
import OpenFinanceConformance
import TestSupport
import Testing
import OpenFinanceTransport

@testable import ofp_sandbox

/// ``CheckingTransport`` records an issue for each answer that differs from the published shapes; here it gets the answers
/// to see that no other test asks for.
@Suite("What the sandbox answers is what the official documents allow")
struct PublishedAnswerTests {
    @Test("of every hub: its metadata, its token, every page of its products by every filter, and a lead")
    func everyHub() async throws {
        try await HubClient.with { first in
            _ = try await first.transport.send(first.request(.get, Hosts.directory, "/participants"))
            for hub in first.sandbox.world.hubs {
                var client = first
                client.hub = hub
                _ = try await client.transport.send(
                    client.request(.get, hub.authorisationHost, "/.well-known/openid-configuration"))
                let token = try await client.token()
                let finance = Hub.olderVersions.contains(hub.version) ? "Loan" : "Finance"
                let filters =
                    ["", "?IsShariaCompliant=true", "?SortField=ProductId&SortOrder=desc"]
                    + ["SavingsAccount", "CurrentAccount", "CreditCard", finance, "Mortgage"].map {
                        "?ProductCategory=\($0)"
                    } + ["?LastUpdatedDateTime=2030-01-01T00%3A00%3A00Z"]
                for filter in filters {
                    var request = client.productsRequest(token: token, query: filter)
                    var pages = 0
                    while pages < 20 {
                        let response = try await client.transport.send(request)
                        #expect(response.head.status == .ok, "\(hub.code) \(filter)")
                        pages += 1
                        guard let next = try JSONDecoder().decode(Page.self, from: response.body).Links?.Next else {
                            break
                        }
                        // A new request, with an interaction id of its own.
                        request = client.productsRequest(token: token)
                        request.head.path = String(next[(try #require(next.range(of: "/open-finance"))).lowerBound...])
                    }
                    #expect(pages == 1 || hub.pageSize != nil)
                }
                let lead = try await client.transport.send(client.leadRequest(token: token))
                #expect(lead.head.status == (hub.takesLeads ? .created : .notFound))
            }
        }
    }

    @Test("to a request with one thing wrong")
    func refusals() async throws {
        try await HubClient.with { client in
            let token = try await client.token()
            let requests: [(TransportRequest, HTTPResponse.Status)] = [
                (client.productsRequest(token: token, query: "?ProductCategory=Boats"), .badRequest),
                (client.productsRequest(token: token, query: "?page=2"), .badRequest),
                (client.productsRequest(token: "x"), .unauthorized),
                (client.productsRequest(token: token, .authorization, nil), .unauthorized),
                (client.productsRequest(token: token, .customerIPAddress, "here"), .badRequest),
                (client.productsRequest(token: token, .accept, "text/html"), .notAcceptable),
                (client.leadRequest(token: token, "{}"), .badRequest),
                (client.leadRequest(token: token, "{"), .badRequest),
                (client.leadRequest(token: token, nil, .contentType, "text/plain"), .unsupportedMediaType),
                (try client.tokenRequest("scope", "accounts"), .badRequest),
                (try client.tokenRequest("client_assertion", "a.b.c"), .unauthorized),
            ]
            for (request, status) in requests {
                #expect(try await client.transport.send(request).head.status == status)
            }
            var wrongMethod = client.productsRequest(token: token)
            wrongMethod.head.method = .delete
            #expect(try await client.transport.send(wrongMethod).head.status == .methodNotAllowed)
        }
    }

    private struct Page: Decodable {
        struct Links: Decodable { var Next: String? }
        var Links: Links?
    }
}

@Suite("The shapes that answers are held against")
struct PublishedShapesTests {
    @Test("find each kind of fault, so that a silent answer means something")
    func faults() throws {
        let shapes = try PublishedShapes(version: "v2.1")
        let good = """
            {"Data":{"Email":"a@b.ae","EmiratesId":"784-1990-1234567-6","Name":{"FullName":"A"},\
            "MarketingOptOut":false,"ProductCategories":["Finance"]}}
            """
        #expect(shapes.faults(in: Data(good.utf8), as: "POST /leads").isEmpty)
        let spoilt = [
            (#""Email":"a@b.ae","#, ""), ("\"A\"}", "\"\"}"), ("false", "\"false\""), ("[\"Finance\"]", "[\"Loan\"]"),
            ("[\"Finance\"]", "\"Finance\""), ("a@b.ae", "a b"), ("\"FullName\":\"A\"", "\"FullName\":\"A\",\"X\":1"),
            ("{\"Data\"", "{\"More\":1,\"Data\""),
        ]
        for (part, replacement) in spoilt {
            let body = Data(good.replacing(part, with: replacement).utf8)
            #expect(shapes.faults(in: body, as: "POST /leads").count >= 1, "\(part) → \(replacement)")
        }
        for (day, isRight) in [("2026-02-28", true), ("2026-02-29", false), ("2028-02-29", true), ("26-1-1", false)] {
            let product =
                #"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","LastUpdatedDateTime":"\#(day)T00:00:00Z"}"#
            #expect(shapes.faults(in: Data(product.utf8), as: "Product").isEmpty == isRight)
        }
    }

    @Test("fit what is made from them, for every version", arguments: PublishedShapes.versions)
    func made(version: String) throws {
        let shapes = try PublishedShapes(version: version)
        var random = SeededRandom(seed: 20_261_125)
        print("seed: \(random.seed)")
        for _ in 0..<300 {
            let product = shapes.make("Product", with: &random).text
            #expect(shapes.faults(in: Data(product.utf8), as: "Product") == [])
        }
    }
}
