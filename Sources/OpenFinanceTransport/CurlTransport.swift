import FoundationEssentials

/// HTTP over libcurl: the transfers of one `CurlTransport` share a multi handle on a thread of its own; where there are many
/// hosts, some such threads share them out.
///
/// - `https` only, redirects are answers and are not followed, TLS 1.2 with the cipher suites of FAPI 1.0 Advanced
///   §8.5 or TLS 1.3, names always checked, HTTP/2 where the server offers it.
/// - A request goes once: what libcurl would repeat by itself is the failure of the first. One that is not repeatable goes
///   over a connection of its own.
/// - No server has the thread for longer than a moment, and none can send more than the limits allow.
/// - Cancelling the task that awaits ``send(_:)`` ends its transfer, at once.
/// - Letting go of the last reference ends what is still under way.
public final class CurlTransport: HTTPTransport {
    private let loops: CurlLoops
    private let configuration: CurlTransfer.Configuration

    /// - Parameters:
    ///   - identity: what to present to servers that ask for a client certificate.
    ///   - trustRoots: who may have signed the servers' certificates.
    ///   - userAgent: the `User-Agent` of requests that set none.
    ///   - threads: how many may share many hosts; as many as there are processors, and at most four, where nothing is said.
    /// - Throws: ``TransportError/Code/setup`` where libcurl cannot be started, is too old or has another TLS library than
    ///   this program's OpenSSL, or where the trust roots cannot be read.
    public init(
        identity: ClientIdentity? = nil,
        trustRoots: TrustRoots = .system,
        userAgent: String,
        threads: Int? = nil
    ) throws(TransportError) {
        configuration = .init(
            rules: try ConnectionRules(identity: identity, trustRoots: trustRoots), userAgent: userAgent)
        loops = try CurlLoops(most: threads ?? min(ProcessInfo.processInfo.activeProcessorCount, 4))
    }

    deinit {
        loops.shutDown()
    }

    /// Whether libcurl uses the OpenSSL of that version, such as `3.0.17`: then what this program has parsed with it can be
    /// handed over.
    package static func usesOpenSSL(_ version: String) -> Bool { CurlLibrary.tlsLibrary == "OpenSSL/\(version)" }

    /// The libraries that are here, such as `libcurl/7.88.1 OpenSSL/3.0.17`.
    package static var libraries: String { CurlLibrary.versions }

    /// Nothing of a request that is not repeatable goes out before the server has taken our certificate, or is known to
    /// speak TLS 1.3 alone.
    public func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        guard !request.isRepeatable else { return try await send(request, newestTLS: .any) }
        // In TLS 1.2 a server has judged our certificate before we send anything (RFC 5246 §7.4.8); in 1.3 it may do so
        // when it has read the request (RFC 8446 §4.4.2.4, §4.6.2), and a refusal does not tell whether it has.
        let start = ContinuousClock.now
        do throws(TransportError) {
            return try await send(request, newestTLS: .tls12)
        } catch  where error.isAboutTLSVersion && !error.requestMayHaveLeft {
            var request = request
            request.limits.total -= .now - start
            guard request.limits.total > .zero else { throw error }
            return try await send(request, newestTLS: .any)
        }
    }

    private func send(
        _ request: TransportRequest, newestTLS: CurlTransfer.NewestTLS
    ) async throws(TransportError) -> TransportResponse {
        let loop = try loops.loop(for: request.hostName)
        var configuration = configuration
        configuration.newestTLS = newestTLS
        let transfer = CurlTransfer(request: request, configuration: configuration)
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                transfer.onFinish { continuation.resume(returning: $0) }
                loop.submit(transfer)
            }
        } onCancel: {
            loop.cancel(transfer)
        }
        var response = try outcome.get()
        response.body = try ContentCoding(of: response.head)
            .unpacked(response.body, limit: request.limits.bodyBytes)
        return response
    }

    /// The largest number of transfers that were under way together so far.
    public var peakTransfers: Int { loops.peakTransfers }
}
