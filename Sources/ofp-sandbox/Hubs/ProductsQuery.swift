import Foundation
import Hummingbird
import HummingbirdCore

/// The query of `GET /products`: the documented parameters, each once, each with a value that it may have.
///
/// `page` is none of them: it stands in the links that a hub gives out and nowhere else.
struct ProductsQuery {
    private var category: String?
    private var isShariaCompliant: Bool?
    private var updatedAfter: Date?
    private var sortsByID = false
    private var isDescending = false
    private(set) var page = 1
    /// As received, without `page`: what a link to another page repeats.
    private var pairs: [(String, String)] = []

    init(_ uri: URI, version: String) throws(Refusal) {
        for (name, value) in uri.queryParameters.map({ (String($0.key), String($0.value)) }) {
            guard !pairs.contains(where: { $0.0 == name }) else {
                throw Self.refusal("repeated", name, "is given twice")
            }
            if name == "page", let number = Int(value), number > 0 {
                page = number
                continue
            }
            try take(name, value, version: version)
            pairs.append((name, value))
        }
    }

    private mutating func take(_ name: String, _ value: String, version: String) throws(Refusal) {
        switch name {
        case "ProductCategory":
            let finance = version == "v2.1" ? "Finance" : "Loan"
            guard ["SavingsAccount", "CurrentAccount", "CreditCard", finance, "Mortgage"].contains(value) else {
                throw Self.refusal("value", name, "is not a category of \(version)")
            }
            category = value
        case "IsShariaCompliant":
            guard value == "true" || value == "false" else { throw Self.refusal("value", name, "is not a boolean") }
            isShariaCompliant = value == "true"
        case "LastUpdatedDateTime":
            guard let date = try? Date(value, strategy: .iso8601) else {
                throw Self.refusal("value", name, "is not a date-time of RFC 3339")
            }
            updatedAfter = date
        case "SortField":
            guard value == "LastUpdatedDateTime" || value == "ProductId" else {
                throw Self.refusal("value", name, "is not a field to sort by")
            }
            sortsByID = value == "ProductId"
        case "SortOrder":
            guard value == "asc" || value == "desc" else {
                throw Self.refusal("value", name, "is neither asc nor desc")
            }
            isDescending = value == "desc"
        default:
            throw Self.refusal("undocumented", name, "is not a parameter of this API")
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
        let all = pairs + (page == 1 ? [] : [("page", "\(page)")])
        let allowed = CharacterSet.alphanumerics.union(.init(charactersIn: "-._~"))
        let text = all.map { "\($0)=\($1.addingPercentEncoding(withAllowedCharacters: allowed) ?? $1)" }
        return text.isEmpty ? "" : "?" + text.joined(separator: "&")
    }

    private static func refusal(_ rule: String, _ name: String, _ problem: String) -> Refusal {
        Refusal(
            "query.\(rule)", status: .badRequest, code: "Resource.InvalidFormat", message: "\(name) \(problem)",
            path: name)
    }
}
