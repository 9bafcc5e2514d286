import FoundationEssentials
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance

@Suite("Products")
struct ProductTests {
    private func product(_ json: String) throws -> Product {
        try Example.product(json)
    }

    @Test("are read with their links nested, as the OpenAPI document has them, and flat, as the guide has them")
    func bothShapes() throws {
        let nested = try product(
            #"{"ProductId":"1","Links":{"ApplicationEmail":"a@b","ApplicationUri":"https://b","KfsUri":"https://k"}}"#)
        let flat = try product(#"{"ProductId":"1","ApplicationEmail":"a@b","ApplicationUri":"https://b"}"#)
        let expected = [
            ApplicationChannel(kind: .uri, value: "https://b"), ApplicationChannel(kind: .email, value: "a@b"),
        ]
        #expect(nested.applicationChannels == expected)
        #expect(flat.applicationChannels == expected)
    }

    @Test("give their channels in the guide's order, the official place before the other")
    func channelOrder() throws {
        let all = try product(
            """
            {"ApplicationDescription":"d","ApplicationEmail":"e@b","ApplicationPhoneNumber":"800 1",
            "ApplicationUri":"https://flat","Links":{"ApplicationUri":"https://nested","ApplicationEmail":""}}
            """)
        #expect(all.applicationChannels.map(\.kind) == [.uri, .phone, .email, .description])
        #expect(all.applicationChannels.first?.value == "https://nested")
        #expect(try product("{}").applicationChannels.isEmpty)
        #expect(try product(#"{"Links":null}"#).applicationChannels.isEmpty)
        #expect(try product(#"{"Links":[],"ApplicationUri":"u"}"#).applicationChannels.count == 1)
    }

    @Test("that are Sharia-compliant go by their Sharia brand")
    func shariaBrand() throws {
        let brand = #""ProductName":"Savings","AlternativeBrandName":"Amanah""#
        #expect(try product(#"{\#(brand),"IsShariaCompliant":true}"#).displayName == "Amanah")
        #expect(try product(#"{\#(brand),"IsShariaCompliant":false}"#).displayName == "Savings")
        #expect(try product(#"{"ProductName":"Savings","IsShariaCompliant":true}"#).displayName == "Savings")
    }

    @Test("lack what has another type than it should, and are products all the same")
    func oddTypes() throws {
        let odd = try product(
            #"{"ProductId":17,"ProductName":{"x":1},"IsShariaCompliant":"perhaps","ProductCategory":null}"#)
        #expect(odd.id == "17")
        #expect(odd.name == nil)
        #expect(odd.isShariaCompliant == nil)
        #expect(odd.category == nil)
    }
}

@Suite("Product queries")
struct ProductQueryTests {
    private func product(category: String? = nil, sharia: Bool? = nil) throws -> Product {
        let members = [
            category.map { #""ProductCategory":"\#($0)""# }, sharia.map { #""IsShariaCompliant":\#($0)"# },
        ].compactMap(\.self)
        return try Example.product("{\(members.joined(separator: ","))}")
    }

    @Test("ask the API for what it can filter, in the terms of its version")
    func parameters() {
        func text(_ query: ProductQuery, _ version: APIVersion) -> String {
            FormEncoding.encode(query.parameters(for: version))
        }
        #expect(text(.init(), .v2_1) == "")
        #expect(text(.init(categories: [.finance]), .v2_1) == "ProductCategory=Finance")
        #expect(text(.init(categories: [.finance]), .v2_0) == "ProductCategory=Loan")
        #expect(text(.init(categories: [.mortgage]), .v2_0) == "ProductCategory=Mortgage")
        #expect(text(.init(categories: [.finance, .mortgage]), .v2_1) == "")
        #expect(
            text(.init(categories: [.creditCard], isShariaCompliant: false), .v2_1)
                == "ProductCategory=CreditCard&IsShariaCompliant=false")
    }

    @Test("sort out what an LFI sent unasked")
    func matching() throws {
        let query = ProductQuery(categories: [.finance, .mortgage])
        #expect(try query.matches(product(category: "Finance")))
        #expect(try query.matches(product(category: "Loan")))
        #expect(try !query.matches(product(category: "CreditCard")))
        #expect(try !query.matches(product()))
        #expect(try ProductQuery().matches(product(category: "Something new")))
    }

    @Test("take a product that does not say so for Sharia-compliant never")
    func sharia() throws {
        #expect(try ProductQuery(isShariaCompliant: true).matches(product(sharia: true)))
        #expect(try !ProductQuery(isShariaCompliant: true).matches(product(sharia: false)))
        #expect(try !ProductQuery(isShariaCompliant: true).matches(product()))
        #expect(try ProductQuery(isShariaCompliant: false).matches(product(sharia: false)))
        #expect(try ProductQuery(isShariaCompliant: false).matches(product()))
        #expect(try !ProductQuery(isShariaCompliant: false).matches(product(sharia: true)))
    }
}

@Suite("Pages of products")
struct ProductsPageTests {
    private func page(_ json: String) throws -> ProductsPage { try ProductsPage(Data(json.utf8)) }

    @Test("are flattened, and each product keeps its own bytes")
    func flattens() throws {
        let first = #"{ "ProductId" : "1", "Rate": 2.50, "Unknown": {"x": [1E2, null]} }"#
        let second = #"{"ProductId":"2","é":"\u00e9"}"#
        let page = try page(
            """
            {"Meta":{"TotalPages":1}, "Data": [
              {"Products": [\(first), \(second)], "LFIId": "LIWA", "LFIBrandId": "B1"},
              {"LFIId": "LIWA", "LFIBrandId": null, "Products": [], "More": 1},
              {"LFIId": "WAHA", "Products": [\(first)]}
            ], "Links": {"Self": "https://s", "Next": "https://n"}}
            """)
        #expect(page.entries.map { String(decoding: $0.json.bytes, as: UTF8.self) } == [first, second, first])
        #expect(page.entries.map(\.product.id) == ["1", "2", "1"])
        #expect(page.entries[0].lfiID == JSONText(scanned: Data(#""LIWA""#.utf8)))
        #expect(page.entries[2].lfiBrandID == nil)
        #expect(page.links.next == "https://n")
    }

    @Test("may be empty")
    func empty() throws {
        let page = try page(#"{"Data":[],"Links":{"Self":"https://s"},"Meta":{"TotalPages":0}}"#)
        #expect(page.entries.isEmpty)
        #expect(page.links.next == nil)
    }

    @Test(
        "are refused where they are none",
        arguments: [
            "", "[]", "null", "{}", #"{"Data":{}}"#, #"{"Data":[1]}"#, #"{"Data":[{"Products":[1]}]}"#,
            #"{"Data":[{"Products":["a"]}]}"#, #"{"Data":[]"#, "<html></html>", #"{"Data":[]} x"#,
        ])
    func unusable(json: String) {
        #expect { try page(json) } throws: { ($0 as? RequestError)?.reason == .invalidResponse }
    }
}

@Suite("The walk along pages")
struct PageWalkTests {
    private let first = Example.endpoint("https://rs1.liwa.example:8443/products?a=b")

    @Test("ends where there is no next page")
    func ends() throws {
        #expect(try PageWalk(from: first).advanced(along: PageLinks()) == nil)
    }

    @Test(
        "follows links of the same origin",
        arguments: [
            "https://rs1.liwa.example:8443/products?page=2", "https://RS1.liwa.example:8443/products?page=2",
            "/products?page=2", "products?page=2", "?page=2", "./x/../products?page=2",
            "//rs1.liwa.example:8443/products?page=2",
        ])
    func follows(link: String) throws {
        let walk = try PageWalk(from: first).advanced(along: .init(next: link))
        #expect(walk?.current.description == "https://rs1.liwa.example:8443/products?page=2")
    }

    @Test(
        "goes nowhere else, where the token would go with it",
        arguments: [
            "https://evil.example/products", "https://rs1.liwa.example/products", "http://rs1.liwa.example:8443/p",
            "//evil.example/products", "https://rs1.liwa.example:8443@evil.example/",
        ])
    func foreign(link: String) {
        #expect { try PageWalk(from: first).advanced(along: .init(next: link)) } throws: {
            ($0 as? RequestError)?.reason == .paging
        }
    }

    @Test("goes in no circle")
    func loops() throws {
        let walk = try #require(try PageWalk(from: first).advanced(along: .init(next: "/products?page=2")))
        #expect { try walk.advanced(along: .init(next: "/products?a=b")) } throws: {
            ($0 as? RequestError)?.reason == .paging
        }
    }

    @Test("ends at the limit on pages")
    func bounded() throws {
        var walk = PageWalk(from: first)
        for page in 2...PageWalk.pageLimit {
            walk = try #require(try walk.advanced(along: .init(next: "/products?page=\(page)")))
        }
        let last = walk
        #expect { try last.advanced(along: .init(next: "/products?page=\(PageWalk.pageLimit + 1)")) } throws: {
            ($0 as? RequestError)?.reason == .paging
        }
    }
}
