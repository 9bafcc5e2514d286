/// Exit codes that scripts may rely on, after sysexits(3) where it has one.
enum CommandStatus: Int32, CaseIterable {
    /// All that was asked for was done.
    case success = 0
    /// A fault of ofp itself.
    case `internal` = 1
    /// Whoever wants to be told by the exit code: something has changed, or a bank breaks a rule.
    case changed = 2
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

    /// For the help.
    var meaning: String {
        switch self {
        case .success: "all that was asked for was done"
        case .internal: "a fault of ofp itself"
        case .changed: "something has changed (diff --exit-code), or a bank breaks a rule (conformance)"
        case .partial: "some banks answered, some failed (0 with --allow-partial)"
        case .usage: "usage: an unknown command or option, or a value that is not valid"
        case .dataError: "the data given is wrong: a lead that breaks the rules, a saved list that cannot be read"
        case .notFound: "not found, or more than one: a product, a bank, a profile, a file"
        case .unavailable: "nothing answered: the directory cannot be reached, or every bank failed"
        case .outputFailed: "what was asked for could not be written"
        case .unknownOutcome: "the outcome of a lead is unknown: it may have arrived, and was not sent again"
        case .refused: "refused: every failure was a refusal of this client, or a lead was refused"
        case .configuration: "configuration: the client id, a key, a certificate or trust roots are missing or unusable"
        case .interrupted: "interrupted; what had arrived by then is printed"
        }
    }
}
