import Foundation
import HTTPTypes
import Logging
import Synchronization
import Testing
import Transport

@testable import OpenFinance

@Suite("What an answer says of being kept")
struct CacheControlTests {
    @Test(
        "is read as RFC 9111 says it",
        arguments: [
            ("max-age=900", nil, false, 900.0), ("public, Max-Age=\"60\"", nil, false, 60), ("", nil, false, 0),
            ("max-age=900", "100", false, 800), ("max-age=900", "1000", false, 0), ("max-age=900", "soon", false, 900),
            ("no-store, max-age=900", nil, true, 900), ("no-cache, max-age=900", nil, false, 0),
            ("max-age=-5", nil, false, 0), ("max-age", nil, false, 0), ("max-age=99999999999999", nil, false, 0),
            ("s-maxage=5", nil, false, 0),
        ] as [(String, String?, Bool, TimeInterval)])
    func reads(control: String, age: String?, isForbidden: Bool, freshness: TimeInterval) {
        var fields: HTTPFields = [.cacheControl: control]
        fields[.age] = age
        let read = CacheControl(fields)
        #expect(read.isForbidden == isForbidden)
        #expect(read.freshness == freshness)
    }
}

@Suite("Using a kept document again")
struct RevalidationTests {
    private let now = Date(timeIntervalSince1970: 1_000)
    private let kept = CacheEntry(
        storedAt: Date(timeIntervalSince1970: 900), freshUntil: Date(timeIntervalSince1970: 1_100), entityTag: "\"a\"",
        body: Data("kept".utf8))

    private func response(_ status: Int, _ fields: HTTPFields = [:]) -> TransportResponse {
        var response = TransportResponse.answer(status, "new")
        response.head.headerFields = fields
        return response
    }

    @Test("it is used without asking while it is fresh, and only then")
    func freshness() {
        let revalidation = Revalidation(kept: kept)
        #expect(revalidation.freshBody(at: now) == kept.body)
        #expect(revalidation.freshBody(at: Date(timeIntervalSince1970: 1_100)) == nil)
        #expect(revalidation.freshBody(at: Date(timeIntervalSince1970: 800)) == nil, "stored in the future")
        #expect(Revalidation(kept: nil).freshBody(at: now) == nil)
    }

    @Test("it is asked for by its tag")
    func condition() {
        #expect(Revalidation(kept: kept).fields[.ifNoneMatch] == "\"a\"")
        #expect(Revalidation(kept: nil).fields[.ifNoneMatch] == nil)
    }

    @Test("unchanged, it stays and is fresh again")
    func notModified() throws {
        let (body, keep) = try Revalidation(kept: kept).take(response(304, [.cacheControl: "max-age=60"]), at: now)
        #expect(body == kept.body)
        #expect(keep?.freshUntil == now.addingTimeInterval(60))
        #expect(keep?.storedAt == now)
        #expect(keep?.entityTag == "\"a\"")
        #expect(throws: LineError.self) { try Revalidation(kept: nil).take(response(304), at: now) }
    }

    @Test("changed, the new one takes its place, where it may be kept")
    func changed() throws {
        func keep(_ fields: HTTPFields) throws -> CacheEntry? {
            let (body, keep) = try Revalidation(kept: kept).take(response(200, fields), at: now)
            #expect(body == Data("new".utf8))
            return keep
        }
        #expect(try keep([.cacheControl: "max-age=60"])?.body == Data("new".utf8))
        #expect(try keep([.eTag: "\"b\""])?.entityTag == "\"b\"")
        #expect(try keep([.eTag: "\"b\""])?.freshUntil == now)
        #expect(try keep([.cacheControl: "no-store", .eTag: "\"b\""]) == nil)
        #expect(try keep([:]) == nil)
        let year = try keep([.cacheControl: "max-age=31536000"])
        #expect(year?.freshUntil == now.addingTimeInterval(86_400), "no server is believed for longer than a day")
    }

    @Test("any other answer is a failure", arguments: [204, 302, 404, 500])
    func failure(status: Int) {
        #expect { try Revalidation(kept: kept).take(response(status), at: now) } throws: {
            ($0 as? LineError)?.status == status
        }
    }
}

@Suite("The cache on disk")
struct FileCacheStoreTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "cache-\(UUID())/ofp")
    private let key = CacheKey(.token, "client", "issuer")
    private let entry = CacheEntry(
        storedAt: Date(timeIntervalSince1970: 1), freshUntil: Date(timeIntervalSince1970: 2), entityTag: "\"a\"",
        body: Data("line\nline\u{0}".utf8))
    private var store: FileCacheStore { FileCacheStore(folder: folder) }
    private var path: String { folder.appending(path: key.fileName).path }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("gives back what was put in, and nothing for another key")
    func roundTrip() {
        #expect(store.read(key) == nil)
        store.write(entry, for: key)
        #expect(store.read(key) == entry)
        #expect(store.read(CacheKey(.discovery, "client", "issuer")) == nil)
        #expect(store.read(CacheKey(.token, "clienti", "ssuer")) == nil)
        store.remove(key)
        #expect(store.read(key) == nil)
    }

    @Test("is this user's alone: the folder 0700, files 0600")
    func modes() throws {
        store.write(entry, for: key)
        #expect(try mode(folder.path) == 0o700)
        #expect(try mode(path) == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        store.write(entry, for: key)
        #expect(try mode(folder.path) == 0o700)
    }

    @Test("names no client and no issuer in its files' names")
    func names() throws {
        store.write(entry, for: key)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.allSatisfy { !$0.contains("client") && !$0.contains("issuer") })
    }

    @Test("takes any damage for a miss: every file cut short, and every byte changed")
    func damage() throws {
        store.write(entry, for: key)
        let whole = try Data(contentsOf: URL(filePath: path))
        for length in 0..<whole.count {
            #expect(CacheFile.decode(whole.prefix(length), for: key) == nil)
        }
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 0x01
            let read = CacheFile.decode(changed, for: key)
            // A changed time or tag is no damage that could be seen; the body never is another.
            #expect(read == nil || read?.body == entry.body)
        }
    }

    @Test("takes what others could have put there for a miss")
    func foreign() throws {
        store.write(entry, for: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(store.read(key) == nil, "readable by others")

        store.write(entry, for: key)
        let elsewhere = folder.appending(path: "elsewhere").path
        try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: elsewhere)
        #expect(store.read(key) == nil, "a link")

        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(store.read(key) == nil, "a folder")

        try FileManager.default.removeItem(atPath: path)
        let other = CacheKey(.token, "another")
        store.write(entry, for: other)
        try FileManager.default.moveItem(
            atPath: folder.appending(path: other.fileName).path, toPath: path)
        #expect(store.read(key) == nil, "another entry's file")
    }

    @Test("cannot be written, and nothing happens")
    func unwritable() {
        let store = FileCacheStore(folder: URL(filePath: "/proc/nowhere/ofp"))
        store.write(entry, for: key)
        #expect(store.read(key) == nil)
        store.clear()
        store.prune()
    }

    @Test("counts, clears and prunes its own files, and leaves others alone")
    func maintenance() throws {
        store.write(entry, for: key)
        store.write(entry, for: CacheKey(.discovery, "x"))
        let remains = folder.appending(path: ".tmp-remains").path
        let others = folder.appending(path: "somebody's notes").path
        for path in [remains, others] { try Data("x".utf8).write(to: URL(filePath: path)) }
        #expect(store.contents()[.token]?.files == 1)
        #expect(store.contents()[.directory] == nil)

        store.prune()
        #expect(store.read(key) != nil)
        #expect(FileManager.default.fileExists(atPath: remains))
        store.prune(now: Date(timeIntervalSinceNow: 7_200))
        #expect(store.read(key) != nil)
        #expect(!FileManager.default.fileExists(atPath: remains))
        store.prune(now: Date(timeIntervalSinceNow: 8 * 86_400))
        #expect(store.read(key) == nil)

        store.write(entry, for: key)
        store.clear()
        #expect(store.contents().isEmpty)
        #expect(FileManager.default.fileExists(atPath: others))
    }
}

/// Entries in memory, for tests about what is kept rather than where.
final class MemoryCacheStore: CacheStore {
    private let entries = Mutex<[CacheKey: CacheEntry]>([:])

    func read(_ key: CacheKey) -> CacheEntry? { entries.withLock { $0[key] } }
    func write(_ entry: CacheEntry, for key: CacheKey) { entries.withLock { $0[key] = entry } }
    func remove(_ key: CacheKey) { entries.withLock { $0[key] = nil } }
    var keys: [CacheKey] { entries.withLock { Array($0.keys) } }
}

/// A clock that a test sets.
final class TestClock: Sendable {
    private let time = Mutex(Date(timeIntervalSince1970: 1_000_000))
    var now: @Sendable () -> Date { { [self] in time.withLock(\.self) } }
    func advance(_ seconds: TimeInterval) { time.withLock { $0 += seconds } }
}

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
        #expect(try await cache.token(for: key) { () async throws(LineError) in first } == first)
        clock.advance(569)
        #expect(try await cache.token(for: key) { () async throws(LineError) in second } == first)
        clock.advance(1)
        #expect(try await cache.token(for: key) { () async throws(LineError) in second } == second)
    }

    @Test("a token is there in the next run, and not under another key")
    func nextRun() async throws {
        let (first, second) = (try token("first"), try token("second"))
        let before = TokenCache(store: store, now: clock.now)
        _ = try await before.token(for: key) { () async throws(LineError) in first }
        let after = TokenCache(store: store, now: clock.now)
        #expect(try await after.token(for: key) { () async throws(LineError) in second } == first)
        let other = try await after.token(for: CacheKey(.token, "b")) { () async throws(LineError) in second }
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
                    try? await cache.token(for: key) { () async throws(LineError) in
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

    @Test("a failure is kept from nobody, and not kept")
    func failure() async throws {
        let cache = TokenCache(store: store, now: clock.now)
        await #expect(throws: LineError.self) {
            try await cache.token(for: key) { () async throws(LineError) in throw LineError(.oauth, "no") }
        }
        let first = try token("first")
        #expect(try await cache.token(for: key) { () async throws(LineError) in first } == first)
    }

    @Test("a dropped token is gone, in the next run too; a newer one is not dropped in its place")
    func drop() async throws {
        let cache = TokenCache(store: store, now: clock.now)
        let (first, second) = (try token("first"), try token("second"))
        _ = try await cache.token(for: key) { () async throws(LineError) in first }
        await cache.drop(second, for: key)
        #expect(store.read(key) != nil)
        await cache.drop(first, for: key)
        #expect(store.read(key) == nil)
        #expect(try await cache.token(for: key) { () async throws(LineError) in second } == second)
    }
}

@Suite("Running again")
struct SecondRunTests {
    private let clock = TestClock()
    private let store = MemoryCacheStore()
    private let participants = """
        [{"OrganisationId":"o","OrganisationName":"Liwa PJSC","Status":"Active","AuthorisationServers":[
        {"AuthorisationServerId":"s","CustomerFriendlyName":"Liwa","Status":"Active","Issuer":"https://auth1.liwa.example",
        "OpenIDDiscoveryDocument":"https://auth1.liwa.example/.well-known/openid-configuration","ApiResources":[
        {"ApiFamilyType":"product","Status":"Active","ApiDiscoveryEndpoints":[
        {"ApiEndpoint":"https://rs1.liwa.example/open-finance/product/v2.1/products"}]}]}]}]
        """

    private func cacheable(_ response: TransportResponse) -> TransportResponse {
        var response = response
        response.head.headerFields = [.cacheControl: "max-age=900", .eTag: "\"1\""]
        return response
    }

    /// A directory and a hub whose documents may be kept.
    private func network() -> StubTransport {
        let hub = StubTransport.hub { (_) async throws(TransportError) in .ok(Example.products(Example.product("1"))) }
        return StubTransport { (request) async throws(TransportError) in
            if request.head.headerFields[.ifNoneMatch] == "\"1\"" { return cacheable(.answer(304)) }
            if request.head.authority == "directory.example" { return cacheable(.ok(participants)) }
            let response = try await hub.send(request)
            return request.head.path?.contains("openid") == true ? cacheable(response) : response
        }
    }

    private func run(_ transport: StubTransport, certificate: String = "x") async throws -> (Directory, Catalogue) {
        let client = OpenFinanceClient(
            configuration: try Example.client(transport) { $0.certificateThumbprint = certificate }.configuration,
            transport: transport, cache: store, logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() },
            now: clock.now)
        let directory = try await client.directory(from: .endpoint(Example.endpoint("https://directory.example/p")))
        var outcomes: [LFIOutcome] = []
        for await outcome in client.products(matching: .init(), from: directory.lfis) { outcomes.append(outcome) }
        return (directory, Catalogue(outcomes))
    }

    private func paths(_ transport: StubTransport) -> [String] {
        transport.requests.compactMap { $0.head.path?.split(separator: "/").last.map(String.init) }
    }

    @Test("within the cache times nothing but the products is asked for")
    func warm() async throws {
        let cold = network()
        _ = try await run(cold)
        #expect(paths(cold) == ["p", "openid-configuration", "token", "products"])
        clock.advance(500)
        let warm = network()
        let (_, catalogue) = try await run(warm)
        #expect(paths(warm) == ["products"])
        #expect(catalogue.products.count == 1)
    }

    @Test("later, documents are revalidated by their tag, and used where they are unchanged")
    func revalidated() async throws {
        _ = try await run(network())
        clock.advance(901)
        let later = network()
        let (directory, catalogue) = try await run(later)
        #expect(paths(later) == ["p", "openid-configuration", "token", "products"])
        #expect(later.requests[0].head.headerFields[.ifNoneMatch] == "\"1\"")
        #expect(later.requests[1].head.headerFields[.ifNoneMatch] == "\"1\"")
        #expect(directory.outdated == nil)
        #expect(catalogue.products.count == 1)
        clock.advance(300)
        let again = network()
        _ = try await run(again)
        #expect(paths(again) == ["products"], "a revalidated document is fresh again")
    }

    @Test("another certificate has tokens of its own")
    func otherCertificate() async throws {
        _ = try await run(network())
        let other = network()
        _ = try await run(other, certificate: "y")
        #expect(paths(other) == ["token", "products"])
    }

    @Test("a directory that cannot be reached is replaced by the one that was kept, which says how old it is")
    func outdated() async throws {
        _ = try await run(network())
        let then = clock.now()
        clock.advance(5_000)
        let working = network()
        for failure in [
            Result<TransportResponse, TransportError>.failure(.init(.connection, "gone")), .success(.answer(503)),
            .success(.ok("<html>")),
        ] {
            let broken = StubTransport { (request) async throws(TransportError) in
                request.head.authority == "directory.example" ? try failure.get() : try await working.send(request)
            }
            let (directory, catalogue) = try await run(broken)
            #expect(directory.outdated?.since == then)
            #expect(catalogue.products.count == 1)
        }
        store.remove(CacheKey(.directory, "https://directory.example/p"))
        let down = StubTransport { (_) async throws(TransportError) in throw TransportError(.connection, "gone") }
        await #expect(throws: OpenFinanceError.self) { try await run(down) }
    }

    @Test("a refused token is dropped and fetched anew once")
    func refusedToken() async throws {
        let refusals = Mutex(1)
        let hub = StubTransport.hub { (_) async throws(TransportError) in
            let isRefused = refusals.withLock { left in
                left -= 1
                return left >= 0
            }
            return isRefused ? .answer(401) : .ok(Example.products(Example.product("1")))
        }
        let outcome = await LFILine(Example.lfi(), client: try Example.client(hub)).products(matching: .init())
        guard case .answered(_, let products) = outcome else { throw LineError(.internal, "failed") }
        #expect(products.count == 1)
        #expect(paths(hub) == ["openid-configuration", "token", "products", "token", "products"])

        refusals.withLock { $0 = 100 }
        let refused = await LFILine(Example.lfi(), client: try Example.client(hub)).products(matching: .init())
        guard case .failed(let failure) = refused else { throw LineError(.internal, "answered") }
        #expect(failure.status == 401 && failure.isRefusal)
        #expect(paths(hub).suffix(5) == ["openid-configuration", "token", "products", "token", "products"])
    }

    @Test("what is kept and cannot be read is asked for again")
    func damagedEntries() async throws {
        _ = try await run(network())
        for key in store.keys {
            let far = Date(timeIntervalSince1970: 9_000_000)
            store.write(
                CacheEntry(storedAt: .distantPast, freshUntil: far, body: Data("\u{1}<html>".utf8)), for: key)
        }
        let again = network()
        let (_, catalogue) = try await run(again)
        #expect(paths(again) == ["p", "openid-configuration", "token", "products"])
        #expect(catalogue.products.count == 1)
    }
}
