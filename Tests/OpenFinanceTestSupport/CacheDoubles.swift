package import FoundationEssentials
package import OpenFinance
import Synchronization

/// Entries in memory, for tests about what is kept rather than where.
package final class MemoryCacheStore: CacheStore {
    package init() {}

    private let entries = Mutex<[CacheKey: CacheEntry]>([:])

    package func read(_ key: CacheKey) -> CacheEntry? { entries.withLock { $0[key] } }
    package func write(_ entry: CacheEntry, for key: CacheKey) { entries.withLock { $0[key] = entry } }
    package func remove(_ key: CacheKey) { entries.withLock { $0[key] = nil } }
    package func removeAll(_ kind: CacheKey.Kind) { entries.withLock { $0 = $0.filter { $0.key.kind != kind } } }
    package var keys: [CacheKey] { entries.withLock { Array($0.keys) } }
}

/// A clock that a test sets.
package final class TestClock: Sendable {
    package init() {}

    private let time = Mutex(Date(timeIntervalSince1970: 1_000_000))
    package var now: @Sendable () -> Date { { [self] in time.withLock(\.self) } }
    package func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
