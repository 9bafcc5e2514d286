import CCurl
import COpenSSL

extension CurlEasyHandle {
    /// How far the transfer had come when its time was up.
    private var timeoutMessage: String {
        guard bytesSent > 0 else { return "no connection within the time limit" }
        guard timings.firstByte > .zero else { return "no answer within the time limit" }
        return "no whole answer within the time limit"
    }

    /// As OpenSSL says it of the server's certificates, or of a proxy's; the words may have a name out of one in them.
    private var isCertificateNotYetValid: Bool {
        [certificateVerdict, proxyCertificateVerdict].contains(Int(X509_V_ERR_CERT_NOT_YET_VALID))
    }

    /// libcurl's result code and words as an error of ours.
    func error(for code: CURLcode, limits: TransferLimits) -> TransportError {
        let text = ProxySettings.hidden(
            in: failureText.isEmpty ? String(cString: curl_easy_strerror(code)) : failureText)
        if let alert = TLSAlert(in: text) {
            var error =
                alert.isAboutOurCertificate
                ? TransportError(
                    .clientCertificateRefused, "the server refuses the transport certificate (\(alert.name))")
                : TransportError(.tls, "the server ended the TLS handshake (\(alert.name))")
            error.isAboutTLSVersion = alert.isAboutVersion
            return error
        }
        if let reason = text.tokenFailure {
            return TransportError(.setup, "the token with the transport key does not sign: \(reason)")
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
        case CURLE_SSL_CONNECT_ERROR where text.tellsOfNoTLS:
            TransportError(
                .tls, "the server does not speak TLS on this port, but something else, such as plain HTTP", .noTLS)
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_ISSUER_ERROR:
            TransportError(.serverNotTrusted, text, isCertificateNotYetValid ? .certificateNotYetValid : nil)
        case CURLE_SSL_CONNECT_ERROR, CURLE_SSL_INVALIDCERTSTATUS:
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

extension String {
    /// Why a key's PKCS#11 token made no signature, in the words of OpenSSL's engine or provider for them:
    /// `error:42000032:PKCS#11 module::Device removed`.
    fileprivate var tokenFailure: String? {
        guard ["PKCS#11 module:", ":pkcs11:"].contains(where: contains) else { return nil }
        return split(separator: ":").last.map(String.init)
    }

    /// Whether a handshake failed for the connection's end and not for what TLS had to say; libcurl has one code for both.
    fileprivate var tellsOfBrokenConnection: Bool {
        ["SSL_ERROR_SYSCALL", "SSL_ERROR_ZERO_RETURN", "unexpected eof", "Connection reset", "Broken pipe"]
            .contains { contains($0) }
    }

    /// Whether what came back is no record of TLS, as OpenSSL says it.
    fileprivate var tellsOfNoTLS: Bool { contains("wrong version number") || contains("packet length too long") }
}
