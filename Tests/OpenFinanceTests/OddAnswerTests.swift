import FoundationEssentials
import HTTPTypes
import OpenFinanceTestSupport
import Testing
import OpenFinanceTransport

@testable import OpenFinance

@Suite("An odd answer")
struct OddAnswerTests {
    /// What a bank's list comes to: the ids of its products, and what is said about it.
    private func line(
        _ pages: [String: String], linkField: String? = nil
    ) async throws -> (ids: [String], remarks: [LFIRemark], LFIFailure?) {
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            let path = request.head.path ?? ""
            guard let page = pages[path] ?? pages["*"] else { return .answer(404) }
            var response = TransportResponse.ok(page)
            response.head.headerFields[.link] = linkField
            return response
        }
        switch await LFIClient(Example.lfi(), client: try Example.client(transport), onBehalfOf: Example.customer)
            .products(matching: .init())
        {
        case .answered(_, let answer): return (answer.products.map { $0.product.id ?? "?" }, answer.remarks, nil)
        case .failed(let failure): return ([], [], failure)
        }
    }

    private static let one = #"{"ProductId":"1","ProductName":"One"}"#

    @Test(
        "is read where its meaning is plain, without a word",
        arguments: [
            #"{"Data":[\#(one)]}"#, #"{"Data":[{"LFIId":"L","Products":\#(one)}]}"#,
            #"{"Data":[{"LFIId":"L","Product":[\#(one)]}]}"#, #"{"Data":[{"LFIId":"L","Product":\#(one)}]}"#,
            #"{"Data":{"LFIId":"L","Products":[\#(one)]}}"#, #"{"data":[{"lfiId":"L","products":[\#(one)]}]}"#,
            #"{"D\u0061ta":[{"LFIId":"L","Product\u0073":[\#(one)]}]}"#,
            #"{"Data":[{"Products":[{"productId":"1"}]}]}"#, #"{"Data":[{"Products":[{"Product\u0049d":1}]}]}"#,
            #"{"Data":[\#(one)],"Links":{"Next":null}}"#, #"{"Data":[\#(one)],"Links":{"Next":" "}}"#,
            #"{"Data":[\#(one)],"Links":{"Next":{}}}"#, "\u{FEFF}" + #"{"Data":[\#(one)]}"#,
            // A product's own member `Product` makes no group of it, and its own `Products` none either.
            #"{"Data":[{"ProductId":"1","Product":{"SavingsAccount":{}}}]}"#,
            #"{"Data":{"ProductName":"One","Product":{"SavingsAccount":{}},"ProductId":"1"}}"#,
            #"{"Data":[{"ProductCategory":"Finance","Product":{"Finance":{}},"ProductId":1}]}"#,
            #"{"Data":[{"ProductId":"1","Products":["A","B"]}]}"#,
            #"{"Data":[{"ProductCategory":"SavingsAccount","Products":[\#(one)]}]}"#,
            #"{"Data":[{"Products":{"1":\#(one)}}]}"#,
            #"{"Data":[{"Products":{"Loan":[],"SavingsAccount":[\#(one)]}}]}"#,
            #"{"Data":[{"Products":[{"Product":\#(one)}]}]}"#,
            #"{"Data":[{"Product":{"Product":\#(one)}}]}"#, #"{"Data":{"Data":[{"Products":[\#(one)]}]}}"#,
            #"{"Products":[\#(one)]}"#, #"{"Data":null,"products":[\#(one)]}"#, #"[{"Products":[\#(one)]}]"#,
            "[\(one)]", #"{"Data":[\#(one)],"Errors":[]}"#, #"{"Data":[\#(one)],"Errors":null}"#,
            #"{"Data":[\#(one)],"Meta":{"TotalPages":1.0,"TotalRecords":"1","HasMore":false,"NextCursor":null}}"#,
            #"{"Data":[\#(one)],"Meta":{"TotalPages":[1]},"Links":{"Self":"/p","Last":"/p?page=1"}}"#,
            #"{"Data":[\#(one)],"Links":{"First":"/p?page=1","Last":"/p?page=1"}}"#,
        ])
    func plain(answer: String) async throws {
        let (ids, remarks, failure) = try await line(["*": answer])
        #expect(failure == nil)
        #expect(ids == ["1"])
        #expect(remarks.isEmpty)
    }

    @Test(
        "loses no product to what stands beside it, and says what was passed over",
        arguments: [
            (#"{"Data":[{"Products":[null,\#(one)]}]}"#, "1 entry", false),
            (#"{"Data":[{"Products":[\#(one)]},{"LFIId":"L"}]}"#, "1 entry", false),
            (#"{"Data":[{"LFIId":"L","Products":null},{"Products":[\#(one)]}]}"#, "null", false),
            (#"{"Data":[null,{"Products":[\#(one),"x",[]]}]}"#, "3 entries", true),
            (#"{"Data":[{"Products":[\#(one)]},{"LFIId":"L"},{"Products":5}]}"#, "2 entries", true),
            (#"{"Data":[{"Products":[\#(one)]},{"LFIId":"L","Brands":[{"Products":[]}]}]}"#, "1 entry", true),
            (#"{"Data":[\#(one)],"Products":[{"ProductId":"2"}]}"#, "beside 'Data'", true),
            (#"{"Data":[\#(one)],"Errors":[{"Code":"Half","Message":"core is down"}]}"#, "Half: core is down", true),
            (#"{"Data":[\#(one)],"errors":"core is down"}"#, ": core is down", true),
            (#"{"Data":[\#(one)],"Errors":{"Code":"Half"}}"#, ": Half", true),
            (#"{"Data":[\#(one),\#(one)]}"#, "1 product was sent more than once", false),
            (#"{"Data":[{"Products":[\#(one)]},{"Products":{"error":"down"}}]}"#, "1 entry", true),
            (#"{"Data":[{"Products":[\#(one),{"Code":"E","Message":"down"}]}]}"#, "1 entry", true),
            (#"{"Data":[{"Products":[\#(one)],"Errors":[{"Code":"E"}]}]}"#, "reports an error", true),
            (#"{"Data":{"Data":[\#(one)],"Meta":{"TotalPages":2}}}"#, "2 pages", true),
            (#"{"Data":[{"Products":[\#(one)],"Meta":{"TotalRecords":2}}]}"#, "2 products", true),
        ])
    func partly(answer: String, words: String, isIncomplete: Bool) async throws {
        let (ids, remarks, _) = try await line(["*": answer])
        #expect(ids == ["1"])
        #expect(remarks.map(\.meansIncomplete) == [isIncomplete], "\(remarks)")
        #expect(remarks.first?.message.contains(words) == true)
    }

    @Test("of null in place of the list is an empty one, which is said")
    func nullList() async throws {
        let (ids, remarks, failure) = try await line(["*": #"{"Data":null,"Meta":{"TotalPages":0}}"#])
        #expect(ids.isEmpty && failure == nil)
        #expect(remarks.map(\.message) == ["the list of products is null, which counts as an empty one"])
    }

    @Test(
        "that is none is a failure, and never an empty list",
        arguments: [
            "{}", #"{"Data":"none"}"#, #"{"Data":{}}"#, #"{"Data":[{"Products":"none"}]}"#, #"{"Items":[\#(one)]}"#,
            #"{"Data":[\#(one)],"Links":{"Next":5}}"#, #"{"Data":[\#(one)],"Links":{"Next":["/p"]}}"#, "5", "null",
            #"{"Errors":[{"Code":"X"}]}"#, #"{"Data":[],"Errors":[{"Code":"X"}]}"#, #"{"Data":null,"Errors":["x"]}"#,
        ])
    func none(answer: String) async throws {
        let (_, _, failure) = try await line(["*": answer])
        #expect(failure?.reason == .invalidResponse || failure?.reason == .paging)
    }

    @Test(
        "names its next page in many ways, all of which lead there",
        arguments: [
            #""Next":"?p=2""#, #""Next":"products?p=2""#, #""next":"?p=2""#, #""Next":{"Href":"?p=2"}"#,
            #""Next":{"href":"?p=2"}"#, #""Ne\u0078t":"?p=2""#, #""Next":" ?p=2 ""#,
        ])
    func nextPage(link: String) async throws {
        let path = "/open-finance/product/v2.1/products"
        let (ids, remarks, failure) = try await line([
            path: #"{"Data":[\#(Self.one)],"Links":{"Self":"\#(path)",\#(link)},"Meta":{"TotalPages":2}}"#,
            "\(path)?p=2": #"{"Data":[{"ProductId":"2"}],"Meta":{"TotalPages":2}}"#,
        ])
        #expect(failure == nil)
        #expect(ids == ["1", "2"])
        #expect(remarks.isEmpty)
    }

    @Test(
        "names its next page beside its links, or beside its body",
        arguments: [
            (#""Links":[{"Rel":"self","Href":"/p"},{"rel":"next","href":"?p=2"}]"#, nil),
            (#""Links":{"NextPage":"?p=2"}"#, nil), (#""Links":{"next_url":"?p=2"}"#, nil),
            (#""_links":{"next":{"href":"?p=2"}}"#, nil), (#""Meta":{"Links":{"Next":"?p=2"}}"#, nil),
            (#""Meta":{}"#, #"<?p=1>; rel="prev", <?p=2>; title="a, b"; rel="next last""#),
            (#""Links":{"Self":"x"}"#, "<?p=2>;rel=next"), (#""Links":{"Next":null}"#, #"<?p=2> ; REL = "next""#),
        ] as [(String, String?)])
    func nextPageElsewhere(member: String, linkField: String?) async throws {
        let path = "/open-finance/product/v2.1/products"
        let (ids, remarks, failure) = try await line(
            [
                path: #"{"Data":[\#(Self.one)],\#(member)}"#,
                "\(path)?p=2": #"{"Data":[{"ProductId":"2"}],"Links":{"Next":"?p=3"}}"#,
                "\(path)?p=3": #"{"Data":[{"ProductId":"3"}],"Links":{"Next":"?p=3"},"Meta":{"TotalPages":3}}"#,
            ], linkField: linkField)
        #expect(failure == nil)
        #expect(ids == ["1", "2", "3"])
        #expect(remarks.isEmpty)
    }

    @Test("may name itself as the next page of one, and ends there", arguments: ["1", "\"1\"", "0"])
    func selfAsNext(total: String) async throws {
        for link in ["https://inner.example/p", "/open-finance/product/v2.1/products"] {
            let (ids, _, failure) = try await line([
                "*":
                    #"{"Data":[\#(Self.one)],"Links":{"Self":"\#(link)","Next":"\#(link)"},"Meta":{"TotalPages":\#(total)}}"#
            ])
            #expect(failure == nil)
            #expect(ids == ["1"])
        }
    }

    @Test(
        "that speaks of more pages than it leads to is incomplete, and says so",
        arguments: [
            (#""meta":{"totalPages":3}"#, "3 pages"), (#""Meta":{"TotalPages":"3"}"#, "3 pages"),
            (#""Meta":{"TotalPages":3.0}"#, "3 pages"), (#""Meta":{"TotalPages":[3]}"#, "3 pages"),
            (#""TotalPages":3"#, "3 pages"), (#""Pagination":{"total_pages":3}"#, "3 pages"),
            (#""Meta":{"TotalRecords":40}"#, "40 products"),
            (#""Meta":{"Page":{"TotalElements":"40"}}"#, "40 products"),
            (#""Meta":{"HasMore":true}"#, "'HasMore'"), (#""hasNextPage":"true""#, "'HasNextPage'"),
            (#""Meta":{"NextCursor":"abc"}"#, "'NextCursor'"), (#""NextPage":2"#, "'NextPage'"),
            (#""Links":{"First":"/p?page=1","Last":"/p?page=7"}"#, "'Last'"),
        ])
    func missingPages(member: String, words: String) async throws {
        let (ids, remarks, _) = try await line(["*": #"{"Data":[\#(Self.one)],\#(member)}"#])
        #expect(ids == ["1"])
        #expect(remarks.map(\.meansIncomplete) == [true], "\(remarks)")
        #expect(remarks.first?.message.contains(words) == true, "\(remarks)")
    }

    @Test("whose number of pages is none says so")
    func oddTotal() async throws {
        let (ids, remarks, _) = try await line(["*": #"{"Data":[\#(Self.one)],"Meta":{"TotalPages":"three"}}"#])
        #expect(ids == ["1"])
        #expect(remarks.map(\.message) == ["its 'TotalPages' is not a number"])
    }

    @Test("that repeats the token beside its products does not have it repeated")
    func repeatedToken() async throws {
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            let token = request.head.headerFields[.authorization] ?? ""
            return .ok(#"{"Data":[\#(Self.one)],"Errors":[{"Message":"I got \#(token)"}]}"#)
        }
        let outcome = await LFIClient(
            Example.lfi(), client: try Example.client(transport), onBehalfOf: Example.customer
        ).products(matching: .init())
        guard case .answered(_, let answer) = outcome else { throw RequestError(.internal, "\(outcome)") }
        #expect(answer.remarks.map { $0.message.hasSuffix("repeats what is secret and is not shown") } == [true])
    }

    @Test("with status 203 is one with status 200", arguments: ["discovery", "token", "products"])
    func nonAuthoritative(step: String) async throws {
        let good = StubTransport.hub { (_) async throws(TransportError) in .ok(Example.products(Example.product("1"))) }
        let transport = StubTransport { (request) async throws(TransportError) in
            var response = try await good.send(request)
            let path = request.head.path ?? ""
            let isMeant =
                path.hasSuffix("configuration") ? step == "discovery" : path == "/token" ? step == "token" : true
            if isMeant { response.head.status = .nonAuthoritativeInformation }
            return response
        }
        let outcome = await LFIClient(
            Example.lfi(), client: try Example.client(transport), onBehalfOf: Example.customer
        ).products(matching: .init())
        guard case .answered(_, let answer) = outcome else { throw RequestError(.internal, "\(outcome)") }
        #expect(answer.products.count == 1)
    }

    // MARK: - Members of a product

    @Test("has absent values where its texts are empty")
    func emptyTexts() throws {
        let product = try Example.product(
            #"{"ProductId":" ","ProductName":"Saver","IsShariaCompliant":true,"AlternativeBrandName":"","Description":"\t"}"#
        )
        #expect(product.id == nil && product.description == nil)
        #expect(product.displayName == "Saver")
    }

    @Test(
        "says true and false as text, too",
        arguments: [
            ("true", true), ("\"true\"", true), ("\"False\"", false), ("1", true), ("\"no\"", false), ("\"Y\"", true),
            ("[true]", true), ("[\"N\"]", false), ("\"Islamic\"", true), ("\"Conventional\"", false),
            ("\"Shari'ah compliant\"", true),
        ])
    func textForBool(json: String, value: Bool) throws {
        #expect(try Example.product(#"{"IsShariaCompliant":\#(json)}"#).isShariaCompliant == value)
    }

    @Test(
        "that says something else than yes or no says nothing",
        arguments: ["\"maybe\"", "null", "2", "[]", "\"\"", "[true,false]"])
    func noBool(json: String) throws {
        #expect(try Example.product(#"{"IsShariaCompliant":\#(json)}"#).isShariaCompliant == nil)
    }

    @Test(
        "writes categories as it likes",
        arguments: [
            ("Savings Account", "SavingsAccount"), ("SAVINGS_ACCOUNT", "SavingsAccount"),
            ("current-account", "CurrentAccount"), (" creditCard ", "CreditCard"), ("loan", "Loan"),
            ("Takaful", "Takaful"),
        ])
    func categories(text: String, category: String) throws {
        #expect(try Example.product(#"{"ProductCategory":"\#(text)"}"#).category?.rawValue == category)
    }

    @Test(
        "says a text in a list or an object, too",
        arguments: [
            #""ProductName":"Saver""#, #""ProductName":["Saver","المدخر"]"#,
            #""ProductName":{"en":"Saver","ar":"المدخر"}"#,
            #""ProductName":{"ar":"المدخر","EN":" Saver "}"#, #""ProductName":[{"Value":"Saver"}]"#,
            #""productName":"Saver""#, #""product_name":"Saver""#,
        ])
    func textInside(member: String) throws {
        let product = try Example.product(
            #"{\#(member),"Links":{"ApplicationUri":[{"Href":"https://liwa.example/a"}]}}"#)
        #expect(product.name == "Saver")
        #expect(product.applicationChannels.map(\.value) == ["https://liwa.example/a"])
    }

    @Test(
        "that does not say its category in the API's words has that of its details",
        arguments: [
            (#""Product":{"SavingsAccount":{}}"#, "SavingsAccount"),
            (#""ProductCategory":null,"Product":{"creditCard":{"Type":"Visa"}}"#, "CreditCard"),
            (#""ProductCategory":"Islamic Saver","Product":{"SavingsAccount":{}}"#, "SavingsAccount"),
            (#""ProductCategory":"Takaful","Product":{"Takaful":{}}"#, "Takaful"),
            (#""ProductCategory":"Bundle","Product":{"SavingsAccount":{},"CreditCard":{}}"#, "Bundle"),
            (#""ProductCategory":"Mortgage","Product":{"Finance":{}}"#, "Mortgage"),
        ])
    func detailedCategories(members: String, category: String) throws {
        #expect(try Example.product("{\(members)}").category?.rawValue == category)
    }

    @Test(
        "is shown with its category as it says it, where the API does not know that",
        arguments: [
            (#""ProductCategory":"Islamic Saver","Product":{"SavingsAccount":{}}"#, "Islamic Saver"),
            (#""ProductCategory":"SAVINGS_ACCOUNT","Product":{"SavingsAccount":{}}"#, "SavingsAccount"),
            (#""ProductCategory":"Loan""#, "Loan"), (#""Product":{"SavingsAccount":{}}"#, "SavingsAccount"),
        ])
    func shownCategory(members: String, text: String) throws {
        #expect(try Example.product("{\(members)}").categoryText == text)
    }

    @Test("offers a page only where that is an address, and says nothing's words as they are")
    func channels() throws {
        func channels(_ members: String) throws -> [String] {
            try Example.product("{\(members)}").applicationChannels.map { "\($0.kind): \($0.value)" }
        }
        #expect(
            try channels(#""ApplicationUri":"N/A","ApplicationPhoneNumber":"800 1234""#) == ["phone: 800 1234"])
        #expect(
            try channels(#""ApplicationUri":"at any branch","ApplicationEmail":"a@b.ae""#)
                == ["email: a@b.ae", "description: at any branch"])
        #expect(try channels(#""ApplicationUri":"","ApplicationPhoneNumber":"-","ApplicationEmail":"none""#) == [])
        #expect(
            try channels(#""Links":{"ApplicationUri":"n/a"},"ApplicationUri":"https://liwa.example/a""#)
                == ["uri: https://liwa.example/a"])
        #expect(try channels(#""ApplicationUri":"javascript:alert(1)""#) == ["description: javascript:alert(1)"])
    }
}
