/// What v2.2 (release candidate 2) states beside the terms of v2.1: the rates of Sharia-compliant products, in lists of their
/// own.
struct Terms2_2: JSONReadable {
    let terms: ProductTerms

    private enum Key: String, CodingKey { case deposits = "ExpectedProfitRates", finance = "ShariaFinanceRates" }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        var terms = ProductTerms()
        let deposits: [DepositRates] = object.lenientList(.deposits)
        if let first = deposits.first {
            terms.depositRates = DepositRates(
                rateType: first.rateType ?? "FixedProfit", details: deposits.flatMap(\.details))
        }
        var finance: [FinanceRates] = object.lenientList(.finance)
        for index in finance.indices where finance[index].rateType == nil { finance[index].rateType = "FixedProfit" }
        terms.financeRates = .options(finance)
        self.terms = terms
    }
}
