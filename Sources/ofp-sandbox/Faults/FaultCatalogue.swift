/// Every fault there is: its name on the command line, at which steps it can happen, and what it does.
struct FaultCatalogue {
    struct Entry: Sendable {
        let name: String
        /// What may stand behind the name; nil for nothing.
        var argument: String?
        var steps: Set<Step> = [.discovery, .token, .products, .leads]
        let meaning: String
        let make: @Sendable (Argument) throws -> FaultKind
    }

    static func entry(_ name: String) throws -> Entry {
        guard let entry = entries.first(where: { $0.name == name }) else {
            throw SandboxError("There is no fault '\(name)'. 'ofp-sandbox faults' lists the faults.")
        }
        return entry
    }

    private static let withClientCertificate: Set<Step> = [.token, .products]

    static let entries = answers + hostileAnswers + connections

    /// What a hostile server sends to keep its clients busy, or to fill their memory.
    private static let hostileAnswers =
        [
            Entry(name: "coded", argument: "CODINGS", meaning: "200 said to be packed so (default gzip, gzip, gzip)") {
                .answer(.coded($0.text ?? "gzip, gzip, gzip"))
            },
            Entry(name: "empty-blocks", argument: "MB", meaning: "200 with gzip that unpacks to nothing (default 20)") {
                .answer(.emptyBlocks(megabytes: try $0.number(default: 20)))
            },
            Entry(name: "many-values", argument: "MB", meaning: "200 with so many megabytes of '[]' (default 20)") {
                .answer(
                    .repeated(status: 200, head: "[", unit: "[],", tail: "0]", megabytes: try $0.number(default: 20)))
            },
            Entry(name: "many-members", argument: "MB", meaning: "200 with so many megabytes of members (default 20)") {
                .answer(
                    .repeated(
                        status: 200, head: "{", unit: #""a":{},"#, tail: #""b":0}"#,
                        megabytes: try $0.number(default: 20)))
            },
            Entry(
                name: "many-products", argument: "MB", steps: [.products],
                meaning: "200 with so many megabytes of products without members (default 20)"
            ) {
                .answer(
                    .repeated(
                        status: 200, head: #"{"Data":[{"Products":["#, unit: "{},", tail: "{}]}]}",
                        megabytes: try $0.number(default: 20)))
            },
            Entry(name: "many-errors", argument: "MB", meaning: "403 with so many megabytes of errors (default 20)") {
                .answer(
                    .repeated(
                        status: 403, head: #"{"Errors":["#, unit: "{},", tail: "{}]}",
                        megabytes: try $0.number(default: 20)))
            },
            Entry(name: "empty-frames", meaning: "HTTP/2 frames of DATA without any, for ever") { _ in
                .frames(.emptyData)
            },
            Entry(name: "ping-frames", meaning: "HTTP/2 frames that answer no PING, for ever") { _ in .frames(.pings) },
            Entry(name: "unknown-frames", meaning: "HTTP/2 frames of an unknown type, for ever") { _ in
                .frames(.unknown)
            },
            Entry(name: "refused-stream", meaning: "REFUSED_STREAM over HTTP/2, when all of the request was read") {
                _ in
                .frames(.refusal)
            },
        ]
        + HostileText.allCases.map { text in
            Entry(name: text.rawValue, steps: [.products], meaning: text.meaning) { _ in .answer(text.answer) }
        }

    private static let answers = [
        Entry(name: "status", argument: "CODE", meaning: "that status with the API's error body (default 500)") {
            .answer(.apiError(status: try $0.status(default: 500), code: "GenericError"))
        },
        Entry(name: "bare", argument: "CODE", meaning: "that status without a body (default 500)") {
            .answer(.bare(status: try $0.status(default: 500)))
        },
        Entry(
            name: "echo", steps: [.token, .products, .leads],
            meaning: "400 with an error that repeats what the request carried, secrets included"
        ) { _ in .echo },
        Entry(name: "refuse", meaning: "403 with the API's error body") { _ in
            .answer(.apiError(status: 403, code: "AccessToken.InvalidScope"))
        },
        Entry(name: "rate-limit", argument: "SECONDS", meaning: "429 with that Retry-After (default 1)") {
            .answer(.rateLimit(seconds: try $0.number(default: 1)))
        },
        Entry(name: "html", argument: "CODE", meaning: "that status with a gateway's HTML page (default 502)") {
            .answer(.html(status: try $0.status(default: 502)))
        },
        Entry(name: "redirect", argument: "CODE", meaning: "that status to another host (default 302)") {
            .answer(.redirect(status: try $0.status(default: 302)))
        },
        Entry(name: "garbage", meaning: "200 with bytes that are not JSON") { _ in .answer(.garbage) },
        Entry(name: "empty", meaning: "200 without a body") { _ in .answer(.empty) },
        Entry(name: "wrong-types", meaning: "200 with JSON whose members have other types") { _ in
            .answer(.wrongTypes)
        },
        Entry(name: "bad-utf8", meaning: "200 with JSON whose texts are not UTF-8") { _ in .answer(.badUTF8) },
        Entry(name: "deep", argument: "LEVELS", meaning: "200 with JSON nested so deep (default 100000)") {
            .answer(.deep(levels: try $0.number(default: 100_000)))
        },
        Entry(name: "huge", argument: "MB", meaning: "200 with a body of so many megabytes (default 100)") {
            .answer(.huge(megabytes: try $0.number(default: 100)))
        },
        Entry(name: "gzip-bomb", argument: "MB", meaning: "200 with a body that unpacks to so much (default 1000)") {
            .answer(.gzipBomb(megabytes: try $0.number(default: 1_000)))
        },
        Entry(name: "huge-header", argument: "KB", meaning: "200 with so many kilobytes of header (default 512)") {
            .answer(.hugeHeader(kilobytes: try $0.number(default: 512)))
        },
    ]

    private static let connections = [
        Entry(name: "half", meaning: "half of the right answer, then the connection breaks") { _ in .spoiled(.half) },
        Entry(name: "drip", argument: "MS", meaning: "the right answer, a byte every so often (default 100)") {
            .spoiled(.drip(milliseconds: try $0.number(default: 100)))
        },
        Entry(name: "reset", meaning: "the connection breaks when the request has come") { _ in .cut(.head) },
        Entry(name: "hang", meaning: "the request is taken and never answered") { _ in .hang },
        Entry(
            name: "refuse-certificate", steps: withClientCertificate,
            meaning: "the TLS handshake refuses the client certificate"
        ) { _ in .handshake(.refusedCertificate) },
        Entry(
            name: "no-client-certificate", steps: withClientCertificate,
            meaning: "the TLS handshake does not ask for the client certificate"
        ) { _ in .handshake(.certificateNotAsked) },
        Entry(
            name: "optional-client-certificate", steps: withClientCertificate,
            meaning: "the TLS handshake asks for the client certificate, and goes on without"
        ) { _ in .handshake(.certificateOptional) },
        Entry(
            name: "expired-certificate", steps: [.discovery, .token, .products],
            meaning: "the server's certificate is past its time"
        ) { _ in .handshake(.expiredCertificate) },
        Entry(
            name: "wrong-name", steps: [.discovery, .token, .products],
            meaning: "the server's certificate is another host's"
        ) { _ in .handshake(.otherName) },
        Entry(
            name: "unknown-authority", steps: [.discovery, .token, .products],
            meaning: "the server's certificate is signed by nobody who is trusted"
        ) { _ in .handshake(.unknownAuthority) },
        Entry(name: "wrong-issuer", steps: [.discovery], meaning: "the document speaks for another issuer") { _ in
            .deceit(.otherIssuer)
        },
        Entry(name: "plain-endpoint", steps: [.discovery], meaning: "the document names an endpoint without TLS") { _ in
            .deceit(.plainEndpoint)
        },
        Entry(name: "bad-token", steps: [.token], meaning: "a token with a line break in it") { _ in
            .deceit(.tokenWithLineBreak)
        },
        Entry(name: "token-type", steps: [.token], meaning: "a token of another type than Bearer") { _ in
            .deceit(.otherTokenType)
        },
        Entry(name: "page-loop", steps: [.products], meaning: "the next page is this one") { _ in
            .deceit(.pageLoop)
        },
        Entry(name: "foreign-next", steps: [.products], meaning: "the next page is on another host") { _ in
            .deceit(.foreignPage)
        },
        Entry(name: "endless-pages", steps: [.products], meaning: "there is always a next page") { _ in
            .deceit(.endlessPages)
        },
        Entry(
            name: "cut-before", steps: [.leads], meaning: "the connection breaks when a lead has come, and is not taken"
        ) { _ in .cut(.beforeTaking) },
        Entry(
            name: "cut-after", steps: [.leads], meaning: "the connection breaks when a lead is taken, before the answer"
        ) { _ in .cut(.afterTaking) },
        Entry(name: "no-body", steps: [.leads], meaning: "a lead is taken, and answered by 201 without a body") { _ in
            .deceit(.noBody)
        },
        Entry(
            name: "random-cut", argument: "SEED", steps: [.leads],
            meaning: "the connection of a lead breaks at random places, or does not (default 1)"
        ) { .randomCut(Dice(seed: UInt64(try $0.number(default: 1)))) },
    ]

    /// What stands behind a fault's name.
    struct Argument {
        let text: String?

        func number(default number: Int) throws -> Int {
            guard let text else { return number }
            guard let number = Int(text), (0...4_294_967_295).contains(number) else {
                throw SandboxError("'\(text)' is not a valid number for a fault. Give one from 0 to 4294967295.")
            }
            return number
        }

        func status(default code: Int) throws -> Int {
            guard let text else { return code }
            guard let code = Int(text), (200...599).contains(code) else {
                throw SandboxError("'\(text)' is not a valid status. Give one from 200 to 599.")
            }
            return code
        }
    }
}
