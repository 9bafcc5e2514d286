import FoundationEssentials
import HTTPTypes

/// An `https` URL with a host, as the directory and discovery documents give them.
///
/// Nothing else can be made into one, so that whatever is asked over the network is asked over TLS.
public struct Endpoint: Sendable, Hashable, CustomStringConvertible {
    /// Host and port, in lower case, without the default port.
    public let authority: String
    /// Path and, where there is one, query: percent-encoded, as sent.
    public let path: String

    /// Nil for anything but an absolute `https` URL with a host and without user information.
    public init?(_ text: String) {
        guard text.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }),
            let components = URLComponents(string: text),
            components.scheme?.lowercased() == "https",
            components.user == nil, components.password == nil,
            let host = components.encodedHost?.lowercased(), !host.isEmpty
        else { return nil }
        authority =
            switch components.port {
            case nil, 443: host
            case .some(let port): "\(host):\(port)"
            }
        let path = components.percentEncodedPath
        let query = components.percentEncodedQuery.map { "?\($0)" } ?? ""
        self.path = (path.isEmpty ? "/" : path) + query
    }

    private init(authority: String, path: String) {
        self.authority = authority
        self.path = path
    }

    /// Whether both name the same scheme, host and port (RFC 6454 §5).
    public func hasSameOrigin(as other: Endpoint) -> Bool { authority == other.authority }

    /// The path without query.
    var pathOnly: Substring { path.prefix { $0 != "?" } }

    /// The same endpoint with the given query in place of its own.
    package func asking(_ query: [(name: String, value: String)]) -> Endpoint {
        guard !query.isEmpty else { return self }
        return Endpoint(authority: authority, path: "\(pathOnly)?\(FormEncoding.encode(query))")
    }

    /// What a reference found at this endpoint leads to (RFC 3986 §5); nil where that is no `https` URL.
    func resolving(_ reference: String) -> Endpoint? {
        URL(string: reference, relativeTo: URL(string: description)).flatMap { Endpoint($0.absoluteString) }
    }

    /// The whole URL.
    public var description: String { "https://\(authority)\(path)" }

    func request(_ method: HTTPRequest.Method, _ fields: HTTPFields) -> HTTPRequest {
        HTTPRequest(method: method, scheme: "https", authority: authority, path: path, headerFields: fields)
    }
}
