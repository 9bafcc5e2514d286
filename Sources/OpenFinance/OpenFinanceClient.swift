public import FoundationEssentials
import HTTPTypes
public import Logging
public import Transport

/// Asks the LFIs of UAE Open Finance for their products.
///
/// ```swift
/// let client = OpenFinanceClient(configuration: configuration, transport: transport, logger: logger)
/// let directory = try await client.directory(from: .sandbox)
/// for await outcome in client.products(matching: .init(categories: [.savingsAccount]), from: directory.lfis) { … }
/// ```
public struct OpenFinanceClient: Sendable {
    public struct Configuration: Sendable {
        public var credentials: ClientCredentials
        public var customerIPAddress: CustomerIPAddress
        /// `scope` of token requests.
        public var scope = "products"
        /// What one LFI may take in all.
        public var timePerLFI: Duration = .seconds(30)
        /// Bounds of each single request; its time is bounded by what is left of ``timePerLFI``, too.
        public var limits = TransferLimits()
        /// LFIs that are asked at once; further ones wait for one to be done. Each may hold three connections.
        public var lfisAtOnce = 256

        public init(credentials: ClientCredentials, customerIPAddress: CustomerIPAddress) {
            self.credentials = credentials
            self.customerIPAddress = customerIPAddress
        }
    }

    public let configuration: Configuration
    private let transport: any Transport
    private let logger: Logger
    let now: @Sendable () -> Date

    public init(
        configuration: Configuration, transport: any Transport, logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.configuration = configuration
        self.transport = transport
        self.logger = logger
        self.now = now
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

    /// The products of every given LFI, each LFI's outcome as soon as it is known, in no fixed order.
    ///
    /// Each LFI's line runs on its own: it waits for no other, and its failure touches no other. Leaving the loop early
    /// ends what is still under way.
    public func products(matching query: ProductQuery, from lfis: [LFI]) -> LFIOutcomes {
        LFIOutcomes(of: lfis, atOnce: configuration.lfisAtOnce) { lfi in
            await LFILine(lfi, client: self).products(matching: query)
        }
    }

    private func participants(at endpoint: Endpoint) async throws(OpenFinanceError) -> Data {
        var limits = configuration.limits
        limits.total = configuration.timePerLFI
        let request = TransportRequest(head: endpoint.request(.get, [.accept: "application/json"]), limits: limits)
        let interactionID = InteractionID()
        let response: TransportResponse
        do throws(LineError) {
            response = try await exchange(request, with: "directory", interactionID)
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

    /// One request, with a line of log before and after it. Header values and bodies are not logged: they hold secrets.
    ///
    /// - Parameter interactionID: fresh for each request; it is logged before the request goes out, so that even one
    ///   that ends the process can be found at the bank.
    func exchange(
        _ request: TransportRequest, with party: String, _ interactionID: InteractionID
    ) async throws(LineError) -> TransportResponse {
        var request = request
        request.head.headerFields[.interactionID] = interactionID.description
        var logger = logger
        logger[metadataKey: "lfi"] = "\(party)"
        logger[metadataKey: "interaction-id"] = "\(interactionID)"
        let head = request.head
        let target = "\(head.method) https://\(head.authority ?? "")\(head.path ?? "")"
        logger.debug("\(target)")
        do {
            let response = try await transport.send(request)
            logger.info(
                "\(target) → \(response.head.status.code)",
                metadata: [
                    "bytes": "\(response.body.count)",
                    "seconds": "\(response.timings.total.formattedSeconds)",
                ])
            return response
        } catch {
            logger.info("\(target) failed: \(error.message)")
            throw LineError(error)
        }
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

extension Duration {
    fileprivate var formattedSeconds: String {
        let milliseconds = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
        let fraction = "\(milliseconds % 1_000)"
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
