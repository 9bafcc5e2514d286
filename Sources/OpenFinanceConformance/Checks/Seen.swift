package import FoundationEssentials
import HTTPTypes
package import OpenFinance
package import OpenFinanceTransport
import Synchronization

/// One answer of a bank, as it came.
package struct Seen: Sendable {
    package var purpose: RequestStep
    package var interactionID: InteractionID
    package var time: Date
    package var answer: TransportResponse
    package var connection: ConnectionDetails?
    /// Path and query that were asked for; nil where that does not matter.
    var target: String?

    package init(
        purpose: RequestStep, interactionID: InteractionID, time: Date, answer: TransportResponse,
        connection: ConnectionDetails? = nil, target: String? = nil
    ) {
        self.target = target
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

    /// What JSON that is sent over a network never begins with (RFC 8259 §8.1).
    var hasByteOrderMark: Bool { body.starts(with: [0xEF, 0xBB, 0xBF]) }

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

extension [Seen] {
    /// The pages of each list by themselves, and before them what was answered in their place.
    ///
    /// Who has to begin a list once more, as with a new token, has listed nothing twice: the last time counts.
    ///
    /// - Parameter beginnings: path and query of first pages.
    func lists(beginningAt beginnings: Set<String>) -> [[Seen]] {
        var lists: [[Seen]] = [[]]
        for page in self {
            if page.status == 200, let target = page.target, beginnings.contains(target) {
                if let earlier = lists.firstIndex(where: { $0.contains { $0.status == 200 && $0.target == target } }) {
                    lists[earlier].removeAll { $0.status == 200 }
                }
                lists.append([])
            }
            lists[lists.count - 1].append(page)
        }
        return lists
    }
}

/// Keeps what banks answer until it is checked.
package final class AnswerRecorder: ExchangeObserver {
    /// What is known of one bank.
    package struct Kept: Sendable {
        package var answers: [Seen] = []
        /// Of every request, with an answer or without.
        package var secrets = RequestSecrets.none
    }

    private let kept = Mutex<[LFI.Identity: Kept]>([:])

    package init() {}

    package var wantsConnection: Bool { true }

    package func observe(_ exchange: ObservedExchange) {
        guard let lfi = exchange.lfi else { return }
        let one = exchange.answer.map { answer in
            Seen(
                purpose: exchange.purpose, interactionID: exchange.interactionID, time: exchange.startedAt,
                answer: answer, connection: exchange.connection, target: exchange.target)
        }
        let secrets = exchange.secrets
        kept.withLock { kept in
            kept[lfi, default: Kept()].secrets.formUnion(secrets)
            if let one { kept[lfi]?.answers.append(one) }
        }
    }

    /// What was kept of a bank, which is not kept any longer.
    package func remove(_ lfi: LFI.Identity) -> Kept { kept.withLock { $0.removeValue(forKey: lfi) } ?? Kept() }
}
