import FoundationEssentials
import OpenFinance
import HTTPTypes
import OpenFinanceTransport

/// The way of one lead to one LFI: discovery, token, `POST /leads`. It goes out once, or again where it surely has not
/// been taken; never where it may have been (``LeadAnswer``).
struct LeadSubmission {
    let lead: Lead
    let body: LeadBody
    let endpoint: Endpoint
    let lfi: LFIClient
    let ticket: LeadTicket

    /// - Throws: a ``LeadStoreError`` where the store cannot say that the request is about to leave: then it has not.
    func run() async throws(LeadStoreError) -> LeadOutcome {
        let outcome: Result<LeadOutcome, LeadStoreError>
        do throws(LFIClient.StepError) {
            outcome = try await lfi.withToken(for: .leads) { (token) async throws(RequestError) in
                try await send(with: token)
            }
        } catch {
            let failure = failure(at: error.stage, error.error)
            // A token that was refused twice is a refusal; whatever else comes this far was before the lead.
            return error.stage == .leads ? .refused(failure) : .notSent(failure)
        }
        return try outcome.get()
    }

    /// - Returns: a failure where the store is in the way. The two ways to fail are told apart by their types.
    /// - Throws: a ``RequestError`` with status 401: the lead was not taken, and a new token may help.
    private func send(with token: AccessToken) async throws(RequestError) -> Result<LeadOutcome, LeadStoreError> {
        let attempts = lfi.attempts
        var unsent = 0
        while true {
            let interactionID = InteractionID()
            do throws(LeadStoreError) {
                try await ticket.isAboutToLeave(interactionID)
            } catch {
                return .failure(error)
            }
            let answer = await post(token, interactionID)
            if answer.isSurelyNotTaken { await ticket.hasNotLeft() }
            switch answer {
            case .arrived(let leadID): return .success(.arrived(leadID: leadID, interactionID))
            case .refused(let error): return .success(.refused(failure(at: .leads, error)))
            case .mayHaveArrived(let error): return .success(.unknown(failure(at: .leads, error)))
            case .staleToken(let error): throw error
            case .tooEarly(let error, let pause):
                guard let pause, await attempts.wait(pause) else {
                    return .success(.notSent(failure(at: .leads, error)))
                }
            case .notSent(let error, let isWorthRepeating):
                unsent += 1
                guard isWorthRepeating, let pause = attempts.policy.pause(after: unsent), await attempts.wait(pause)
                else { return .success(.notSent(failure(at: .leads, error))) }
            }
        }
    }

    private func failure(at stage: RequestStep, _ error: RequestError) -> LFIFailure {
        guard stage == .leads else { return LFIFailure(lfi.lfi, stage, error.withoutPersonalData(of: lead)) }
        var failure = LFIFailure(lfi.lfi, stage, error.withholdingWords(of: lead))
        failure.words = error.words(to: lead)
        return failure
    }

    private func post(_ token: AccessToken, _ interactionID: InteractionID) async -> LeadAnswer {
        var request = ResourceRequest(.post, endpoint, for: .leads, body: body.json)
        request.isRepeatable = false
        do throws(RequestError) {
            return try await lfi.ask(request, with: token, as: interactionID) {
                LeadAnswer($0, to: lead, interactionID, lfi.secrets(of: token))
            }
        } catch {
            var error = error
            error.interactionID = interactionID
            return LeadAnswer(error)
        }
    }
}

/// The right to send one lead, and to say what has become of it.
struct LeadTicket: Sendable {
    let id: LeadRecord.ID
    let store: any LeadStore
    /// From when on the same lead stands in the way; nil where it may be sent again.
    let horizon: Date?

    /// Makes durable that a request is about to leave under the given id. Another process may have been quicker with
    /// the same lead: then this one stays here.
    func isAboutToLeave(_ interactionID: InteractionID) async throws(LeadStoreError) {
        try await store.markSending(id, as: interactionID, unlessSentSince: horizon)
    }

    /// Where this cannot be written, the record says that the lead may have arrived, which is the safe side.
    func hasNotLeft() async {
        try? await store.update(id, to: .prepared, interactionID: nil, leadID: nil)
    }

    func close(_ outcome: LeadOutcome) async throws(LeadStoreError) {
        try await store.update(
            id, to: .init(outcome.state), interactionID: outcome.interactionID, leadID: outcome.leadID)
    }

    /// Forgets a lead that another process was quicker with.
    func withdraw() async { _ = try? await store.remove(id) }
}
