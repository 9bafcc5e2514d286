import Foundation
import HTTPTypes
import Logging
import Synchronization
import OpenFinanceCrypto
import OpenFinanceTestSupport
import Testing
import OpenFinanceTransport

@testable import OpenFinance

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
        for await outcome in client.products(matching: .init(), from: directory.lfis, onBehalfOf: Example.customer) {
            outcomes.append(outcome)
        }
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

    @Test("the directory takes no longer than it is given, else as long as an LFI may")
    func directoryTime() async throws {
        let transport = network()
        let client = try Example.client(transport) { $0.timePerLFI = .seconds(9_000) }
        let source = DirectorySource.endpoint(Example.endpoint("https://directory.example/p"))
        _ = try await client.directory(from: source)
        _ = try await client.directory(from: source, within: .seconds(2_000))
        let limits = transport.requests.map(\.limits.total)
        #expect(limits.count == 2)
        #expect(limits[0] <= .seconds(9_000) && limits[0] > .seconds(2_000) && limits[1] <= .seconds(2_000))
    }

    @Test("a token is kept apart by everything that it depends on")
    func tokenKeys() throws {
        func key(
            _ lfi: LFI = Example.lfi(), _ endpoint: String = "https://t.example/token",
            _ configure: (inout OpenFinanceClient.Configuration) -> Void = { _ in }
        ) throws -> CacheKey {
            let client = try Example.client(
                StubTransport { (_) async throws(TransportError) in .answer(500) }, configure: configure)
            return LFIClient(lfi, client: client, onBehalfOf: Example.customer).tokenKey(Example.endpoint(endpoint))
        }
        let other = try PrivateKey(pem: Data(TestKeyPEM.make()))
        let base = try Example.credentials()
        let keys = [
            try key(), try key(Example.lfi("sidr")), try key(Example.lfi(), "https://u.example/token"),
            try key { $0.scope = "openid products" }, try key { $0.certificateThumbprint = "ab" },
            try key {
                $0.credentials = ClientCredentials(clientID: "x", signingKey: base.signingKey, signingKeyID: "kid")
            },
            try key { $0.credentials = ClientCredentials(clientID: "client", signingKey: other, signingKeyID: "kid") },
            try key {
                $0.credentials = ClientCredentials(clientID: "client", signingKey: base.signingKey, signingKeyID: "2")
            },
            try key(Example.lfi(products: "https://else.example/products")),
            try key(Example.lfi(leads: "https://else.example/leads")),
        ]
        #expect(Set(keys).count == keys.count)
        #expect(try key() == key())
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
        let outcome = await LFIClient(Example.lfi(), client: try Example.client(hub), onBehalfOf: Example.customer)
            .products(matching: .init())
        guard case .answered(_, let answer) = outcome else { throw RequestError(.internal, "failed") }
        #expect(answer.products.count == 1)
        #expect(paths(hub) == ["openid-configuration", "token", "products", "token", "products"])

        // Not the one that was refused once more.
        let tokens = hub.requests.filter { $0.head.path?.contains("/products") == true }
            .map { $0.head.headerFields[.authorization] }
        #expect(Set(tokens).count == 2)

        refusals.withLock { $0 = 100 }
        let refused = await LFIClient(Example.lfi(), client: try Example.client(hub), onBehalfOf: Example.customer)
            .products(matching: .init())
        guard case .failed(let failure) = refused else { throw RequestError(.internal, "answered") }
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

    // MARK: - Banks that move

    /// A directory that names another host each time it is really asked, and hubs of which the first is gone.
    private func movedNetwork(_ gone: @escaping @Sendable () throws(TransportError) -> TransportResponse)
        -> StubTransport
    {
        let hub = StubTransport.hub { (request) async throws(TransportError) in
            .ok(Example.products(Example.product(request.head.authority ?? "")))
        }
        return StubTransport { (request) async throws(TransportError) in
            switch request.head.authority {
            case "directory.example":
                return cacheable(.ok(participants.replacingOccurrences(of: "liwa.example", with: "moved.example")))
            case let host? where host.hasSuffix("liwa.example"): return try gone()
            default: return try await hub.send(request)
            }
        }
    }

    private func rerun(_ transport: StubTransport) async throws -> Catalogue {
        let client = OpenFinanceClient(
            configuration: try Example.client(transport).configuration, transport: transport, cache: store,
            logger: .init(label: "test") { _ in SwiftLogNoOpLogHandler() }, now: clock.now)
        let source = DirectorySource.endpoint(Example.endpoint("https://directory.example/p"))
        let directory = try await client.directory(from: source)
        var outcomes: [LFIOutcome] = []
        let refresh = DirectoryRefresh(directory, from: source, client: client)
        for await outcome in client.products(
            matching: .init(), from: directory.lfis, onBehalfOf: Example.customer, of: refresh)
        {
            outcomes.append(outcome)
        }
        return Catalogue(outcomes)
    }

    @Test(
        "a bank that has moved while the directory was fresh is found again", arguments: ["refused", "404", "issuer"])
    func moved(sign: String) async throws {
        _ = try await run(network())
        // The kept discovery document goes out of date at the bank's own word.
        clock.advance(500)
        store.removeAll(.discovery)
        let transport = movedNetwork { () throws(TransportError) in
            switch sign {
            case "refused": throw TransportError(.connection, "refused")
            case "404": return .answer(404)
            default: return .ok(#"{"issuer":"https://auth1.other.example","token_endpoint":"https://x.example/t"}"#)
            }
        }
        let catalogue = try await rerun(transport)
        #expect(catalogue.products.map(\.product.id) == ["rs1.moved.example"])
        #expect(transport.requests.count { $0.head.authority == "directory.example" } == 1)
    }

    @Test("a directory that was just asked is not asked again, whatever fails")
    func notMoved() async throws {
        let transport = StubTransport { (request) async throws(TransportError) in
            request.head.authority == "directory.example" ? cacheable(.ok(participants)) : .answer(404)
        }
        let catalogue = try await rerun(transport)
        #expect(catalogue.failures.count == 1)
        #expect(transport.requests.count { $0.head.authority == "directory.example" } == 1)
    }

    @Test(
        "a discovery document that says nothing of its lifetime is as fresh as the directory's answer",
        arguments: [true, false])
    func unstatedLifetime(isForbidden: Bool) async throws {
        func silent() -> StubTransport {
            let hub = StubTransport.hub { (_) async throws(TransportError) in
                .ok(Example.products(Example.product("1")))
            }
            return StubTransport { (request) async throws(TransportError) in
                if request.head.authority == "directory.example" { return cacheable(.ok(participants)) }
                var response = try await hub.send(request)
                if isForbidden { response.head.headerFields[.cacheControl] = "no-cache" }
                return response
            }
        }
        _ = try await run(silent())
        clock.advance(500)
        let warm = silent()
        _ = try await run(warm)
        #expect(paths(warm) == (isForbidden ? ["openid-configuration", "products"] : ["products"]))
        clock.advance(500)
        let later = silent()
        _ = try await run(later)
        #expect(paths(later).contains("openid-configuration"))
    }

    // MARK: - Loops that are left early

    @Test("a loop over kept outcomes that is left early ends what is under way")
    func leftEarly() async throws {
        let transport = StubTransport { (request) async throws(TransportError) in
            if request.head.authority == "auth1.quick.example" { return .answer(404) }
            try? await Task.sleep(for: .seconds(3_600))
            throw TransportError(.cancelled, "given up")
        }
        let client = try Example.client(transport)
        let outcomes = client.products(
            matching: .init(), from: [Example.lfi("quick"), Example.lfi("slow")], onBehalfOf: Example.customer)
        for await outcome in outcomes {
            #expect(outcome.lfi.id == "id-quick")
            break
        }
        // Nothing of this ends before an hour is over, unless leaving the loop ended it.
        var rest: [LFIFailure.Reason] = []
        for await case .failed(let failure) in outcomes { rest.append(failure.reason) }
        #expect(rest.allSatisfy { $0 == .interrupted })
    }
}
