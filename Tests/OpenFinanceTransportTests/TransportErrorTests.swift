import COpenSSL
import Foundation
import Testing

@testable import OpenFinanceTransport

@Suite("What libcurl and OpenSSL say of a failure")
struct TransportErrorTests {
    @Test("is taken for a request that may have left, by whoever does not know")
    func safeSide() {
        #expect(TransportError(.connection, "it broke").requestMayHaveLeft)
    }

    @Test(
        "tells an alert of the server by OpenSSL's code",
        arguments: [
            ("error:0A000412:SSL routines::sslv3 alert bad certificate", 42),
            ("OpenSSL/3.0.17: error:0A000418:SSL routines::tlsv1 alert unknown ca", 48),
            ("OpenSSL SSL_read: error:0A00045C:SSL routines::tlsv13 alert certificate required, errno 0", 116),
            ("TLS connect error: error:0A00042E:SSL routines::tlsv1 alert protocol version", 70),
        ])
    func alert(text: String, number: Int) throws { #expect(try #require(TLSAlert(in: text)).number == number) }

    @Test(
        "tells none where the words are somebody else's, or OpenSSL's own",
        arguments: [
            "SSL: certificate subject name 'alert bad certificate' does not match target host name 'a.example'",
            "SSL: no alternative certificate subject name matches target host name 'error:0A000418:x'",
            "SSL certificate problem: error:0A000418:SSL routines::tlsv1 alert unknown ca",
            "error:0A000086:SSL routines::certificate verify failed", "error:0300007F:BIO routines::x", "error:0A", "",
        ])
    func noAlert(text: String) { #expect(TLSAlert(in: text) == nil) }

    @Test("does not tell what is secret in a proxy's address")
    func proxies() {
        let environment = [
            "https_proxy": "htp://ana:s3cret@proxy.example:port", "ALL_PROXY": "socks5://bo:p%40ss@127.0.0.1",
            "no_proxy": "localhost", "HTTP_PROXY": "http://proxy.example",
        ]
        func hidden(_ text: String) -> String { ProxySettings.hidden(in: text, environment: environment) }
        for text in [
            "Unsupported proxy scheme for 'htp://ana:s3cret@proxy.example:port'", "Could not resolve proxy: s3cret@x",
            "Port number was not a decimal number: ana:s3cret", "no p@ss here", "no p%40ss here",
        ] {
            let told = hidden(text)
            #expect(told.contains("https_proxy"))
            #expect(!["s3cret", "p@ss", "p%40ss"].contains { told.contains($0) })
        }
        #expect(hidden("Could not resolve host: proxy.example") == "Could not resolve host: proxy.example")
        #expect(hidden("localhost") == "localhost")
    }

    /// SSL_OP_LEGACY_SERVER_CONNECT and SSL_OP_ALLOW_UNSAFE_LEGACY_RENEGOTIATION.
    private static let unsafeRenegotiation: UInt64 = 1 << 2 | 1 << 18

    @Test("a connection is held to its rules whatever OpenSSL's configuration says")
    func rules() throws {
        let context = try #require(SSL_CTX_new(TLS_client_method()))
        defer { SSL_CTX_free(context) }
        // What a file that OPENSSL_CONF names can do.
        SSL_CTX_set_security_level(context, 0)
        SSL_CTX_set_keylog_callback(context) { _, _ in }
        SSL_CTX_set_options(context, Self.unsafeRenegotiation)
        #expect(SSL_CTX_set_ciphersuites(context, "TLS_AES_128_CCM_8_SHA256") == 1)
        let pace = ReadPace()
        #expect(try ConnectionRules(identity: nil, trustRoots: .system).apply(to: context, pace: pace))
        #expect(SSL_CTX_get_security_level(context) == 2)
        #expect(SSL_CTX_get_keylog_callback(context) == nil)
        #expect(SSL_CTX_get_options(context) & Self.unsafeRenegotiation == 0)
        let suites = SSL_CTX_get_ciphers(context)
        let names = (0..<OPENSSL_sk_num(suites)).map {
            String(cString: SSL_CIPHER_get_name(OpaquePointer(OPENSSL_sk_value(suites, $0))))
        }
        #expect(names.contains("TLS_AES_256_GCM_SHA384"))
        #expect(!names.contains("TLS_AES_128_CCM_8_SHA256"))
    }

    @Test(
        "trust roots that are no certificates are no trust roots",
        arguments: ["", "rubbish", "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n"])
    func roots(pem: String) {
        let error = #expect(throws: TransportError.self) {
            try CurlTransport(trustRoots: .pem(Data(pem.utf8)), userAgent: "test")
        }
        #expect(error?.code == .setup)
        #expect(error?.requestMayHaveLeft == false)
    }
}
