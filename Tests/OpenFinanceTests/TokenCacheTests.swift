import Foundation
import Synchronization
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance

/// Counts across tasks.
private final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    var value: Int { count.load(ordering: .relaxed) }
    func increment() { count.add(1, ordering: .relaxed) }
}

@Suite("Keeping tokens")
struct TokenCacheTests {
    private let clock = TestClock()
    private let store = MemoryCacheStore()
    private let key = CacheKey(.token, "a")

    private func token(_ value: String, lifetime: TimeInterval = 600) throws -> AccessToken {
        try #require(AccessToken(value, expiresAt: clock.now().addingTimeInterval(lifetime)))
    }

    @Test("a token is asked for once until shortly before it expires")
    func expiry() async throws {
        let cache = TokenCache(store: store, now: clock.now)
        let (first, second) = (try token("first"), try token("second", lifetime: 2_000))
        #expect(try await cache.token(for: key) { () async throws(RequestError) in first } == first)
        clock.advance(569)
        #expect(try await cache.token(for: key) { () async throws(RequestError) in second } == first)
        clock.advance(1)
        #expect(try await cache.token(for: key) { () async throws(RequestError) in second } == second)
    }

    @Test("a token is there in the next run, and not under another key")
    func nextRun() async throws {
        let (first, second) = (try token("first"), try token("second"))
        let before = TokenCache(store: store, now: clock.now)
        _ = try await before.token(for: key) { () async throws(RequestError) in first }
        let after = TokenCache(store: store, now: clock.now)
        #expect(try await after.token(for: key) { () async throws(RequestError) in second } == first)
        let other = try await after.token(for: CacheKey(.token, "b")) { () async throws(RequestError) in second }
        #expect(other == second)
    }

    @Test("however many want it at once, it is asked for once")
    func singleFlight() async throws {
        let cache = TokenCache(store: nil, now: clock.now)
        let count = Counter()
        let first = try token("first")
        await withTaskGroup(of: AccessToken?.self) { group in
            for _ in 0..<50 {
                group.addTask { [key] in
                    try? await cache.token(for: key) { () async throws(RequestError) in
                        count.increment()
                        for _ in 0..<100 { await Task.yield() }
                        return first
                    }
                }
            }
            for await token in group { #expect(token == first) }
        }
        #expect(count.value == 1)
    }

    @Test("one who only waits along can give up without ending the request of another")
    func waiterGivesUp() async throws {
        let cache = TokenCache(store: nil, now: clock.now)
        let first = try token("first")
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        let (gate, open) = AsyncStream.makeStream(of: Void.self)
        let owner = Task { [key] in
            try await cache.token(for: key) { () async throws(RequestError) in
                start.finish()
                for await _ in gate {}
                return Task.isCancelled ? try failed() : first
            }
        }
        for await _ in started {}
        let waiter = Task { [key] in
            try await cache.token(for: key) { () async throws(RequestError) in try failed() }
        }
        waiter.cancel()
        // Time for the waiter to begin waiting; without it the test could only pass.
        for _ in 0..<1_000 { await Task.yield() }
        open.finish()
        #expect(try await owner.value == first)
        _ = await waiter.result
    }

    @Test("where the one who asked gives up, one who waited along asks")
    func ownerGivesUp() async throws {
        let cache = TokenCache(store: nil, now: clock.now)
        let second = try token("second")
        let (started, start) = AsyncStream.makeStream(of: Void.self)
        // Ends only when the task that waits for it is cancelled.
        let (never, keepOpen) = AsyncStream.makeStream(of: Void.self)
        defer { keepOpen.finish() }
        let owner = Task { [key] in
            try await cache.token(for: key) { () async throws(RequestError) in
                start.finish()
                for await _ in never {}
                throw RequestError(.interrupted, "given up")
            }
        }
        for await _ in started {}
        let waiter = Task { [key] in
            try await cache.token(for: key) { () async throws(RequestError) in second }
        }
        owner.cancel()
        #expect(try await waiter.value == second)
        await #expect(throws: RequestError.self) { try await owner.value }
    }

    private func failed() throws(RequestError) -> AccessToken { throw RequestError(.internal, "asked in vain") }

    @Test("a failure is kept from nobody, and not kept")
    func failure() async throws {
        let cache = TokenCache(store: store, now: clock.now)
        await #expect(throws: RequestError.self) {
            try await cache.token(for: key) { () async throws(RequestError) in throw RequestError(.oauth, "no") }
        }
        let first = try token("first")
        #expect(try await cache.token(for: key) { () async throws(RequestError) in first } == first)
    }

    @Test("a dropped token is gone, in the next run too; a newer one is not dropped in its place")
    func drop() async throws {
        let cache = TokenCache(store: store, now: clock.now)
        let (first, second) = (try token("first"), try token("second"))
        _ = try await cache.token(for: key) { () async throws(RequestError) in first }
        await cache.drop(second, for: key)
        #expect(store.read(key) != nil)
        await cache.drop(first, for: key)
        #expect(store.read(key) == nil)
        #expect(try await cache.token(for: key) { () async throws(RequestError) in second } == second)
    }
}
