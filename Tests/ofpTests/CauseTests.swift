import OpenFinance
import OpenFinanceTransport
import Testing

@testable import ofp

@Suite("The cause of a failure")
struct CauseTests {
    private static func failure(
        _ stage: RequestStep, _ reason: LFIFailure.Reason, status: Int? = nil, code: String? = nil,
        isRefusal: Bool = false, message: String = "why", clockSkew: Double? = nil
    ) -> LFIFailure {
        var failure = LFIFailure(
            lfi: .init(id: "liwa", name: "Liwa Bank"), stage: stage, reason: reason, status: status, code: code,
            message: message, isRefusal: isRefusal)
        failure.clockSkew = clockSkew
        return failure
    }

    private static let cases: [(LFIFailure, Cause, CommandStatus)] = [
        (failure(.token, .oauth, status: 400, code: "invalid_client", isRefusal: true), .clientRefused, .refused),
        (failure(.token, .http, status: 401, isRefusal: true), .clientRefused, .refused),
        (failure(.token, .oauth, status: 400, code: "invalid_scope", isRefusal: true), .scopeRefused, .refused),
        (
            failure(.products, .http, status: 403, code: "AccessToken.InvalidScope", isRefusal: true), .scopeRefused,
            .refused
        ),
        (failure(.products, .http, status: 403, isRefusal: true), .accessRefused, .refused),
        (failure(.products, .http, status: 401, isRefusal: true), .tokenRefused, .refused),
        (failure(.discovery, .tls, isRefusal: true), .certificateRefused, .refused),
        (failure(.discovery, .tls), .handshakeFailed, .unavailable),
        (failure(.discovery, .unusableTrust), .unusableTrust, .configuration),
        (failure(.products, .timeout), .silent, .unavailable),
        (failure(.products, .http, status: 500), .broken, .unavailable),
        (failure(.discovery, .issuerMismatch), .issuerMismatch, .unavailable),
        (
            failure(.token, .oauth, status: 401, code: "invalid_client", isRefusal: true, clockSkew: -724),
            .wrongClock("12 minutes behind"), .refused
        ),
        (
            failure(.token, .oauth, status: 401, code: "invalid_client", isRefusal: true, clockSkew: 59),
            .clientRefused, .refused
        ),
        (failure(.products, .http, status: 403, code: "insufficient_scope", isRefusal: true), .scopeRefused, .refused),
        (failure(.token, .oauth, status: 400, code: "invalid_request", isRefusal: true), .requestRefused, .refused),
        (
            failure(.token, .oauth, status: 400, code: "unsupported_grant_type", isRefusal: true), .requestRefused,
            .refused
        ),
        (failure(.token, .http, status: 403, isRefusal: true), .gatewayRefused, .refused),
        (failure(.token, .oauth, status: 403, code: "unauthorized_client", isRefusal: true), .clientRefused, .refused),
    ]

    @Test("is the same for the same, and so are exit code and advice", arguments: cases.indices)
    func table(index: Int) {
        let (failure, cause, status) = Self.cases[index]
        #expect(Cause(failure) == cause)
        #expect(Cause(failure).status == status && !Cause(failure).advice.isEmpty)
        #expect(CommandFailure(nobodyAnswered: [failure]).status == status)
    }

    @Test("speaks of every bank only where more than one was asked, and of one cause only where it is one")
    func everybody() {
        let client = Self.failure(.token, .oauth, status: 401, code: "invalid_client", isRefusal: true)
        let token = Self.failure(.products, .http, status: 401, isRefusal: true)
        let broken = Self.failure(.products, .http, status: 500)
        #expect(CommandFailure(nobodyAnswered: [client]).message == "The bank refused this client")
        #expect(CommandFailure(nobodyAnswered: [client, client]).message == "Every bank refused this client")
        #expect(CommandFailure(nobodyAnswered: [client, token]).status == .refused)
        let mixed = CommandFailure(nobodyAnswered: [client, broken])
        #expect(mixed.status == .unavailable && mixed.message == "No bank answered")
        let setup = Self.failure(.discovery, .unusableTrust)
        #expect(CommandFailure(nobodyAnswered: [setup, setup]).status == .configuration)
    }

    @Test(
        "is this machine's clock only where the directory's, or most banks', is another, too",
        arguments: [
            // The bank that refuses, the directory, the other banks: seconds by which this machine is ahead.
            (-1_800, nil, [], .wrongClock("30 minutes behind")),
            (-1_800, 0, [-1_800, -1_800], .bankClockWrong("30 minutes ahead of")),
            (-1_800, -1_790, [], .wrongClock("30 minutes behind")),
            (-1_800, 1_790, [], .bankClockWrong("30 minutes ahead of")),
            (-1_800, nil, [0], .bankClockWrong("30 minutes ahead of")),
            (-1_800, nil, [0, -1_810], .wrongClock("30 minutes behind")),
            (-1_800, nil, [0, 1, -1_810], .bankClockWrong("30 minutes ahead of")),
            (200_000_000, nil, [0, 0], .bankClockWrong("6 years behind")),
        ] as [(Double, Double?, [Double], Cause)])
    func clocks(own: Double, directory: Double?, others: [Double], cause: Cause) {
        let failure = Self.failure(
            .token, .oauth, status: 401, code: "invalid_client", isRefusal: true, clockSkew: own)
        let clock = ClockComparison(directory: directory, banks: others + [own])
        #expect(Cause(failure, clock: clock) == cause)
        #expect(CommandFailure(nobodyAnswered: [failure], clock: clock).advice == cause.advice)
    }

    @Test("is no bank's clock where it knows who asks, and does not allow it")
    func otherClockAndNoRole() {
        let failure = Self.failure(.products, .http, status: 403, isRefusal: true, clockSkew: -1_800)
        #expect(Cause(failure, clock: ClockComparison(directory: 0)) == .accessRefused)
        #expect(Cause(failure, clock: ClockComparison(directory: -1_800)) == .wrongClock("30 minutes behind"))
    }

    @Test("is hinted at beside the products only where it is this machine's clock")
    func clockHint() throws {
        let failure = Self.failure(
            .token, .oauth, status: 401, code: "invalid_client", isRefusal: true, clockSkew: -1_800)
        let lfi = try GoldenWorld.lfi("Saqr")
        func hint(_ others: [Double]) -> String? {
            let answers = others.map { skew in
                var answer = LFIAnswer()
                answer.clockSkew = skew
                return LFIOutcome.answered(lfi, answer)
            }
            let outcomes = answers + [.failed(failure)]
            var report = ProductsReport(catalogue: Catalogue(outcomes), lfisAsked: outcomes.count)
            for outcome in outcomes { report.clock.add(outcome) }
            return report.clockHint
        }
        #expect(hint([0, 1]) == nil)
        #expect(hint([-1_790, 1])?.hasPrefix("This machine's clock is 30 minutes behind that of Liwa Bank") == true)
    }

    @Test(
        "of a directory that cannot be trusted is a clock where its certificate is from the future, and no root without TLS"
    )
    func untrustedDirectory() {
        func cause(_ detail: TransportError.Detail?, _ message: String = "why") -> Cause {
            var error = OpenFinanceError(.directoryUntrusted, message)
            error.detail = detail
            return Cause(error)
        }
        #expect(cause(.certificateNotYetValid) == .serverNotYetValid)
        #expect(cause(.noTLS) == .directoryUnreachable)
        #expect(cause(nil, "the certificate of 'does not speak TLS' is not yet valid") == .directoryUntrusted)
    }

    @Test("of a bank that cannot be trusted is a clock where OpenSSL says so, whatever the words are")
    func untrustedBank() {
        var failure = Self.failure(.discovery, .tls, message: "no name is 'not yet valid'")
        failure.isServerUntrusted = true
        #expect(Cause(failure) == .serverUntrusted)
        failure.detail = .certificateNotYetValid
        #expect(Cause(failure) == .serverNotYetValid)
    }

    @Test(
        "a bank that asks to wait is heard",
        arguments: [(120, "120 s"), (86_399, "86399 s"), (86_400, "a day or longer"), (Int64.max, "a day or longer")])
    func wait(seconds: Int64, words: String) {
        var failure = Self.failure(.token, .http, status: 429)
        failure.retryAfter = .seconds(seconds)
        #expect(failure.details == "token (http, status 429): why; it asks to wait \(words)")
    }
}
