import Foundation
import HTTPTypes

/// `GET /participants`: public, cacheable for a quarter of an hour.
struct DirectoryEndpoint {
    let sandbox: Sandbox
    let port: Int

    func respond(to request: Request) throws(Refusal) -> Response {
        guard request.method == .get else {
            throw Refusal(.directoryMethod, status: .methodNotAllowed, headers: [.allow: "GET"])
        }
        return .cacheable(Data(sandbox.world.participants(port: port).utf8), for: request)
    }
}

extension Response {
    /// JSON that may be kept for 900 seconds and revalidated by its tag (RFC 9110 §8.8.3, §13.1.2).
    static func cacheable(_ bytes: Data, for request: Request) -> Response {
        let headers: HTTPFields = [.cacheControl: "max-age=900", .eTag: "\"\(Thumbprint(der: Array(bytes)).hex)\""]
        if let tag = request.headers[.ifNoneMatch], tag == headers[.eTag] {
            return Response(status: .notModified, headers: headers)
        }
        return .json(bytes, headers: headers)
    }
}
