import COpenSSL
import Foundation
import HTTPTypes
import Synchronization
import Testing

@testable import OpenFinanceTransport
@testable import ofp_sandbox

@Suite("The transport over libcurl")
struct CurlTransportTests {
    @Test(
        "sends method, path, header and body as they are, and gives back status, header and body, over HTTP/2 as over 1.1",
        arguments: [true, false])
    func exchange(speaksHTTP2: Bool) async throws {
        try await LoopbackServer.serve(.init(speaksHTTP2: speaksHTTP2)) { request in
            let body = try await request.body.collect(upTo: 1 << 20)
            #expect(request.method == .post)
            #expect(request.uri.description == "/a%20b?c=d%26e")
            #expect(request.headers[.contentType] == "application/json")
            #expect(request.headers[.userAgent] == "transport-tests")
            #expect(request.headers[.expect] == nil)
            return Response(
                status: .created, headers: [.location: "x", .wwwAuthenticate: "y"], body: .bytes(body))
        } to: { server in
            let body = Data((0..<200_000).map { UInt8(truncatingIfNeeded: $0) })
            let response = try await server.transport().send(
                server.request(
                    "/a%20b?c=d%26e", method: .post, fields: [.contentType: "application/json"], body: body))
            #expect(response.head.status == .created)
            #expect(response.head.headerFields[.location] == "x")
            #expect(response.head.headerFields[.wwwAuthenticate] == "y")
            #expect(response.body == body)
            #expect(response.timings.total > .zero)
            #expect(response.timings.tlsHandshake <= response.timings.firstByte)
        }
    }

    @Test("takes any status for an answer and follows no redirect", arguments: [204, 301, 302, 307, 404, 500, 503])
    func statuses(status: Int) async throws {
        let count = Atomic<Int>(0)
        try await LoopbackServer.serve { _ in
            count.add(1, ordering: .relaxed)
            return Response(status: .init(code: status), headers: [.location: "https://server.localhost:1/elsewhere"])
        } to: { server in
            let response = try await server.transport().send(server.request())
            #expect(response.head.status.code == status)
        }
        #expect(count.load(ordering: .relaxed) == 1)
    }

    @Test("asks nothing but https", arguments: ["http", "ftp", "file"])
    func onlyHTTPS(scheme: String) async throws {
        let transport = try CurlTransport(userAgent: "test")
        let head = HTTPRequest(method: .get, scheme: scheme, authority: "127.0.0.1:1", path: "/")
        #expect(await errorCode(transport, TransportRequest(head: head)) == .invalidRequest)
    }

    // MARK: - TLS

    @Test("presents its certificate with the chain where a server asks for it")
    func clientCertificate() async throws {
        try await LoopbackServer.serve(.init(wantsClientCertificate: true)) { _ in
            Response(status: .ok)
        } to: { server in
            let transport = try server.transport(identity: server.identity())
            let answer = try await transport.send(server.request())
            #expect(answer.head.status == .ok)
        }
    }

    @Test(
        "tells a refusal of its certificate from other failures, in both versions of TLS",
        arguments: [TLS1_2_VERSION, TLS1_3_VERSION])
    func refusedCertificate(version: Int32) async throws {
        try await LoopbackServer.serve(.init(wantsClientCertificate: true, newestTLS: version)) { _ in
            Response(status: .ok)
        } to: { server in
            let withNone = try server.transport()
            // TLS 1.2 has no alert of its own for a missing certificate (RFC 5246 §7.4.6).
            let expected: TransportError.Code = version == TLS1_3_VERSION ? .clientCertificateRefused : .tls
            #expect(await errorCode(withNone, server.request()) == expected)
            let stranger = try LoopbackServer.strangersIdentity()
            let withAnothers = try server.transport(identity: stranger)
            #expect(await errorCode(withAnothers, server.request()) == .clientCertificateRefused)
        }
    }

    @Test("trusts nobody but the given roots")
    func untrusted() async throws {
        try await LoopbackServer.serve { _ in
            Response(status: .ok)
        } to: { server in
            let ended = try await errorCode(server.transport(trustsServer: false), server.request())
            #expect(ended == .serverNotTrusted)
        }
    }

    @Test("trusts an issuing authority that is given without the root above it")
    func issuingAuthority() async throws {
        let issuing = try CertificateAuthority(
            name: "An issuing authority", under: SandboxPKI.shared.get().serverRoot)
        try await LoopbackServer.serve(.init(issuer: issuing)) { _ in
            Response(status: .ok)
        } to: { server in
            let roots = TrustRoots.pem(Data(try issuing.certificate.pem()))
            let transport = try CurlTransport(trustRoots: roots, userAgent: "transport-tests")
            #expect(await errorCode(transport, server.request()) == nil)
        }
    }

    @Test("tells a certificate from the future by OpenSSL's code for it")
    func notYetValid() async throws {
        let tomorrows = try CertificateAuthority(name: "Tomorrow's root")
        let root = tomorrows.certificate.certificate
        try #require(X509_gmtime_adj(X509_getm_notBefore(root), 86_400) != nil)
        // Nobody looks at a root's own signature, so that any key makes it.
        try #require(X509_sign(root, try SandboxPKI.shared.get().serverKey.key, EVP_sha256()) > 0)
        try await LoopbackServer.serve(.init(issuer: tomorrows)) { _ in
            Response(status: .ok)
        } to: { server in
            let roots = TrustRoots.pem(Data(try tomorrows.certificate.pem()))
            let transport = try CurlTransport(trustRoots: roots, userAgent: "transport-tests")
            let error = await #expect(throws: TransportError.self) { try await transport.send(server.request()) }
            #expect(error?.code == .serverNotTrusted && error?.detail == .certificateNotYetValid)
        }
    }

    @Test("checks that the certificate is the host's")
    func wrongName() async throws {
        try await LoopbackServer.serve(.init(names: ["other.localhost"])) { _ in
            Response(status: .ok)
        } to: { server in
            let ended = try await errorCode(server.transport(), server.request())
            #expect(ended == .serverNotTrusted)
            let answer = try await server.transport().send(server.request(host: "other.localhost"))
            #expect(answer.head.status == .ok)
        }
    }

    @Test("speaks no TLS older than 1.2")
    func oldTLS() async throws {
        try await LoopbackServer.serve(.init(newestTLS: TLS1_1_VERSION)) { _ in
            Response(status: .ok)
        } to: { server in
            let ended = try await errorCode(server.transport(), server.request())
            #expect(ended == .tls)
        }
    }

    @Test("speaks TLS 1.2 with the suites of FAPI, and with no other")
    func cipherSuites() async throws {
        for (suite, isAllowed) in [
            ("ECDHE-RSA-AES128-GCM-SHA256", true),
            ("ECDHE-RSA-AES256-GCM-SHA384", true),
            ("ECDHE-RSA-CHACHA20-POLY1305", false),
            ("AES128-GCM-SHA256", false),
        ] {
            try await LoopbackServer.serve(.init(newestTLS: TLS1_2_VERSION, cipherSuites: [suite])) { _ in
                Response(status: .ok)
            } to: { server in
                let ended = try await errorCode(server.transport(), server.request())
                #expect(ended == (isAllowed ? nil : .tls))
            }
        }
    }

    @Test("says that its own certificate cannot be used, where it cannot")
    func unusableIdentity() async throws {
        try await LoopbackServer.serve { _ in
            Response(status: .ok)
        } to: { server in
            let identity = ClientIdentity(certificateChain: Data("rubbish".utf8), privateKey: Data("rubbish".utf8))
            let ended = try await errorCode(server.transport(identity: identity), server.request())
            #expect(ended == .setup)
        }
    }

    @Test("roots that cannot be read are told before anything is asked")
    func unreadableRoots() throws {
        let good = Data(try SandboxPKI.shared.get().serverRoot.certificate.pem())
        let damaged = good + Data("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n".utf8)
        for roots in [
            TrustRoots.file("/nowhere"), .file("/etc/hostname"), .pem(Data()), .pem(Data("no PEM".utf8)), .pem(damaged),
        ] {
            let error = #expect(throws: TransportError.self) { try CurlTransport(trustRoots: roots, userAgent: "test") }
            #expect(error?.code == .setup)
        }
    }

    // MARK: - Limits

    @Test("unpacks gzip, and holds what comes out to the limit on bodies")
    func gzip() async throws {
        try await LoopbackServer.serve { request in
            #expect(request.headers[.acceptEncoding] == "gzip")
            return Response(
                status: .ok, headers: [.contentEncoding: "gzip"],
                body: .bytes(gzippedZeros))
        } to: { server in
            #expect(gzippedZeros.count < 2_000)
            let whole = try await server.transport().send(server.request())
            #expect(whole.body == Data(repeating: 0x30, count: 1_000_000))
            let limits = TransferLimits.hours(bodyBytes: 999_999)
            let ended = try await errorCode(server.transport(), server.request(limits: limits))
            #expect(ended == .tooLarge)
        }
    }

    @Test("says so where a body is not the gzip that it says it is")
    func brokenGzip() async throws {
        try await LoopbackServer.serve { _ in
            Response(
                status: .ok, headers: [.contentEncoding: "gzip"], body: .text("no"))
        } to: { server in
            let ended = try await errorCode(server.transport(), server.request())
            #expect(ended == .invalidResponse)
        }
    }

    @Test("cuts a body off at the limit, whether its length is announced or not", arguments: [true, false])
    func bodyLimit(isAnnounced: Bool) async throws {
        try await LoopbackServer.serve { request in
            guard !isAnnounced else {
                return Response(status: .ok, body: .bytes(repeatElement(0x61, count: 100_000)))
            }
            let isEndless = request.uri.path == "/endless"
            return Response(
                status: .ok,
                body: .pieces { write in
                    // Without end only the client's limit stops it.
                    for piece in 0... {
                        guard !Task.isCancelled, isEndless || piece < 10 else { return }
                        try await write(Array(repeating: 0x61, count: 10_000))
                    }
                })
        } to: { server in
            let transport = try server.transport()
            #expect(await errorCode(transport, server.request(limits: .hours(bodyBytes: 99_999))) == .tooLarge)
            let exact = try await transport.send(server.request(limits: .hours(bodyBytes: 100_000)))
            #expect(exact.body.count == 100_000)
            if !isAnnounced {
                let endless = server.request("/endless", limits: .hours(bodyBytes: 99_999))
                #expect(await errorCode(transport, endless) == .tooLarge)
            }
        }
    }

    @Test("cuts a header section off at the limit")
    func headerLimit() async throws {
        try await LoopbackServer.serve { _ in
            Response(status: .ok, headers: [.setCookie: String(repeating: "x", count: 10_000)])
        } to: { server in
            let ended = try await errorCode(server.transport(), server.request(limits: .hours(headerBytes: 5_000)))
            #expect(ended == .tooLarge)
            let answer = try await server.transport().send(server.request())
            #expect(answer.head.headerFields[.setCookie]?.count == 10_000)
        }
    }

    @Test("waits no longer than the limit on time")
    func timeLimit() async throws {
        try await LoopbackServer.serve { _ in
            try await LoopbackServer.hang()
        } to: { server in
            let limits = TransferLimits(total: .milliseconds(200))
            let ended = try await errorCode(server.transport(), server.request(limits: limits))
            #expect(ended == .timeout)
        }
    }

    @Test("says that nobody listens, where nobody does")
    func connectionRefused() async throws {
        let transport = try CurlTransport(userAgent: "test")
        let head = HTTPRequest(method: .get, scheme: "https", authority: "127.0.0.1:1", path: "/")
        #expect(await errorCode(transport, TransportRequest(head: head)) == .connection)
    }
}

extension LoopbackServer {
    /// A good certificate of a PKI that the server does not know.
    static func strangersIdentity() throws -> ClientIdentity {
        // Its authority is another one, whatever the keys.
        let pki = try SandboxPKI(keys: .ofEnvironment)
        return ClientIdentity(
            certificateChain: Data(try pki.tpp.transportChain.flatMap { try $0.pem() }),
            privateKey: Data(try pki.tpp.transportKey.pem()))
    }
}
