import FoundationEssentials
import HTTPTypes
import Synchronization
import OpenFinanceTestSupport
import Testing
import OpenFinanceTransport

@testable import OpenFinance
@testable import OpenFinanceLeads

@Suite("Submitting a lead")
struct LeadSubmissionTests {
    /// Submits one lead to a hub that gives these answers to `POST /leads`, one after the other.
    private func submit(
        _ answers: [Result<TransportResponse, TransportError>], timePerLFI: Duration = .seconds(3_600),
        lead: Lead? = nil
    ) async throws -> (outcome: LeadOutcome, posts: [TransportRequest], entry: LeadRecord?, tokens: Int) {
        let left = Mutex(answers)
        let transport = StubTransport.hub { (_) async throws(TransportError) in
            let answer = left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            return try (answer ?? .success(.answer(599))).get()
        }
        let client = try Example.client(transport) { $0.timePerLFI = timePerLFI }
        let lead = try lead ?? Example.lead()
        let store = InMemoryLeadStore()
        let submitted = try await client.submit(
            try Example.prepared(lead), onBehalfOf: Example.customer, recordedIn: store)
        #expect(submitted.storeError == nil)
        let posts = transport.requests.filter { $0.head.path?.hasSuffix("/leads") == true }
        let tokens = transport.requests.filter { $0.head.path == "/token" }.count
        return (submitted.outcome, posts, await store.records().first, tokens)
    }

    private static func error(_ code: TransportError.Code, left: Bool) -> Result<TransportResponse, TransportError> {
        var error = TransportError(code, "why")
        error.requestMayHaveLeft = left
        return .failure(error)
    }

    private static func retry(_ after: String?) -> Result<TransportResponse, TransportError> {
        var head = HTTPResponse(status: .tooManyRequests)
        head.headerFields[.retryAfter] = after
        return .success(TransportResponse(head: head, body: Data()))
    }

    private static let taken = Result<TransportResponse, TransportError>.success(
        .answer(201, #"{"Data":{"LeadId":"L-1"}}"#))

    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var answers: [Result<TransportResponse, TransportError>]
        var state: LeadState
        var posts: Int
        var testDescription: String { name }
    }

    private static let cases: [Case] =
        [
            Case(name: "201", answers: [taken], state: .arrived, posts: 1),
            Case(
                name: "201 with an id and an error beside it",
                answers: [.success(.answer(201, #"{"Data":{"LeadId":"L-1"},"Errors":[{"Code":"E"}]}"#))],
                state: .arrived, posts: 1),
            Case(
                name: "201 with an error alone", answers: [.success(.answer(201, #"{"Errors":[{"Code":"E"}]}"#))],
                state: .unknown, posts: 1),
            Case(name: "201 without a body", answers: [.success(.answer(201))], state: .arrived, posts: 1),
            Case(
                name: "200 with an id", answers: [.success(.answer(200, #"{"Data":{"LeadId":"x"}}"#))], state: .arrived,
                posts: 1),
            Case(
                name: "200 of a captive portal", answers: [.success(.answer(200, "<html>"))], state: .unknown, posts: 1),
            Case(name: "401, then taken", answers: [.success(.answer(401)), taken], state: .arrived, posts: 2),
            Case(
                name: "401 twice", answers: [.success(.answer(401)), .success(.answer(401))], state: .refused, posts: 2),
            Case(name: "429, then taken", answers: [retry("0"), retry("0"), taken], state: .arrived, posts: 3),
            Case(name: "429 without a time", answers: [retry(nil)], state: .notSent, posts: 1),
            Case(name: "429 for longer than there is", answers: [retry("86400")], state: .notSent, posts: 1),
            Case(
                name: "no connection, then taken", answers: [error(.connection, left: false), taken], state: .arrived,
                posts: 2),
            Case(
                name: "never a connection", answers: Array(repeating: error(.connection, left: false), count: 9),
                state: .notSent, posts: 4),
            Case(name: "no name", answers: [error(.nameResolution, left: false), taken], state: .arrived, posts: 2),
            Case(name: "untrusted server", answers: [error(.tls, left: false)], state: .notSent, posts: 1),
            Case(
                name: "our certificate refused", answers: [error(.clientCertificateRefused, left: false)],
                state: .notSent, posts: 1),
            Case(
                name: "our certificate refused when the request may have been read",
                answers: [error(.clientCertificateRefused, left: true)], state: .unknown, posts: 1),
            Case(
                name: "a transport that does not know whether it has left",
                answers: [.failure(TransportError(.connection, "why"))], state: .unknown, posts: 1),
            Case(name: "broke off after it left", answers: [error(.connection, left: true)], state: .unknown, posts: 1),
            Case(name: "no answer in time", answers: [error(.timeout, left: true)], state: .unknown, posts: 1),
            Case(name: "too large an answer", answers: [error(.tooLarge, left: true)], state: .unknown, posts: 1),
        ]
        + [400, 403, 404, 405, 406, 409, 415, 422].map {
            Case(name: "\($0)", answers: [.success(.answer($0))], state: .refused, posts: 1)
        }
        + [202, 204, 302, 307, 408, 500, 502, 503, 504].map {
            Case(name: "\($0)", answers: [.success(.answer($0))], state: .unknown, posts: 1)
        }
        + [302, 500].map {
            let answer = TransportResponse.answer($0, #"{"Data":{"LeadId":"L-1"}}"#)
            return Case(name: "\($0) with an id", answers: [.success(answer)], state: .unknown, posts: 1)
        }

    @Test("sends it once, again only where it surely was not taken, and tells the truth", arguments: cases)
    func rules(example: Case) async throws {
        let (outcome, posts, entry, _) = try await submit(example.answers)
        #expect(outcome.state == example.state)
        #expect(posts.count == example.posts)
        #expect(entry?.state == example.state)
        #expect(entry?.interactionID == outcome.interactionID && outcome.interactionID != nil)
        // A fresh id each time; a connection of its own, since libcurl repeats by itself on one that it kept.
        let ids = posts.map { $0.head.headerFields[.interactionID] }
        #expect(Set(ids).count == posts.count)
        #expect(posts.allSatisfy { !$0.isRepeatable })
    }

    @Test("writes down that a request leaves before it does, and that it has not where it surely has not")
    func journal() async throws {
        let log = EventLog()
        let answers = Mutex([Self.retry("0"), Self.error(.connection, left: false), Self.taken])
        let transport = StubTransport.hub { (_) async throws(TransportError) in
            log.add("post")
            return try answers.withLock { $0.removeFirst() }.get()
        }
        let prepared = try Example.prepared(try Example.lead())
        let submitted = try await Example.client(transport).submit(
            prepared, onBehalfOf: nil, recordedIn: LoggedLeadStore(log: log))
        #expect(submitted.outcome.state == .arrived)
        let attempt = ["sending", "post"]
        #expect(log.all == ["add"] + attempt + ["prepared"] + attempt + ["prepared"] + attempt + ["arrived"])
    }

    @Test("stays here where another was quicker, and leaves no record")
    func quicker() async throws {
        let log = EventLog()
        let transport = StubTransport.hub { (_) async throws(TransportError) in
            log.add("post")
            return .answer(201)
        }
        let prepared = try Example.prepared(try Example.lead())
        let first = InMemoryLeadStore()
        _ = try await first.add(prepared.record(at: Date()), unlessSentSince: nil)
        let earlier = try #require(await first.records().first)
        let store = LoggedLeadStore(log: log, quicker: earlier)
        await #expect(throws: LeadStoreError.duplicate(of: earlier)) {
            try await Example.client(transport).submit(prepared, onBehalfOf: nil, recordedIn: store)
        }
        #expect(log.all == ["add", "sending", "remove"])
        #expect(await store.inner.records().isEmpty)
    }

    @Test(
        "keeps an id of the LFI's only where it can be shown",
        arguments: [
            "L 1", "L-1\\u001b[2J", "L\\n1", "Ł-1", "", String(repeating: "L", count: 129),
        ])
    func oddID(id: String) async throws {
        let answer = TransportResponse.answer(201, #"{"Data":{"LeadId":"\#(id)"}}"#)
        let arrived = try await submit([.success(answer)])
        #expect(arrived.outcome.state == .arrived && arrived.outcome.leadID == nil && arrived.entry?.leadID == nil)
    }

    @Test("asks with everything that the API wants")
    func request() async throws {
        let (outcome, posts, entry, tokens) = try await submit([.success(.answer(401)), Self.taken])
        let post = try #require(posts.last)
        #expect(outcome.leadID == "L-1" && entry?.leadID == "L-1" && entry?.productID == "P1")
        #expect(post.head.method == .post && tokens == 2)
        #expect(post.head.headerFields[.contentType] == "application/json")
        #expect(post.head.headerFields[.accept] == "application/json")
        #expect(post.head.headerFields[.authorization] == "Bearer token-of-auth1.liwa.example-2")
        #expect(post.head.headerFields[.customerIPAddress] == "203.0.113.7")
        #expect(try post.body == LeadBody(Example.lead(), version: .v2_1).json)
    }

    @Test("gives up where the LFI's time is over, and says that nothing was sent")
    func noTime() async throws {
        let (outcome, posts, entry, _) = try await submit([Self.taken], timePerLFI: .nanoseconds(1))
        #expect(outcome.state == .notSent && posts.isEmpty && entry?.state == .notSent)
        #expect(outcome.failure?.reason == .timeout)
    }

    @Test(
        "shows nothing of the person, whatever the LFI answers",
        arguments: [
            "sara.ahmed@example.ae", "SARA", "Mr Ahmed", "784199012345676", "784-1990-1234567-6", "+971 50 123 4567",
        ])
    func personalData(secret: String) async throws {
        let body = #"{"Errors":[{"Code":"\#(secret)","Message":"not this: \#(secret)!"}]}"#
        let refused = try await submit([.success(.answer(400, body))])
        let failure = try #require(refused.outcome.failure)
        #expect(!failure.message.contains(secret) && failure.code == nil && failure.words == nil)
        // An id of the LFI's is kept only where it can be nothing else.
        let compact = secret.replacing(" ", with: "")
        let arrived = try await submit([.success(.answer(201, #"{"Data":{"LeadId":"\#(compact)"}}"#))])
        #expect(arrived.outcome == .arrived(leadID: nil, try #require(arrived.outcome.interactionID)))
    }

    @Test("tells what the LFI says apart, for somebody at a terminal, where it is not personal")
    func message() async throws {
        let body = #"{"Errors":[{"Code":"Body.InvalidFormat","Message":"EmiratesId is unknown"}]}"#
        let failure = try #require(try await submit([.success(.answer(400, body))]).outcome.failure)
        #expect(failure.code == "Body.InvalidFormat" && failure.words == "EmiratesId is unknown")
        #expect(failure.message.contains("is left out here") && !failure.message.contains("unknown"))
        #expect(failure.stage == .leads && failure.status == 400)
    }

    @Test(
        "knows the person in whatever spelling the LFI repeats them",
        arguments: [
            // Number of the card: in groups, in other digits, less its last one, in part.
            "784-1990-1234567-6", "784 1990 1234567", "78419901234567", "٧٨٤١٩٩٠١٢٣٤٥٦٧٦", "۷۸۴-۱۹۹۰-۱۲۳۴۵۶۷",
            "1234567",
            "７８４１９９０", "%37%38%341990", "784&#49;990",
            // Telephone: national, with a zero, in groups.
            "0501234567", "050 123 4567", "(0)50-1234-567", "+٩٧١٥٠١٢٣٤٥٦٧", "00971501234567",
            // E-mail: its local part, in another case, escaped.
            "sara.ahmed", "SARA.AHMED@EXAMPLE.AE", "sara%2Eahmed", "sara.ahmed&#64;example.ae", "sara ahmed",
            "s\u{301}ara",
            // Names, address, note, in part.
            "Ahmed", "ÁHMED", "AHMED, SARA", "Corniche", "corniche road", "Villa 12", "weekday", "Call me on a weekday",
        ])
    func spellings(text: String) async throws {
        let lead = try Example.lead {
            $0[.addressLines] = ["Villa 12, Corniche Road"]
            $0[.country] = "AE"
            $0[.note] = "Call me on a weekday"
        }
        #expect(PersonalData(lead).isIn("The bank says: \(text)!"))
        for innocent in [
            "EmiratesId is unknown", "Data.PhoneNumber has a wrong format", "try again at 10:30 on 2026-11-25", "",
        ] {
            #expect(!PersonalData(lead).isIn(innocent))
        }
    }

    @Test("knows a business by its name, too")
    func business() throws {
        let personal = PersonalData(
            try Example.lead {
                ($0[.givenName], $0[.lastName], $0[.businessName]) = (nil, nil, "Falcon Trading LLC")
            })
        #expect(
            personal.isIn("FALCON is known to us") && personal.isIn("falcon trading llc") && !personal.isIn("a bank"))
    }

    @Test(
        "keeps a code only where it is one of the API's form",
        arguments: ["SARA1", "784-1990", "Body Invalid", "x@y", "Ahmed"])
    func code(code: String) async throws {
        let body = #"{"Errors":[{"Code":"\#(code)","Message":"no"}]}"#
        let failure = try #require(try await submit([.success(.answer(400, body))]).outcome.failure)
        #expect(failure.code == nil)
    }
}

/// What has happened, in order.
private final class EventLog: Sendable {
    private let events = Mutex<[String]>([])
    func add(_ event: String) { events.withLock { $0.append(event) } }
    var all: [String] { events.withLock(\.self) }
}

/// A store that tells what it is asked for.
private struct LoggedLeadStore: LeadStore {
    let inner = InMemoryLeadStore()
    let log: EventLog
    /// The same lead, which another process begins to send in the meantime.
    var quicker: LeadRecord?

    func add(_ lead: NewLeadRecord, unlessSentSince time: Date?) async throws(LeadStoreError) -> LeadRecord.ID {
        log.add("add")
        return try await inner.add(lead, unlessSentSince: time)
    }

    func markSending(
        _ id: LeadRecord.ID, as interactionID: InteractionID, unlessSentSince time: Date?
    ) async throws(LeadStoreError) {
        log.add("sending")
        if let quicker { throw .duplicate(of: quicker) }
        try await inner.markSending(id, as: interactionID, unlessSentSince: time)
    }

    func update(
        _ id: LeadRecord.ID, to status: LeadRecord.Status, interactionID: InteractionID?, leadID: String?
    ) async throws(LeadStoreError) {
        log.add(status.rawValue)
        try await inner.update(id, to: status, interactionID: interactionID, leadID: leadID)
    }

    func duplicate(of lead: NewLeadRecord, since time: Date) async throws(LeadStoreError) -> LeadRecord? {
        await inner.duplicate(of: lead, since: time)
    }

    func records() async throws(LeadStoreError) -> [LeadRecord] { await inner.records() }

    func remove(_ id: LeadRecord.ID) async throws(LeadStoreError) -> Bool {
        log.add("remove")
        return await inner.remove(id)
    }
}
