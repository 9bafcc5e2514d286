import FoundationEssentials

/// Members' names in the API's own letters, for servers that write them in others: `annualReturn`, `ANNUALRETURN` and
/// `annual_return` are `AnnualReturn`.
///
/// Decoders know a name in one spelling alone. Names in another are put right before them, so that no decoder has to think
/// of it; answers in the API's own letters, which are nearly all, are only looked over.
struct MemberSpelling: Sendable {
    private let names: [String: String]

    /// - Parameter names: separated by blanks.
    init(_ names: String) {
        let list = names.split(whereSeparator: \.isWhitespace).map(String.init)
        self.names = Dictionary(list.map { (Self.folded($0.utf8), $0) }) { first, _ in first }
    }

    /// The same with the names that are known in their own letters. A name counts only where its right spelling is not in the
    /// same object.
    func corrected(_ json: Data) -> Data {
        guard Self.mayHaveWrongNames(json) else { return json }
        var places: [(name: Range<Int>, right: String)] = []
        _ = try? JSONScanner.scan(json) { (scanner) throws(JSONScanner.Failure) in
            try find(&scanner, in: json, &places)
        }
        guard !places.isEmpty else { return json }
        var output = Data(capacity: json.count)
        var copied = json.startIndex
        for place in places {
            output += json[copied..<(json.startIndex + place.name.lowerBound)]
            output += Data("\"\(place.right)\"".utf8)
            copied = json.startIndex + place.name.upperBound
        }
        return output + json[copied...]
    }

    /// One look over the bytes: nearly all answers need no more.
    private static func mayHaveWrongNames(_ json: Data) -> Bool {
        json.withUnsafeBytes { bytes in
            let text = bytes.bindMemory(to: UInt8.self)
            var index = 0
            while index < text.count {
                guard text[index] == UInt8(ascii: "\"") else {
                    index += 1
                    continue
                }
                let start = index + 1
                index = start
                while true {
                    index += text.plainTextLength(from: index)
                    guard index < text.count, text[index] != UInt8(ascii: "\"") else { break }
                    index += text[index] == UInt8(ascii: "\\") ? 2 : 1
                }
                let end = min(index, text.count)
                index = end + 1
                while index < text.count, text[index].isJSONWhitespace { index += 1 }
                guard index < text.count, text[index] == UInt8(ascii: ":") else { continue }
                if mayBeWrong(UnsafeBufferPointer(rebasing: text[start..<end])) { return true }
            }
            return false
        }
    }

    private func find(
        _ scanner: inout JSONScanner, in json: Data, _ places: inout [(name: Range<Int>, right: String)]
    ) throws(JSONScanner.Failure) {
        switch try scanner.peek() {
        case .array:
            try scanner.array { (scanner) throws(JSONScanner.Failure) in try find(&scanner, in: json, &places) }
        case .object:
            var right: Set<String> = []
            var wrong: [(place: Int, name: String)] = []
            try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
                let spelled = json[(json.startIndex + key.lowerBound + 1)..<(json.startIndex + key.upperBound - 1)]
                if Self.mayBeWrong(spelled), let name = names[Self.folded(spelled)] {
                    wrong.append((places.count, name))
                    places.append((key, name))
                } else if !spelled.isEmpty {
                    right.insert(String(decoding: spelled, as: UTF8.self))
                }
                try find(&scanner, in: json, &places)
            }
            for (place, name) in wrong.reversed() where right.contains(name) { places.remove(at: place) }
        default: try scanner.value()
        }
    }

    /// The API's names begin with a capital letter, have small ones in them (but for the shortest), and no other signs.
    private static func mayBeWrong(_ name: some Collection<UInt8>) -> Bool {
        guard let first = name.first else { return false }
        if !(UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(first) { return true }
        if name.contains(where: { $0 == UInt8(ascii: "_") || $0 == UInt8(ascii: "-") }) { return true }
        return name.count > 1 && !name.contains { (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0) }
    }

    /// Small letters and figures alone.
    private static func folded(_ name: some Sequence<UInt8>) -> String {
        String(
            decoding: name.compactMap { byte -> UInt8? in
                switch byte {
                case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
                case UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " "): nil
                default: byte
                }
            }, as: UTF8.self)
    }
}

extension MemberSpelling {
    /// What ``ProductTerms`` reads, of every version of the API.
    static let terms = MemberSpelling(
        """
        AccountOwnership Age AlternativeBrandName Amount AnnualPercentageRate
        AnnualPercentageRateRange AnnualRate AnnualRateRange AnnualReturn ApplicationDescription
        ApplicationEmail ApplicationMethod ApplicationPhoneNumber ApplicationUri BalanceTierDetails
        BenchMarkRate CalculationMethod Charge Charges CreditCard Currency CurrentAccount
        CustomerType DenominationCurrency DepositRates Description DownPayment EffectiveDate
        EffectiveFromDateTime EffectiveToDateTime Eligibility EmploymentStatus ExpectedProfitRates
        ExpiryDate Fees Finance FinanceProfitRate FinanceRates FinancialRequirements FixedRate
        FixedRateEndDate FixedRatePeriod Frequency From IndicativeAPR IndicativeRate
        InterestCalculationMethod IntroductoryPeriodOptions IsSalaryTransferRequired
        IsShariaCompliant KfsUri LTVEnd LTVTierDetails LastUpdatedDateTime Limits Links Loan Margin
        MaxBalance MaxRate MaximumChargeAmount MaximumFinanceAmount MaximumLTV MaximumLoanAmount
        MaximumLoanTenure MaximumRate MaximumTenor MaximumTierRate MaximumTierValue MaximumUnitValue
        MinBalance MinRate MinimumBalance MinimumDepositAmount MinimumFinanceAmount
        MinimumLoanAmount MinimumLoanTenure MinimumPercent MinimumRate MinimumTenor MinimumTierRate
        MinimumTierValue Mortgage Percentage Period PersonalLoan Product ProductCategory ProductId
        ProductName ProfitCalculationMethod ProfitRate ProfitSharingRate Rate RateCategory
        RateDetails RateOptions RateRange RateType RepaymentTenure ResidenceStatus SavingsAccount
        ShariaFinanceRates ShariaStructure StartingFrom Tenor Tenure Term Tier TierRate Tiers To
        Type Unit UpTo Value VariableRate VariableTerm
        """)

    /// What ``Directory`` reads.
    static let directory = MemberSpelling(
        """
        DeprecatedDate DeprecationDate RetirementDate ApiDiscoveryEndpoints ApiEndpoint ApiFamilyType ApiResources ApiVersion
        AuthorisationServerId AuthorisationServers AccountType CustomerFriendlyLogoUri
        CustomerFriendlyName Flags Issuer OpenIDDiscoveryDocument OrganisationId OrganisationName
        Status
        """)
}
