import OpenFinance

/// Which products a command wants, of whom, and in which order.
struct ProductsRequest {
    var selection = LFISelection()
    var query = ProductQuery()
    var order = ProductOrder()
    var limit: Int?
    var showsExcluded = false
}
