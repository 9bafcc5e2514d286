import OpenFinance

/// Which products a command wants, of whom, and in which order.
struct ProductsRequest {
    var selection = LFISelection()
    var query = ProductQuery()
    var order = ProductOrder()
    var limit: Int?
    var showsExcluded = false

    /// Everything of the same banks.
    var unfiltered: ProductsRequest { ProductsRequest(selection: selection) }

    /// Which of its banks' products a list of it has.
    func scope(of catalogue: Catalogue) -> ListScope {
        let all = showsExcluded ? catalogue.excluded.count : catalogue.productsInAll
        return ListScope(
            filters: query.filters + (showsExcluded ? [.init("Excluded", ["true"])] : []), limit: limit,
            productsInAll: limit.flatMap { $0 < all ? all : nil })
    }
}

extension ProductsReport {
    /// Shows of a list of everything what a request is for.
    mutating func reduce(to request: ProductsRequest) {
        catalogue = catalogue.matching(request.query, order: request.order, limit: request.limit)
        order = request.order
        scenario = request.query.scenario
        showsExcluded = request.showsExcluded
        limit = request.limit
        scope = request.scope(of: catalogue)
    }
}
