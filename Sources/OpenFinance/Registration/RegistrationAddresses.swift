import HTTPTypes
public import Logging
public import OpenFinanceTransport

/// Finds out where one registers with LFIs: their metadata say so, and are public.
public struct RegistrationAddresses: Sendable {
    private let exchange: Exchange
    private let time: Duration

    /// - Parameter time: what one LFI may take.
    public init(
        transport: any HTTPTransport, logger: Logger, time: Duration, observers: [any ExchangeObserver] = []
    ) {
        exchange = Exchange(transport: transport, logger: logger, observers: observers)
        self.time = time
    }

    /// An LFI, and where one registers with it; nil where that cannot be found out.
    public struct Address: Sendable, Hashable {
        /// Whose address it is.
        public let lfi: LFI
        /// `registration_endpoint` of its metadata, that for mutual TLS where there is one (RFC 8705 §5).
        public let url: String?
        /// Why there is none.
        public let failure: LFIFailure?

        /// For a test: usually it comes from asking.
        public init(lfi: LFI, url: String?, failure: LFIFailure? = nil) {
            self.lfi = lfi
            self.url = url
            self.failure = failure
        }
    }

    /// Each LFI's as soon as it is known.
    public func all(of lfis: [LFI], atOnce limit: Int = 64) -> Outcomes<Address> {
        Outcomes(of: lfis, atOnce: limit) { lfi in
            var limits = TransferLimits()
            limits.total = time
            limits.bodyBytes = LFIClient.shortAnswer
            let request = TransportRequest(
                head: lfi.discoveryDocument.request(.get, [.accept: "application/json"]), limits: limits)
            do throws(RequestError) {
                let document = try await exchange.ask(request, for: .init(lfi: lfi.identity, purpose: .discovery)) {
                    (response) throws(RequestError) in
                    guard response.head.status.isOK else { throw RequestError(unexpected: response) }
                    return try DiscoveryDocument(response.body, of: lfi)
                }
                let endpoint = document.namesRegistration ? try document.registrationEndpoint(of: lfi) : nil
                return Address(lfi: lfi, url: endpoint?.description, failure: nil)
            } catch {
                return Address(lfi: lfi, url: nil, failure: LFIFailure(lfi, .discovery, error))
            }
        }
    }
}
