import FoundationEssentials
import OpenFinance
import OpenFinanceTransport

/// An exchange for people: `>` before what was sent, `<` before what came back, `*` before what is known of both.
struct TraceText {
    let text: String

    /// - Parameter longestBody: bytes of a body that are shown; all that there is where nil.
    init(_ exchange: ObservedExchange, attempt: Int, longestBody: Int? = nil) {
        var lines = ["* \(Self.title(exchange, attempt))"]
        if let connection = exchange.connection { lines += Self.lines(connection).map { "* \($0)" } }
        lines.append("> \(exchange.method) \(exchange.url)")
        lines += exchange.requestFields.map { "> \($0.name): \($0.value)" }
        lines += Self.body(exchange.requestBody, "> ", longestBody)
        lines += (exchange.assertion?.lines ?? []).map { "* \($0)" }
        if let status = exchange.status {
            lines.append("< \(exchange.connection?.httpVersion ?? "HTTP") \(status)")
            lines += exchange.responseFields.map { "< \($0.name): \($0.value)" }
            lines += Self.body(exchange.responseBody, "< ", longestBody)
        }
        if let failure = exchange.failure { lines.append("* failed: \(failure)") }
        lines.append("* \(Self.times(exchange))")
        text = lines.map { "\($0.forTerminal)\n" }.joined() + "\n"
    }

    private static func title(_ exchange: ObservedExchange, _ attempt: Int) -> String {
        let party = exchange.lfi?.label ?? "the directory"
        let time = exchange.startedAt.forMachines
        let again = attempt > 1 ? ", attempt \(attempt)" : ""
        return "\(party): \(exchange.purpose.rawValue)\(again), at \(time), interaction id \(exchange.interactionID)"
    }

    private static func lines(_ connection: ConnectionDetails) -> [String] {
        let parts = [
            connection.address.map { "\(connection.isReused ? "again over the connection to" : "connected to") \($0)" },
            connection.tlsVersion, connection.cipherSuite,
        ]
        var lines = [parts.compactMap(\.self).joined(separator: ", ")]
        if let server = connection.serverCertificate { lines.append("server's certificate: \(server.line)") }
        switch (connection.clientCertificate, connection.wasCertificateRequested) {
        case (let own?, true?): lines.append("our certificate, which the server asked for: \(own.line)")
        case (nil, true?): lines.append("the server asked for a certificate, and we have none")
        case (_?, false?): lines.append("our certificate was not sent: the server did not ask for it")
        case (nil, false?), (_, nil): break
        }
        return lines.filter { !$0.isEmpty }
    }

    private static func body(_ body: String?, _ mark: String, _ longest: Int?) -> [String] {
        guard var body, !body.isEmpty else { return [] }
        if let longest, body.utf8.count > longest {
            let rest = body.utf8.count - longest
            body =
                String(decoding: body.utf8.prefix(longest), as: UTF8.self)
                + "… (\(rest) bytes more: --trace-file has them)"
        }
        // On scalars: "\r\n" is one character, and no line's end for those who split by "\n".
        let lines = body.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        return [String(mark.dropLast())] + lines.map { mark + $0 }
    }

    private static func times(_ exchange: ObservedExchange) -> String {
        let steps = TimingSteps(exchange.timings)
        let parts: [(String, Duration?)] = [
            ("name", steps.nameLookup), ("connection", steps.connect), ("TLS", steps.tls),
            ("first byte", steps.firstByte), ("in all", steps.total),
        ]
        let times = parts.compactMap { name, time in time.map { "\(name) \($0.milliseconds) ms" } }
        let size = exchange.status == nil ? [] : ["\(exchange.responseBytes) bytes"]
        return (times + size).joined(separator: ", ")
    }
}

extension ConnectionDetails.Certificate {
    fileprivate var line: String {
        let validity = [validFrom, validUntil].compactMap { $0?.formatted(.iso8601) }.joined(separator: " to ")
        return "\(subject), issued by \(issuer)" + (validity.isEmpty ? "" : ", valid \(validity)")
    }
}

extension ObservedExchange.Assertion {
    fileprivate var lines: [String] { ["assertion's header: \(header)", "assertion's claims: \(claims)"] }
}

extension Duration {
    /// To the whole.
    fileprivate var milliseconds: Int64 {
        components.seconds * 1_000 + components.attoseconds / 1_000_000_000_000_000
    }
}

extension Date {
    /// RFC 3339 in UTC, with milliseconds.
    var forMachines: String {
        formatted(
            .iso8601.year().month().day().time(includingFractionalSeconds: true).timeZone(separator: .omitted))
    }
}
