public import FoundationEssentials
public import HTTPTypes

/// A request with the bounds within which it must be answered.
public struct TransportRequest: Sendable {
    /// Method, `https` URL and header fields.
    public var head: HTTPRequest
    public var body: Data?
    public var limits: TransferLimits

    public init(head: HTTPRequest, body: Data? = nil, limits: TransferLimits = .init()) {
        self.head = head
        self.body = body
        self.limits = limits
    }
}
