import FoundationEssentials
import OpenFinanceConformance
import TestSupport
import Testing

@testable import OpenFinance

/// The headline rate of products that are made from the documents, against another reading of the same bytes: by the places
/// where each version states rates, and nothing shared with the readers that are tested.
@Suite("The rates of generated products of every version")
struct PublishedFiguresTests {
    @Test("are read as another reading has them, and stand where they say", arguments: PublishedShapes.versions)
    func figures(version: String) throws {
        let seed: UInt64 = 20_261_125
        print("seed \(seed), \(version)")
        var generator = try PublishedProduct(version: version, seed: seed)
        let scenario = Scenario(date: try #require(Timestamp.parse("2026-06-15T08:00:00Z")))
        var bases: [String: Int] = [:]
        for number in 0..<Soak.count(600, usually: 200) {
            let product = generator.next(id: "p\(number)")
            let rate = try Listing.listed(product.text).headlines(in: scenario).rate
            let expected = RateReading(product, day: scenario.day).headline
            #expect(rate.map { "\($0.side) \($0.basis) \($0.lowest)–\($0.highest)" } == expected, "\(product.text)")
            bases[expected.map { String($0.prefix { $0 != "–" && !$0.isNumber }) } ?? "none", default: 0] += 1
            if let rate, let stated = product.value(at: rate.at)?.decimal, !rate.at.hasSuffix("/Margin") {
                #expect(stated == rate.figure)
            } else if let rate {
                #expect(rate.at.hasSuffix("/Margin"))
            }
        }
        // Each kind of headline came up.
        #expect(bases.keys.contains { $0.hasPrefix("earned standing") } && bases["none"] != nil, "\(bases)")
        #expect(bases.keys.contains { $0.hasPrefix("paid annualPercentageRate") }, "\(bases)")
        #expect(bases.keys.contains { $0.hasPrefix("paid standing") }, "\(bases)")
    }
}

/// Rates by their places in the documents.
private struct RateReading {
    let headline: String?

    init(_ product: JSONMaker, day: String) {
        let details = product["Product"]
        switch product["ProductCategory"]?.string {
        case "SavingsAccount", "CurrentAccount": headline = Self.deposit(details, day)
        default: headline = Self.finance(details)
        }
    }

    private static func text(_ kind: String, _ rates: [Decimal]) -> String? {
        guard let lowest = rates.min(), let highest = rates.max() else { return nil }
        return "\(kind) \(lowest)–\(highest)"
    }

    private static func deposit(_ details: JSONMaker?, _ day: String) -> String? {
        let newer = details?["DepositRates"].map { [$0] } ?? details?["ExpectedProfitRates"]?.elements ?? []
        let lines = newer.flatMap { $0["RateDetails"]?.elements ?? [] }.filter { line in
            let days = ["EffectiveDate", "ExpiryDate"].map { line[$0]?.string }
            switch (days[0], days[1]) {
            case (let one?, let other?): return min(one, other) <= day && day <= max(one, other)
            case (let first, let last): return first ?? "" <= day && day <= last ?? "9"
            }
        }
        func rates(_ names: [String?]) -> [Decimal] {
            lines.filter { names.contains($0["RateCategory"]?.string) }.flatMap { line in
                [line["AnnualRate"], line["AnnualRateRange"]?["MinRate"], line["AnnualRateRange"]?["MaxRate"]]
                    .compactMap { $0?.decimal }
            }
        }
        let older = [
            details?["SavingsAccount"]?["AnnualReturn"], details?["ProfitSharingRate"]?["AnnualReturn"],
        ].compactMap { $0?.decimal }
        return text("earned standing", rates([nil, "Applied", "Standard"]) + (newer.isEmpty ? older : []))
            ?? text("earned standing", rates(["Other"])) ?? text("earned bonus", rates(["Bonus"]))
            ?? text("earned introductory", rates(["Introductory"]))
    }

    private static func finance(_ details: JSONMaker?) -> String? {
        func parts(_ rate: JSONMaker) -> [JSONMaker] {
            let below =
                [rate["FixedRate"], rate["VariableRate"]].compactMap(\.self) + (rate["RateOptions"]?.elements ?? [])
            return [rate] + below.flatMap(parts)
        }
        let newer = (details?["FinanceRates"].map { [$0] } ?? details?["ShariaFinanceRates"]?.elements ?? [])
            .flatMap(parts)
        func range(_ range: JSONMaker?, _ low: String, _ high: String) -> [Decimal] {
            [range?[low], range?[high]].compactMap { $0?.decimal }
        }
        var percentage = newer.flatMap { range($0["AnnualPercentageRate"], "StartingFrom", "UpTo") }
        var standing = newer.flatMap { rate -> [Decimal] in
            let sum = rate["BenchMarkRate"]?.decimal.flatMap { base in rate["Margin"]?.decimal.map { base + $0 } }
            let tiers = (rate["Tiers"]?.elements ?? []).flatMap { tier in
                ((tier["BalanceTierDetails"]?.elements ?? []) + (tier["LTVTierDetails"]?.elements ?? []))
                    .compactMap { $0["TierRate"]?.decimal } + range(tier["RateRange"], "MinimumRate", "MaximumRate")
            }
            return [rate["Rate"]?.decimal ?? sum].compactMap(\.self) + tiers
        }
        let introductory = newer.flatMap { $0["IntroductoryPeriodOptions"]?.elements ?? [] }
            .flatMap { range($0["IndicativeRate"], "StartingFrom", "UpTo") }
        if newer.isEmpty {
            percentage = [details?["CreditCard"]?["Rate"]?.decimal].compactMap(\.self)
            for loan in [details?["PersonalLoan"], details?["Mortgage"]].compactMap(\.self) {
                percentage +=
                    range(loan["AnnualPercentageRateRange"], "From", "To") + range(loan["IndicativeAPR"], "From", "To")
                for kind in ["IndicativeRate", "ProfitRate"] { standing += range(loan["Rate"]?[kind], "From", "To") }
            }
            let profit = details?["FinanceProfitRate"]
            standing += [profit?["Rate"]?.decimal].compactMap(\.self)
            standing += (profit?["Tiers"]?.elements ?? []).flatMap { range($0, "MinimumTierRate", "MaximumTierRate") }
        }
        return text("paid annualPercentageRate", percentage) ?? text("paid standing", standing)
            ?? text("paid introductory", introductory)
    }
}

extension JSONMaker {
    fileprivate subscript(name: String) -> JSONMaker? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.0 == name }?.1
    }

    fileprivate var elements: [JSONMaker] { if case .array(let elements) = self { elements } else { [] } }
    fileprivate var string: String? { if case .string(let text) = self { text } else { nil } }
    fileprivate var decimal: Decimal? { if case .number(let text) = self { Decimal(string: text) } else { nil } }

    /// RFC 6901.
    fileprivate func value(at pointer: String) -> JSONMaker? {
        pointer.split(separator: "/").reduce(self) { value, token in
            if case .array(let elements)? = value {
                return Int(token).flatMap { elements.indices.contains($0) ? elements[$0] : nil }
            }
            return value?[String(token)]
        }
    }
}
