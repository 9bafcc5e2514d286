import Foundation
import HTTPTypes

/// `GET /products` of the UAE Product API, with everything that a hub asks of the request.
struct ProductsEndpoint {
    let hub: Hub
    let port: Int
    let sandbox: Sandbox
    let deceit: Deceit?

    func respond(to request: Request, from thumbprint: Thumbprint?) throws(Refusal) -> Response {
        guard request.method == .get else {
            throw Refusal(.productsMethod, status: .methodNotAllowed, headers: [.allow: "GET"])
        }
        try ResourceAccess(hub: hub, sandbox: sandbox).check(request, from: thumbprint)
        let query = try ProductsQuery(request.uri, version: hub.version, marks: sandbox.pageMarks)
        let products = query.select(from: hub.products)
        let pageSize = query.pageSize ?? hub.pageSize ?? max(1, products.count)
        let pages = (products.count + pageSize - 1) / pageSize
        guard query.page == 1 || query.page <= pages || deceit == .endlessPages else {
            throw Refusal(
                .productsPage, sent: "page \(query.page) of \(pages)", status: .badRequest,
                code: "Resource.InvalidFormat", message: "There is no such page")
        }
        if query.page >= pages { sandbox.journal.lineEnded(hub) }
        let page = products.dropFirst((query.page - 1) * pageSize).prefix(pageSize)
        // A page that comes after itself is the last one, unless there are more.
        return .json(body(of: Array(page), query: query, pages: deceit == .pageLoop ? max(2, pages) : pages))
    }

    /// Put together as text, so that each product goes out byte for byte as it lies in the fixtures.
    private func body(of products: [SandboxProduct], query: ProductsQuery, pages: Int) -> Data {
        var body = Data(#"{"Data":["#.utf8)
        var brands: [String] = []
        for product in products where !brands.contains(product.brandID) { brands.append(product.brandID) }
        for (index, brand) in brands.enumerated() {
            body.append(contentsOf: (index == 0 ? "" : ",").utf8)
            body.append(contentsOf: #"{"LFIId":"\#(hub.lfiID)","LFIBrandId":"\#(brand)","Products":["#.utf8)
            for (index, product) in products.filter({ $0.brandID == brand }).enumerated() {
                body.append(contentsOf: (index == 0 ? "" : ",").utf8)
                body.append(product.json)
            }
            body.append(contentsOf: "]}".utf8)
        }
        body.append(contentsOf: #"],"Links":{"#.utf8)
        body.append(contentsOf: links(query, pages: pages).map { #""\#($0)":"\#($1)""# }.joined(separator: ",").utf8)
        body.append(contentsOf: #"},"Meta":{"TotalPages":\#(pages)}}"#.utf8)
        return body
    }

    private func links(_ query: ProductsQuery, pages: Int) -> [(String, String)] {
        func link(_ page: Int) -> String {
            "https://\(hub.resourceHost):\(port)\(hub.productsPath)\(query.text(page: page))"
        }
        var links = [("Self", link(query.page))]
        switch deceit {
        case .pageLoop: return links + [("Next", link(query.page))]
        case .foreignPage: return links + [("Next", "https://\(Hosts.directory):\(port)/participants")]
        case .endlessPages: return links + [("Next", link(query.page + 1))]
        default: break
        }
        guard pages > 1 else { return links }
        links.append(("First", link(1)))
        if query.page > 1 { links.append(("Prev", link(query.page - 1))) }
        if query.page < pages { links.append(("Next", link(query.page + 1))) }
        links.append(("Last", link(pages)))
        return links
    }
}
