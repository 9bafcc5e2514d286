import FoundationEssentials
import HTTPTypes
import OpenFinanceTestSupport
import Testing
import OpenFinanceTransport

@testable import OpenFinance

@Suite("What a bank objects to")
struct BankObjectionTests {
    private func outcome(_ answer: @escaping StubTransport.Answer) async throws -> (LFIOutcome, [String]) {
        let transport = StubTransport.hub(products: answer)
        let outcome = await LFIClient(
            Example.lfi(), client: try Example.client(transport), onBehalfOf: Example.customer
        ).products(matching: .init())
        return (outcome, transport.requests.compactMap { $0.head.path }.filter { $0.contains("/products") })
    }

    @Test("is told whole: every error, with its place and its remedy")
    func allErrors() async throws {
        let (outcome, _) = try await outcome { (_) async throws(TransportError) in
            .answer(
                400,
                #"{"Errors":[{"Code":"Resource.InvalidFormat","Message":"Not a date","Path":"LastUpdatedDateTime"},{"Code":"Body.InvalidFormat","Message":"Not a number","Url":"https://liwa.example/help"},{"Code":"Only.Code"},{}]}"#
            )
        }
        guard case .failed(let failure) = outcome else { throw RequestError(.internal, "\(outcome)") }
        #expect(failure.code == "Resource.InvalidFormat")
        #expect(
            failure.message
                == "Not a date (LastUpdatedDateTime); Body.InvalidFormat: Not a number see https://liwa.example/help; Only.Code:"
        )
    }

    @Test("leads to a request for each category, where it is that none is named")
    func categoryByCategory() async throws {
        let (outcome, paths) = try await outcome { (request) async throws(TransportError) in
            let path = request.head.path ?? ""
            guard let category = path.split(separator: "ProductCategory=").dropFirst().first else {
                return .answer(
                    400, #"{"Errors":[{"Code":"Missing","Message":"It is required","Path":"ProductCategory"}]}"#)
            }
            return .ok(
                Example.products(Example.product("of \(category)", category: String(category)), Example.product("same"))
            )
        }
        guard case .answered(_, let answer) = outcome else { throw RequestError(.internal, "\(outcome)") }
        #expect(
            answer.products.compactMap(\.product.id) == [
                "of SavingsAccount", "same", "of CurrentAccount", "of CreditCard", "of Finance", "of Mortgage",
            ])
        #expect(paths.count == 6)
    }

    @Test("to something else is no reason to ask again")
    func otherObjection() async throws {
        let (outcome, paths) = try await outcome { (_) async throws(TransportError) in
            .answer(400, #"{"Errors":[{"Code":"X","Message":"No","Path":"SortField"}]}"#)
        }
        guard case .failed = outcome else { throw RequestError(.internal, "\(outcome)") }
        #expect(paths.count == 1)
    }
}
