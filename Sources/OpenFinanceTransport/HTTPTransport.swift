/// Sends one HTTP request and gives back its whole answer.
///
/// Any HTTP status is a normal answer; an error means that there is none. The protocol has a single function so that
/// rules above it can be tested without a network; ``CurlTransport`` is the only implementation used outside tests.
public protocol HTTPTransport: Sendable {
    /// Sends the request once, and nothing of it a second time.
    ///
    /// - Throws: ``TransportError`` where there is no whole answer within the request's limits.
    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse
}
