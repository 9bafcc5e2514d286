import Foundation
import OpenFinance
import Testing

@testable import ofp
@testable import ofp_sandbox

@Suite("Our own transport certificate")
struct TransportCertificateTests {
    @Test(
        "is said to have expired by every command that asks banks, before a bank refuses it",
        arguments: [["products"], ["register", "--status"]])
    func expired(arguments: [String]) async throws {
        try await SandboxWorld.with { world in
            let pki = world.sandbox.pki
            let certificate = try pki.clientRoot.client(
                id: pki.tpp.clientID, organisation: ("Sandbox TPP", id: pki.tpp.organisationID),
                key: pki.tpp.transportKey, validFor: -60)
            let outcome = try await world.run(
                arguments,
                variables: ["OFP_TRANSPORT_CERT": String(decoding: try certificate.pem(), as: UTF8.self)])
            let day = Date(timeIntervalSinceNow: -60).dayInUAE
            let warnings = outcome.errors.components(separatedBy: "warning: The transport certificate has expired on ")
            #expect(warnings.count == 2, "\(outcome.errors)")
            #expect(warnings.last?.hasPrefix(day) == true && warnings.last?.contains(". Have a new one issued") == true)
            #expect(outcome.status != .success)
            let good = try await world.run(arguments)
            #expect(!good.errors.contains("The transport certificate"))
        }
    }
}
