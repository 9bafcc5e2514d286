import FoundationEssentials
import HTTPTypes
import Logging
import OpenFinanceTransport

/// Sends requests, each under an interaction id of its own, with a line of log before and after it.
struct Exchange: Sendable {
    let transport: any HTTPTransport
    let logger: Logger
    /// Who is told of each request when it has ended.
    var observers: [any ExchangeObserver] = []

    /// Whom a request is for, and what it asks for.
    struct Target {
        /// Nil for the directory.
        var lfi: LFI.Identity?
        var purpose: RequestStep

        var party: String { lfi?.name ?? "directory" }
    }

    /// One request and the reading of its answer. Whatever fails carries the interaction id with which the request went
    /// out, and nothing of the request's secrets.
    func ask<Value>(
        _ request: TransportRequest, for target: Target, secrets: RequestSecrets = .none,
        as interactionID: InteractionID = InteractionID(),
        _ read: (TransportResponse) throws(RequestError) -> Value
    ) async throws(RequestError) -> Value {
        do throws(RequestError) {
            let response = try await send(request, for: target, secrets, interactionID)
            do throws(RequestError) { return try read(response) } catch { throw error.repeatingWords(of: response) }
        } catch {
            var error = error.without(secrets)
            error.interactionID = interactionID
            throw error
        }
    }

    /// Parameters of the API (`GET /products` of v1.2 to v2.2), which say nothing that is secret. A link to a next page may
    /// carry others, and they may be as good as a token.
    private static let openParameters: Set<String> = [
        "ProductCategory", "IsShariaCompliant", "LastUpdatedDateTime", "SortField", "SortOrder", "PageNumber",
        "PageSize",
        "page",
    ]

    static func pathForLog(_ path: String) -> String {
        let parts = path.split(separator: "?", maxSplits: 1)
        guard parts.count == 2 else { return path.withoutSecrets }
        let query = parts[1].split(separator: "&").map { parameter in
            let name = parameter.prefix { $0 != "=" }
            return openParameters.contains(String(name)) ? String(parameter) : "\(name)=(hidden)"
        }
        return "\(parts[0])?\(query.joined(separator: "&"))".withoutSecrets
    }

    /// One request. Header values and bodies are not logged: they hold secrets.
    ///
    /// - Parameter interactionID: fresh for each request; it is logged before the request goes out, so that even one
    ///   that ends the process can be found at the bank.
    private func send(
        _ request: TransportRequest, for target: Target, _ secrets: RequestSecrets, _ interactionID: InteractionID
    ) async throws(RequestError) -> TransportResponse {
        var request = request
        request.head.headerFields[.interactionID] = interactionID.description
        var logger = logger
        request.wantsConnection = observers.contains(where: \.wantsConnection) || logger.logLevel <= .info
        logger[metadataKey: "lfi"] = "\(target.party)"
        logger[metadataKey: "interaction-id"] = "\(interactionID)"
        if Attempts.number > 1 { logger[metadataKey: "attempt"] = "\(Attempts.number)" }
        let head = request.head
        // Made only where it is logged.
        func line() -> String {
            "\(head.method) https://\(head.authority ?? "")\(Self.pathForLog(head.path ?? ""))"
        }
        logger.debug("\(line())")
        let startedAt = Date()
        let outcome: Result<TransportResponse, TransportError>
        do throws(TransportError) {
            outcome = .success(try await transport.send(request))
        } catch {
            outcome = .failure(error)
        }
        if !observers.isEmpty {
            let exchange = ObservedExchange(
                lfi: target.lfi, purpose: target.purpose, interactionID: interactionID, startedAt: startedAt,
                request: request, outcome: outcome,
                mask: ExchangeMask(secrets: secrets, purpose: target.purpose, request: request.body))
            for observer in observers { observer.observe(exchange) }
        }
        switch outcome {
        case .success(let response):
            logger.info(
                "\(line()) → \(response.head.status.code)",
                metadata: response.forLog)
            return response
        case .failure(let error):
            logger.info("\(line()) failed: \(error.message)")
            throw RequestError(error)
        }
    }
}

extension TransportResponse {
    /// What is worth a reader's time: how it came, how much, how long it took.
    fileprivate var forLog: Logger.Metadata {
        var metadata: Logger.Metadata = [
            "bytes": "\(body.count)", "seconds": "\(timings.total.formattedSeconds)",
        ]
        metadata["protocol"] = (connection?.httpVersion).map { "\($0)" }
        metadata["tls"] = (connection?.tlsVersion).map { "\($0)" }
        metadata["connection"] = connection.map { $0.isReused ? "kept" : "new" }
        return metadata
    }
}

extension Duration {
    fileprivate var formattedSeconds: String {
        let milliseconds = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
        let fraction = "\(milliseconds % 1_000)"
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
