import FoundationEssentials
import OpenFinance

/// How this machine's clock stands to those of whoever was asked. One server's clock may be wrong, most are not.
struct ClockComparison: Hashable {
    /// Seconds by which this machine's clock is ahead of the directory's; nil where that was not asked, or does not say.
    var directory: Double?
    /// The same of each bank that says it.
    var banks: [Double] = []

    /// Seconds by which this machine's clock is ahead: the directory's word, else that of the banks in the middle. Of two
    /// banks it is the one that agrees more with this machine. Nil where nobody says.
    var skew: Double? {
        if let directory { return directory }
        guard !banks.isEmpty else { return nil }
        let sorted = banks.sorted()
        let middle = [sorted[(sorted.count - 1) / 2], sorted[sorted.count / 2]]
        return middle.min { abs($0) < abs($1) }
    }

    mutating func add(_ outcome: LFIOutcome) {
        switch outcome {
        case .answered(_, let answer): if let skew = answer.clockSkew { banks.append(skew) }
        case .failed(let failure): if let skew = failure.clockSkew { banks.append(skew) }
        }
    }

    /// What a bank's clock, which is not this machine's, says of either.
    func cause(of failure: LFIFailure) -> Cause {
        let skew = failure.clockSkew ?? 0
        guard isThisMachines(failure) else { return .bankClockWrong(ClockSkew.text(ahead: -skew)) }
        return .wrongClock(ClockSkew.text(ahead: skew))
    }

    /// Whether it is this machine's clock that is wrong, where a bank's is another. Without anybody else it is taken to be.
    func isThisMachines(_ failure: LFIFailure) -> Bool {
        guard let skew, let own = failure.clockSkew else { return true }
        return abs(skew) >= ClockSkew.telling && (skew > 0) == (own > 0)
    }
}

extension LFIFailure {
    /// How this machine's clock stands to the bank's where it is off by a minute or more: `12 minutes behind`.
    var clockText: String? {
        guard let clockSkew, abs(clockSkew) >= ClockSkew.telling else { return nil }
        return ClockSkew.text(ahead: clockSkew)
    }
}
