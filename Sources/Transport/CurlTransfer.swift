import CCurl
import FoundationEssentials
import HTTPTypes
import Synchronization

/// One request on its way through libcurl: its easy handle, and what has come back so far.
///
/// `@unchecked Sendable`: everything but the cancellation flag is set before the transfer is submitted and is touched
/// by the loop's thread alone from then on; the inbox's lock orders the two.
final class CurlTransfer: @unchecked Sendable {
    struct Configuration: Sendable {
        var identity: ClientIdentity?
        var trustRoots: TrustRoots
        var userAgent: String
    }

    typealias Outcome = Result<TransportResponse, TransportError>

    private let request: TransportRequest
    private let configuration: Configuration
    private let isCancellationRequested = Atomic<Bool>(false)
    private let hasFinished = Atomic<Bool>(false)
    private var finishHandler: ((Outcome) -> Void)?
    private var easy: CurlEasyHandle?
    private var head: ResponseHeadParser
    private var body = Data()
    /// What our own callbacks object to; libcurl itself would only say that a write failed.
    private var objection: TransportError?

    init(request: TransportRequest, configuration: Configuration) {
        self.request = request
        self.configuration = configuration
        head = ResponseHeadParser(byteLimit: request.limits.headerBytes)
    }

    func onFinish(_ handler: @escaping (Outcome) -> Void) { finishHandler = handler }

    func requestCancellation() { isCancellationRequested.store(true, ordering: .releasing) }

    var handle: UnsafeMutableRawPointer? { easy?.pointer }

    /// Makes the easy handle. Nil where the transfer is over before it began; it has been finished then.
    func prepare() -> UnsafeMutableRawPointer? {
        guard !isCancellationRequested.load(ordering: .acquiring) else {
            finish(.failure(.cancelled))
            return nil
        }
        do throws(TransportError) {
            let easy = try CurlEasyHandle(request: request, configuration: configuration)
            try easy.receive(into: self, header: receiveHeader, body: receiveBody)
            self.easy = easy
            return easy.pointer
        } catch {
            finish(.failure(error))
            return nil
        }
    }

    /// libcurl is done with the transfer.
    func complete(with code: CURLcode) {
        guard let easy else { return }
        if let objection {
            finish(.failure(objection))
        } else if code != CURLE_OK {
            finish(.failure(easy.error(for: code, limits: request.limits)))
        } else if let response = head.response {
            finish(.success(.init(head: response, body: body, timings: easy.timings)))
        } else {
            finish(.failure(.init(.invalidResponse, "the answer has no HTTP status line")))
        }
    }

    /// The continuation orders what the loop's thread wrote before what reads it; the thread sanitizer does not know that of
    /// one that is resumed before anybody waits, and knows it of this.
    var isFinished: Bool { hasFinished.load(ordering: .acquiring) }

    func finish(_ outcome: Outcome) {
        let mayHaveLeft = easy?.hasSentSomething ?? false
        let timings = easy?.timings
        easy = nil
        hasFinished.store(true, ordering: .releasing)
        finishHandler?(
            outcome.mapError { error in
                var error = error
                error.requestMayHaveLeft = mayHaveLeft
                error.timings = timings
                return error
            })
        finishHandler = nil
    }

    // MARK: - What libcurl hands over

    fileprivate func take(header line: UnsafeRawBufferPointer) -> Bool {
        guard head.take(line: line) else {
            let limit = request.limits.headerBytes
            objection = TransportError(.tooLarge, "the answer's header section is larger than \(limit) bytes")
            return false
        }
        return true
    }

    fileprivate func take(body bytes: UnsafeRawBufferPointer) -> Bool {
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
    receive(bytes, size * count, context) { $0.take(header: $1) }
}

private func receiveBody(
    bytes: UnsafeMutablePointer<CChar>?, size: Int, count: Int, context: UnsafeMutableRawPointer?
) -> Int {
    receive(bytes, size * count, context) { $0.take(body: $1) }
}

/// Anything but the number of bytes that were offered tells libcurl to end the transfer.
private func receive(
    _ bytes: UnsafeMutablePointer<CChar>?, _ length: Int, _ context: UnsafeMutableRawPointer?,
    _ take: (CurlTransfer, UnsafeRawBufferPointer) -> Bool
) -> Int {
    guard let context else { return 0 }
    let transfer = Unmanaged<CurlTransfer>.fromOpaque(context).takeUnretainedValue()
    let accepted = take(transfer, UnsafeRawBufferPointer(start: bytes, count: length))
    return accepted ? length : Int(CURL_WRITEFUNC_ERROR)
}
