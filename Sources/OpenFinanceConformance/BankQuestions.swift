import FoundationEssentials
import HTTPTypes
import OpenFinance
import OpenFinanceTransport

/// What a bank is asked when its products are known: each parameter by itself, and what is wrong on purpose. One at a time, as
/// a person would.
struct BankQuestions {
    let lfi: LFI
    let bank: LFIClient
    let discovery: DiscoveryDocument?

    func answer(to check: FilterCheck) async throws(RequestError) -> Seen {
        try await answer(with: .own) { (token) async throws(RequestError) in try await filtered(by: check, token) }
    }

    func answer(to check: ErrorCheck) async throws(RequestError) -> Seen {
        try await answer(with: check.token) { (token) async throws(RequestError) in
            try await probed(by: check, token)
        }
    }

    /// The answer to a question that is asked in the way of every command: again where the bank asks to wait or the
    /// connection broke, and with a new token where the old one is not good any more.
    private func answer(
        with token: ErrorCheck.Token,
        _ ask: (AccessToken?) async throws(RequestError) -> Seen
    ) async throws(RequestError) -> Seen {
        var refusal: Seen?
        func answer(to token: AccessToken?, isOwn: Bool) async throws(RequestError) -> Seen {
            try await bank.attempts.run { () async throws(RequestError) in
                let seen = try await ask(token)
                let status = HTTPResponse.Status(code: seen.status)
                refusal = isOwn && status == .unauthorized ? seen : nil
                guard refusal == nil, status != .tooManyRequests else {
                    var error = RequestError(unexpected: seen.answer)
                    error.interactionID = seen.interactionID
                    throw token.map { error.without(bank.secrets(of: $0)) } ?? error
                }
                return seen
            }
        }
        switch token {
        case .none: return try await answer(to: nil, isOwn: false)
        case .foreign: return try await answer(to: .invented(), isOwn: false)
        case .own: break
        }
        do throws(LFIClient.StepError) {
            return try await bank.withToken(for: .products, by: discovery) { (token) async throws(RequestError) in
                try await answer(to: token, isOwn: true)
            }
        } catch {
            // Who refuses a new token, too, has answered.
            if error.stage == .products, error.error.status == 401, let refusal { return refusal }
            throw error.error
        }
    }

    private func filtered(by check: FilterCheck, _ token: AccessToken?) async throws(RequestError) -> Seen {
        guard let token else { throw RequestError(.internal, "there is no token to ask with") }
        var request = ResourceRequest(.get, lfi.products.asking(check.parameters), for: .products)
        request.longestAnswer = bank.longestList
        let (id, time) = (InteractionID(), Date())
        let answer = try await bank.ask(request, with: token, as: id) { $0 }
        return Seen(purpose: .products, interactionID: id, time: time, answer: answer)
    }

    private func probed(by check: ErrorCheck, _ token: AccessToken?) async throws(RequestError) -> Seen {
        let time = Date()
        let (answer, id) = try await bank.probe(
            lfi.products.asking(check.parameters), with: token, namesCustomer: check.namesCustomer)
        return Seen(purpose: .products, interactionID: id, time: time, answer: answer)
    }
}
