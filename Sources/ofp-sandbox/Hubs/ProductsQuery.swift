import Foundation
import HTTPTypes

/// The query of `GET /products`: the documented parameters, each once, each with a value that it may have.
///
/// `page` is none of them: it stands in the links that a hub gives out, and is taken from nowhere else. v2.0 has
/// `PageNumber` and `PageSize` in its place.
struct ProductsQuery {
    private var category: String?
    private var isShariaCompliant: Bool?
    private var updatedAfter: Date?
    private var sortsByID = false
    private var isDescending = false
    private(set) var page = 1
    /// Of the request's own.
    private(set) var pageSize: Int?
    /// As received, without the page: what a link to another page repeats.
    private var pairs: [(String, String)] = []
    private let marks: PageMarks
    private let version: String

    init(_ uri: URI, version: String, marks: PageMarks = PageMarks()) throws(Refusal) {
        self.marks = marks
        self.version = version
        var mark: String?
        for (name, value) in try Self.pairs(of: uri.query ?? "") {
            guard !pairs.contains(where: { $0.0 == name }), name != "page" || mark == nil else {
                throw Self.refusal(.queryRepeated, name, "is given twice")
            }
            switch name {
            case "page" where version != "v2.0":
                mark = value
                continue
            case "PageNumber" where version == "v2.0":
                guard let number = Int(value), number > 0 else {
                    throw Self.refusal(.queryValue, name, "is not a page's number", value)
                }
                page = number
                continue
            case "PageSize" where version == "v2.0":
                guard let number = Int(value), number > 0 else {
                    throw Self.refusal(.queryValue, name, "is not a size", value)
                }
                pageSize = number
            default: try store(name, value, version: version)
            }
            pairs.append((name, value))
        }
        guard let mark else { return }
        guard let number = marks.page(of: mark, query) else {
            throw Self.refusal(.queryPage, "page", "is not of a link that was given out")
        }
        page = number
    }

    /// Names and values as HTML forms write them, which is how clients write queries: `+` is a space.
    private static func pairs(of query: String) throws(Refusal) -> [(String, String)] {
        var pairs: [(String, String)] = []
        for pair in query.split(separator: "&", omittingEmptySubsequences: true) {
            let parts = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            let decoded = parts.compactMap { $0.replacing("+", with: " ").removingPercentEncoding }
            guard decoded.count == 2 else {
                throw refusal(.queryForm, String(pair.prefix(40)), "is not a parameter with a value")
            }
            pairs.append((decoded[0], decoded[1]))
        }
        return pairs
    }

    static func categories(of version: String) -> [String] {
        let finance = Hub.olderVersions.contains(version) ? "Loan" : "Finance"
        return ["SavingsAccount", "CurrentAccount", "CreditCard", finance, "Mortgage"]
    }

    private mutating func store(_ name: String, _ value: String, version: String) throws(Refusal) {
        switch name {
        case "ProductCategory":
            guard Self.categories(of: version).contains(value) else {
                throw Self.refusal(.queryValue, name, "is not a category of \(version)", value)
            }
            category = value
        case "IsShariaCompliant":
            guard value == "true" || value == "false" else {
                throw Self.refusal(.queryValue, name, "is not a boolean", value)
            }
            isShariaCompliant = value == "true"
        case "LastUpdatedDateTime":
            guard let date = InternetTime.parse(value) else {
                throw Self.refusal(.queryValue, name, "is not a date-time of RFC 3339", value)
            }
            updatedAfter = date
        case "SortField":
            guard value == "LastUpdatedDateTime" || value == "ProductId" else {
                throw Self.refusal(.queryValue, name, "is not a field to sort by", value)
            }
            sortsByID = value == "ProductId"
        case "SortOrder":
            guard value == "asc" || value == "desc" else {
                throw Self.refusal(.queryValue, name, "is neither asc nor desc", value)
            }
            isDescending = value == "desc"
        default:
            throw Self.refusal(.queryUndocumented, name, "is not a parameter of this API")
        }
    }

    func select(from products: [SandboxProduct]) -> [SandboxProduct] {
        let selected = products.filter { product in
            (category.map { $0 == product.category } ?? true)
                && (isShariaCompliant.map { $0 == product.isShariaCompliant } ?? true)
                && (updatedAfter.map { product.lastUpdated > $0 } ?? true)
        }
        let sorted = selected.sorted { left, right in
            sortsByID ? left.id < right.id : (left.lastUpdated, left.id) < (right.lastUpdated, right.id)
        }
        return isDescending ? sorted.reversed() : sorted
    }

    /// The query of a link to the given page.
    func text(page: Int) -> String {
        let mark = version == "v2.0" ? ("PageNumber", "\(page)") : ("page", marks.mark(of: page, query))
        let text = Self.text(pairs + (page == 1 ? [] : [mark]))
        return text.isEmpty ? "" : "?" + text
    }

    /// What is asked for, whatever the page.
    private var query: String { Self.text(pairs) }

    private static func text(_ pairs: [(String, String)]) -> String {
        let allowed = CharacterSet.alphanumerics.union(.init(charactersIn: "-._~"))
        return pairs.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: allowed) ?? $1)" }
            .joined(separator: "&")
    }

    /// - Parameter value: where it may be shown; that of an unknown parameter can be anything.
    private static func refusal(
        _ rule: Rule, _ name: String, _ problem: String, _ value: String? = nil
    ) -> Refusal {
        Refusal(
            rule, sent: value.map { "\(name)=\($0)" } ?? name, status: .badRequest, code: "Resource.InvalidFormat",
            message: "\(name) \(problem)", path: name)
    }
}

/// Marks of pages that nobody can make up: each says for which query and which page it was given out.
struct PageMarks: Sendable {
    private let seed = UInt64.random(in: .min ... .max)

    func mark(of page: Int, _ query: String) -> String {
        "\(page).\(Thumbprint(der: Array("\(seed) \(page) \(query)".utf8)).hex.prefix(16))"
    }

    /// Nil for a mark that was not given out for this query.
    func page(of mark: String, _ query: String) -> Int? {
        guard let page = mark.split(separator: ".").first.flatMap({ Int($0) }), page > 0,
            mark == self.mark(of: page, query)
        else { return nil }
        return page
    }
}
