import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport

/// The way of one lead to one LFI: discovery, token, `POST /leads`. It goes out once, or again where it surely has not
/// been taken; never where it may have been (``LeadAnswer``).
struct LeadSubmission {
    let lead: Lead
    let body: LeadBody
    let endpoint: Endpoint
    let line: LFILine
    let entry: LeadJournal.Ticket

    /// - Throws: a ``LeadJournalError`` where the journal cannot say that the request is about to leave: then it has not.
    func run() async throws(LeadJournalError) -> LeadOutcome {
        try await attempts().get()
    }

    // A `Result`, since the two ways to fail are told apart by their types.
    private func attempts() async -> Result<LeadOutcome, LeadJournalError> {
        var stage = LFIFailure.Stage.discovery
        func failure(_ error: LineError) -> LFIFailure {
            guard stage == .leads else { return LFIFailure(line.lfi, stage, error.withoutPersonalData(of: lead)) }
            var failure = LFIFailure(line.lfi, stage, error.withholdingWords(of: lead))
            failure.words = error.words(to: lead)
            return failure
        }
        do throws(LineError) {
            let discovery = try await line.discoveryDocument()
            stage = .token
            var token = try await line.accessToken(from: discovery.tokenEndpoint)
            stage = .leads
            var hasNewToken = false
            let attempts = line.attempts
            var unsent = 0
            while true {
                let interactionID = InteractionID()
                do throws(LeadJournalError) {
                    try entry.isAboutToLeave(interactionID)
                } catch {
                    return .failure(error)
                }
                let answer = await post(token, interactionID)
                if answer.isSurelyNotTaken { entry.hasNotLeft() }
                switch answer {
                case .arrived(let leadID): return .success(.arrived(leadID: leadID, interactionID))
                case .refused(let error): return .success(.refused(failure(error)))
                case .mayHaveArrived(let error): return .success(.unknown(failure(error)))
                case .staleToken(let error):
                    guard !hasNewToken else { return .success(.refused(failure(error))) }
                    hasNewToken = true
                    stage = .token
                    await line.client.tokens.drop(token, for: line.tokenKey(discovery.tokenEndpoint))
                    token = try await line.accessToken(from: discovery.tokenEndpoint)
                    stage = .leads
                case .tooEarly(let error, let pause):
                    guard let pause, await attempts.wait(pause) else { return .success(.notSent(failure(error))) }
                case .notSent(let error, let isWorthRepeating):
                    unsent += 1
                    guard isWorthRepeating, let pause = attempts.policy.pause(after: unsent),
                        await attempts.wait(pause)
                    else { return .success(.notSent(failure(error))) }
                }
            }
        } catch {
            return .success(.notSent(failure(error)))
        }
    }

    private func post(_ token: AccessToken, _ interactionID: InteractionID) async -> LeadAnswer {
        var fields: HTTPFields = [
            .authorization: "Bearer \(token.value)", .accept: "application/json", .contentType: "application/json",
        ]
        if line.lfi.version.takesCustomerIPAddress {
            fields[.customerIPAddress] = line.client.configuration.customerIPAddress.description
        }
        let head = endpoint.request(.post, fields)
        let confidences = Confidences(TransportRequest(head: head))
        do throws(LineError) {
            return try await line.ask(
                head, for: .leads, body: body.json, isRepeatable: false, as: interactionID
            ) { LeadAnswer($0, to: lead, interactionID, confidences) }
        } catch {
            var error = error
            error.interactionID = interactionID
            return LeadAnswer(error)
        }
    }
}
