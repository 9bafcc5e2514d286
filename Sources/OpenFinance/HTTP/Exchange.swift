import HTTPTypes
import Logging
import Transport

/// Sends requests, each under an interaction id of its own, with a line of log before and after it.
struct Exchange: Sendable {
    let transport: any Transport
    let logger: Logger

    /// One request and the reading of its answer. Whatever fails carries the interaction id with which the request went
    /// out.
    func ask<Value>(
        _ request: TransportRequest, of party: String, as interactionID: InteractionID = InteractionID(),
        _ read: (TransportResponse) throws(LineError) -> Value
    ) async throws(LineError) -> Value {
        do throws(LineError) {
            return try read(try await send(request, with: party, interactionID))
        } catch {
            var error = error
            error.interactionID = interactionID
            throw error
        }
    }

    /// One request. Header values and bodies are not logged: they hold secrets.
    ///
    /// - Parameter interactionID: fresh for each request; it is logged before the request goes out, so that even one
    ///   that ends the process can be found at the bank.
    private func send(
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

extension Duration {
    fileprivate var formattedSeconds: String {
        let milliseconds = components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
        let fraction = "\(milliseconds % 1_000)"
        return "\(milliseconds / 1_000).\(String(repeating: "0", count: 3 - fraction.count))\(fraction)"
    }
}
