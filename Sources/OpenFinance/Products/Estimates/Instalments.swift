import FoundationEssentials

/// What is paid back each month, and in all.
///
/// - **Reducing balance**, at `r` per cent a year over `n` months: `i = r / 1200`; the instalment is
///   `A · i / (1 − (1 + i)^−n)`, or `A / n` where the rate is zero. After `k` instalments `P` there is
///   `A · (1 + i)^k − P · ((1 + i)^k − 1) / i` left. Where the rate changes, what is left then is paid back over what is left
///   of the term, at the new rate.
/// - **Flat**: `A · r / 100 · n / 12` is paid for the whole of it, in equal parts.
///
/// Decimal throughout, and rounded to nothing on the way.
struct Instalments {
    /// A time with one rate.
    struct Phase: Hashable {
        var months: Int
        /// Per cent a year.
        var rate: Decimal
    }

    /// Of each phase, each month.
    private(set) var amounts: [(months: Int, instalment: Decimal)] = []

    /// All that is paid back.
    var total: Decimal { amounts.reduce(0) { $0 + $1.instalment * Decimal($1.months) } }

    /// - Parameter phases: at least one; together the whole term.
    init(of amount: Decimal, phases: [Phase], isFlat: Bool) {
        let term = phases.reduce(0) { $0 + $1.months }
        if isFlat {
            let cost = phases.reduce(Decimal(0)) { $0 + amount * $1.rate / 100 * Decimal($1.months) / 12 }
            amounts = [(term, (amount + cost) / Decimal(term))]
            return
        }
        var balance = amount
        var left = term
        for phase in phases {
            let rate = phase.rate / 1_200
            let instalment: Decimal
            // Below that, growth is lost among the digits that a decimal number has.
            if rate.magnitude < Self.leastRate {
                instalment = balance / Decimal(left)
                balance -= instalment * Decimal(phase.months)
            } else {
                let growth = Self.power(1 + rate, left)
                instalment = balance * rate * growth / (growth - 1)
                let past = Self.power(1 + rate, phase.months)
                balance = balance * past - instalment * (past - 1) / rate
            }
            amounts.append((phase.months, instalment))
            left -= phase.months
        }
    }

    /// Of a month, as a share.
    private static let leastRate = Decimal(sign: .plus, exponent: -14, significand: 1)

    /// By repeated squaring.
    private static func power(_ base: Decimal, _ exponent: Int) -> Decimal {
        var (result, square, rest) = (Decimal(1), base, exponent)
        while rest > 0 {
            if rest & 1 == 1 { result *= square }
            square *= square
            rest >>= 1
        }
        return result
    }
}

extension Decimal {
    /// To two digits of the fraction, halves away from zero: as money is.
    var roundedAsMoney: Decimal {
        // There is no rounding below Foundation's bigger half; the digits of a decimal number are plain to cut.
        let digits = "\(magnitude)".split(separator: ".", maxSplits: 1)
        guard digits.count == 2, digits[1].utf8.count > 2 else { return self }
        guard let cut = Decimal(string: "\(digits[0]).\(digits[1].prefix(2))") else { return self }
        let isUp = digits[1].dropFirst(2).first.map { $0 >= "5" } ?? false
        let rounded = isUp ? cut + Decimal(1) / 100 : cut
        return self < 0 ? -rounded : rounded
    }
}
