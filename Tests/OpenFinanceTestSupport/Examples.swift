package import FoundationEssentials
import Logging
package import OpenFinance
import OpenFinanceCrypto
package import OpenFinanceTransport

/// Values that many tests need and none is about.
package enum Example {
    package static func lfi(
        _ code: String = "liwa", version: APIVersion = .v2_1, products: String? = nil, leads: String? = nil
    ) -> LFI {
        LFI(
            id: "id-\(code)", name: "\(code) bank", logoURI: nil, organisationID: "org-\(code)",
            organisationName: "\(code) PJSC", issuer: Issuer("https://auth1.\(code).example"),
            discoveryDocument: endpoint("https://auth1.\(code).example/.well-known/openid-configuration"),
            products: endpoint(products ?? "https://rs1.\(code).example/open-finance/product/\(version)/products"),
            leads: leads.map(endpoint), version: version,
            versions: [version], segments: [])
    }

    package static func endpoint(_ url: String) -> Endpoint {
        guard let endpoint = Endpoint(url) else { preconditionFailure("\(url) is an https URL") }
        return endpoint
    }

    package static func products(_ products: String..., lfiID: String = "LIWA", next: String? = nil) -> String {
        let next = next.map { #","Next":"\#($0)""# } ?? ""
        return """
            {"Data":[{"LFIId":"\(lfiID)","LFIBrandId":"B","Products":[\(products.joined(separator: ","))]}],\
            "Links":{"Self":"https://rs1.liwa.example/self"\(next)},"Meta":{"TotalPages":1}}
            """
    }

    package static func product(_ id: String, category: String = "SavingsAccount") -> String {
        #"{"ProductId":"\#(id)","ProductName":"Product \#(id)","ProductCategory":"\#(category)"}"#
    }

    package static func client(
        _ transport: any HTTPTransport, configure: (inout OpenFinanceClient.Configuration) -> Void = { _ in }
    ) throws -> OpenFinanceClient {
        var configuration = OpenFinanceClient.Configuration(credentials: try credentials())
        // No test may fail for the machine being slow; those that are about time set their own.
        configuration.timePerLFI = .seconds(3_600)
        configuration.retries.firstPause = .zero
        configure(&configuration)
        return OpenFinanceClient(
            configuration: configuration, transport: transport,
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() })
    }

    /// Why an LFI that answers so has no products.
    package static func failure(of transport: any HTTPTransport) async throws -> LFIFailure {
        let outcomes = try client(transport).products(matching: ProductQuery(), from: [lfi()], onBehalfOf: customer)
        for await outcome in outcomes {
            if case .failed(let failure) = outcome { return failure }
        }
        throw Answered()
    }

    private struct Answered: Error {}

    /// Whoever is in session.
    package static let customer = CustomerIPAddress("203.0.113.7")

    package static func credentials() throws -> ClientCredentials {
        ClientCredentials(clientID: "client", signingKey: try signingKey.get(), signingKeyID: "kid")
    }

    /// One key for all tests: making one takes a while.
    private static let signingKey = Result { try PrivateKey(pem: Data(TestKeyPEM.make())) }

    /// A folder of the test's own, which is gone afterwards.
    package static func withFolder<Result>(_ body: (URL) async throws -> Result) async throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-test-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder)
    }
}
