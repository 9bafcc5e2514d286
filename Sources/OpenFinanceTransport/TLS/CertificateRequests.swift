import COpenSSL

/// Notes whether a server has asked for our certificate. OpenSSL tells it nowhere afterwards.
enum CertificateRequests {
    private static let index = ofp_connection_data_index()

    /// - Parameter context: an `SSL_CTX` of ours.
    static func note(on context: OpaquePointer) {
        // A client's callback runs when the server has asked, and before a certificate is chosen; 1 lets things go on.
        SSL_CTX_set_cert_cb(
            context,
            { connection, _ in
                guard let connection else { return 1 }
                // Any address that is not nil will do: it is never followed.
                SSL_set_ex_data(connection, CertificateRequests.index, UnsafeMutableRawPointer(connection))
                return 1
            }, nil)
    }

    /// Nil on a session that is resumed: it has no handshake in which to ask.
    static func wasMade(on connection: OpaquePointer) -> Bool? {
        SSL_session_reused(connection) == 1 ? nil : SSL_get_ex_data(connection, index) != nil
    }
}
