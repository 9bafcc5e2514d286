import OpenFinance

extension LFIOutcome {
    /// The same in words of the deadline, for what that has ended: nobody has interrupted it.
    var endedByDeadline: LFIOutcome {
        guard case .failed(var failure) = self, failure.reason == .interrupted else { return self }
        failure.message = "the deadline of the command was over before it had an answer"
        return .failed(failure)
    }
}

/// What a command has gathered, and what that means for its exit code.
struct CollectedProducts {
    var report: ProductsReport
    /// What ended the asking early, or would have; nil where nobody was asked. It goes on until whoever prints is through:
    /// Ctrl-C in the middle of that must not take away what has arrived.
    var interruption: Interruption?

    var wasInterrupted: Bool { interruption?.wasInterrupted ?? false }

    /// Whether a bank that answered has more products than it gave.
    private var isIncomplete: Bool { report.catalogue.remarks.contains(where: \.meansIncomplete) }

    /// - Throws: a ``CommandFailure`` where nobody answered: then there is something to do for the user.
    func status(allowPartial: Bool) throws(CommandFailure) -> CommandStatus {
        let failures = report.catalogue.failures
        if wasInterrupted {
            guard report.catalogue.lfisAnswered > 0 || report.isSaved else {
                throw CommandFailure(.interrupted, "Interrupted before any bank had answered", advice: "Try again")
            }
            return .interrupted
        }
        // What had failed when a list was saved is no failure of reading it.
        if report.isSaved { return .success }
        if failures.isEmpty { return isIncomplete && !allowPartial ? .partial : .success }
        if report.catalogue.lfisAnswered > 0 { return allowPartial ? .success : .partial }
        throw CommandFailure(nobodyAnswered: failures, clock: report.clock)
    }
}
