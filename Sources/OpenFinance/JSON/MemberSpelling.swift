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
        var places: [Place] = []
        _ = try? JSONScanner.scan(json) { (scanner) throws(JSONScanner.Failure) in
            try find(&scanner, in: json, &places)
        }
        var output = Data(capacity: json.count)
        var copied = json.startIndex
        for place in places where place.isWrong {
            output += json[copied..<(json.startIndex + place.name.lowerBound)]
            output += Data("\"\(place.right)\"".utf8)
            copied = json.startIndex + place.name.upperBound
        }
        return output + json[copied...]
    }

    /// A name in other letters, quotes included.
    private struct Place {
        let name: Range<Int>
        let right: String
        /// Whether the right one is not there, too.
        var isWrong = true
    }

    /// One look over the bytes: nearly all answers need no more.
    private static func mayHaveWrongNames(_ json: Data) -> Bool {
        json.withUnsafeBytes { text in
            var index = 0
            while index < text.count {
                guard text[index] == UInt8(ascii: "\"") else {
                    index += 1
                    continue
                }
                let start = index
                let end = JSONText.endOfString(in: text, from: start)
                index = JSONText.nextToken(in: text, from: end)
                if index < text.count, text[index] == UInt8(ascii: ":"), mayBeWrong(text, (start + 1)..<(end - 1)) {
                    return true
                }
            }
            return false
        }
    }

    private func find(
        _ scanner: inout JSONScanner, in json: Data, _ places: inout [Place]
    ) throws(JSONScanner.Failure) {
        switch try scanner.peek() {
        case .array:
            try scanner.array { (scanner) throws(JSONScanner.Failure) in try find(&scanner, in: json, &places) }
        case .object:
            var right: Set<String> = []
            var own: [Int] = []
            try scanner.object { (key, scanner) throws(JSONScanner.Failure) in
                let spelled = json[(json.startIndex + key.lowerBound + 1)..<(json.startIndex + key.upperBound - 1)]
                if json.withUnsafeBytes({ Self.mayBeWrong($0, (key.lowerBound + 1)..<(key.upperBound - 1)) }),
                    let name = names[Self.folded(spelled)]
                {
                    own.append(places.count)
                    places.append(Place(name: key, right: name))
                } else {
                    right.insert(String(decoding: spelled, as: UTF8.self))
                }
                try find(&scanner, in: json, &places)
            }
            for index in own where right.contains(places[index].right) { places[index].isWrong = false }
        default: try scanner.value()
        }
    }

    /// The API's names begin with a capital letter, have small ones in them (but for the shortest), and no other signs.
    ///
    /// One pass without a closure: every name of every product comes by here.
    private static func mayBeWrong(_ text: UnsafeRawBufferPointer, _ name: Range<Int>) -> Bool {
        guard !name.isEmpty else { return false }
        let first = text[name.lowerBound]
        if first < UInt8(ascii: "A") || first > UInt8(ascii: "Z") { return true }
        var hasSmallLetter = false
        var index = name.lowerBound
        while index < name.upperBound {
            let byte = text[index]
            if byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: " ") { return true }
            if byte >= UInt8(ascii: "a"), byte <= UInt8(ascii: "z") { hasSmallLetter = true }
            index += 1
        }
        return name.count > 1 && !hasSmallLetter
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
        AccountOwnership Age Amount AnnualPercentageRate AnnualPercentageRateRange AnnualRate
        AnnualRateRange AnnualReturn ApplicationMethod BalanceTierDetails BenchMarkRate Benefits
        CalculationMethod Charge Charges CreditCard Currency CurrentAccount CustomerType DepositRates
        Description DownPayment EffectiveDate Eligibility EmploymentStatus ExpectedProfitRates
        ExpiryDate Fees Finance FinanceProfitRate FinanceRates FinancialRequirements FixedRate
        FixedRateEndDate FixedRatePeriod Frequency From IndicativeAPR IndicativeRate
        InterestCalculationMethod IntroductoryPeriodOptions LTVEnd LTVTierDetails Limits Loan Margin
        MaxBalance MaxRate MaximumChargeAmount MaximumFinanceAmount MaximumLTV MaximumLoanAmount
        MaximumLoanTenure MaximumRate MaximumTenor MaximumTierRate MaximumTierValue MaximumUnitValue
        MinBalance MinRate MinimumBalance MinimumDepositAmount MinimumFinanceAmount MinimumLoanAmount
        MinimumLoanTenure MinimumPercent MinimumRate MinimumTenor MinimumTierRate MinimumTierValue
        Mortgage Name Percentage Period PersonalLoan Product ProfitCalculationMethod ProfitRate
        ProfitSharingRate Rate RateCategory RateDetails RateOptions RateRange RateType RepaymentTenure
        ResidenceStatus RewardBasis RewardsBenefits SavingsAccount ShariaFinanceRates StartingFrom Tenor
        Tenure Term Tier TierRate Tiers To Type Unit UpTo Value VariableRate VariableTerm
        """)

    /// What ``Directory`` reads.
    static let directory = MemberSpelling(
        """
        AccountType ApiDiscoveryEndpoints ApiEndpoint ApiFamilyType ApiResources ApiVersion
        AuthorisationServerId AuthorisationServers CustomerFriendlyLogoUri CustomerFriendlyName
        DeprecatedDate DeprecationDate Flags Issuer OpenIDDiscoveryDocument OrganisationId
        OrganisationName RetirementDate Status
        """)
}
