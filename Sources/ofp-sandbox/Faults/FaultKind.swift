import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import ServiceLifecycle

/// What goes wrong.
enum FaultKind: Sendable, Equatable {
    /// A status with the API's error body.
    case status(Int)
    /// A status with a gateway's page.
    case html(Int)
    /// 200, and something that is not JSON.
    case garbage
    /// 200, and nothing.
    case empty
    /// No answer, ever.
    case hang
    /// The handshake fails over the client's certificate.
    case refuseCertificate

    /// What `ofp-sandbox faults` lists.
    static let catalogue: [(name: String, argument: String?, meaning: String)] = [
        ("status", "CODE", "that status with the API's error body (default 500)"),
        ("html", "CODE", "that status with a gateway's HTML page (default 502)"),
        ("garbage", nil, "200 with bytes that are not JSON"),
        ("empty", nil, "200 without a body"),
        ("hang", nil, "the request is taken and never answered"),
        ("refuse-certificate", nil, "the TLS handshake refuses the client certificate (token, products)"),
    ]

    init(_ name: String, argument: String?) throws {
        switch name {
        case "status": self = .status(try Self.statusCode(argument, default: 500))
        case "html": self = .html(try Self.statusCode(argument, default: 502))
        case "garbage": self = .garbage
        case "empty": self = .empty
        case "hang": self = .hang
        case "refuse-certificate": self = .refuseCertificate
        default: throw SandboxError("There is no fault '\(name)'. 'ofp-sandbox faults' lists those there are.")
        }
    }

    private static func statusCode(_ text: String?, default code: Int) throws -> Int {
        guard let text else { return code }
        guard let code = Int(text), (200...599).contains(code) else {
            throw SandboxError("'\(text)' is no status. Give one from 200 to 599.")
        }
        return code
    }

    /// The answer that the fault gives in place of the right one; nil where it strikes elsewhere.
    func response() async throws -> Response? {
        switch self {
        case .status(let code):
            return .json(
                APIErrors(errors: [.init(code: "GenericError", message: "The sandbox was told to fail")]),
                status: .init(code: code))
        case .html(let code):
            return Response(
                status: .init(code: code), headers: [.contentType: "text/html"],
                body: .init(byteBuffer: ByteBuffer(string: "<html><body><h1>Bad Gateway</h1></body></html>")))
        case .garbage:
            return .json(Data([0x7B, 0x22, 0xFF, 0xFE, 0x00, 0x13] + "rubbish".utf8))
        case .empty:
            return .json(Data())
        case .hang:
            try await gracefulShutdown()
            return nil
        case .refuseCertificate:
            return nil
        }
    }
}
