import OpenFinance

/// A product with its headlines, read once for all cells.
struct ProductRow {
    let listed: ListedProduct
    let terms: ProductTerms
    let headlines: Headlines
    let estimate: Estimate?

    init(_ listed: ListedProduct, in scenario: Scenario) {
        self.listed = listed
        terms = listed.terms
        headlines = Headlines(listed.product, terms, in: scenario)
        estimate = Estimate(listed.product, terms, in: scenario)
    }

    var product: Product { listed.product }

    var finance: FinanceEstimate? { if case .finance(let estimate)? = estimate { estimate } else { nil } }
    var deposit: DepositEstimate? { if case .deposit(let estimate)? = estimate { estimate } else { nil } }
}
