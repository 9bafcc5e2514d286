import FoundationEssentials
import OpenFinance
import OpenFinanceLeads

/// Sends one lead, and tells what has become of it.
struct LeadSending {
    let lead: PreparedLead
    let store: SQLiteLeadStore
    let session: Session
    let console: Console
    let format: ReportFormat
    let isAgain: Bool

    /// - Throws: a ``CommandFailure`` where the same lead was sent before.
    func stopIfKnown() async throws(CommandFailure) {
        guard !isAgain else { return }
        do throws(LeadStoreError) {
            if let earlier = try await session.client.duplicate(of: lead, in: store) { throw .duplicate(of: earlier) }
        } catch {
            throw failure(error)
        }
    }

    func run() async throws(CommandFailure) -> CommandStatus {
        StandardOutput.outliveReader()
        TerminationSignals.setPartingWords(nil)
        TerminationSignals.setLastWords(.leadMayHaveArrived)
        let work = Task { () -> Result<SubmittedLead, LeadStoreError> in
            do throws(LeadStoreError) {
                return .success(
                    try await session.client.submit(
                        lead, onBehalfOf: session.customer, recordedIn: store, isAgain: isAgain))
            } catch {
                return .failure(error)
            }
        }
        // Until all is said: who presses Ctrl-C while the receipt is printed has to learn that the lead was sent.
        let interruption = Interruption(after: session.remaining) { work.cancel() }
        defer { interruption.end() }
        let submitted: SubmittedLead
        do throws(LeadStoreError) {
            submitted = try await work.value.get()
        } catch {
            TerminationSignals.setLastWords(nil)
            throw failure(error)
        }
        // What is unknown of it stays what the process ends with.
        if submitted.outcome.state != .unknown {
            TerminationSignals.setLastWords(nil)
            TerminationSignals.setPartingWords("'ofp leads' has the lead as number \(submitted.id).")
        }
        if submitted.storeError != nil {
            console.warn("The journal cannot be written: 'ofp leads' will say that this lead may have arrived.")
        }
        await warnOfSharedID(submitted)
        let receipt = LeadReceipt(submitted, of: lead.lfi, at: Date())
        try console.print(receipt, as: format)
        if console.outputFailure() != nil {
            // Whoever cannot read the receipt has to know all the same.
            console.note(
                "The lead to \(receipt.lfi.label.forTerminal): \(receipt.state.rawValue), lead id \(receipt.leadID ?? "not stated"), "
                    + "interaction id \(receipt.interactionID?.description ?? "none"). See 'ofp leads'.")
        }
        if console.errorTerminal.width != nil {
            console.note(
                "'ofp leads' has it as number \(submitted.id), with what is known of it (\(receipt.state.rawValue)).")
        }
        await session.end()
        if console.errorTerminal.width != nil, let words = submitted.outcome.failure?.words {
            console.note("The bank says: \(String(words.forTerminal.prefix(500)))")
        }
        if let failure = CommandFailure(submitted.outcome, wasInterrupted: interruption.wasInterrupted) {
            throw failure
        }
        return .success
    }

    /// Of two leads with one id the bank may have only the first: an answer that was kept somewhere looks like this.
    private func warnOfSharedID(_ submitted: SubmittedLead) async {
        guard let leadID = submitted.outcome.leadID, let records = try? await store.records(),
            let other = records.other(than: submitted.id, called: leadID, by: lead.lfi)
        else { return }
        console.warn(
            "\(lead.lfi.label) has given this lead the id of number \(other.id): ask it whether it has both."
                .forTerminal)
    }

    private func failure(_ error: LeadStoreError) -> CommandFailure {
        // A script is told what is known of the first one, too.
        if case .duplicate(let earlier) = error, format == .json {
            LeadReceipt(earlier).writeJSON(to: console.writeOutput)
        }
        return CommandFailure(error)
    }
}

extension [LeadRecord] {
    /// Another lead that a bank has given the same id.
    func other(than id: LeadRecord.ID, called leadID: String, by lfi: LFI) -> LeadRecord? {
        first { $0.id != id && $0.leadID == leadID && $0.lfi.id == lfi.id }
    }
}

extension SQLiteLeadStore {
    /// This user's journal.
    static func open(at environment: [String: String]) async throws(CommandFailure) -> SQLiteLeadStore {
        do throws(LeadStoreError) {
            return try await open(in: BaseDirectories(environment).state)
        } catch {
            throw CommandFailure(error)
        }
    }
}

extension CommandFailure {
    static let leadMayHaveArrived = CommandFailure(
        .unknownOutcome, "It is unknown whether the lead has arrived: the command could not finish",
        advice: "See 'ofp leads'")

    init(_ error: LeadStoreError) {
        switch error {
        case .unusable(let reason):
            self.init(
                .configuration, "The journal of leads is unusable, and nothing is sent without it: \(reason)",
                advice: "Check $XDG_STATE_HOME/ofp (~/.local/state/ofp)")
        case .duplicate(let earlier): self.init(duplicateOf: earlier)
        }
    }

    /// What is known of the first one decides what a script is told: whether it may have arrived is still open, or not.
    fileprivate init(duplicateOf earlier: LeadRecord) {
        let about = earlier.categories.map(\.rawValue).joined(separator: ", ")
        let known =
            switch earlier.state {
            case .arrived: "it has arrived" + (earlier.leadID.map { " as \($0)" } ?? "")
            default: "whether it has arrived is unknown"
            }
        self.init(
            earlier.state == .arrived ? .dataError : .unknownOutcome,
            "A lead of this person about \(about) went to \(earlier.lfi.label) on \(earlier.submittedAt.dayInUAE), and \(known)",
            advice:
                "Wait until \(earlier.followUpBy.dayInUAE), by when the bank should have followed up, or send it with --again",
            interactionID: earlier.interactionID)
    }

    /// Nil for a lead that has arrived.
    init?(_ outcome: LeadOutcome, wasInterrupted: Bool) {
        switch outcome {
        case .arrived: return nil
        case .refused(let failure):
            self.init(
                .refused, "\(failure.lfi.label) has refused the lead at \(failure.details)",
                advice: "Correct what it objects to, or ask the bank", interactionID: failure.interactionID)
        case .notSent(let failure):
            let cause = Cause(failure)
            self.init(
                wasInterrupted ? .interrupted : cause.status,
                "The lead was not sent to \(failure.lfi.label): the bank failed at \(failure.details)",
                advice: wasInterrupted || cause.status == .unavailable ? "Send it again later" : cause.advice,
                interactionID: failure.interactionID)
        case .unknown(let failure):
            self.init(
                .unknownOutcome,
                "It is unknown whether \(failure.lfi.label) has the lead: the bank failed at \(failure.details)",
                advice: "Ask the bank before you send it again; ofp does not send it again by itself",
                interactionID: failure.interactionID)
        }
    }
}
