public import FoundationEssentials
public import HTTPTypes

/// A request with the bounds within which it must be answered.
public struct TransportRequest: Sendable {
    /// Method, `https` URL and header fields.
    public var head: HTTPRequest
    public var body: Data?
    public var limits: TransferLimits
    /// Whether the server may get the request more than once. One that may not travels on a connection of its own:
    /// libcurl sends a request anew, unasked, when a connection that it kept turns out to be dead.
    public var isRepeatable: Bool

    public init(head: HTTPRequest, body: Data? = nil, limits: TransferLimits = .init(), isRepeatable: Bool = true) {
        self.head = head
        self.body = body
        self.limits = limits
        self.isRepeatable = isRepeatable
    }
}
