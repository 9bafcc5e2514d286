import FoundationEssentials
import OpenFinance
import OpenFinanceTransport

/// What is behind a failure, as far as somebody can do something about it: the one table from cause to exit code and
/// advice.
enum Cause: Hashable {
    // MARK: The directory
    case directoryUnreachable, directoryUntrusted, invalidDirectory, unreadableDirectory
    case unknownLFI(alike: [String])
    case ambiguousLFI, barredLFI, noLFI
    case unknownOrganisation, keysUnreachable

    // MARK: What we have
    /// Certificate, key or trust roots cannot be used by the TLS library.
    case unusableTrust

    // MARK: A bank that refuses
    case certificateRefused
    /// A clock that is off by minutes, where a bank refuses what is dated.
    case wrongClock(String)
    /// The same, where everybody else agrees with this machine.
    case bankClockWrong(String)
    /// RFC 6749 §5.2. A bank that does not know the client says so, and so does one that has yet to activate it.
    case clientRefused
    case scopeRefused
    /// The token endpoint does not understand the request, which is the same for every bank.
    case requestRefused
    /// What stands before the token endpoint lets nobody in, whoever they are.
    case gatewayRefused
    /// The bank knows the client, and does not take its token.
    case tokenRefused
    /// The bank takes the token, and does not allow what was asked.
    case accessRefused

    // MARK: A bank that fails
    case serverUntrusted
    case serverNotYetValid
    /// The handshake failed in another way than by a certificate.
    case handshakeFailed
    case issuerMismatch
    /// No answer, or none in time.
    case silent
    /// An answer that is none.
    case broken

    var status: CommandStatus {
        switch self {
        case .unreadableDirectory, .unknownLFI, .ambiguousLFI, .barredLFI, .noLFI: .notFound
        case .unusableTrust: .configuration
        case .certificateRefused, .wrongClock, .bankClockWrong, .clientRefused, .scopeRefused, .requestRefused,
            .gatewayRefused, .tokenRefused, .accessRefused:
            .refused
        case .directoryUnreachable, .directoryUntrusted, .invalidDirectory, .unknownOrganisation, .keysUnreachable,
            .serverUntrusted, .serverNotYetValid, .handshakeFailed, .issuerMismatch, .silent, .broken:
            .unavailable
        }
    }

    /// What to do: a sentence without final stop.
    var advice: String {
        switch self {
        case .directoryUnreachable: "Check --directory and the network, or try again later"
        case .directoryUntrusted:
            "Check --directory, and --ca-file if its certificate is not signed by a public authority"
        case .invalidDirectory: "Check that --directory names a /participants address or a file in its shape"
        case .unreadableDirectory: "Check the path and its permissions"
        case .unknownLFI(let alike):
            alike.didYouMean
                ?? "Give the whole name of a bank or of its organisation, or the id of either ('ofp lfis' lists them)"
        case .ambiguousLFI: "Give the id of the one you mean with --lfi (the ids are in brackets here)"
        case .barredLFI: "Those are listed in OFP_LFI and OFP_EXCLUDE_LFI or in the profile, and no flag adds to them"
        case .noLFI: "Check --directory, --lfi and --exclude-lfi"
        case .unknownOrganisation: "Check the organisational unit (OU) of the transport certificate"
        case .keysUnreachable: "Check --keystore and the network, or try again later"
        case .unusableTrust:
            "Check --transport-cert, --transport-key and --ca-file, and the token if a key is in one ('ofp doctor')"
        case .certificateRefused:
            "Check that the transport certificate is registered for this client in the Trust Framework, and has not expired"
        case .wrongClock(let skew):
            "Set this machine's clock by NTP, and try again: it is \(skew) the bank's, and a bank refuses what has a wrong time"
        case .bankClockWrong(let skew):
            "Tell the bank: its clock is \(skew) this machine's, which agrees with other banks, and it refuses what has another time"
        case .clientRefused:
            "Register this client first, if it is not registered yet ('ofp register --status' shows it); "
                + "then check the client id, the signing key, its kid and this machine's clock ('ofp doctor')"
        case .scopeRefused: "Leave --scope (or OFP_SCOPE) out, or check it"
        case .requestRefused:
            "Tell the bank, with the interaction id: every bank gets this request in the same form ('--trace' shows it)"
        case .gatewayRefused:
            "Ask the bank, with the interaction id, whether it accepts the transport certificate and this machine's address: "
                + "it refused the request before it looked at the client"
        case .tokenRefused:
            "Check this machine's clock, and that the token was asked for with the same transport certificate"
        case .accessRefused: "Check the client's roles and scope in the Trust Framework, and ask the bank"
        case .serverNotYetValid:
            "Compare this machine's clock, which says \(Date().forMachines): a certificate that is not valid yet often means that the clock is behind"
        case .serverUntrusted: "Check --ca-file, or tell the bank: its certificate cannot be trusted"
        case .handshakeFailed: "Tell the bank, or check what is between it and you, such as a proxy"
        case .issuerMismatch: "Tell the bank: it is not asked until its documents agree"
        case .silent: "Check the network, or try again later"
        case .broken: "Try again later, or tell the bank, with the interaction id"
        }
    }

    /// Whether it may be over before anybody has done something about it.
    var mayPass: Bool { [.directoryUnreachable, .keysUnreachable, .silent, .broken].contains(self) }
}

extension Cause {
    init(_ error: OpenFinanceError) {
        self =
            switch error.code {
            case .directoryUntrusted where error.detail == .certificateNotYetValid: .serverNotYetValid
            // No trust roots help where there is no certificate.
            case .directoryUntrusted where error.detail == .noTLS: .directoryUnreachable
            case .directoryUntrusted: .directoryUntrusted
            case .invalidDirectory: .invalidDirectory
            case .unreadableDirectory: .unreadableDirectory
            case .unknownLFI: .unknownLFI(alike: error.alike)
            case .ambiguousLFI: .ambiguousLFI
            case .noLFI: .noLFI
            case .unknownOrganisation: .unknownOrganisation
            case .keysUnreachable: .keysUnreachable
            case .unusableTrust: .unusableTrust
            default: .directoryUnreachable
            }
    }

    /// - Parameter clock: of whoever was asked, too.
    init(_ failure: LFIFailure, clock: ClockComparison = .init()) {
        self =
            switch failure.reason {
            case .unusableTrust: .unusableTrust
            case .issuerMismatch: .issuerMismatch
            case .timeout, .connection: .silent
            case _ where failure.isServerUntrusted:
                failure.detail == .certificateNotYetValid ? .serverNotYetValid : .serverUntrusted
            case .tls where failure.isRefusal: .certificateRefused
            case .tls: .handshakeFailed
            case _ where failure.isRefusal: Cause(refusal: failure, clock)
            default: .broken
            }
    }

    private init(refusal failure: LFIFailure, _ clock: ClockComparison) {
        let code = failure.code?.lowercased() ?? ""
        let isAboutScope = ["invalid_scope", "invalidscope", "insufficient_scope", "insufficientscope"]
            .contains(where: code.hasSuffix)
        self =
            switch failure.stage {
            case _ where isAboutScope: .scopeRefused
            // What is dated is the assertion; a bank that knows who asks does not mind another clock than its own.
            case _ where failure.clockText != nil && (clock.isThisMachines(failure) || failure.status != 403):
                clock.cause(of: failure)
            case .token where code == "invalid_request" || code == "unsupported_grant_type": .requestRefused
            case .token where failure.reason == .http && failure.status == 403: .gatewayRefused
            case .token, .registration: .clientRefused
            default: failure.status == 403 ? .accessRefused : .tokenRefused
            }
    }
}

extension CommandFailure {
    init(_ cause: Cause, _ message: String, interactionID: InteractionID? = nil) {
        self.init(cause.status, message, advice: cause.advice, interactionID: interactionID)
    }

    init(_ error: OpenFinanceError) {
        self.init(Cause(error), error.message, interactionID: error.interactionID)
    }

    /// That nobody answered, of all that were asked.
    ///
    /// - Parameter failures: one for each.
    init(nobodyAnswered failures: [LFIFailure], clock: ClockComparison = .init()) {
        let causes = Set(failures.map { Cause($0, clock: clock) })
        let statuses = Set(causes.map(\.status))
        let isOne = failures.count == 1
        // One server may have the wrong certificate; that all of them have is said by the wrong roots.
        if !isOne, causes == [.serverUntrusted] {
            self.init(
                .configuration, "The trust roots know no bank's certificate",
                advice: "Check --ca-file (OFP_CA_FILE), or leave it out for the system's own")
        } else if let cause = causes.first, causes.count == 1 {
            self.init(cause, cause.summary(isOne: isOne))
        } else {
            let refused = statuses == [.refused]
            self.init(
                refused ? .refused : statuses == [.configuration] ? .configuration : .unavailable,
                refused ? "Every bank refused this client" : "No bank answered",
                advice: refused
                    ? "Check client id, signing key, its kid and the transport certificate against the Trust Framework"
                    : "See the reasons above, and try again later")
        }
    }
}

extension Cause {
    /// What it means where everybody who was asked fails by it.
    fileprivate func summary(isOne: Bool) -> String {
        switch self {
        case .certificateRefused:
            isOne ? "The bank refused the transport certificate" : "Every bank refused the transport certificate"
        case .scopeRefused:
            isOne ? "The bank gives no token for this scope" : "No bank gives a token for this scope"
        case .wrongClock, .bankClockWrong, .clientRefused, .requestRefused, .gatewayRefused, .tokenRefused,
            .accessRefused:
            isOne ? "The bank refused this client" : "Every bank refused this client"
        case .unusableTrust: "The certificate, the key or the trust roots cannot be used"
        default: isOne ? "The bank did not answer as it should" : "No bank answered"
        }
    }
}
