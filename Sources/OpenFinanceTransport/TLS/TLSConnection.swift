import CCurl
import COpenSSL
import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The TLS of a transfer's connection, once its handshake is done: libcurl's own, to look at.
struct TLSConnection {
    private let connection: OpaquePointer

    /// - Parameter easy: a transfer that has a connection. Nil where its TLS is not OpenSSL's.
    init?(of easy: UnsafeMutableRawPointer) {
        guard let connection = ofp_curl_openssl_connection(easy) else { return nil }
        self.connection = OpaquePointer(connection)
    }

    /// Whether the server asked for our certificate, and may refuse it only now: in TLS 1.3 our side of the handshake is done
    /// before it looks (RFC 8446 §4.4.2.4).
    var isCertificateUnjudged: Bool {
        SSL_version(connection) == TLS1_3_VERSION && CertificateRequests.wasMade(on: connection) == true
    }

    /// Version, suite and certificates.
    var details: ConnectionDetails {
        var details = ConnectionDetails()
        details.tlsVersion = String(cString: SSL_get_version(connection))
        details.cipherSuite = SSL_get_current_cipher(connection).map { String(cString: SSL_CIPHER_get_name($0)) }
        if let certificate = ofp_peer_certificate(connection) {
            details.serverCertificate = .init(certificate)
            X509_free(certificate)
        }
        details.clientCertificate = SSL_get_certificate(connection).map(ConnectionDetails.Certificate.init)
        details.wasCertificateRequested = CertificateRequests.wasMade(on: connection)
        return details
    }

    /// Counts what the server sends from here on.
    func count(_ limit: WireLimit) { ReadMeter.of(connection)?.pointee.start(limit) }

    /// Whether the server's certificate names the host among its alternative names. libcurl has checked the name, and takes
    /// the subject's common name where there are none, which RFC 9525 §6.3 forbids.
    func names(_ host: String) -> Bool {
        guard let certificate = ofp_peer_certificate(connection) else { return false }
        defer { X509_free(certificate) }
        if host.isIPAddress { return X509_check_ip_asc(certificate, host, 0) == 1 }
        let flags = UInt32(X509_CHECK_FLAG_NEVER_CHECK_SUBJECT | X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS)
        return X509_check_host(certificate, host, host.utf8.count, flags, nil) == 1
    }
}

extension String {
    fileprivate var isIPAddress: Bool {
        var address = in6_addr()
        return inet_pton(AF_INET, self, &address) == 1 || inet_pton(AF_INET6, self, &address) == 1
    }
}

extension ConnectionDetails.Certificate {
    fileprivate init(_ certificate: OpaquePointer) {
        self.init(
            subject: Self.text(of: X509_get_subject_name(certificate)),
            issuer: Self.text(of: X509_get_issuer_name(certificate)),
            validFrom: Self.date(X509_get0_notBefore(certificate)),
            validUntil: Self.date(X509_get0_notAfter(certificate)))
    }

    private static func text(of name: OpaquePointer?) -> String {
        guard let name, let bio = BIO_new(BIO_s_mem()) else { return "" }
        defer { BIO_free(bio) }
        _ = ofp_write_name(bio, name)
        var start: UnsafeMutablePointer<CChar>?
        let length = ofp_bio_contents(bio, &start)
        return String(decoding: UnsafeRawBufferPointer(start: start, count: length), as: UTF8.self)
    }

    private static func date(_ time: UnsafePointer<ASN1_TIME>?) -> Date? {
        var seconds = 0.0
        return ofp_unix_time(time, &seconds) == 1 ? Date(timeIntervalSince1970: seconds) : nil
    }
}
