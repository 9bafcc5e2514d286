public import FoundationEssentials
public import HTTPTypes

/// A request with the bounds within which it must be answered.
public struct TransportRequest: Sendable {
    /// Method, `https` URL and header fields.
    public var head: HTTPRequest
    /// As it is sent; nil for a request without body. Its `Content-Type` is a field of the ``head``.
    public var body: Data?
    /// A transport has to keep them: whoever answers is not trusted.
    public var limits: TransferLimits
    /// Whether the caller may make the request again. One that must not be made twice travels on a connection of its own,
    /// and nothing of it leaves before the server has taken our certificate.
    public var isRepeatable: Bool
    /// Whether the answer should say what connection it came over.
    public var wantsConnection = false

    /// - Parameter isRepeatable: false for what must not arrive twice, such as a lead.
    public init(head: HTTPRequest, body: Data? = nil, limits: TransferLimits = .init(), isRepeatable: Bool = true) {
        self.head = head
        self.body = body
        self.limits = limits
        self.isRepeatable = isRepeatable
    }
}

extension TransportRequest {
    /// Of the URL: without port, and without the brackets of an IPv6 address.
    var hostName: String {
        let authority = head.authority ?? ""
        if authority.utf8.first == UInt8(ascii: "[") { return String(authority.dropFirst().prefix { $0 != "]" }) }
        return String(authority.prefix { $0 != ":" })
    }
}
