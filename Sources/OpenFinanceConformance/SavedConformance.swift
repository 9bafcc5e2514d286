package import FoundationEssentials
package import OpenFinance

extension SavedProducts {
    /// What the products of a saved list break, bank by bank. Nobody is asked, so that only the rules of products count; of a
    /// bank that had failed there is nothing to look at.
    package func conformance(_ scope: ConformanceScope, of selection: LFISelection) throws(OpenFinanceError)
        -> [BankConformance]
    {
        let failed = Set(failures.map(\.lfi))
        let chosen = try selection.separatingLists(among: lfis)(lfis).filter { !failed.contains($0.identity) }
        let groups = Dictionary(grouping: products, by: \.lfi)
        return chosen.map { lfi in
            let products = groups[lfi.identity] ?? []
            return BankConformance(
                of: products.filter(scope.includes), from: lfi.identity, in: lfi.version ?? products.version,
                at: retrievedAt)
        }
    }
}

extension BankConformance {
    /// What products break by themselves: the rules for which nobody has to be asked anything more.
    ///
    /// - Parameters:
    ///   - version: that they were asked in; without one they tell it themselves.
    ///   - time: when they came; nil where nobody knows.
    package init(of products: [ListedProduct], from lfi: LFI.Identity, in version: APIVersion?, at time: Date?) {
        self.init(lfi: lfi, deviations: [])
        let version = version ?? products.version
        guard let shapes = try? PublishedShapes(answersOf: version) else { return }
        var deviations = Deviations(of: lfi)
        var check = ProductCheck(shapes: shapes, version: version, now: time ?? Date())
        for product in products { check.check(product, by: Deviations.Evidence(time: time), &deviations) }
        (self.deviations, self.products) = (deviations.all, products.count)
        looked = Set(ProductCheck.rules(for: version))
    }
}

extension [ListedProduct] {
    /// A list that was saved before does not say in which version a bank has answered. What it alone has tells the older ones.
    fileprivate var version: APIVersion {
        contains { listed in
            if listed.json.member("ProductCategory")?.text == "Loan" { return true }
            // Each look at a member reads all of them.
            guard let product = listed.json.member("Product") else { return false }
            return ["SavingsAccount", "CurrentAccount", "CreditCard", "PersonalLoan", "Mortgage"].contains { category in
                guard let details = product.member(category) else { return false }
                return ["Fees", "Benefits", "AnnualReturn"].contains { details.member($0) != nil }
            }
        } ? .v2_0 : .v2_1
    }
}
