public import FoundationEssentials
import HTTPTypes
public import Logging
public import OpenFinanceTransport

/// The public keys of an organisation's applications, as the Trust Framework publishes them: `<OrganisationId>/application.jwks`
/// (RFC 7517 §5). Public: nobody's keys are needed.
public struct Keystore: Sendable {
    /// The Trust Framework's sandbox.
    public static let sandbox = wellKnown("https://keystore.sandbox.directory.openfinance.ae")
    /// The Trust Framework in production.
    public static let production = wellKnown("https://keystore.directory.openfinance.ae")

    /// An RSA key of the set (RFC 7518 §6.3.1), with the id by which assertions name it.
    public struct Key: Sendable, Hashable {
        /// `kid` (RFC 7517 §4.5).
        public let id: String
        /// Big-endian, without leading zeros.
        public let modulus, exponent: Data

        /// A key by hand, such as to compare with one of your own.
        public init(id: String, modulus: Data, exponent: Data) {
            self.id = id
            self.modulus = modulus
            self.exponent = exponent
        }
    }

    private let exchange: Exchange
    private let time: Duration

    /// - Parameter time: what the answer may take in all.
    public init(
        transport: any HTTPTransport, logger: Logger, time: Duration, observers: [any ExchangeObserver] = []
    ) {
        exchange = Exchange(transport: transport, logger: logger, observers: observers)
        self.time = time
    }

    /// The keys of an organisation; those that are no RSA keys are passed over.
    ///
    /// - Throws: an ``OpenFinanceError`` where there is no answer that is a set of keys.
    public func keys(of organisationID: String, at base: Endpoint) async throws(OpenFinanceError) -> [Key] {
        guard
            let endpoint = Endpoint(
                "\(base.description.hasSuffix("/") ? "\(base.description.dropLast())" : base.description)/\(organisationID)/application.jwks"
            )
        else {
            throw OpenFinanceError(
                .unknownOrganisation, "'\(organisationID)' is not the id of an organisation")
        }
        var limits = TransferLimits()
        limits.total = time
        limits.bodyBytes = LFIClient.shortAnswer
        let request = TransportRequest(head: endpoint.request(.get, [.accept: "application/json"]), limits: limits)
        do throws(RequestError) {
            return try await exchange.ask(request, for: .init(purpose: .directory)) { (response) throws(RequestError) in
                guard response.head.status.isOK else { throw RequestError(unexpected: response) }
                guard let keys = JSONMembers(document: response.body)?.objects("keys") else {
                    throw RequestError(.invalidResponse, "the answer is not a set of keys (JWKS)")
                }
                return keys.compactMap(Key.init)
            }
        } catch {
            throw OpenFinanceError(
                .keysUnreachable, "The organisation's keys at \(endpoint) cannot be read: \(error.message)", error)
        }
    }

    private static func wellKnown(_ url: StaticString) -> Endpoint {
        guard let endpoint = Endpoint(url.description) else { preconditionFailure("\(url) is an https URL") }
        return endpoint
    }
}

extension Keystore.Key {
    /// Nil for what is no RSA key, or has no id.
    fileprivate init?(_ members: JSONMembers) {
        guard members.string("kty") == "RSA", let id = members.string("kid"),
            let modulus = members.string("n").flatMap(Data.init(base64URL:)),
            let exponent = members.string("e").flatMap(Data.init(base64URL:))
        else { return nil }
        self.init(
            id: id, modulus: Data(modulus.drop { $0 == 0 }), exponent: Data(exponent.drop { $0 == 0 }))
    }
}

extension Data {
    /// Base64url with or without padding (RFC 4648 §5); nil for anything else.
    fileprivate init?(base64URL text: String) {
        let bare = text.replacing("=", with: "").replacing("-", with: "+").replacing("_", with: "/")
        self.init(base64Encoded: bare + String(repeating: "=", count: (4 - bare.utf8.count % 4) % 4))
    }
}
