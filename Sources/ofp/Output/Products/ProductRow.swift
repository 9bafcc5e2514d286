import OpenFinance

/// A product with its headlines, read once for all cells.
struct ProductRow {
    let listed: ListedProduct
    let headlines: Headlines

    init(_ listed: ListedProduct) {
        self.listed = listed
        headlines = listed.headlines
    }

    var product: Product { listed.product }
}
