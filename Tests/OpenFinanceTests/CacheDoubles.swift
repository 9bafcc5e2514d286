import Foundation
import Synchronization

@testable import OpenFinance

/// Entries in memory, for tests about what is kept rather than where.
final class MemoryCacheStore: CacheStore {
    private let entries = Mutex<[CacheKey: CacheEntry]>([:])

    func read(_ key: CacheKey) -> CacheEntry? { entries.withLock { $0[key] } }
    func write(_ entry: CacheEntry, for key: CacheKey) { entries.withLock { $0[key] = entry } }
    func remove(_ key: CacheKey) { entries.withLock { $0[key] = nil } }
    func removeAll(_ kind: CacheKey.Kind) { entries.withLock { $0 = $0.filter { $0.key.kind != kind } } }
    var keys: [CacheKey] { entries.withLock { Array($0.keys) } }
}

/// A clock that a test sets.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_000_000))
    var now: @Sendable () -> Date { { [self] in time.withLock(\.self) } }
    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}
