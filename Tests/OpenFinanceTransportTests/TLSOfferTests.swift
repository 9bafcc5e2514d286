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
                let isOlder = taken == [.tls10] ? offer != .tls10 : taken.contains(.tls11) && offer == .otherSuites
                if !isTaken { #expect(answer == (isOlder ? .older : .refused), "\(offer)") }
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
            #expect(answer == (wish == "required" ? .refused : .accepted))
        }
    }

    @Test("say nothing of a server that is not there")
    func nobody() async throws {
        let port = try Listener(port: 0).port
        #expect(await TLSOffer.tls10.made(to: "127.0.0.1:\(port)", within: .seconds(5)) == nil)
        #expect(await UncertifiedHandshake.made(to: "127.0.0.1:\(port)", within: .seconds(5)) == nil)
    }

    @Test("are refused, too, by who ends the connection without a word")
    func cutOff() async throws {
        try await RawServer.withBareOne { _ in
        } to: { port in
            #expect(await TLSOffer.tls10.made(to: "127.0.0.1:\(port)", within: .seconds(60)) == .refused)
            #expect(await UncertifiedHandshake.made(to: "127.0.0.1:\(port)", within: .seconds(60)) == .refused)
        }
    }

    @Test("are answered by nobody who says nothing")
    func silence() async throws {
        try await RawServer.withBareOne { socket in
            var byte: UInt8 = 0
            while recv(socket, &byte, 1, 0) > 0 {}
        } to: { port in
            #expect(await TLSOffer.tls10.made(to: "127.0.0.1:\(port)", within: .milliseconds(200)) == nil)
            #expect(await UncertifiedHandshake.made(to: "127.0.0.1:\(port)", within: .milliseconds(200)) == nil)
        }
    }

    @Test("name the server as it is called, and no address", arguments: ["127.0.0.1", "fe80::1", "a.example"])
    func serverName(host: String) {
        let hello = TLSOffer.tls11.clientHello(to: host, random: Array(repeating: 0, count: 32))
        let isNamed = hello.indices.contains { hello[$0...].starts(with: host.utf8) }
        #expect(isNamed == (host == "a.example"))
    }

    @Test("are answered once the suite is there, of a session with an id or without", arguments: [0, 32])
    func wholeHello(idLength: Int) {
        let id = [UInt8(idLength)] + Array(repeating: 9, count: idLength)
        let start: [UInt8] = [22, 3, 1, 0, 0, 2, 0, 0, 0, 3, 1] + Array(repeating: 7, count: 32)
        let hello = start + id + [0xC0, 0x14]
        for length in hello.indices { #expect(TLSOffer.tls10.answer(in: Array(hello.prefix(length))) == nil) }
        #expect(TLSOffer.tls10.answer(in: hello) == .accepted(suite: 0xC014))
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
