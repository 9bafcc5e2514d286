import FoundationEssentials

/// How far this machine's clock is from those it talks to: an assertion from a wrong clock is refused by every bank.
enum ClockSkew {
    /// Whose clock it is compared with.
    enum Other: String {
        case directory = "the directory's"
        case banks = "the banks'"
    }

    /// `nbf` lies ten seconds before `iat`: a clock that is ahead by more makes assertions from the future.
    private static let allowed: TimeInterval = 10
    private static let noticed: TimeInterval = 3
    /// By so much a bank's clock is worth a word where it refuses what is dated.
    static let telling: TimeInterval = 60

    /// - Parameter skew: seconds by which this machine's clock is ahead; nil where the other does not say what time it is.
    static func finding(ahead skew: TimeInterval?, of other: Other) -> Finding {
        let check = "clock"
        guard let skew else {
            return .warning(
                check, "Neither the directory nor a bank says what time it is",
                advice: "Compare this machine's clock by other means")
        }
        let words = "\(text(ahead: skew)) \(other.rawValue)"
        if abs(skew) > allowed {
            return .failure(check, "This machine's clock is \(words)", advice: "Set it by NTP: assertions depend on it")
        }
        if abs(skew) > noticed {
            return .warning(check, "This machine's clock is \(words)", advice: "Set it by NTP before it is further off")
        }
        return .ok(check, "Within \(Int(noticed)) seconds of \(other.rawValue)")
    }

    /// `12 minutes behind`, `3 days ahead of`: in the largest unit of which there are at least two.
    static func text(ahead skew: TimeInterval) -> String {
        let seconds = abs(skew).rounded()
        let unit = units.first { seconds >= 2 * $0.seconds } ?? (seconds == 60 ? (60, "minute") : (1, "second"))
        let count = Int(min(seconds / unit.seconds, 1e9).rounded())
        return "\(count) \(unit.name)\(count == 1 ? "" : "s") \(skew > 0 ? "ahead of" : "behind")"
    }

    private static let units: [(seconds: Double, name: String)] = [
        (365.2425 * 86_400, "year"), (86_400, "day"), (3_600, "hour"), (60, "minute"),
    ]
}
