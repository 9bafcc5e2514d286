// The README's sample, with what it leaves to you before it: keys, ids, and whom to trust.
//
//     ofp-sandbox run -- .build/debug/example-readme

import Foundation
import OpenFinanceTransport

func setting(_ name: String) -> String { ProcessInfo.processInfo.environment[name] ?? "" }
func contents(of name: String) throws -> Data { try Data(contentsOf: URL(filePath: setting(name))) }

let clientID = setting("OFP_CLIENT_ID")
let signingKeyID = setting("OFP_SIGNING_KEY_ID")
let signingKey = try contents(of: "OFP_SIGNING_KEY")
let certificate = try contents(of: "OFP_TRANSPORT_CERT")
let transportKey = try contents(of: "OFP_TRANSPORT_KEY")
let roots = TrustRoots.file(setting("OFP_CA_FILE"))
let source = Endpoint(setting("OFP_DIRECTORY_URL")).map(DirectorySource.endpoint) ?? .sandbox

// docs: sample
import Logging
import OpenFinance
import OpenFinanceCrypto

let client = try OpenFinanceClient(
    clientID: clientID, signingKey: PrivateKey(pem: signingKey), signingKeyID: signingKeyID,
    certificateChain: certificate, transportKey: PrivateKey(pem: transportKey), trustRoots: roots,
    logger: Logger(label: "app"), userAgent: "app/1.0")
let directory = try await client.directory(from: source)  // such as .sandbox
let outcomes = client.products(
    matching: .init(categories: [.savingsAccount]), from: directory.lfis,
    onBehalfOf: CustomerIPAddress("203.0.113.7"))  // whoever is in session, for each call
for await outcome in outcomes {
    switch outcome {
    case .answered(let lfi, let answer): print(lfi.name, answer.products.count, answer.remarks.map(\.message))
    case .failed(let failure): print(failure.lfi.name, failure.stage, failure.reason)
    }
}
// end
