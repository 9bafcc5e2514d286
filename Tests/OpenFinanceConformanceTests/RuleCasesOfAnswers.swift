import Foundation
import HTTPTypes
import OpenFinance
import OpenFinanceConformance
import OpenFinanceTransport
import Testing

/// What a bank answers: pages, filters and errors.
extension RuleCase {
    // MARK: - Answers

    static func body(_ products: String = "", pages: Int = 1, links: String = "") -> String {
        #"{"Data":[{"LFIId":"L","LFIBrandId":"B","Products":[\#(products)]}],"Links":{"Self":"https://rs1.liwa.apihub.openfinance.ae/p"\#(links)},"#
            + #""Meta":{"TotalPages":\#(pages)}}"#
    }

    static let one =
        #"{"ProductId":"1","ProductName":"N","ProductCategory":"Finance","IsShariaCompliant":true,"LastUpdatedDateTime":"2026-01-01T00:00:00Z"}"#
    static let two =
        #"{"ProductId":"2","ProductName":"N","ProductCategory":"Mortgage","IsShariaCompliant":false,"LastUpdatedDateTime":"2026-03-01T00:00:00Z"}"#

    /// Nobody knows when it was changed.
    static let timeless =
        #"{"ProductId":"3","ProductName":"N","ProductCategory":"Finance","IsShariaCompliant":true}"#

    static let twice = body(one).replacing(#""Meta":"#, with: #""Meta":{"TotalPages":1},"Meta":"#)

    static let deep =
        #"{"ProductId":"1","X":"# + String(repeating: "[", count: 200) + String(repeating: "]", count: 200) + "}"

    static func answer(
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

    static let answers: [RuleCase] = [
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
        answer("what is no product among products", [.schemaType], [seen(body("\(one),null"))]),
        answer("a member around the products that comes twice", [.repeatedName], [seen(twice)]),
        answer("a byte order mark", [.productsJSON], [seen("\u{FEFF}" + body(one))]),
        answer("JSON that is deeper than this program reads", [], [seen(body(deep))]),
        answer(
            "more pages than anybody counts", [.pageCount],
            [seen(body(one).replacing(#""TotalPages":1"#, with: #""TotalPages":1000000000000000000000"#))]),
        answer("more pages than there are", [.pageCount], [seen(body(one, pages: 3))]),
        answer("a page on another host", [.pageLinks], [seen(body(one, links: #","Last":"https://a.example/p""#))]),
        answer(
            "a page on another host, without scheme", [.pageLinks, .schemaFormat],
            [seen(body(one, links: #","Last":"//a.example/p""#))]),
    ]

    // MARK: - Filters

    static func filter(
        _ name: String, _ rules: Set<RuleID>, _ parameter: String, _ products: String, status: Int = 200,
        of all: String = "\(one),\(two)", pages: Int = 1,
        echoes: Bool = true, fields: HTTPFields = [.contentType: "application/json"], cut: Int = 0, links: String = ""
    ) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { lfi, deviations in
                let unfiltered = ListedProduct.all(in: Data(body(all).utf8), of: lfi.identity)
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
    static func ids(_ name: String, _ rules: Set<RuleID>, _ ids: [String]) -> RuleCase {
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

    static func order(_ name: String, _ rules: Set<RuleID>, _ products: [String]) -> RuleCase {
        RuleCase(name: name, rules: rules) {
            try deviations { lfi, deviations in
                let listed = ListedProduct.all(
                    in: Data(body(products.joined(separator: ",")).utf8), of: lfi.identity)
                FilterCheck.checkDefaultOrder(of: listed, by: .init(), &deviations)
            }
        }
    }

    static let filters: [RuleCase] = [
        filter("a category alone", [], "ProductCategory=Loan", one),
        filter("another category alone", [], "ProductCategory=Mortgage", two),
        filter("what complies alone", [], "IsShariaCompliant=true", one),
        filter("what does not comply alone", [], "IsShariaCompliant=false", two),
        filter("what was changed at that moment", [], "LastUpdatedDateTime", two),
        filter("nothing that was changed after it", [], "LastUpdatedDateTime", ""),
        filter("the last id, and the last change, first", [], "SortField", "\(two),\(one)"),
        order("the last change last", [], [one, two]),
        RuleCase(name: "the last change first, where it is another brand's", rules: []) {
            try deviations { lfi, deviations in
                let brand = #"]},{"LFIId":"L","LFIBrandId":"C","Products":[\#(one)]}],"Links""#
                let answer = body(two).replacing(#"]}],"Links""#, with: brand)
                let listed = ListedProduct.all(in: Data(answer.utf8), of: lfi.identity)
                #expect(listed.count == 2)
                FilterCheck.checkDefaultOrder(of: listed, by: .init(), &deviations)
            }
        },
        RuleCase(name: "the last change first, where it is another bank's of that brand", rules: []) {
            try deviations { lfi, deviations in
                let group = #"]},{"LFIId":"M","LFIBrandId":"B","Products":[\#(one)]}],"Links""#
                let answer = body(two).replacing(#"]}],"Links""#, with: group)
                let listed = ListedProduct.all(in: Data(answer.utf8), of: lfi.identity)
                FilterCheck.checkDefaultOrder(of: listed, by: .init(), &deviations)
                for check in FilterCheck.all(for: listed, of: .v2_1)
                where check.parameters.contains(where: { $0.value == "ProductId" }) {
                    // The greater id is the other bank's.
                    let turned = answer.replacing(#""ProductId":"1""#, with: #""ProductId":"3""#)
                    check.check(
                        seen(turned), of: lfi,
                        against: ListedProduct.all(in: Data(turned.utf8), of: lfi.identity), &deviations)
                }
            }
        },
        order("two changes at one moment", [], [one, one.replacing("\"1\"", with: "\"0\"")]),
        order("the last change first", [.defaultOrder], [two, one]),
        filter("the first change first", [.sortOrder], "SortField=LastUpdatedDateTime", "\(one),\(two)"),
        filter("the second page, of one", [], "PageSize", two, pages: 2),
        filter(
            "a page, where it is open which product is the first", [], "PageSize", one, of: "\(one),\(timeless)",
            pages: 2
        ),
        filter(
            "a page, where two were changed first, at one moment", [], "PageSize", one,
            of: "\(one),\(one.replacing("\"1\"", with: "\"0\""))", pages: 2),
        filter(
            "a page of two, where it is open which is the first", [.filterPage], "PageSize", "\(one),\(timeless)",
            of: "\(one),\(timeless)", pages: 2),
        filter("the first page for the second", [.filterPage], "PageSize", one, pages: 2),
        filter("a page of two", [.filterPage], "PageSize", "\(one),\(two)", pages: 2),
        filter("nothing on the second page of two", [.filterPage], "PageSize", "", pages: 2),
        filter("more pages than products", [.filterPage], "PageSize", two, pages: 77),
        filter(
            "one of two products in an order, and a link to no page", [.sortOrder, .schemaFormat], "SortField", two,
            links: #","Next":"""#),
        filter(
            "one of two products in an order, and a link to a page", [], "SortField", two,
            links: #","Next":"https://rs1.liwa.apihub.openfinance.ae/p2""#),
        filter(
            "a parameter's answer with links elsewhere", [.pageLinks], "SortField", "\(two),\(one)",
            links: #","Last":"https://a.example/p""#),
        filter(
            "a parameter's answer with a link that has no name", [.schemaAdditional], "SortField", "\(two),\(one)",
            links: #","X":"https://rs1.liwa.apihub.openfinance.ae/p""#),
        filter("a parameter's answer with what is no product", [.schemaType], "SortField", "\(two),\(one),null"),
        filter("a parameter's answer that is deeper than this program reads", [], "ProductCategory=Loan", deep),
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
        // In one way, and in none of the others.
        ids("by small letters alone", [], ["B-9", "b-10", "a.1", "A-2"]),
        ids("by letters and digits alone", [], ["b-9", "b.10"]),
        ids("by numbers alone", [], ["a-10", "b-9"]),
        ids("by letters, marks and numbers alone", [], ["b-10", "b-9", "a.1", "a-2"]),
        ids("by letters and numbers alone", [], ["b-10", "b.9", "a11"]),
        ids("by nothing", [.sortOrder], ["A2", "C3", "B1"]),
        ids("the other way round", [.sortOrder], ["A1", "A2", "A10"]),
        filter("the first id first", [.sortOrder], "SortField", "\(one),\(two)"),
        // Two that comply have an order: one question shows both.
        filter(
            "what complies, the last id first", [], "IsShariaCompliant=true", "\(timeless),\(one)",
            of: "\(one),\(two),\(timeless)"),
        filter(
            "what complies, the first id first", [.sortOrder], "IsShariaCompliant=true", "\(one),\(timeless)",
            of: "\(one),\(two),\(timeless)"),
        filter(
            "what does not comply, too, the last id first", [.filterSharia], "IsShariaCompliant=true",
            "\(timeless),\(two),\(one)", of: "\(one),\(two),\(timeless)"),
        filter(
            "one of two that comply", [.filterSharia], "IsShariaCompliant=true", one,
            of: "\(one),\(two),\(timeless)"),
    ]

    // MARK: - Errors

    static func error(
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

    static let badRequest = #"{"Errors":[{"Code":"Resource.InvalidFormat","Message":"No such category"}]}"#

    static let errors: [RuleCase] = [
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
        error(
            "an error behind a byte order mark", [.errorBody], to: .errorCategory, status: 400,
            "\u{FEFF}" + badRequest),
        error("a page as error", [.errorBody], to: .errorCategory, status: 400, "<html>"),
        error(
            "an error without code", [.errorBody], to: .errorCategory, status: 400, #"{"Errors":[{"Message":"No"}]}"#),
    ]
}
