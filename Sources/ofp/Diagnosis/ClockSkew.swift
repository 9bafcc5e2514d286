import FoundationEssentials

/// How far this machine's clock is from the directory's: an assertion from a wrong clock is refused by every bank.
enum ClockSkew {
    /// `nbf` lies ten seconds before `iat`: a clock that is ahead by more makes assertions from the future.
    private static let allowed: TimeInterval = 10
    private static let noticed: TimeInterval = 3

    static func finding(server: Date?, now: Date) -> Finding {
        let check = "clock"
        guard let server else {
            return .warning(
                check, "The directory does not say what time it is",
                advice: "Compare this machine's clock by other means")
        }
        let skew = now.timeIntervalSince(server)
        let words = "\(Int(abs(skew).rounded())) seconds \(skew > 0 ? "ahead of" : "behind") the directory's"
        if abs(skew) > allowed {
            return .failure(check, "This machine's clock is \(words)", advice: "Set it by NTP: assertions depend on it")
        }
        if abs(skew) > noticed {
            return .warning(check, "This machine's clock is \(words)", advice: "Set it by NTP before it is further off")
        }
        return .ok(check, "Within \(Int(noticed)) seconds of the directory's")
    }
}
