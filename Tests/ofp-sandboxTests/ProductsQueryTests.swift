import Foundation
import Testing

@testable import ofp_sandbox

@Suite("The sandbox's reading of a products query")
struct ProductsQueryTests {
    private let products: [SandboxProduct]

    init() throws {
        products = try [
            ("c", "SavingsAccount", "true", "2026-01-03"), ("a", "Finance", "false", "2026-01-01"),
            ("b", "SavingsAccount", "false", "2026-01-02"),
        ].map { id, category, sharia, day in
            let json = """
                {"ProductId":"\(id)","ProductCategory":"\(category)","IsShariaCompliant":\(sharia),\
                "LastUpdatedDateTime":"\(day)T00:00:00Z"}
                """
            return try SandboxProduct(json: Data(json.utf8), brandID: "B")
        }
    }

    @Test(
        "filters and sorts as the API does",
        arguments: [
            ("", "abc"), ("?SortOrder=desc", "cba"), ("?SortField=ProductId&SortOrder=desc", "cba"),
            ("?ProductCategory=SavingsAccount", "bc"), ("?IsShariaCompliant=true", "c"),
            ("?IsShariaCompliant=false", "ab"),
            ("?LastUpdatedDateTime=2026-01-02T00%3A00%3A00Z", "c"),
            ("?LastUpdatedDateTime=2026-01-02t00%3A00%3A00z", "c"),
            ("?LastUpdatedDateTime=2026-01-02T04%3A00%3A00.5%2B04%3A00", "c"), ("?ProductCategory=Mortgage", ""),
            ("?ProductCategory=SavingsAccount&IsShariaCompliant=false&SortField=LastUpdatedDateTime", "b"),
        ])
    func selects(query: String, expected: String) throws {
        let query = try ProductsQuery(URI("/products\(query)"), version: "v2.1")
        #expect(query.select(from: products).map(\.id).joined() == expected)
    }

    @Test(
        "refuses what is not documented, given twice, or no value",
        arguments: [
            ("?Category=x", "query.undocumented"), ("?productcategory=Finance", "query.undocumented"),
            ("?page=0", "query.page"), ("?page=1", "query.page"), ("?page=2", "query.page"),
            ("?PageNumber=2", "query.undocumented"), ("?limit=5", "query.undocumented"),
            ("?ProductCategory=Loan", "query.value"), ("?ProductCategory=", "query.value"),
            ("?IsShariaCompliant=yes", "query.value"), ("?SortField=Name", "query.value"),
            ("?SortOrder=up", "query.value"),
            ("?LastUpdatedDateTime=yesterday", "query.value"),
            ("?LastUpdatedDateTime=2026-02-30T00%3A00%3A00Z", "query.value"),
            ("?LastUpdatedDateTime=2026-01-02T00%3A00%3A00Z%20or%20later", "query.value"),
            ("?LastUpdatedDateTime=2026-01-02T24%3A00%3A00Z", "query.value"),
            ("?LastUpdatedDateTime=2026-01-02T00%3A00%3A00", "query.value"),
            ("?LastUpdatedDateTime=2026-01-02", "query.value"),
            // A plus sign is a space in a query.
            ("?LastUpdatedDateTime=2026-01-02T00%3A00%3A00+04%3A00", "query.value"),
            ("?SortOrder=asc&SortOrder=desc", "query.repeated"),
        ])
    func refuses(query: String, rule: String) {
        #expect { try ProductsQuery(URI("/products\(query)"), version: "v2.1") } throws: {
            ($0 as? Refusal)?.rule.rawValue == rule
        }
    }

    @Test("has the category's older name in older versions, and only there")
    func olderVersion() throws {
        _ = try ProductsQuery(URI("/products?ProductCategory=Loan"), version: "v2.0")
        #expect(throws: Refusal.self) { try ProductsQuery(URI("/products?ProductCategory=Finance"), version: "v2.0") }
    }

    @Test("repeats itself in the links to other pages")
    func links() throws {
        let marks = PageMarks()
        let first = try ProductsQuery(
            URI("/products?LastUpdatedDateTime=2026-01-02T00%3A00%3A00Z"), version: "v2.1", marks: marks)
        #expect(first.text(page: 1) == "?LastUpdatedDateTime=2026-01-02T00%3A00%3A00Z")
        let second = try ProductsQuery(URI("/products\(first.text(page: 2))"), version: "v2.1", marks: marks)
        #expect(second.page == 2)
        #expect(second.text(page: 2) == first.text(page: 2))
        // A link of one list leads nowhere in another, and none can be made up.
        let mark = first.text(page: 2).split(separator: "&").last ?? ""
        #expect(throws: Refusal.self) {
            try ProductsQuery(URI("/products?SortOrder=asc&\(mark)"), version: "v2.1", marks: marks)
        }
        #expect(throws: Refusal.self) { try ProductsQuery(URI("/products?page=2"), version: "v2.1", marks: marks) }
    }

    @Test("has numbers of pages in v2.0")
    func pageNumbers() throws {
        let query = try ProductsQuery(URI("/products?PageNumber=2&PageSize=5"), version: "v2.0")
        #expect(query.page == 2 && query.pageSize == 5)
        #expect(query.text(page: 3) == "?PageSize=5&PageNumber=3")
        for wrong in ["PageNumber=0", "PageSize=none", "PageNumber="] {
            #expect(throws: Refusal.self) { try ProductsQuery(URI("/products?\(wrong)"), version: "v2.0") }
        }
    }
}
