import CCurl

extension CurlEasyHandle {
    /// How far the transfer had come when its time was up.
    private var timeoutMessage: String {
        guard hasSentSomething else { return "no connection within the time limit" }
        guard timings.firstByte > .zero else { return "no answer within the time limit" }
        return "no whole answer within the time limit"
    }

    /// libcurl's result code and words as an error of ours.
    func error(for code: CURLcode, limits: TransferLimits) -> TransportError {
        let text = failureText.isEmpty ? String(cString: curl_easy_strerror(code)) : failureText
        if let alert = TLSAlert(in: text) {
            return alert.isAboutOurCertificate
                ? TransportError(
                    .clientCertificateRefused, "the server refuses the transport certificate (\(alert.name))")
                : TransportError(.tls, "the server ended the TLS handshake (\(alert.name))")
        }
        return switch code {
        case CURLE_OPERATION_TIMEDOUT:
            TransportError(.timeout, timeoutMessage)
        case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY:
            TransportError(.nameResolution, text)
        case CURLE_FILESIZE_EXCEEDED:
            TransportError(.tooLarge, "the answer is larger than \(limits.bodyBytes) bytes")
        case CURLE_SSL_CERTPROBLEM, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_ENGINE_NOTFOUND, CURLE_SSL_CIPHER:
            TransportError(.setup, text)
        case CURLE_SSL_CONNECT_ERROR where text.tellsOfBrokenConnection:
            TransportError(.connection, "the connection broke in the TLS handshake")
        case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR,
            CURLE_SSL_INVALIDCERTSTATUS:
            TransportError(.tls, text)
        case CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_UNSUPPORTED_PROTOCOL:
            TransportError(.invalidResponse, text)
        case CURLE_URL_MALFORMAT:
            TransportError(.invalidRequest, text)
        default:
            TransportError(.connection, text)
        }
    }
}

/// A TLS alert (RFC 8446 §6) that the server sent, found in the words in which OpenSSL and libcurl report it.
///
/// In TLS 1.3 the client's certificate is judged after the client's side of the handshake is done (§4.4.2.4), so that a
/// refusal may come while the answer is read, under any of libcurl's codes: its words are the one place that tells.
private struct TLSAlert {
    let name: String

    init?(in text: String) {
        guard let alert = text.firstRange(of: "alert ") else { return nil }
        name = String(text[alert.upperBound...].prefix { $0.isLetter || $0 == " " })
    }

    /// `decrypt error` is among them since all that a server verifies in a handshake is what the client signed.
    var isAboutOurCertificate: Bool {
        [
            "bad certificate", "unsupported certificate", "certificate revoked", "certificate expired",
            "certificate unknown", "unknown ca", "access denied", "certificate required", "decrypt error",
        ].contains(name)
    }
}

extension String {
    /// Whether a handshake failed for the connection's end and not for what TLS had to say; libcurl has one code for both.
    fileprivate var tellsOfBrokenConnection: Bool {
        ["SSL_ERROR_SYSCALL", "SSL_ERROR_ZERO_RETURN", "unexpected eof", "Connection reset", "Broken pipe"]
            .contains { contains($0) }
    }
}
