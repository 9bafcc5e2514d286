import CCurl

/// A handshake of a client that has no certificate: whether a server goes on with it shows whether it requires one.
///
/// A server that has asked for a certificate and got none may end the handshake, or go on without (RFC 8446 §4.4.2.4). No
/// request is sent, so that there is nothing that the server could do for a client that it does not know.
package enum UncertifiedHandshake: Sendable, Hashable {
    case accepted, refused

    /// How long a server of TLS 1.3 may take to refuse what it has got: there, the handshake is done on the client's side
    /// before the server looks at the certificate.
    private static let refusal = Duration.seconds(2)

    /// Makes it, on a connection of its own.
    ///
    /// In TLS 1.2 the handshake itself tells; TLS 1.3 is spoken with servers that have nothing else.
    ///
    /// - Parameter authority: host and port, as in a URL.
    /// - Returns: nil where nobody knows what the server would do: it cannot be reached, or a proxy stands before it.
    package static func made(to authority: String, within limit: Duration) async -> UncertifiedHandshake? {
        let older = await TLSProbe.ask("https", authority, newestTLS: .tls12, within: limit) { code, probe in
            code == CURLE_OK ? Outcome.told(.accepted) : outcome(of: code, probe)
        }
        switch older {
        case .told(let answer)?: return answer
        case .otherVersion?: break
        case nil: return nil
        }
        return await TLSProbe.ask("https", authority, within: limit) { code, probe in
            guard code == CURLE_OK else {
                guard case .told(let answer)? = outcome(of: code, probe) else { return nil }
                return answer
            }
            if case .end = probe.receive(until: .now + refusal) { return .refused }
            return .accepted
        }
    }

    private enum Outcome {
        case told(UncertifiedHandshake)
        /// The server speaks no TLS 1.2.
        case otherVersion
    }

    /// Of a connection that there is not.
    private static func outcome(of code: CURLcode, _ probe: TLSProbe) -> Outcome? {
        if let alert = probe.alert { return alert.isAboutVersion ? .otherVersion : .told(.refused) }
        // Cut off, without a word.
        return [CURLE_SSL_CONNECT_ERROR, CURLE_RECV_ERROR, CURLE_SEND_ERROR].contains(code) ? .told(.refused) : nil
    }
}
