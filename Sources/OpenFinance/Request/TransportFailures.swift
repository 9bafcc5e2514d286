import OpenFinanceTransport

extension RequestError {
    /// What the transport's error means for the LFI that was asked.
    init(_ error: TransportError) {
        let reason: LFIFailure.Reason =
            switch error.code {
            case .timeout: .timeout
            case .tls, .serverNotTrusted, .clientCertificateRefused: .tls
            case .tooLarge: .tooLarge
            case .invalidResponse: .invalidResponse
            case .cancelled: .interrupted
            case .setup: .unusableTrust
            case .invalidRequest: .internal
            default: .connection
            }
        self.init(reason, error.message)
        requestMayHaveLeft = error.requestMayHaveLeft
        isRefusal = error.code == .clientCertificateRefused
        isServerUntrusted = error.code == .serverNotTrusted
        detail = error.detail
    }
}
