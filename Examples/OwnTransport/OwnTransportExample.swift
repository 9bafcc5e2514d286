// A transport of one's own, here one that needs no network: what a test of your program would use.

import Foundation
import HTTPTypes
import Logging
import OpenFinance
import OpenFinanceCrypto
import OpenFinanceTransport

// docs: transport
/// Answers as a bank would, out of a table.
struct CannedBank: HTTPTransport {
    var answers: [String: String]

    func send(_ request: TransportRequest) async throws(TransportError) -> TransportResponse {
        // Any status is an answer. An error means that there is none, and says whether the request may have left.
        guard let body = answers[request.head.path ?? ""] else {
            return TransportResponse(head: HTTPResponse(status: .notFound))
        }
        return TransportResponse(head: HTTPResponse(status: .ok), body: Data(body.utf8))
    }
}
// end

@main
struct OwnTransportExample {
    static func main() async throws {
        // docs: by hand
        guard let discovery = Endpoint("https://auth1.bank.example/.well-known/openid-configuration"),
            let products = Endpoint("https://rs1.bank.example/open-finance/product/v2.1/products")
        else { fatalError("both are https URLs") }
        let bank = LFI(
            id: "bank-1", name: "A bank", organisationID: "org-1", organisationName: "A bank PJSC",
            issuer: Issuer("https://auth1.bank.example"), discoveryDocument: discovery, products: products)

        let transport = CannedBank(answers: [
            "/.well-known/openid-configuration":
                #"{"issuer":"https://auth1.bank.example","token_endpoint":"https://auth1.bank.example/token"}"#,
            "/token": #"{"access_token":"an-access-token","token_type":"Bearer","expires_in":600}"#,
            "/open-finance/product/v2.1/products":
                #"{"Data":[{"LFIId":"BANK","Products":[{"ProductId":"S1","ProductName":"Saver"}]}],"Meta":{"TotalPages":1}}"#,
        ])
        // end

        let key = try PrivateKey(
            pem: try Data(
                contentsOf: URL(filePath: ProcessInfo.processInfo.environment["OFP_SIGNING_KEY"] ?? "signing.key")))
        let client = OpenFinanceClient(
            configuration: .init(
                credentials: ClientCredentials(clientID: "client", signingKey: key, signingKeyID: "kid")),
            transport: transport, logger: Logger(label: "example"))
        for await outcome in client.products(matching: ProductQuery(), from: [bank], onBehalfOf: nil) {
            guard case .answered(let lfi, let answer) = outcome else { continue }
            for listed in answer.products { print("\(lfi.name): \(listed.product.name ?? "")") }
        }
    }
}
