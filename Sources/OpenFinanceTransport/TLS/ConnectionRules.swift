import COpenSSL
import FoundationEssentials

/// What every TLS connection of a transport is held to beyond what libcurl has options for, whatever a configuration file
/// of OpenSSL (`OPENSSL_CONF`) or the environment says.
final class ConnectionRules: Sendable {
    let identity: ClientIdentity?
    private let trustRoots: TrustRoots
    private let givenRoots: TrustStore?

    /// - Throws: ``TransportError/Code/setup`` where the roots cannot be read.
    init(identity: ClientIdentity?, trustRoots: TrustRoots) throws(TransportError) {
        self.identity = identity
        self.trustRoots = trustRoots
        givenRoots = try TrustStore(trustRoots)
    }

    /// Nil where libcurl has to find the system's.
    var roots: TrustStore? { trustRoots == .system ? TrustStore.system : givenRoots }

    /// For TLS 1.2, what FAPI 1.0 Advanced §8.5 allows.
    static let cipherSuites = [
        "ECDHE-RSA-AES256-GCM-SHA384", "ECDHE-RSA-AES128-GCM-SHA256",
        "DHE-RSA-AES256-GCM-SHA384", "DHE-RSA-AES128-GCM-SHA256",
    ].joined(separator: ":")

    /// For TLS 1.3; all of them are of the kind that the profile asks for.
    private static let newerCipherSuites =
        "TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256:TLS_AES_128_GCM_SHA256"

    /// 112 bits: no RSA key under 2048 bits, no SHA-1 (OpenSSL, SSL_CTX_set_security_level(3)).
    private static let securityLevel: Int32 = 2

    /// Prepares a connection's context, an `SSL_CTX`.
    ///
    /// - Parameter pace: has to outlive the connection.
    /// - Returns: false where the certificate or the key cannot be used.
    func apply(to context: OpaquePointer, pace: ReadPace) -> Bool {
        ofp_set_security_level_at_least(context, Self.securityLevel)
        guard SSL_CTX_set_ciphersuites(context, Self.newerCipherSuites) == 1 else { return false }
        ofp_forbid_unsafe_renegotiation(context)
        // Whoever has a connection's secrets can read tokens and personal data: SSLKEYLOGFILE is for other programs.
        SSL_CTX_set_keylog_callback(context, nil)
        roots?.put(into: context)
        SSL_CTX_set_ex_data(context, Self.paceIndex, Unmanaged.passUnretained(pace).toOpaque())
        SSL_CTX_set_info_callback(context) { connection, event, _ in
            guard event & SSL_CB_HANDSHAKE_START != 0, let connection,
                let pace = SSL_CTX_get_ex_data(SSL_get_SSL_CTX(connection), ConnectionRules.paceIndex)
            else { return }
            Unmanaged<ReadPace>.fromOpaque(pace).takeUnretainedValue().slowDown(connection)
        }
        CertificateRequests.note(on: context)
        guard case .parsed(let setup) = identity?.form else { return true }
        return setup(UnsafeMutableRawPointer(context))
    }

    private static let paceIndex = ofp_context_data_index()
}
