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
    /// 403 with the API's error body.
    case refuse
    /// 429 with `Retry-After` in seconds.
    case rateLimit(seconds: Int)
    /// The connection breaks.
    case cut(CutPoint)
    /// The connection breaks anywhere, or nowhere.
    case randomCut(Dice)
    /// The lead is taken, and its answer has no body.
    case noBody

    /// What `ofp-sandbox faults` lists.
    static let catalogue: [(name: String, argument: String?, meaning: String)] = [
        ("status", "CODE", "that status with the API's error body (default 500)"),
        ("html", "CODE", "that status with a gateway's HTML page (default 502)"),
        ("garbage", nil, "200 with bytes that are not JSON"),
        ("empty", nil, "200 without a body"),
        ("hang", nil, "the request is taken and never answered"),
        ("refuse-certificate", nil, "the TLS handshake refuses the client certificate (token, products)"),
        ("refuse", nil, "403 with the API's error body"),
        ("rate-limit", "SECONDS", "429 with that Retry-After (default 1)"),
        ("cut-before", nil, "the connection breaks when a lead has come, and is not taken (leads)"),
        ("cut-after", nil, "the connection breaks when a lead is taken, before the answer (leads)"),
        ("no-body", nil, "a lead is taken, and answered by 201 without a body (leads)"),
        ("random-cut", "SEED", "the connection of a lead breaks at random places, or does not (leads, default 1)"),
    ]

    init(_ name: String, argument: String?) throws {
        switch name {
        case "status": self = .status(try Self.statusCode(argument, default: 500))
        case "html": self = .html(try Self.statusCode(argument, default: 502))
        case "garbage": self = .garbage
        case "empty": self = .empty
        case "hang": self = .hang
        case "refuse-certificate": self = .refuseCertificate
        case "refuse": self = .refuse
        case "rate-limit": self = .rateLimit(seconds: try Self.number(argument, default: 1, "a number of seconds"))
        case "cut-before": self = .cut(.beforeTaking)
        case "cut-after": self = .cut(.afterTaking)
        case "no-body": self = .noBody
        case "random-cut":
            self = .randomCut(Dice(seed: UInt64(try Self.number(argument, default: 1, "a seed"))))
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

    private static func number(_ text: String?, default number: Int, _ noun: String) throws -> Int {
        guard let text else { return number }
        guard let number = Int(text), number >= 0 else {
            throw SandboxError("'\(text)' is no \(noun.dropFirst(2)). Give one from 0 up.")
        }
        return number
    }

    /// Whether it can only happen to a lead.
    var isAboutLeads: Bool {
        switch self {
        case .cut, .randomCut, .noBody: true
        case .status, .html, .garbage, .empty, .hang, .refuseCertificate, .refuse, .rateLimit: false
        }
    }

    /// Whether the connection breaks already when it is made.
    var cutsConnection: Bool {
        if case .randomCut(let dice) = self { dice.roll(of: CutPoint.allCases.count + 1) == 0 } else { false }
    }

    /// Where the connection of a request that has come breaks; nil where it holds.
    var cutPoint: CutPoint? {
        switch self {
        case .cut(let point): return point
        case .randomCut(let dice):
            // One side more than there are places left: then all goes well.
            let places = CutPoint.allCases.filter { $0 != .connection }
            let side = dice.roll(of: places.count + 1)
            return side < places.count ? places[side] : nil
        default: return nil
        }
    }

    /// The answer that the fault gives in place of the right one; nil where it strikes elsewhere.
    func response() async throws -> Response? {
        switch self {
        case .status(let code):
            return .toldToFail("GenericError", status: .init(code: code))
        case .refuse:
            return .toldToFail("AccessToken.InvalidScope", status: .forbidden)
        case .rateLimit(let seconds):
            return Response(status: .tooManyRequests, headers: [.retryAfter: "\(seconds)"])
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
        case .refuseCertificate, .cut, .randomCut, .noBody:
            return nil
        }
    }
}

extension Response {
    fileprivate static func toldToFail(_ code: String, status: HTTPResponse.Status) -> Response {
        .json(APIErrors(errors: [.init(code: code, message: "The sandbox was told to fail")]), status: status)
    }
}
