import FoundationEssentials
import OpenFinance

extension ProductColumn {
    /// As the LFI sent it, where it is the LFI's.
    func text(_ row: ProductRow) -> String { value(row) ?? Self.unknown }

    private func value(_ row: ProductRow) -> String? {
        let product = row.product
        let headlines = row.headlines
        let terms = row.terms
        return switch self {
        case .product: product.displayName
        case .bank: row.listed.lfi.label
        case .category: product.categoryText
        case .type: terms.subtype
        case .sharia: product.isShariaCompliant.map(Self.yesOrNo)
        case .rate: headlines.rate?.text ?? headlines.wordForNoRate
        case .nominal: headlines.rate?.nominalText
        case .annualReturn: headlines.annualReturn.map(\.percentage)
        case .instalment: row.finance?.instalmentText
        case .cost: row.finance?.cost.fullText
        case .costWithFees: row.finance?.costWithFees?.fullText
        case .earnings: row.deposit.map { ($0.isMost ? "up to " : "") + $0.earnings.fullText }
        case .annualFee: headlines.annualFee?.text
        case .minimumBalance: headlines.minimumBalance?.text
        case .minimumOpeningBalance: headlines.minimumOpeningBalance?.text
        case .minimumSalary: headlines.minimumSalary?.text
        case .salaryTransfer: product.isSalaryTransferRequired.map { $0 ? "required" : "no" }
        case .amounts: Self.range(terms.minimumFinanceAmount?.text, terms.maximumFinanceAmount?.text)
        case .term: Self.list(terms.tenors.compactMap { Self.range($0.least?.asTerm, $0.most?.asTerm) })
        case .fixedUntil: Self.list(terms.financeRates?.all.compactMap(\.fixedUntil).withoutRepetitions ?? [])
        case .loanToValue: terms.maximumLoanToValue.map { "\($0.grouped)%" }
        case .downPayment:
            Self.list(
                terms.downPayments.map { payment in
                    switch payment {
                    case .percentage(let percentage): "\(percentage.grouped)%"
                    case .amount(let money): money.text
                    }
                })
        case .cashback: Self.list(terms.cashback, separator: "; ")
        case .ownership: Self.list(terms.eligibility.ownership.compactMap(\.type))
        case .updated: product.lastUpdatedText.map(Self.day)
        case .valid: headlines.validity.text
        case .leftOpen: row.listed.leftOpen.map(\.rawValue).joined(separator: " ")
        case .excludedBy: row.listed.excludedBy.map(\.rawValue).joined(separator: " ")
        case .apply: headlines.validity.isCurrent ? product.applicationChannels.first?.kind.word : nil
        case .keyFacts: product.keyFactsAddress
        case .id: product.id
        }
    }

    /// Of what begins with none, all: half of it would be another time.
    private static func day(_ time: String) -> String {
        let day = String(time.prefix(10))
        return Timestamp.parse(day) == nil ? time : day
    }

    private static func yesOrNo(_ value: Bool) -> String { value ? "yes" : "no" }

    private static func list(_ texts: [String], separator: String = ", ") -> String? {
        texts.isEmpty ? nil : texts.joined(separator: separator)
    }

    private static func range(_ least: String?, _ most: String?) -> String? {
        switch (least, most) {
        case (let least?, let most?): least == most ? least : "\(least) to \(most)"
        case (let least?, nil): "from \(least)"
        case (nil, let most?): "up to \(most)"
        case (nil, nil): nil
        }
    }
}

extension Int {
    /// Months as people say them: `18 months`, `4 years`.
    var asTerm: String {
        if isMultiple(of: 12), self > 0 { return self == 12 ? "1 year" : "\(self / 12) years" }
        return self == 1 ? "1 month" : "\(self) months"
    }
}

extension Validity {
    /// Nil for what can be had.
    var text: String? {
        switch self {
        case .current: nil
        case .notYet(let date): "from \(date.dayInUAE)"
        case .ended(let date): "ended \(date.lastDayInUAE)"
        }
    }
}

extension Headlines {
    /// Why there is no rate, where one is of another day.
    var wordForNoRate: String? { firstDayOfRate.map { "from \($0)" } ?? (hasRateOfAnotherDay ? "expired" : nil) }
}

extension FinanceEstimate {
    var instalmentText: String {
        let later = laterInstalment.map { ", then \($0.fullText)" } ?? ""
        return (isLeast ? "from " : "") + instalment.fullText + later
    }
}

extension ApplicationChannel.Kind {
    /// One word for a narrow column.
    fileprivate var word: String {
        switch self {
        case .uri: "online"
        case .phone: "phone"
        case .email: "email"
        case .description: "see text"
        }
    }
}

extension [String] {
    fileprivate var withoutRepetitions: [String] {
        var known: Set<String> = []
        return filter { known.insert($0).inserted }
    }
}
