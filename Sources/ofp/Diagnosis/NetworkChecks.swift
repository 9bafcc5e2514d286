import FoundationEssentials
import Logging
import OpenFinance
import OpenFinanceCrypto
import OpenFinanceTransport

/// What can only be checked by asking: the directory, the clock, each LFI up to its products. Nothing is taken from the
/// cache, and nothing put there.
struct NetworkChecks {
    let reader: SettingsReader
    let local: LocalChecks
    let selection: LFISelection
    let logger: Logger
    let observers: [any ExchangeObserver]
    let console: Console

    /// Hands over each finding as it is known. Gives back how many banks were asked. Where its task is cancelled it soon
    /// comes to its end, and what it finds by then is none.
    func run(_ report: (Finding) -> Void) async -> Int {
        await checkPublishedKeys(report)
        do throws(CommandFailure) {
            let directory = try await directory(report)
            return try await check(directory.chosen(by: selection), of: directory, report)
        } catch {
            report(.failure("directory", error))
            return 0
        }
    }

    /// Before any bank is asked: what would be refused everywhere is known from the one place.
    private func checkPublishedKeys(_ report: (Finding) -> Void) async {
        do throws(CommandFailure) {
            guard let credentials = local.credentials, let base = try reader.keystore(),
                let organisationID = local.transport?.certificate.organisationalUnit
            else { return }
            let roots = try KeyFiles(reader: reader, prompt: .nobody).trustRoots()
            let keystore = Keystore(
                transport: try CurlTransport.start(trustRoots: roots), logger: logger, time: try reader.timePerLFI(),
                observers: observers)
            let keys: [Keystore.Key]
            do throws(OpenFinanceError) {
                keys = try await keystore.keys(of: organisationID, at: base)
            } catch {
                report(.warning(PublishedKeyRules.check, error.message, advice: Cause(error).advice))
                return
            }
            let own = credentials.signingKey.publicNumbers
            report(
                PublishedKeyRules.finding(
                    keys, kid: credentials.signingKeyID, modulus: own.modulus, exponent: own.exponent))
        } catch {
            report(.failure(PublishedKeyRules.check, error))
        }
    }

    private func directory(_ report: (Finding) -> Void) async throws(CommandFailure) -> Directory {
        let roots = try KeyFiles(reader: reader, prompt: .nobody).trustRoots()
        let client = DirectoryClient(
            transport: try CurlTransport.start(trustRoots: roots), logger: logger, time: try reader.timePerLFI(),
            observers: observers)
        let source = try reader.directory()
        let allowed = try reader.allowedLFIs()
        let directory: Directory
        do throws(OpenFinanceError) {
            directory = try await client.directory(from: source).restricted(to: allowed)
        } catch {
            throw CommandFailure(error)
        }
        report(.ok("directory", "\(directory.lfis.count) banks offer products"))
        for server in directory.leftOut where server.isFault {
            report(
                .warning(
                    "directory", "\(server.name) \(server.reason)", advice: "Tell the bank; it is left out until then"))
        }
        if let time = directory.serverTime {
            report(ClockSkew.finding(ahead: Date().timeIntervalSince(time), of: .directory))
        }
        return directory
    }

    private func check(
        _ lfis: [LFI], of directory: Directory, _ report: (Finding) -> Void
    ) async throws(CommandFailure) -> Int {
        guard let credentials = local.credentials, let transport = local.transport else {
            report(
                .warning(
                    "banks", "They were not asked", advice: "Fix the client id, the keys and the certificate first"))
            return 0
        }
        var configuration = OpenFinanceClient.Configuration(credentials: credentials)
        configuration.scope = try reader.scope()
        configuration.observers = observers
        configuration.timePerLFI = try reader.timePerLFI()
        configuration.certificateThumbprint = transport.certificate.thumbprint
        let roots = try KeyFiles(reader: reader, prompt: .nobody).trustRoots()
        let client = OpenFinanceClient(
            configuration: configuration,
            transport: try CurlTransport.start(identity: transport.identity, trustRoots: roots), logger: logger)
        // Local checks have told of an address that is missing or none.
        let customer = try? reader.customerIPAddress()
        var clock = ClockComparison(directory: directory.serverTime.map { Date().timeIntervalSince($0) })
        // Whose clock is wrong is known when all have said what time it is.
        var withOtherClocks: [LFIFailure] = []
        var progress = Progress(total: lfis.count, doing: "Checking banks", console: console)
        for await outcome in client.check(lfis, onBehalfOf: customer) {
            progress.clear()
            clock.add(outcome)
            if case .failed(let failure) = outcome, failure.clockText != nil {
                withOtherClocks.append(failure)
            } else {
                report(Finding(outcome))
            }
            progress.outcome(outcome)
        }
        progress.clear()
        for failure in withOtherClocks { report(Finding(.failed(failure), clock: clock)) }
        // A directory from a file does not say what time it is.
        if directory.serverTime == nil { report(ClockSkew.finding(ahead: clock.skew, of: .banks)) }
        return lfis.count
    }
}

extension Finding {
    /// What became of one LFI's check.
    ///
    /// - Parameter clock: of everybody who was asked.
    init(_ outcome: LFIOutcome, clock: ClockComparison = .init()) {
        switch outcome {
        case .answered(let lfi, _): self = .ok(lfi.label, "TLS, discovery, token and products")
        case .failed(let failure):
            let cause = Cause(failure, clock: clock)
            self = .failure(
                failure.lfi.label, failure.details, advice: cause.advice, status: cause.status,
                interactionID: failure.interactionID)
            mayPass = cause.mayPass
        }
        isOfBank = true
    }
}
