import FoundationEssentials
public import OpenFinance

/// What has become of a lead, and where it stands in the store.
public struct SubmittedLead: Sendable, Hashable {
    /// The truth as this process knows it, whether or not it could be written down.
    public var outcome: LeadOutcome
    /// Of its record, whose state is that of ``outcome``.
    public var id: LeadRecord.ID
    /// Why the outcome could not be written down. The record then says that the lead may have arrived.
    public var storeError: LeadStoreError?

    /// By hand, for a test: usually it comes from submitting.
    public init(outcome: LeadOutcome, id: LeadRecord.ID, storeError: LeadStoreError? = nil) {
        self.outcome = outcome
        self.id = id
        self.storeError = storeError
    }
}

extension OpenFinanceClient {
    /// Sends a lead once, and writes down what becomes of it.
    ///
    /// Before anything leaves, the store says so. A request that surely was not taken is tried again within the LFI's
    /// time; one that may have been is not (``LeadOutcome/unknown(_:)``). Cancelling the task gives the lead up, with
    /// the outcome that is the truth by then.
    ///
    /// - Parameters:
    ///   - customer: the address of the customer in session; nil where there is none.
    ///   - isAgain: whether it is sent although the same lead was, within the last 30 days.
    /// - Throws: ``LeadStoreError`` where the store cannot be used, or knows the lead already: nothing was sent then.
    public func submit(
        _ prepared: PreparedLead, onBehalfOf customer: CustomerIPAddress?, recordedIn store: any LeadStore,
        isAgain: Bool = false
    ) async throws(LeadStoreError) -> SubmittedLead {
        let horizon = isAgain ? nil : horizon
        let id = try await store.add(prepared.record(at: now()), unlessSentSince: horizon)
        let ticket = LeadTicket(id: id, store: store, horizon: horizon)
        let submission = LeadSubmission(
            lead: prepared.lead, body: prepared.body, endpoint: prepared.endpoint,
            lfi: LFIClient(prepared.lfi, client: self, onBehalfOf: customer), ticket: ticket)
        let outcome: LeadOutcome
        do throws(LeadStoreError) {
            outcome = try await submission.run()
        } catch {
            if case .duplicate = error { await ticket.withdraw() }
            throw error
        }
        do throws(LeadStoreError) {
            try await ticket.close(outcome)
        } catch {
            return SubmittedLead(outcome: outcome, id: id, storeError: error)
        }
        return SubmittedLead(outcome: outcome, id: id)
    }

    /// The latest lead of the same person to the same LFI for the same categories within the last 30 days that has
    /// arrived or may have: ``submit(_:onBehalfOf:recordedIn:isAgain:)`` would not send this one.
    public func duplicate(of prepared: PreparedLead, in store: any LeadStore) async throws(LeadStoreError)
        -> LeadRecord?
    {
        try await store.duplicate(of: prepared.record(at: now()), since: horizon)
    }

    private var horizon: Date { now().addingTimeInterval(-LeadRecord.timeToFollowUp) }
}
