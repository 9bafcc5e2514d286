// Finds one product, and asks its bank to contact somebody about it.
//
//     ofp-sandbox run -- .build/debug/example-lead N100

import Foundation
import Logging
import OpenFinance
import OpenFinanceCrypto
import OpenFinanceLeads
import OpenFinanceTransport

struct Failure: Error, CustomStringConvertible { var description: String }

func setting(_ name: String) throws -> String {
    guard let value = ProcessInfo.processInfo.environment[name] else { throw Failure(description: "Set \(name).") }
    return value
}

func contents(of setting: String) throws -> Data { try Data(contentsOf: URL(filePath: setting)) }

@main
struct LeadExample {
    static func main() async throws {
        guard let productID = CommandLine.arguments.dropFirst().first,
            let participants = Endpoint(try setting("OFP_DIRECTORY_URL"))
        else { throw Failure(description: "Give a product's id, and set OFP_DIRECTORY_URL.") }

        let client = try OpenFinanceClient(
            clientID: try setting("OFP_CLIENT_ID"),
            signingKey: try PrivateKey(pem: try contents(of: setting("OFP_SIGNING_KEY"))),
            signingKeyID: try setting("OFP_SIGNING_KEY_ID"),
            certificateChain: try contents(of: setting("OFP_TRANSPORT_CERT")),
            transportKey: try PrivateKey(pem: try contents(of: setting("OFP_TRANSPORT_KEY"))),
            trustRoots: .file(try setting("OFP_CA_FILE")),
            logger: Logger(label: "example"),
            userAgent: "example-lead/1.0")
        let directory = try await client.directory(from: .endpoint(participants))

        // docs: find
        let customer = CustomerIPAddress("203.0.113.7")
        let found = await client.products(withID: productID, from: directory.lfis, onBehalfOf: customer)
        guard let listed = found.products.first, found.products.count == 1, found.failures.isEmpty else {
            // A bank that failed may have a product of the same id: whose it is would be a guess.
            throw Failure(description: "\(found.products.count) banks have it, and \(found.failures.count) failed.")
        }
        // end

        // docs: lead
        let draft: LeadDraft = [
            .email: "sara.ahmed@example.ae", .emiratesID: "784-1990-1234567-6", .givenName: "Sara", .lastName: "Ahmed",
            .marketingOptOut: false, .categories: .list([listed.product.category?.rawValue ?? "SavingsAccount"]),
        ]
        guard let lfi = directory.lfis.first(where: { $0.id == listed.lfi.id }) else {
            throw Failure(description: "\(listed.lfi.name) has left the directory.")
        }
        let prepared = try PreparedLead(
            try draft.validated(), for: lfi, productID: listed.product.id, environment: "sandbox")

        let store = try await SQLiteLeadStore.open(
            in: FileManager.default.temporaryDirectory.appending(path: "example-lead"))
        do throws(LeadStoreError) {
            let submitted = try await client.submit(prepared, onBehalfOf: customer, recordedIn: store)
            switch submitted.outcome {
            case .arrived(let leadID, _): print("\(lfi.name) has the lead as \(leadID ?? "one without an id").")
            case .refused(let failure): print("\(lfi.name) does not take it: \(failure.message).")
            case .notSent(let failure): print("It was not sent: \(failure.message).")
            case .unknown(let failure): print("Ask \(lfi.name) before you send it again: \(failure.message).")
            }
        } catch {
            switch error {
            case .duplicate(let earlier):
                print("The same lead went to \(earlier.lfi.name) before, and is not sent again.")
            case .unusable(let reason): print("Nothing is sent that cannot be written down: \(reason).")
            }
        }
        // end
    }
}
