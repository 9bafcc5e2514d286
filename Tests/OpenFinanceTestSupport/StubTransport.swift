import FoundationEssentials
import HTTPTypes
package import OpenFinanceTransport
import Synchronization

/// Stands in for the network: a function from requests to answers, which remembers the requests.
package final class StubTransport: HTTPTransport {
    package typealias Answer = @Sendable (TransportRequest) async throws(TransportError) -> TransportResponse

    private let answer: Answer
    private let seen = Mutex<[TransportRequest]>([])

    package init(_ answer: @escaping Answer) { self.answer = answer }

    package var requests: [TransportRequest] { seen.withLock(\.self) }

    package func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        seen.withLock { $0.append(request) }
        return try await answer(request)
    }

    /// A hub that does everything right and answers `GET /products` with `products`.
    package static func hub(products: @escaping Answer) -> StubTransport {
        let given = Mutex(0)
        return StubTransport { (request) async throws(TransportError) in
            let host = request.head.authority ?? ""
            switch request.head.path ?? "" {
            case "/.well-known/openid-configuration":
                return .ok(#"{"issuer":"https://\#(host)","token_endpoint":"https://\#(host)/token"}"#)
            case "/token":
                let number = given.withLock { given in
                    given += 1
                    return given == 1 ? "" : "-\(given)"
                }
                return .ok(#"{"access_token":"token-of-\#(host)\#(number)","token_type":"Bearer","expires_in":600}"#)
            default:
                return try await products(request)
            }
        }
    }
}

extension TransportResponse {
    package static func ok(_ json: String) -> TransportResponse { answer(200, json) }

    package static func answer(_ status: Int, _ body: String = "") -> TransportResponse {
        TransportResponse(head: HTTPResponse(status: .init(code: status)), body: Data(body.utf8))
    }
}
