import CCurl
import COpenSSL

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
