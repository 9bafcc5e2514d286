public import FoundationEssentials

/// The connection that a request went over: for traces. A transport gives it where a request asks for it
/// (``TransportRequest/wantsConnection``), as far as it knows.
public struct ConnectionDetails: Sendable, Hashable {
    /// A certificate's subject and issuer as RFC 4514 writes names, and its validity.
    public struct Certificate: Sendable, Hashable {
        /// Whom it is issued to: `CN=rs1.bank.example,O=…`.
        public var subject: String
        /// Who has signed it.
        public var issuer: String
        /// `notBefore` (RFC 5280 §4.1.2.5); nil where it cannot be read.
        public var validFrom: Date?
        /// `notAfter` (RFC 5280 §4.1.2.5); nil where it cannot be read.
        public var validUntil: Date?

        /// Certificate details by hand, for a transport of one's own.
        public init(subject: String, issuer: String, validFrom: Date?, validUntil: Date?) {
            self.subject = subject
            self.issuer = issuer
            self.validFrom = validFrom
            self.validUntil = validUntil
        }
    }

    /// Address and port of the other end: the proxy's where there is one.
    public var address: String?
    /// `HTTP/2`, `HTTP/1.1`.
    public var httpVersion: String?
    /// `TLSv1.3`.
    public var tlsVersion: String?
    /// As OpenSSL calls it: `TLS_AES_256_GCM_SHA384`.
    public var cipherSuite: String?
    /// The server's own, without the rest of its chain; nil where it is not known.
    public var serverCertificate: Certificate?
    /// Ours; nil where there is none.
    public var clientCertificate: Certificate?
    /// Whether the server asked for a certificate of ours in this connection's handshake; nil where that is not known, as on
    /// a session that is resumed.
    public var wasCertificateRequested: Bool?
    /// Whether the connection was there before the request.
    public var isReused = false

    /// Of a connection of which nothing is known yet.
    public init() {}
}
