import FoundationEssentials

/// HTTP over libcurl: every transfer of one `CurlTransport` shares one multi handle on one thread.
///
/// - `https` only, redirects are answers and are not followed, TLS 1.2 with the cipher suites of FAPI 1.0 Advanced
///   §8.5 or TLS 1.3, names always checked, HTTP/2 where the server offers it.
/// - Cancelling the task that awaits ``send(_:)`` ends its transfer.
/// - Letting go of the last reference ends what is still under way.
public final class CurlTransport: Transport {
    private let loop: CurlLoop
    private let configuration: CurlTransfer.Configuration

    /// - Parameters:
    ///   - identity: what to present to servers that ask for a client certificate.
    ///   - trustRoots: who may have signed the servers' certificates.
    ///   - userAgent: the `User-Agent` of requests that set none.
    /// - Throws: ``TransportError/Code/setup`` where libcurl cannot be started or is too old.
    public init(
        identity: ClientIdentity? = nil,
        trustRoots: TrustRoots = .system,
        userAgent: String
    ) throws(TransportError) {
        configuration = .init(identity: identity, trustRoots: trustRoots, userAgent: userAgent)
        loop = try CurlLoop.start()
    }

    deinit {
        loop.shutDown()
    }

    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        let transfer = CurlTransfer(request: request, configuration: configuration)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.onFinish { continuation.resume(returning: $0) }
                loop.submit(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
        assert(transfer.isFinished)
        return try outcome.get()
    }

    /// The largest number of transfers that were under way together so far.
    public var peakTransfers: Int { loop.peakTransfers }
}
