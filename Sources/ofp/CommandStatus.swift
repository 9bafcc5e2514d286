/// Exit codes that scripts may rely on, after sysexits(3) where it has one.
enum CommandStatus: Int32 {
    /// All that was asked for was done.
    case success = 0
    /// A fault of ofp itself.
    case `internal` = 1
    /// Some LFIs answered, some failed.
    case partial = 3
    /// EX_USAGE: unknown flag, bad value.
    case usage = 64
    /// EX_DATAERR: the data given is wrong.
    case dataError = 65
    /// EX_NOINPUT: not found, or ambiguous.
    case notFound = 66
    /// EX_UNAVAILABLE: nothing answered.
    case unavailable = 69
    /// EX_IOERR: what was asked for could not be written to standard output.
    case outputFailed = 74
    /// EX_TEMPFAIL: whether a lead has arrived is unknown.
    case unknownOutcome = 75
    /// EX_NOPERM: every failure was a refusal.
    case refused = 77
    /// EX_CONFIG: missing or unusable configuration.
    case configuration = 78
    /// SIGINT, as shells report it.
    case interrupted = 130
}
