import FoundationEssentials
import OpenFinance
import OpenFinanceTransport

/// Exchanges as an HTTP Archive (HAR 1.2), which a browser's network panel opens. Members that the format does not know
/// begin with `_`, as it asks.
enum HARDocument {
    static let start = Data(
        #"{"log":{"version":"1.2","creator":{"name":"ofp","version":"\#(Version.current)"},"entries":["#.utf8)
    static let end = Data("]}}\n".utf8)

    static func entry(_ exchange: ObservedExchange, attempt: Int, isFirst: Bool) -> Data {
        let entry = JSONOutput.encode(Entry(exchange, attempt: attempt))
        return isFirst ? entry : Data(",\n".utf8) + entry
    }
}

private struct Entry: Encodable {
    struct Pair: Encodable { let name, value: String }

    struct Request: Encodable {
        struct PostData: Encodable { let mimeType, text: String }

        let method, url, httpVersion: String
        let cookies: [Pair] = []
        let headers, queryString: [Pair]
        let postData: PostData?
        let headersSize = -1
        let bodySize: Int
    }

    struct Response: Encodable {
        struct Content: Encodable {
            let size: Int
            let mimeType, text: String
        }

        let status: Int
        let statusText, httpVersion: String
        let cookies: [Pair] = []
        let headers: [Pair]
        let content: Content
        let redirectURL = ""
        let headersSize = -1, bodySize: Int
    }

    /// Milliseconds; -1 for a step that there was not.
    struct Timings: Encodable {
        let blocked = -1.0
        let dns, connect, ssl, send, wait, receive: Double
    }

    struct Cache: Encodable {}

    let startedDateTime: String
    let time: Double
    let request: Request
    let response: Response
    let cache = Cache()
    let timings: Timings
    let serverIPAddress: String?
    let comment: String
    let bank, interactionID, purpose: String
    let attempt: Int
    let tls: [String: String]
    let assertion: [String: String]?

    private enum CodingKeys: String, CodingKey {
        case startedDateTime, time, request, response, cache, timings, serverIPAddress, comment
        case bank = "_bank", interactionID = "_interactionId", purpose = "_step", attempt = "_attempt", tls = "_tls"
        case assertion = "_assertion"
    }

    init(_ exchange: ObservedExchange, attempt: Int) {
        let version = exchange.connection?.httpVersion ?? "HTTP/1.1"
        func pairs(_ fields: [(name: String, value: String)]) -> [Pair] {
            fields.map { Pair(name: $0.name, value: $0.value) }
        }
        func mediaType(_ fields: [(name: String, value: String)]) -> String {
            fields.first { $0.name.lowercased() == "content-type" }?.value ?? ""
        }
        startedDateTime = exchange.startedAt.forMachines
        let query = exchange.url.split(separator: "?", maxSplits: 1).dropFirst().first?.split(separator: "&") ?? []
        request = Request(
            method: exchange.method, url: exchange.url, httpVersion: version, headers: pairs(exchange.requestFields),
            queryString: query.map { parameter in
                let parts = parameter.split(separator: "=", maxSplits: 1).map(String.init)
                return Pair(name: parts.first ?? "", value: parts.count > 1 ? parts[1] : "")
            },
            postData: exchange.requestBody.map {
                Request.PostData(mimeType: mediaType(exchange.requestFields), text: $0)
            },
            bodySize: exchange.requestBody?.utf8.count ?? 0)
        response = Response(
            status: exchange.status ?? 0, statusText: exchange.failure ?? "", httpVersion: version,
            headers: pairs(exchange.responseFields),
            content: .init(
                size: exchange.responseBytes, mimeType: mediaType(exchange.responseFields),
                text: exchange.responseBody ?? ""),
            bodySize: exchange.responseBytes)
        let steps = TimingSteps(exchange.timings)
        let connect = (steps.connect ?? .zero) + (steps.tls ?? .zero)
        let first = exchange.timings.firstByte
        timings = Timings(
            dns: steps.nameLookup.map(\.inMilliseconds) ?? -1,
            // The format counts the handshake into the connection.
            connect: steps.connect == nil && steps.tls == nil ? -1 : connect.inMilliseconds,
            ssl: steps.tls.map(\.inMilliseconds) ?? -1, send: 0, wait: (steps.firstByte ?? .zero).inMilliseconds,
            receive: first > .zero ? max(.zero, exchange.timings.total - first).inMilliseconds : 0)
        time = exchange.timings.total.inMilliseconds
        serverIPAddress = exchange.connection?.address.map { address in
            // Without the port, and an IPv6 address without its brackets.
            String(address.split(separator: ":").dropLast().joined(separator: ":").drop { $0 == "[" }).replacing(
                "]", with: "")
        }
        bank = exchange.lfi?.label ?? "directory"
        purpose = exchange.purpose.rawValue
        interactionID = exchange.interactionID.description
        self.attempt = attempt
        comment = "\(bank): \(purpose)" + (attempt > 1 ? ", attempt \(attempt)" : "")
        tls = exchange.connection?.tls ?? [:]
        assertion = exchange.assertion.map { ["header": $0.header, "claims": $0.claims] }
    }
}

extension ConnectionDetails {
    fileprivate var tls: [String: String] {
        let members = [
            "version": tlsVersion, "cipherSuite": cipherSuite, "serverSubject": serverCertificate?.subject,
            "serverIssuer": serverCertificate?.issuer,
            "serverValidFrom": serverCertificate?.validFrom?.formatted(.iso8601),
            "serverValidUntil": serverCertificate?.validUntil?.formatted(.iso8601),
            "clientSubject": wasCertificateRequested == true ? clientCertificate?.subject : nil,
            "certificateRequested": wasCertificateRequested.map { $0 ? "yes" : "no" },
        ]
        return members.compactMapValues(\.self)
    }
}

extension Duration {
    fileprivate var inMilliseconds: Double { self / .milliseconds(1) }
}
