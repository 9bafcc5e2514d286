import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport

/// Where a client stands with one LFI, as far as could be found out.
///
/// A TPP registers at each LFI once; the LFI then activates it by hand. Until both are done, its token endpoint answers
/// `invalid_client`, and does not say which of the two is missing.
public struct Registration: Sendable, Hashable {
    /// How a client stands at an LFI.
    public enum State: String, Sendable, Hashable, Codable {
        /// The LFI gives tokens.
        case activated
        /// It has taken the registration, and gives no tokens yet.
        case registered
        /// It does not know the client, or refuses it.
        case refused
        /// It could not be asked.
        case failed
        /// Nothing was asked of it but where to register.
        case unasked = "not-asked"
    }

    /// Where the client registers.
    public let lfi: LFI
    /// As of now: an LFI may activate a client at any time.
    public let state: State
    /// Where to register, where the LFI's metadata name it.
    public let endpoint: String?
    /// Of the request that the LFI has accepted, now or before.
    public let journalEntry: RegistrationJournal.Entry?
    /// What stood in the way of more.
    public let failure: LFIFailure?

    /// For a test: usually it comes from asking.
    public init(
        lfi: LFI, state: State, endpoint: String? = nil, journalEntry: RegistrationJournal.Entry? = nil,
        failure: LFIFailure? = nil
    ) {
        self.lfi = lfi
        self.state = state
        self.endpoint = endpoint
        self.journalEntry = journalEntry
        self.failure = failure
    }
}

extension OpenFinanceClient {
    /// What to do at each LFI.
    public enum RegistrationStep: Sendable {
        /// Find out where one registers.
        case lookUp
        /// Find out whether the LFI gives tokens.
        case ask
        /// Register, once, and then ask.
        case register
    }

    /// Goes to every given LFI, and gives each one's outcome as soon as it is known.
    ///
    /// What an LFI takes is written into the journal before anything else is asked of it.
    ///
    /// Source: UAE Onboarding API, `POST /tpp-registration`; RFC 8705 §5 for the endpoint.
    public func registrations(
        at lfis: [LFI], _ step: RegistrationStep, journal: RegistrationJournal
    ) -> Outcomes<Registration> {
        Outcomes(of: lfis, atOnce: configuration.lfisAtOnce) { lfi in
            await LFIClient(lfi, client: self).registration(step, journal)
        }
    }
}

extension LFIClient {
    fileprivate func registration(
        _ step: OpenFinanceClient.RegistrationStep, _ journal: RegistrationJournal
    ) async -> Registration {
        let clientID = client.configuration.credentials.clientID
        var stage = RequestStep.discovery
        var endpoint: Endpoint?
        var entry = journal.entry(of: lfi, clientID: clientID)
        func outcome(_ state: Registration.State, _ error: RequestError? = nil) -> Registration {
            Registration(
                lfi: lfi, state: state, endpoint: endpoint?.description, journalEntry: entry,
                failure: error.map { LFIFailure(lfi, stage, $0) })
        }
        do throws(RequestError) {
            let discovery = try await discoveryDocument()
            do throws(RequestError) {
                endpoint = try discovery.registrationEndpoint(of: lfi)
            } catch {
                // Nothing would be sent there, where it is only asked how the client stands.
                if step != .ask { throw error }
            }
            if step == .lookUp { return outcome(.unasked) }
            if step == .register, let endpoint {
                stage = .registration
                let interactionID = try await register(at: endpoint)
                entry = await journal.add(lfi, clientID: clientID, at: client.now(), interactionID)
            }
            stage = .token
            _ = try await attempts.run { () async throws(RequestError) in
                try await requestToken(from: discovery.tokenEndpoint)
            }
            return outcome(.activated)
        } catch {
            guard stage == .token else { return outcome(error.isRefusal ? .refused : .failed, error) }
            guard error.isRefusal else { return outcome(entry == nil ? .failed : .registered, error) }
            return outcome(entry != nil && error.code == "invalid_client" ? .registered : .refused, error)
        }
    }

    /// Registers this client: once, whatever comes of it. Who does not know whether it arrived finds out by asking for a
    /// token.
    private func register(at endpoint: Endpoint) async throws(RequestError) -> InteractionID {
        let interactionID = InteractionID()
        let fields: HTTPFields = [.contentType: "application/json", .accept: "application/json"]
        try await ask(
            endpoint.request(.post, fields), for: .registration, body: Data("{}".utf8), isRepeatable: false,
            as: interactionID
        ) { (response) throws(RequestError) in
            guard response.head.status.kind == .successful else { throw RequestError(unexpectedWithoutToken: response) }
            let isRefused = ReportedErrors(response.body) != nil || OAuthError(response.body) != nil
            guard !isRefused, ServerWords(response)?.source != .page else {
                // A refusal under a status that means that all is well; or a page, which is no registration endpoint's.
                var error = RequestError(unexpected: response)
                error.isRefusal = isRefused
                throw error
            }
        }
        return interactionID
    }
}
