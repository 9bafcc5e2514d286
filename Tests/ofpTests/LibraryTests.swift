import Foundation
import Logging
import OpenFinance
import OpenFinanceCrypto
import OpenFinanceTransport
import Testing

@testable import ofp_sandbox

/// What another app does with the library, with public names alone, against the sandbox.
@Suite("The library by itself")
struct LibraryTests {
    private func client(_ world: SandboxWorld, transportKey: String? = nil) throws -> (
        OpenFinanceClient, DirectorySource
    ) {
        func contents(_ name: String) throws -> Data {
            try Data(contentsOf: URL(filePath: try #require(world.variables[name])))
        }
        let client = try OpenFinanceClient(
            clientID: try #require(world.variables["OFP_CLIENT_ID"]),
            signingKey: PrivateKey(pem: contents("OFP_SIGNING_KEY")),
            signingKeyID: try #require(world.variables["OFP_SIGNING_KEY_ID"]),
            certificateChain: contents("OFP_TRANSPORT_CERT"),
            transportKey: PrivateKey(pem: contents(transportKey ?? "OFP_TRANSPORT_KEY")),
            trustRoots: .pem(contents("OFP_CA_FILE")), logger: Logger(label: "app") { _ in SwiftLogNoOpLogHandler() },
            userAgent: "app/1.0"
        ) { $0.timePerLFI = .seconds(3_500) }
        let directory = try #require(world.variables["OFP_DIRECTORY_URL"].flatMap(Endpoint.init))
        return (client, .endpoint(directory))
    }

    @Test("asks every bank on behalf of whoever is in session, and breaks no rule")
    func products() async throws {
        try await SandboxWorld.with { world in
            let (client, source) = try client(world)
            let directory = try await client.directory(from: source)
            var products = 0
            for customer in ["203.0.113.7", "2001:db8::7"] {
                let outcomes = client.products(
                    matching: .init(categories: [.savingsAccount]), from: directory.lfis,
                    onBehalfOf: CustomerIPAddress(customer))
                for await outcome in outcomes {
                    guard case .answered(_, let answer) = outcome else {
                        Issue.record("\(outcome)")
                        continue
                    }
                    products += answer.products.count
                }
            }
            #expect(products == 2 * 40)
            #expect(world.sandbox.journal.report.rulesBroken.isEmpty)
        }
    }

    @Test("does not take a certificate with another's key")
    func wrongKey() async throws {
        try await SandboxWorld.with { world in
            #expect(throws: SigningError.self) { try client(world, transportKey: "OFP_SIGNING_KEY") }
        }
    }
}
