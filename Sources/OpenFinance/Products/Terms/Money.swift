public import FoundationEssentials

/// An amount in a currency (schema `AEActiveOrHistoricCurrencyAndAmount`). Decimal throughout: no amount is ever
/// rounded to a binary fraction.
public struct Money: Sendable, Hashable {
    /// In whole units of the currency and their fractions: 1.50 is one dirham and fifty fils.
    public let amount: Decimal
    /// ISO 4217.
    public let currency: String

    /// - Parameter currency: ISO 4217 in capitals (`AED`). It is not checked.
    public init(_ amount: Decimal, _ currency: String) {
        self.amount = amount
        self.currency = currency
    }
}

extension Money: JSONReadable {
    private enum Key: String, CodingKey { case amount = "Amount", currency = "Currency" }

    /// - Throws: where either member is missing or cannot be read. The amount is a decimal string in the schema; a
    ///   number is understood, too, and a currency beside the figure (`AED 1,000`), with or without an object around it.
    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let amount: (value: Decimal, currency: String?)?
        var currency: String?
        if let text = json.string {
            amount = SpelledNumber(text).map { ($0.value, $0.currency) }
        } else {
            let object = try json.object(keyedBy: Key.self)
            currency = object.lenientText(.currency).map { Self.code(ofCurrency: $0) ?? $0 }
            amount =
                object.lenientText(.amount).map { SpelledNumber($0).map { ($0.value, $0.currency) } }
                ?? object.lenientDecimal(.amount).map { ($0, nil) }
        }
        guard let amount, let currency = currency ?? amount.currency, amount.currency ?? currency == currency else {
            throw JSONReader.Unreadable()
        }
        self.init(amount.value, currency)
    }

    /// ISO 4217; nil for what is no currency of today. People in the UAE have several words for theirs.
    static func code(ofCurrency text: String) -> String? {
        let word = text.withoutBlankEnds.uppercased()
        if codes.contains(word) { return word }
        return dirhams.contains(word.filter { $0 != "." && $0 != " " }) ? "AED" : nil
    }

    /// Without points and blanks; the last is its number in ISO 4217.
    private static let dirhams: Set = [
        "DH", "DHS", "DIRHAM", "DIRHAMS", "UAEDIRHAM", "UAEDIRHAMS", "EMIRATIDIRHAM", "EMIRATIDIRHAMS", "دإ", "درهم",
        "درهمإماراتي", "درهماماراتي", "784",
    ]

    /// ISO 4217, list one: what is in circulation. Any other three letters are a word, such as `min`, `bps` or `mln`.
    private static let codes = Set(
        """
        AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP \
        CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR \
        ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT \
        MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD \
        SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES \
        VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
        """.split(separator: " ").map(String.init))
}

extension Money {
    /// Amounts in one currency can be put in order; those of several cannot, so one currency is chosen: `preferred`
    /// where there is one in it, else that of the first.
    static func inOneCurrency(_ amounts: [Money], preferred: String?) -> [Money] {
        guard let first = amounts.first else { return [] }
        let currency = amounts.contains { $0.currency == preferred } ? preferred : first.currency
        return amounts.filter { $0.currency == currency }
    }

    static func highest(_ amounts: [Money], preferred: String?) -> Money? {
        inOneCurrency(amounts, preferred: preferred).max { $0.amount < $1.amount }
    }

    static func lowest(_ amounts: [Money], preferred: String?) -> Money? {
        inOneCurrency(amounts, preferred: preferred).min { $0.amount < $1.amount }
    }
}
