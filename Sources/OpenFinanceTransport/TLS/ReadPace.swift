import COpenSSL

/// How much of what its banks send the loop's thread reads in one round, and of one answer in all.
///
/// libcurl reads from a connection for as long as there is something to read: a server that sends HTTP/2 frames which
/// carry nothing, or TLS records that do not, faster than they are read keeps the thread for itself, and no time limit is
/// looked at. So a filter stands between each connection and its TLS (a `BIO` of OpenSSL): when a connection has had its
/// share of the round, there is nothing more to read until the next one; and what a server sends is counted on the wire,
/// whatever comes of it.
///
/// Only the loop's thread uses it.
final class ReadPace {
    /// Bytes that one connection may bring in one round: some milliseconds of work at the worst, and more than a socket
    /// holds at a time as a rule.
    static let bytesARound = 128 << 10

    private(set) var round: UInt64 = 0

    func nextRound() { round &+= 1 }

    /// Puts a filter under a connection's TLS that has none yet.
    ///
    /// - Parameter connection: an `SSL` whose streams are set. This pace has to outlive it.
    func slowDown(_ connection: OpaquePointer) {
        guard let stream = SSL_get_rbio(connection), ReadMeter.of(connection) == nil,
            let filter = ReadMeter.makeFilter(pace: self)
        else { return }
        // The connection owns the chain from here on, and the stream once more as the one it writes to.
        BIO_up_ref(stream)
        SSL_set0_rbio(connection, BIO_push(filter, stream))
    }
}

/// Bytes that a server may send for one answer, counted on the wire, with all that carries them.
///
/// Only the loop's thread uses it.
final class WireLimit {
    fileprivate(set) var bytesLeft: Int
    /// Whether the server went on after these.
    fileprivate(set) var isExceeded = false

    init(bytes: Int) { bytesLeft = bytes }
}

/// What has been read on one connection. The filter's own data.
struct ReadMeter {
    /// Of the transfer that is under way.
    private var limit: WireLimit

    private var round: UInt64 = 0
    private var bytesThisRound = 0
    private unowned let pace: ReadPace

    /// A handshake comes before there is a transfer to count for: its limit is more than any certificate chain needs.
    private static let handshakeBytes = 1 << 20

    private init(pace: ReadPace) {
        self.pace = pace
        limit = WireLimit(bytes: Self.handshakeBytes)
    }

    /// The meter under a connection; nil where it has none.
    static func of(_ connection: OpaquePointer) -> UnsafeMutablePointer<ReadMeter>? {
        guard let stream = SSL_get_rbio(connection), BIO_method_type(stream) == filterType else { return nil }
        return BIO_get_data(stream)?.assumingMemoryBound(to: ReadMeter.self)
    }

    /// Begins to count for another transfer.
    mutating func start(_ limit: WireLimit) { self.limit = limit }

    // MARK: - The filter

    private static let filterType = BIO_get_new_index() | BIO_TYPE_FILTER

    // Safe to share, since it is written once, before anybody has it; OpenSSL only reads it from then on.
    private nonisolated(unsafe) static let method: OpaquePointer? = {
        let method = BIO_meth_new(filterType, "ofp read pace")
        BIO_meth_set_read(method) { ReadMeter.read($0, $1, $2) }
        BIO_meth_set_write(method) { filter, bytes, count in BIO_write(BIO_next(filter), bytes, count) }
        BIO_meth_set_ctrl(method) { filter, command, number, pointer in
            BIO_ctrl(BIO_next(filter), command, number, pointer)
        }
        BIO_meth_set_destroy(method) { filter in
            BIO_get_data(filter)?.assumingMemoryBound(to: ReadMeter.self).deinitializeAndDeallocate()
            BIO_set_data(filter, nil)
            return 1
        }
        return method
    }()

    fileprivate static func makeFilter(pace: ReadPace) -> OpaquePointer? {
        guard let filter = BIO_new(method) else { return nil }
        let meter = UnsafeMutablePointer<ReadMeter>.allocate(capacity: 1)
        meter.initialize(to: ReadMeter(pace: pace))
        BIO_set_data(filter, meter)
        BIO_set_init(filter, 1)
        return filter
    }

    /// What OpenSSL calls to read. Minus one with the mark "later" is "nothing there yet"; without it, a broken connection.
    private static func read(_ filter: OpaquePointer?, _ buffer: UnsafeMutablePointer<CChar>?, _ room: Int32) -> Int32 {
        guard let meter = BIO_get_data(filter)?.assumingMemoryBound(to: ReadMeter.self) else { return -1 }
        ofp_bio_clear_retry(filter)
        switch meter.pointee.share(of: Int(room)) {
        case .bytes(let share):
            let count = BIO_read(BIO_next(filter), buffer, Int32(share))
            BIO_copy_next_retry(filter)
            if count > 0 { meter.pointee.count(Int(count)) }
            return count
        case .later:
            ofp_bio_read_later(filter)
            return -1
        case .never: return -1
        }
    }

    private enum Share {
        case bytes(Int), later, never
    }

    /// How much of what is asked for may be read now.
    private mutating func share(of room: Int) -> Share {
        if round != pace.round { (round, bytesThisRound) = (pace.round, 0) }
        guard bytesThisRound < ReadPace.bytesARound else { return .later }
        guard limit.bytesLeft > 0 else {
            limit.isExceeded = true
            return .never
        }
        return .bytes(min(room, ReadPace.bytesARound - bytesThisRound, limit.bytesLeft))
    }

    private mutating func count(_ bytes: Int) {
        bytesThisRound += bytes
        limit.bytesLeft -= bytes
    }
}

extension UnsafeMutablePointer {
    fileprivate func deinitializeAndDeallocate() {
        deinitialize(count: 1)
        deallocate()
    }
}
