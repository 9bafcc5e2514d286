import Foundation
import HTTPTypes
import Synchronization

/// `POST /tpp-registration` of the UAE Onboarding API: a TPP registers with the LFI, once, by its certificate.
struct RegistrationEndpoint {
    let hub: Hub
    let sandbox: Sandbox

    func respond(to request: Request, from thumbprint: Thumbprint?) async throws -> Response {
        guard request.method == .post else {
            throw Refusal(.registrationMethod, status: .methodNotAllowed, headers: [.allow: "POST"])
        }
        guard thumbprint != nil else { throw Refusal(.registrationCertificate, status: .unauthorized) }
        guard request.headers[.contentType].flatMap({ MediaType($0) })?.isJSON == true else {
            throw Refusal(
                .registrationContentType, sent: request.shown(.contentType), status: .unsupportedMediaType)
        }
        if let id = request.headers[.interactionID], UUID(uuidString: id) == nil {
            throw Refusal(
                .registrationInteractionID, sent: request.shown(.interactionID), status: .badRequest,
                code: "Resource.InvalidFormat",
                message: "x-fapi-interaction-id is not a UUID")
        }
        let body = try await request.body(upTo: 64 << 10, orElse: .registrationTooLarge)
        guard let tree = try? StrictJSON.read(body), tree == .object([:]) else {
            throw Refusal(
                .registrationBody, sent: "a body of \(body.count) bytes", status: .badRequest,
                code: "Body.InvalidFormat",
                message: "The body has to be an empty object")
        }
        sandbox.registrations.register(at: hub)
        return Response(status: .noContent)
    }
}

/// At which LFIs the one client is registered, and where it may have tokens.
final class Registrations: Sendable {
    /// What an LFI does with a client that has registered.
    enum Activation: String, CaseIterable, Sendable {
        /// As the model bank of the ecosystem's sandbox.
        case atOnce = "at-once"
        /// As banks do: somebody has to. Here nobody does.
        case byHand = "by-hand"
    }

    /// Where the client is known from the start, it is active.
    enum Standing: Sendable {
        case unregistered, waiting, active
    }

    private let activation: Activation
    /// By hub; those that are not named are active.
    private let standings: Mutex<[String: Standing]>
    private let initial: [String: Standing]

    init(unregistered codes: [String] = [], activation: Activation = .atOnce) {
        self.activation = activation
        initial = Dictionary(codes.map { ($0, .unregistered) }, uniquingKeysWith: { first, _ in first })
        standings = Mutex(initial)
    }

    /// Back to where the client was known at the start.
    func reset() { standings.withLock { $0 = initial } }

    func standing(at hub: Hub) -> Standing { standings.withLock { $0[hub.code] ?? .active } }

    func register(at hub: Hub) {
        standings.withLock { standings in
            guard standings[hub.code] == .unregistered else { return }
            standings[hub.code] = activation == .atOnce ? .active : .waiting
        }
    }
}
