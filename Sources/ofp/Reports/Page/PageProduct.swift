import FoundationEssentials
import OpenFinance

/// What the page knows of a product beside its row of the table, all of it read by the code that other formats have it
/// from.
struct PageProduct: Sendable {
    struct Tier: Sendable {
        let least: Decimal
        /// Nil for all above.
        let most: Decimal?
        let rate: Decimal
    }

    let listed: ListedProduct
    let sheet: ProductSheet
    let links: [Fact]
    let rateSource: String?
    let rates: [HeadlineRate]
    let annualFee, minimumSalary: Money?
    let ages: Eligibility.Ages
    /// What each status leads to, in the order of the statuses: `y` can have it, `n` cannot, `o` is open.
    let residences: String
    /// Standing rates by balance, in the product's own currency.
    let tiers: [Tier]

    init(_ row: ProductRow, in scenario: Scenario) {
        listed = row.listed
        sheet = ProductSheet(row)
        links = row.links(of: sheet)
        rateSource = row.rateSource
        rates = row.headlines.rates
        annualFee = row.headlines.annualFee
        minimumSalary = row.headlines.minimumSalary
        ages = row.terms.eligibility.ages
        residences = ResidenceStatus.allCases.map { status in
            var preferences = Preferences()
            preferences.residences = [status]
            let verdict = preferences.judged(row.listed, row.terms, in: Scenario(date: scenario.date))
            return verdict.excluding.isEmpty ? verdict.open.isEmpty ? "y" : "o" : "n"
        }.joined()
        tiers =
            (row.terms.depositRates?.details ?? [])
            .filter { $0.isStanding && $0.holds(on: scenario.day) && ($0.leastBalance ?? $0.mostBalance) != nil }
            .filter { $0.balanceCurrency == nil || $0.balanceCurrency == row.product.currency ?? "AED" }
            .compactMap { detail in
                detail.rates.map(\.percent).max().map {
                    Tier(least: detail.leastBalance ?? 0, most: detail.mostBalance, rate: $0)
                }
            }
            .sorted { ($0.least, $0.rate) < ($1.least, $1.rate) }
    }

    /// What a search looks through: the same as that of the command.
    var searched: [String] { ProductQuery.searched(listed).compactMap(\.self) }
}
