import FoundationEssentials
import OpenFinance
import OpenFinanceTransport

/// How long each step of a transfer took by itself; nil for a step that was not reached, or that a connection which was
/// kept had no need of.
struct TimingSteps {
    var nameLookup, connect, tls, firstByte: Duration?
    /// Of all steps, the body included.
    var total: Duration

    init(_ timings: TransferTimings) {
        var done = Duration.zero
        func step(until moment: Duration) -> Duration? {
            guard moment > .zero else { return nil }
            defer { done = max(done, moment) }
            return max(.zero, moment - done)
        }
        // Without a handshake there was none to wait for, nor a name to look up.
        let isNew = timings.tlsHandshake > .zero || timings.firstByte == .zero
        nameLookup = isNew ? step(until: timings.nameLookup) : nil
        connect = isNew ? step(until: timings.connect) : nil
        tls = isNew ? step(until: timings.tlsHandshake) : nil
        firstByte = step(until: timings.firstByte)
        total = timings.total
    }
}

extension [RequestTiming] {
    /// The directory first, then by LFI; those of one LFI stay in the order in which they ended.
    var inOrder: [RequestTiming] {
        enumerated().sorted { ($0.element.sortKey, $0.offset) < ($1.element.sortKey, $1.offset) }.map(\.element)
    }
}

extension RequestTiming {
    fileprivate var sortKey: String { lfi.map { "\($0.name)\n\($0.id)" } ?? "" }
}

extension Duration {
    /// In whole microseconds.
    var decimalSeconds: Decimal {
        let microseconds = components.seconds * 1_000_000 + components.attoseconds / 1_000_000_000_000
        return Decimal(microseconds) / 1_000_000
    }
}
