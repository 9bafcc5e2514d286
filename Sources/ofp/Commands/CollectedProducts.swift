import OpenFinance

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
        // One server may have the wrong certificate; that all of them have is said by the wrong roots.
        if failures.count > 1, failures.allSatisfy(\.isServerUntrusted) {
            throw CommandFailure(
                .configuration, "The trust roots know no bank's certificate",
                advice: "Check --ca-file (OFP_CA_FILE), or leave it out for the system's own")
        }
        guard failures.allSatisfy(\.isRefusal) else {
            throw CommandFailure(.unavailable, "No bank answered", advice: "See the reasons above, and try again later")
        }
        if failures.allSatisfy({ $0.code == "invalid_client" }) {
            throw CommandFailure(
                .refused, "Every bank refused this client",
                advice: "Register it first, where that was not done ('ofp register --status' says where it stands); "
                    + "then check client id, signing key, its kid and this machine's clock ('ofp doctor')")
        }
        if failures.allSatisfy({ $0.code == "invalid_scope" }) {
            throw CommandFailure(
                .refused, "No bank gives a token for this scope",
                advice: "Leave --scope (or OFP_SCOPE) out, or check it")
        }
        throw CommandFailure(
            .refused, "Every bank refused this client",
            advice: "Check client id, signing key, its kid and the transport certificate against the Trust Framework")
    }
}
