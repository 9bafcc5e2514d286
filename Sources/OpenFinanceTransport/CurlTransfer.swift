import CCurl
import FoundationEssentials
import HTTPTypes
import Synchronization

/// One request on its way through libcurl: its easy handle, and what has come back so far.
///
/// Safe to share, though the compiler cannot see it, since what ``giveUp()`` and ``onFinish(_:)`` touch is atomic or behind a
/// lock, and everything else is set before the transfer is submitted and is touched by the loop's thread alone from then on;
/// the inbox's lock orders the two.
final class CurlTransfer: @unchecked Sendable {
    struct Configuration: Sendable {
        var rules: ConnectionRules
        var userAgent: String
        var newestTLS = NewestTLS.any
    }

    enum NewestTLS: Sendable {
        case any, tls12
    }

    typealias Outcome = Result<TransportResponse, TransportError>

    /// Whether the request has been let go. It goes once, or has been given up and goes no more.
    private enum Departure: UInt8, AtomicRepresentable {
        case waiting, gone, givenUp
    }

    private struct Ending {
        var handler: (@Sendable (Outcome) -> Void)?
        var outcome: Outcome?
    }

    private let request: TransportRequest
    private let configuration: Configuration
    private let departure = Atomic<Departure>(.waiting)
    private let ending = Mutex(Ending())
    private var easy: CurlEasyHandle?
    private var pace: ReadPace?
    private let wire: WireLimit
    private var head: ResponseHeadParser
    private var body = Data()
    /// Bytes that were sent before the request's first: those of a proxy's tunnel.
    private var bytesBefore = 0
    /// What is known of the connection's TLS, once the request has gone over it.
    private var tls: ConnectionDetails?
    /// Whether the server has yet to say what it makes of our certificate, when the request goes.
    private var isCertificateUnjudged = false
    private var hasLookedForItsEnd = false
    /// What our own callbacks object to; libcurl itself would only say that one of them did.
    private var objection: TransportError?

    init(request: TransportRequest, configuration: Configuration) {
        self.request = request
        self.configuration = configuration
        head = ResponseHeadParser(byteLimit: request.limits.headerBytes)
        wire = WireLimit(bytes: request.limits.wireBytes)
    }

    /// - Parameter handler: is called once, by whichever thread ends the transfer.
    func onFinish(_ handler: @escaping @Sendable (Outcome) -> Void) {
        let outcome = ending.withLock { ending in
            if ending.outcome == nil { ending.handler = handler }
            return ending.outcome
        }
        outcome.map(handler)
    }

    /// Ends the transfer at once, for whoever waits; the loop tidies up when it comes to it. From any thread.
    func giveUp() {
        let (isHeldBack, _) = departure.compareExchange(
            expected: .waiting, desired: .givenUp, ordering: .acquiringAndReleasing)
        finish(.failure(.cancelled(requestMayHaveLeft: !isHeldBack)))
    }

    func finish(_ outcome: Outcome) {
        let handler = ending.withLock { ending in
            guard ending.outcome == nil else { return nil as (@Sendable (Outcome) -> Void)? }
            ending.outcome = outcome
            defer { ending.handler = nil }
            return ending.handler
        }
        handler?(outcome)
    }

    // MARK: - On the loop's thread

    var handle: UnsafeMutableRawPointer? { easy?.pointer }

    /// Makes the easy handle. Nil where the transfer is over before it began; it has been finished then.
    func prepare(pace: ReadPace) -> UnsafeMutableRawPointer? {
        guard departure.load(ordering: .acquiring) == .waiting else { return nil }
        do throws(TransportError) {
            let easy = try CurlEasyHandle(request: request, configuration: configuration)
            try easy.call(
                self, header: receiveHeader, body: receiveBody, context: setUpContext, prerequest: letRequestGo)
            self.easy = easy
            self.pace = pace
            return easy.pointer
        } catch {
            finish(.failure(error))
            return nil
        }
    }

    /// Whether libcurl 7.88 may miss the end of this transfer: the request has a body, and the server has begun to answer.
    ///
    /// Over HTTP/2 a server may answer before it has read the request (RFC 9113 §8.1), as one does that refuses its token. Two
    /// things go wrong then, and either lets the transfer wait until its time is up. Once the announced length has come, libcurl
    /// reads nothing any more while it has yet to send, and so never learns that it may. And the stream that ends with the
    /// body's last byte is noted as ended, while libcurl goes on to wait for a socket that has no more to bring.
    var mayMissItsEnd: Bool {
        head.response != nil && request.body?.isEmpty == false && easy?.httpVersion == "HTTP/2"
    }

    /// Whether all has come that the answer's head announced. What happens to the stream from then on takes nothing away.
    var hasAnnouncedLength: Bool { head.isComplete && head.contentLength == body.count }

    /// Makes libcurl look for the transfer's end, once the request has left.
    ///
    /// - Parameter isIdle: whether no socket has had news for a while; the last bytes may have left since the first look.
    func lookForItsEnd(isIdle: Bool) {
        guard let easy, isIdle || !hasLookedForItsEnd, easy.bodyBytesSent >= request.body?.count ?? 0 else { return }
        hasLookedForItsEnd = true
        easy.lookAgain()
    }

    /// libcurl is done with the transfer.
    func complete(with code: CURLcode) {
        guard let easy else { return }
        let outcome: Outcome =
            if let objection {
                .failure(objection)
            } else if wire.isExceeded {
                .failure(
                    .init(.tooLarge, "the answer takes more than \(request.limits.wireBytes) bytes on the wire"))
            } else if code != CURLE_OK {
                .failure(error(for: code, easy))
            } else if let response = head.response {
                // libcurl takes a head for whole that ends with the connection; the last line of one that was cut is any line.
                head.isComplete
                    ? .success(answer(response, easy))
                    : .failure(.init(.connection, "the connection ended within the answer's header section"))
            } else {
                .failure(.init(.invalidResponse, "the answer has no HTTP status line"))
            }
        let hasLeft = departure.load(ordering: .acquiring) == .gone && easy.bytesSent > bytesBefore
        finish(
            outcome.mapError { error in
                var error = error
                error.requestMayHaveLeft = hasLeft
                error.timings = easy.timings
                error.connection = details(of: easy)
                return error
            })
        release()
    }

    /// What libcurl says, and what may be behind it.
    private func error(for code: CURLcode, _ easy: CurlEasyHandle) -> TransportError {
        var error = easy.error(for: code, limits: request.limits)
        let hasNothing = head.response == nil && body.isEmpty
        if error.code == .connection, hasNothing, isCertificateUnjudged {
            error.message += "; a server that refuses the transport certificate may end a connection like this"
        }
        return error
    }

    private func answer(_ head: HTTPResponse, _ easy: CurlEasyHandle) -> TransportResponse {
        var answer = TransportResponse(head: head, body: body, timings: easy.timings)
        answer.connection = details(of: easy)
        return answer
    }

    /// Nil where nobody wants to know, or there was no connection.
    private func details(of easy: CurlEasyHandle) -> ConnectionDetails? {
        guard request.wantsConnection, let address = easy.address else { return nil }
        var details = tls ?? ConnectionDetails()
        details.address = address
        details.httpVersion = easy.httpVersion
        details.isReused = easy.isConnectionReused
        return details
    }

    /// Frees what libcurl needs no more.
    func release() { easy = nil }

    // MARK: - What libcurl asks

    fileprivate func setUp(_ context: OpaquePointer) -> Bool {
        guard let pace else { return false }
        return configuration.rules.apply(to: context, pace: pace)
    }

    /// Whether the request may go now, over the connection that libcurl has for it. This is the one place that lets it go:
    /// libcurl comes here again before it repeats a request by itself, on a connection that turned out dead or for a stream
    /// of HTTP/2 that was refused.
    fileprivate func letGo() -> Bool {
        guard let easy else { return false }
        guard let connection = TLSConnection(of: easy.pointer) else {
            objection = TransportError(.setup, "libcurl does not use OpenSSL")
            return false
        }
        guard connection.names(request.hostName) else {
            objection = TransportError(
                .serverNotTrusted, "the server's certificate does not have the host's name as an alternative name")
            return false
        }
        let before = easy.bytesSent
        switch departure.compareExchange(expected: .waiting, desired: .gone, ordering: .acquiringAndReleasing) {
        case (true, _):
            bytesBefore = before
            connection.count(wire)
            isCertificateUnjudged = connection.isCertificateUnjudged
            if request.wantsConnection { tls = connection.details }
            return true
        case (_, .gone):
            objection = TransportError(.connection, "the connection broke before there was an answer")
            return false
        default: return false
        }
    }

    // MARK: - What libcurl hands over

    fileprivate func feed(header line: UnsafeRawBufferPointer) -> Bool {
        switch head.feed(line: line) {
        case nil: return true
        case .tooLong:
            objection = TransportError(
                .tooLarge, "the answer's header section is larger than \(request.limits.headerBytes) bytes")
        case .transferCoding:
            objection = TransportError(.invalidResponse, "the answer comes in a transfer coding that was not asked for")
        }
        return false
    }

    fileprivate func feed(body bytes: UnsafeRawBufferPointer) -> Bool {
        let limit = request.limits.bodyBytes
        guard bytes.count <= limit - body.count else {
            objection = TransportError(.tooLarge, "the answer is larger than \(limit) bytes")
            return false
        }
        if body.isEmpty, let length = head.contentLength { body.reserveCapacity(min(length, limit)) }
        body.append(contentsOf: bytes)
        return true
    }
}

private func receiveHeader(
    bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    receive(bytes, size * count, context) { $0.feed(header: $1) }
}

private func receiveBody(
    bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    receive(bytes, size * count, context) { $0.feed(body: $1) }
}

/// Anything but the number of bytes that were offered tells libcurl to end the transfer.
private func receive(
    _ bytes: UnsafeMutablePointer<CChar>?, _ length: Int, _ context: UnsafeMutableRawPointer?,
    _ feed: (CurlTransfer, UnsafeRawBufferPointer) -> Bool
) -> Int {
    guard let context else { return 0 }
    let accepted = feed(transfer(context), UnsafeRawBufferPointer(start: bytes, count: length))
    return accepted ? length : Int(CURL_WRITEFUNC_ERROR)
}

private func setUpContext(
    _: UnsafeMutableRawPointer?, tlsContext: UnsafeMutableRawPointer?, context: UnsafeMutableRawPointer?
) -> CURLcode {
    guard let tlsContext, let context, transfer(context).setUp(OpaquePointer(tlsContext)) else {
        return CURLE_SSL_CERTPROBLEM
    }
    return CURLE_OK
}

private func letRequestGo(
    context: UnsafeMutableRawPointer?, _: UnsafeMutablePointer<CChar>?, _: UnsafeMutablePointer<CChar>?, _: Int32,
    _: Int32
) -> Int32 {
    guard let context, transfer(context).letGo() else { return CURL_PREREQFUNC_ABORT }
    return CURL_PREREQFUNC_OK
}

/// The loop keeps a transfer for as long as libcurl has its handle.
private func transfer(_ context: UnsafeMutableRawPointer) -> CurlTransfer {
    Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
}
