package import FoundationEssentials
import HTTPTypes
package import OpenFinance
package import OpenFinanceTransport
import Synchronization

/// One answer of a bank, as it came.
package struct Seen: Sendable {
    package var purpose: RequestTiming.Purpose
    package var interactionID: InteractionID
    package var time: Date
    package var answer: TransportResponse
    package var connection: ConnectionDetails?

    package init(
        purpose: RequestTiming.Purpose, interactionID: InteractionID, time: Date, answer: TransportResponse,
        connection: ConnectionDetails? = nil
    ) {
        self.purpose = purpose
        self.interactionID = interactionID
        self.time = time
        self.answer = answer
        self.connection = connection
    }

    var status: Int { answer.head.status.code }
    package var body: Data { answer.body }
    var mediaType: String { answer.head.headerFields[.contentType] ?? "no media type" }
    var cacheControl: String? { answer.head.headerFields[.cacheControl] }
    var echoedID: String? { answer.head.headerFields[.interactionID] }

    /// Whether it says that it is JSON (RFC 8259 §11), whatever parameters stand behind.
    var isJSON: Bool {
        mediaType.prefix { $0 != ";" }.trimmed.lowercased() == "application/json"
    }
}

extension Substring {
    fileprivate var trimmed: String {
        String(drop { $0 == " " || $0 == "\t" }.reversed().drop { $0 == " " || $0 == "\t" }.reversed())
    }
}

/// Keeps what banks answer until it is checked.
package final class AnswerRecorder: ExchangeObserver {
    private let seen = Mutex<[LFI.Identity: [Seen]]>([:])

    package init() {}

    package var wantsConnection: Bool { true }

    package func observe(_ exchange: ObservedExchange) {
        guard let lfi = exchange.lfi, let answer = exchange.answer else { return }
        let one = Seen(
            purpose: exchange.purpose, interactionID: exchange.interactionID, time: exchange.startedAt, answer: answer,
            connection: exchange.connection)
        seen.withLock { $0[lfi, default: []].append(one) }
    }

    /// What was kept of a bank, which is not kept any longer.
    package func take(_ lfi: LFI.Identity) -> [Seen] { seen.withLock { $0.removeValue(forKey: lfi) } ?? [] }
}
