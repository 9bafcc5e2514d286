import FoundationEssentials
import HTTPTypes
import OpenFinance
import OpenFinanceTransport
import Testing

/// Without `@testable`: what a program's own tests need of the library is public.
@Suite("What comes out of the library, made by hand")
struct MadeByHandTests {
    private static func lfi() throws -> LFI {
        LFI(
            id: "bank-1", name: "A bank", organisationID: "org-1", organisationName: "A bank PJSC",
            issuer: Issuer("https://auth1.bank.example"),
            discoveryDocument: try #require(Endpoint("https://auth1.bank.example/.well-known/openid-configuration")),
            products: try #require(Endpoint("https://rs1.bank.example/open-finance/product/v2.1/products")))
    }

    @Test("outcomes come in their order, and end")
    func outcomes() async throws {
        let lfi = try Self.lfi()
        let product = try #require(ListedProduct(json: Data(#"{"ProductId":"S1"}"#.utf8), of: lfi.identity))
        let failure = LFIFailure(lfi: lfi.identity, stage: .token, reason: .oauth, message: "the client is not known")
        let outcomes = LFIOutcomes([.answered(lfi, LFIAnswer(products: [product])), .failed(failure)])
        var names: [String] = []
        for await outcome in outcomes {
            switch outcome {
            case .answered(_, let answer): names += answer.products.compactMap(\.product.id)
            case .failed(let failure): names.append(failure.reason.rawValue)
            }
        }
        #expect(names == ["S1", "oauth"])
    }

    @Test("a directory has those that were left out, and may be outdated")
    func directory() throws {
        let directory = Directory(
            lfis: [try Self.lfi()],
            leftOut: [
                Directory.LeftOut(
                    organisationName: "Another bank PJSC", serverName: "Another bank", serverID: "bank-2",
                    reason: "has no Issuer in the directory", isFault: true),
                Directory.LeftOut(organisationName: "An insurer", reason: "offers no product API"),
            ])
        #expect(directory.faults.map(\.lfi.id) == ["bank-2"])
        #expect(directory.leftOut.map(\.name) == ["Another bank", "An insurer"])
        let outdated = Directory.Outdated(since: Date(timeIntervalSince1970: 0), reason: "it did not answer")
        #expect(outdated.reason == "it did not answer")
    }

    @Test("registrations, their addresses and what a journal has of them")
    func registrations() async throws {
        let lfi = try Self.lfi()
        let entry = RegistrationJournal.Entry(
            clientID: "client", issuer: lfi.issuer.description, lfiName: lfi.name,
            registeredAt: Date(timeIntervalSince1970: 0), interactionID: InteractionID().description)
        let made = Registration(
            lfi: lfi, state: .registered, endpoint: "https://rs1.bank.example/register", journalEntry: entry)
        var states: [Registration.State] = []
        for await registration in Outcomes([made, Registration(lfi: lfi, state: .unasked)]) {
            states.append(registration.state)
        }
        #expect(states == [.registered, .unasked] && made.journalEntry == entry && made.failure == nil)
        let address = RegistrationAddresses.Address(lfi: lfi, url: made.endpoint)
        #expect(address.url == "https://rs1.bank.example/register" && address.failure == nil)
    }

    @Test("an exchange hides its token, and its timing is told to an observer")
    func exchange() throws {
        let lfi = try Self.lfi()
        var head = HTTPRequest(method: .get, scheme: "https", authority: "rs1.bank.example", path: "/products")
        head.headerFields[.authorization] = "Bearer a-secret-token"
        let answer = TransportResponse(head: HTTPResponse(status: .ok), body: Data("{}".utf8))
        let id = InteractionID()
        let exchange = ObservedExchange(
            lfi: lfi.identity, purpose: .products, interactionID: id, request: TransportRequest(head: head),
            outcome: .success(answer))
        #expect(exchange.url == "https://rs1.bank.example/products" && exchange.status == 200)
        #expect(exchange.responseBody == "{}" && !"\(exchange.requestFields)".contains("a-secret-token"))

        let timings = RequestTimings()
        timings.observe(exchange)
        let failed = ObservedExchange(
            lfi: nil, purpose: .directory, request: TransportRequest(head: head),
            outcome: .failure(TransportError(.timeout, "no answer")))
        timings.observe(failed)
        #expect(
            timings.all == [
                RequestTiming(lfi: lfi.identity, purpose: .products, interactionID: id, status: 200),
                RequestTiming(
                    lfi: nil, purpose: .directory, interactionID: failed.interactionID, reason: .timeout),
            ])
    }
}
