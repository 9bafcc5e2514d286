import FoundationEssentials
import Logging
import OpenFinanceTestSupport
import OpenFinanceTransport
import Testing

@testable import OpenFinance

@Suite("An odd directory")
struct OddDirectoryTests {
    /// A bank's entry with some of its members written otherwise.
    private func directory(
        organisation: String = #""Status":"Active""#, server: String = #""Status":"Active""#,
        resource: String = #""ApiFamilyType":"product","Status":"Active""#,
        endpoints: String = #"{"ApiEndpoint":"https://rs1.liwa.example/open-finance/product/v2.1/products"}"#
    ) throws -> Directory {
        let json = """
            [{"OrganisationId":"o","OrganisationName":"Liwa PJSC",\(organisation),"AuthorisationServers":[
            {"AuthorisationServerId":"s","CustomerFriendlyName":"Liwa",\(server),"Issuer":"https://auth1.liwa.example",
            "OpenIDDiscoveryDocument":" https://auth1.liwa.example/.well-known/openid-configuration ","ApiResources":[
            {\(resource),"ApiDiscoveryEndpoints":[\(endpoints)]}]}]}]
            """
        return try Directory(participants: Data(json.utf8))
    }

    @Test(
        "keeps a bank whose entry is plain, however it is written",
        arguments: [
            ("/v2.1/products ", "v2.1"), ("/v2.1/products/", "v2.1"), ("/v2.1.0/products", "v2.1.0"),
            ("/v2.1-errata2/products", "v2.1-errata2"), ("/V2.1/Products", "v2.1"), ("/v2.2/products", "v2.2"),
            ("/v2.2-rc1/products", "v2.2-rc1"), ("/v2.0/products?x", "v2.0"),
        ])
    func endpoints(path: String, version: String) throws {
        let url = "https://rs1.liwa.example/open-finance/product\(path)"
        for endpoint in [#"{"ApiEndpoint":"\#(url)"}"#, #""\#(url)""#] {
            let lfis = try directory(endpoints: endpoint).lfis
            #expect(lfis.map(\.version.description) == [version])
        }
    }

    @Test(
        "keeps one that is active in any letters",
        arguments: [#""Status":"active""#, #""Status":" ACTIVE ""#])
    func status(status: String) throws {
        #expect(try directory(organisation: status).lfis.count == 1)
        #expect(try directory(server: status).lfis.count == 1)
        #expect(try directory(resource: #""ApiFamilyType":"Product",\#(status)"#).lfis.count == 1)
    }

    @Test(
        "warns once, with the reason, of an offer of products that cannot be used",
        arguments: [
            (#""X":1"#, "has no Status"), (#""Status":"Live""#, "has the unknown Status 'Live'"),
            (#""Status":null"#, "has no Status"),
        ])
    func unclearStatus(status: String, reason: String) throws {
        for directory in [
            try directory(organisation: status), try directory(server: status),
            try directory(resource: #""ApiFamilyType":"product",\#(status)"#),
            try directory(
                organisation: status, server: status, resource: #""ApiFamilyType":"product",\#(status)"#),
        ] {
            #expect(directory.lfis.isEmpty)
            let faults = directory.leftOut.filter(\.isFault)
            #expect(faults.count == 1)
            #expect(faults.first?.reason.contains(reason) == true)
        }
    }

    @Test(
        "says nothing of what is plainly not offered",
        arguments: [
            #""ApiFamilyType":"product","Status":"Inactive""#, #""ApiFamilyType":"payment","Status":"Active""#,
            #""ApiFamilyType":"product","Status":"Deprecated""#,
        ])
    func notOffered(resource: String) throws {
        let directory = try directory(resource: resource)
        #expect(directory.lfis.isEmpty)
        #expect(directory.leftOut.map(\.isFault) == [false])
    }

    @Test(
        "warns of versions that nobody knows",
        arguments: ["/v3.0/products", "/products", "/v2.1/product-list"])
    func unknownVersions(path: String) throws {
        let directory = try directory(
            endpoints: #"{"ApiEndpoint":"https://rs1.liwa.example/open-finance/product\#(path)"}"#)
        #expect(directory.lfis.isEmpty)
        #expect(directory.leftOut.map(\.isFault) == [true])
    }

    @Test("takes v2.1 before a lower version, and that before a higher one")
    func preference() throws {
        func version(_ versions: String...) throws -> String? {
            let endpoints = versions.map {
                #"{"ApiEndpoint":"https://rs1.liwa.example/open-finance/product/\#($0)/products"}"#
            }
            return try directory(endpoints: endpoints.joined(separator: ",")).lfis.first?.version.description
        }
        #expect(try version("v1.2", "v2.2", "v2.1", "v2.0") == "v2.1")
        #expect(try version("v2.1-errata1", "v2.1", "v2.1-rc1") == "v2.1")
        #expect(try version("v2.0", "v2.2") == "v2.0")
        #expect(try version("v2.3", "v2.2-rc2", "v3.0") == "v2.2-rc2")
    }
}

@Suite("A directory that refuses")
struct RefusingDirectoryTests {
    @Test(
        "is told with its own words, which are no book, and without advice that is for banks",
        arguments: [
            (503, #"{"message":"Down until 6"}"#, "answered with status 503: Down until 6"),
            (503, "", "answered with status 503"),
            (403, "<html><title>Blocked</title></html>", "answered with status 403: Blocked"),
            (400, "<html><title>400 No required SSL certificate was sent</title></html>", "wants a client certificate"),
        ])
    func words(status: Int, body: String, says: String) async throws {
        let error = try await error(of: .answer(status, body))
        #expect(error.code == .directoryUnreachable && error.message.contains(says), "\(error.message)")
        let book = try await self.error(
            of: .answer(503, #"{"message":"\#(String(repeating: "long ", count: 9_000))"}"#))
        #expect(book.message.unicodeScalars.count < 700)
    }

    private func error(of answer: TransportResponse) async throws -> OpenFinanceError {
        var once = RetryPolicy()
        once.attempts = 1
        let client = DirectoryClient(
            transport: StubTransport { (_) async throws(TransportError) in answer },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }, retries: once)
        do throws(OpenFinanceError) {
            _ = try await client.directory(from: .endpoint(Example.endpoint("https://directory.example/participants")))
        } catch {
            return error
        }
        throw Answered()
    }

    private struct Answered: Error {}
}
