import FoundationEssentials
import HTTPTypes
public import Logging
public import Transport

/// Reads the Trust Framework's directory, which is public: nobody's keys are needed.
public struct DirectoryClient: Sendable {
    private let exchange: Exchange
    private let limits: TransferLimits
    private let time: Duration

    /// - Parameter time: what the directory may take in all.
    public init(
        transport: any Transport, logger: Logger, limits: TransferLimits = .init(), time: Duration = .seconds(30)
    ) {
        self.init(exchange: Exchange(transport: transport, logger: logger), limits: limits, time: time)
    }

    init(exchange: Exchange, limits: TransferLimits, time: Duration) {
        self.exchange = exchange
        self.limits = limits
        self.time = time
    }

    /// The LFIs that offer products.
    public func directory(from source: DirectorySource) async throws(OpenFinanceError) -> Directory {
        switch source {
        case .file(let path):
            guard let data = try? Data(contentsOf: URL(filePath: path)) else {
                throw OpenFinanceError(
                    .unreadableDirectory, "The directory file '\(path)' cannot be read",
                    advice: "Check the path and its permissions")
            }
            return try Directory(participants: data)
        case .endpoint(let endpoint):
            return try Directory(participants: try await participants(at: endpoint))
        }
    }

    private func participants(at endpoint: Endpoint) async throws(OpenFinanceError) -> Data {
        var limits = limits
        limits.total = time
        let request = TransportRequest(head: endpoint.request(.get, [.accept: "application/json"]), limits: limits)
        let interactionID = InteractionID()
        let response: TransportResponse
        do throws(LineError) {
            response = try await exchange.send(request, with: "directory", interactionID)
        } catch {
            throw OpenFinanceError(directory: endpoint, error, interactionID)
        }
        guard response.head.status == .ok else {
            throw OpenFinanceError(
                .directoryUnreachable,
                "The directory at \(endpoint) answered with status \(response.head.status.code)",
                advice: "Check --directory, or try again later", interactionID: interactionID)
        }
        return response.body
    }
}

extension OpenFinanceError {
    fileprivate init(directory endpoint: Endpoint, _ error: LineError, _ interactionID: InteractionID) {
        switch error.reason {
        case .unusableTrust:
            self.init(
                .unusableTrust, "The certificate, the key or the trust roots cannot be used: \(error.message)",
                advice: "Check --transport-cert, --transport-key and --ca-file")
        case .tls:
            self.init(
                .directoryUnreachable, "The directory at \(endpoint) cannot be trusted: \(error.message)",
                advice: "Check --directory, and --ca-file if its certificate is not signed by a public authority",
                interactionID: interactionID)
        default:
            self.init(
                .directoryUnreachable, "The directory at \(endpoint) cannot be reached: \(error.message)",
                advice: "Check --directory and the network, or try again later", interactionID: interactionID)
        }
    }
}
