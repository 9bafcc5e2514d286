import COpenSSL
import Foundation
import HTTPTypes
import OpenFinanceTransport
import Testing

@testable import ofp_sandbox

@Suite("Handshakes that a server should refuse")
struct TLSOfferTests {
    /// `@SECLEVEL=0`: OpenSSL speaks the old versions at that level alone.
    private static func behaviour(newest: Int32, suites: String) -> LoopbackServer.Behaviour {
        LoopbackServer.Behaviour(newestTLS: newest, cipherSuites: ["\(suites):@SECLEVEL=0"])
    }

    private static let cases: [(LoopbackServer.Behaviour, [TLSOffer])] = [
        (behaviour(newest: TLS1_3_VERSION, suites: "ECDHE-RSA-AES128-GCM-SHA256"), []),
        (behaviour(newest: TLS1_2_VERSION, suites: "ECDHE-RSA-AES128-SHA256"), [.otherSuites]),
        (behaviour(newest: TLS1_2_VERSION, suites: "ECDHE-RSA-CHACHA20-POLY1305"), [.otherSuites]),
        (behaviour(newest: TLS1_1_VERSION, suites: "ECDHE-RSA-AES128-SHA"), [.tls10, .tls11]),
        (behaviour(newest: TLS1_VERSION, suites: "AES128-SHA"), [.tls10]),
    ]

    @Test("are taken by those servers alone that speak what is offered", arguments: cases)
    func offers(behaviour: LoopbackServer.Behaviour, taken: [TLSOffer]) async throws {
        try await LoopbackServer.serve(behaviour) { _ in
            Response(status: .ok)
        } to: { server in
            for offer in TLSOffer.allCases {
                let answer = await offer.made(to: "server.localhost:\(server.port)", within: .seconds(60))
                let isTaken = if case .accepted? = answer { true } else { false }
                #expect(isTaken == taken.contains(offer), "\(offer): \(String(describing: answer))")
                if !isTaken { #expect(answer == .refused) }
            }
        }
    }

    @Test(
        "are made without a certificate, too, which a server refuses that requires one",
        arguments: [TLS1_2_VERSION, TLS1_3_VERSION], ["none", "optional", "required"])
    func uncertified(version: Int32, wish: String) async throws {
        var behaviour = LoopbackServer.Behaviour()
        (behaviour.oldestTLS, behaviour.newestTLS) = (version, version)
        behaviour.wantsClientCertificate = wish != "none"
        behaviour.goesOnWithoutCertificate = wish == "optional"
        try await LoopbackServer.serve(behaviour) { _ in
            Issue.record("nothing is asked")
            return Response(status: .ok)
        } to: { server in
            let answer = await UncertifiedHandshake.made(to: "server.localhost:\(server.port)", within: .seconds(60))
            #expect(answer == (wish == "required" ? .refused : .taken))
        }
    }

    @Test("say nothing of a server that is not there")
    func nobody() async throws {
        let port = try Listener(port: 0).port
        #expect(await TLSOffer.tls10.made(to: "127.0.0.1:\(port)", within: .seconds(5)) == nil)
        #expect(await UncertifiedHandshake.made(to: "127.0.0.1:\(port)", within: .seconds(5)) == nil)
    }

    @Test(
        "are answered by what is no TLS with a refusal, by half of an answer with nothing yet",
        arguments: [
            ([], nil), ([22, 3, 1], nil), ([21, 3, 1, 0, 2, 2, 70], .refused), (Array("HTTP/1.1 400".utf8), .refused),
        ] as [([UInt8], TLSOffer.Answer?)])
    func pieces(bytes: [UInt8], answer: TLSOffer.Answer?) {
        #expect(TLSOffer.tls10.answer(in: bytes) == answer)
    }
}
