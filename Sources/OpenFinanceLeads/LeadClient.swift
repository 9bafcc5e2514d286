public import OpenFinance

extension OpenFinanceClient {
    /// A lead that is ready to go to one LFI: what will be sent, and to where.
    public struct PreparedLead: Sendable {
        public let lead: Lead
        public let lfi: LFI
        /// Exactly what is sent.
        public let body: LeadBody
        public let description: LeadJournal.Description
        fileprivate let endpoint: Endpoint
    }

    /// Why a lead cannot go to an LFI at all.
    public enum UnfitLead: Error, Sendable, Hashable {
        /// The LFI takes no leads.
        case takesNone
        /// The LFI's version of the API has no place for what the lead says; a clause.
        case inexpressible(String)
    }

    /// Puts a lead into the shape that the LFI's version of the API has. Nothing is sent.
    ///
    /// - Parameters:
    ///   - productID: of the product that the lead came from, for the journal.
    ///   - environment: the directory that the LFI was found in, for the journal.
    public static func prepare(
        _ lead: Lead, for lfi: LFI, productID: String?, environment: String
    ) throws(UnfitLead) -> PreparedLead {
        guard let endpoint = lfi.leads else { throw .takesNone }
        let body: LeadBody
        do throws(LeadBody.Inexpressible) {
            body = try LeadBody(lead, version: lfi.version)
        } catch {
            throw .inexpressible(error.message)
        }
        let description = LeadJournal.Description(
            environment: environment, lfi: lfi.identity, authority: endpoint.authority, productID: productID,
            categories: lead.categories)
        return PreparedLead(lead: lead, lfi: lfi, body: body, description: description, endpoint: endpoint)
    }

    /// What has become of a lead, and where it stands in the journal.
    public struct SubmittedLead: Sendable {
        public let outcome: LeadOutcome
        /// The journal's entry as it was made; its state is that of ``outcome``.
        public let number: Int
        /// Why the outcome could not be written down. The journal then says that the lead may have arrived.
        public let journalError: LeadJournalError?
    }

    /// Sends a lead once, and writes down what becomes of it.
    ///
    /// Before anything leaves, the journal says so. A request that surely was not taken is tried again within the LFI's
    /// time; one that may have been is not (``LeadOutcome/unknown(_:)``). Cancelling the task gives the lead up, with
    /// the outcome that is the truth by then.
    ///
    /// - Parameter customer: the address of the customer in session; nil where there is none.
    /// - Throws: ``LeadJournalError`` where the journal cannot be used, or knows the lead already: nothing was sent then.
    public func submit(
        _ prepared: PreparedLead, onBehalfOf customer: CustomerIPAddress?, journal: LeadJournal, isAgain: Bool = false
    ) async throws(LeadJournalError) -> SubmittedLead {
        let ticket = try journal.open(prepared.lead, prepared.description, isAgain: isAgain)
        let submission = LeadSubmission(
            lead: prepared.lead, body: prepared.body, endpoint: prepared.endpoint,
            lfi: LFIClient(prepared.lfi, client: self, onBehalfOf: customer), entry: ticket)
        let outcome: LeadOutcome
        do throws(LeadJournalError) {
            outcome = try await submission.run()
        } catch {
            if case .duplicate = error { ticket.withdraw() }
            throw error
        }
        do throws(LeadJournalError) {
            try ticket.close(outcome)
        } catch {
            return SubmittedLead(outcome: outcome, number: Int(ticket.id), journalError: error)
        }
        return SubmittedLead(outcome: outcome, number: Int(ticket.id), journalError: nil)
    }
}
