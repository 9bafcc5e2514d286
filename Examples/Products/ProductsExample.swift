// Every bank's savings accounts, as a program of your own would list them.
//
//     ofp-sandbox run -- .build/debug/example-products

import Foundation
import Logging
import OpenFinance
import OpenFinanceCrypto
import OpenFinanceTransport

/// What the Trust Framework knows your application by, and where its keys lie.
func setting(_ name: String) throws -> String {
    guard let value = ProcessInfo.processInfo.environment[name] else { throw MissingSetting(name: name) }
    return value
}

struct MissingSetting: Error { var name: String }

func contents(of setting: String) throws -> Data { try Data(contentsOf: URL(filePath: setting)) }

@main
struct ProductsExample {
    static func main() async throws {
        // docs: client
        let client = try OpenFinanceClient(
            clientID: try setting("OFP_CLIENT_ID"),
            signingKey: try PrivateKey(pem: try contents(of: setting("OFP_SIGNING_KEY"))),
            signingKeyID: try setting("OFP_SIGNING_KEY_ID"),
            certificateChain: try contents(of: setting("OFP_TRANSPORT_CERT")),
            transportKey: try PrivateKey(pem: try contents(of: setting("OFP_TRANSPORT_KEY"))),
            trustRoots: .file(try setting("OFP_CA_FILE")),
            logger: Logger(label: "example"),
            userAgent: "example-products/1.0")
        // end

        // docs: products
        guard let participants = Endpoint(try setting("OFP_DIRECTORY_URL")) else {
            throw MissingSetting(name: "OFP_DIRECTORY_URL")
        }
        let directory = try await client.directory(from: .endpoint(participants))
        let query = ProductQuery(categories: [.savingsAccount])
        let customer = CustomerIPAddress("203.0.113.7")
        for await outcome in client.products(matching: query, from: directory.lfis, onBehalfOf: customer) {
            switch outcome {
            case .answered(let lfi, let answer):
                for listed in answer.products {
                    print("\(lfi.name): \(listed.product.displayName ?? "a product without a name")")
                }
            case .failed(let failure):
                print("\(failure.lfi.name) failed at \(failure.stage): \(failure.message)")
            }
        }
        // end
    }
}
