import FoundationEssentials
package import OpenFinance

extension SavedProducts {
    /// What the products of a saved list break, bank by bank. Nobody is asked, so that only the rules of products count.
    package func conformance(_ scope: ConformanceScope, of selection: LFISelection) throws(OpenFinanceError)
        -> [BankConformance]
    {
        let chosen = try selection.separatingLists(among: lfis)(lfis)
        let groups = Dictionary(grouping: products, by: \.lfi)
        let evidence = Deviations.Evidence(time: retrievedAt)
        return chosen.map { lfi in
            let products = groups[lfi.identity] ?? []
            var deviations = Deviations(of: lfi.identity)
            let version = products.version
            guard let shapes = try? PublishedShapes(answersOf: version) else {
                return BankConformance(lfi: lfi.identity, deviations: [])
            }
            var check = ProductCheck(shapes: shapes, version: version, now: retrievedAt ?? Date())
            let taken = products.filter(scope.takes)
            for product in taken { check.check(product, by: evidence, &deviations) }
            return BankConformance(lfi: lfi.identity, deviations: deviations.all, products: taken.count)
        }
    }
}

extension [ListedProduct] {
    /// A list does not say in which version a bank has answered. What it alone has tells the older ones.
    fileprivate var version: APIVersion {
        contains { listed in
            listed.json.member("ProductCategory")?.text == "Loan"
                || ["Fees", "Benefits", "AnnualReturn"].contains { name in
                    ["SavingsAccount", "CurrentAccount", "CreditCard", "PersonalLoan", "Mortgage"].contains {
                        category in
                        listed.json.member("Product")?.member(category)?.member(name) != nil
                    }
                }
        } ? .v2_0 : .v2_1
    }
}
