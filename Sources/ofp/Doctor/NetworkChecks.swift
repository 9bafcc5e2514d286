import FoundationEssentials
import Logging
import OpenFinance
import Signing
import Transport

/// What can only be checked by asking: the directory, the clock, each LFI up to a token. Nothing is taken from the
/// cache, and nothing put there.
struct NetworkChecks {
    let reader: SettingsReader
    let local: LocalChecks
    let selection: LFISelection
    let logger: Logger

    /// Hands over each finding as it is known. Gives back how many banks were asked.
    func run(_ report: (Finding) -> Void) async -> Int {
        do throws(CommandFailure) {
            let directory = try await directory(report)
            let lfis: [LFI]
            do throws(OpenFinanceError) {
                lfis = try selection(directory.lfis)
            } catch {
                throw CommandFailure(error)
            }
            return try await check(lfis, report)
        } catch {
            report(.failure("directory", error))
            return 0
        }
    }

    private func directory(_ report: (Finding) -> Void) async throws(CommandFailure) -> Directory {
        let roots = try KeyFiles(reader: reader, prompt: .nobody).trustRoots()
        let client = DirectoryClient(
            transport: try CurlTransport.start(trustRoots: roots), logger: logger, time: try reader.timePerLFI())
        let source = try reader.directory()
        let directory: Directory
        do throws(OpenFinanceError) {
            directory = try await client.directory(from: source).restricted(to: reader.allowedLFIs())
        } catch {
            throw CommandFailure(error)
        }
        report(.ok("directory", "\(directory.lfis.count) banks offer products"))
        for server in directory.leftOut where server.isFault {
            report(
                .warning(
                    "directory", "\(server.name) \(server.reason)", advice: "Tell the bank; it is left out until then"))
        }
        if case .endpoint = source { report(ClockSkew.finding(server: directory.serverTime, now: Date())) }
        return directory
    }

    private func check(_ lfis: [LFI], _ report: (Finding) -> Void) async throws(CommandFailure) -> Int {
        guard let credentials = local.credentials, let transport = local.transport else {
            report(
                .warning(
                    "banks", "They were not asked", advice: "Mend the client id, the keys and the certificate first"))
            return 0
        }
        // No products are asked for, so that the address of a customer in session is not needed.
        guard let nobody = CustomerIPAddress("0.0.0.0") else { preconditionFailure("an address") }
        var configuration = OpenFinanceClient.Configuration(credentials: credentials, customerIPAddress: nobody)
        configuration.scope = try reader.scope()
        configuration.timePerLFI = try reader.timePerLFI()
        configuration.certificateThumbprint = transport.certificate.thumbprint
        let roots = try KeyFiles(reader: reader, prompt: .nobody).trustRoots()
        let client = OpenFinanceClient(
            configuration: configuration,
            transport: try CurlTransport.start(identity: transport.identity, trustRoots: roots), logger: logger)
        for await outcome in client.check(lfis) { report(Finding(outcome)) }
        return lfis.count
    }
}

extension Finding {
    /// What became of one LFI's check.
    init(_ outcome: LFIOutcome) {
        switch outcome {
        case .answered(let lfi, _): self = .ok(lfi.name, "TLS, discovery and token")
        case .failed(let failure):
            self = .failure(
                failure.lfi.name, failure.details, advice: failure.advice,
                status: failure.isRefusal ? .refused : .unavailable,
                interactionID: failure.interactionID)
        }
    }
}

extension LFIFailure {
    /// What a person can do about it.
    fileprivate var advice: String {
        switch (isRefusal, reason) {
        case (true, .tls): "Check that the transport certificate is registered for this client in the Trust Framework"
        case (true, _): "Check client id, signing key, kid and scope against the Trust Framework"
        case (false, .tls): "Check --ca-file, or tell the bank: its certificate is not to be trusted"
        case (false, .issuerMismatch): "Tell the bank: it is not asked until its documents agree"
        case (false, .timeout), (false, .connection): "Check the network, or try again later"
        default: "Try again later, or tell the bank, with the interaction id"
        }
    }
}
