import FoundationEssentials
import Logging
import OpenFinance
import Transport

/// A command's way to the LFIs: settings read, transport started, console ready.
struct Session {
    let console: Console
    let client: OpenFinanceClient
    private let settings: Settings
    private let transport: CurlTransport
    private let logger: Logger
    private let start = ContinuousClock.now

    /// - Throws: a ``CommandFailure`` for settings that are missing or cannot be used.
    ///
    /// - Parameter timings: where to write down how long each request took.
    init(
        _ options: SettingsOptions, _ context: CommandContext, timings: RequestTimings? = nil
    ) throws(CommandFailure) {
        let command = try CommandStart(options, context)
        (console, logger) = (command.console, command.logger)
        settings = try Settings(command.reader, passphrases: .terminal)
        // Only now is it known that they hold keys, and that closing them is good advice.
        for file in KeyFilePermissions.all(command.reader) where !file.isForOwnerAlone {
            console.warn("\(file.complaint). \(file.advice).".forTerminal)
        }
        transport = try CurlTransport.start(identity: settings.identity, trustRoots: settings.trustRoots)
        var configuration = OpenFinanceClient.Configuration(
            credentials: settings.credentials, customerIPAddress: settings.customerIPAddress)
        configuration.scope = settings.scope
        configuration.timings = timings
        configuration.timePerLFI = settings.timePerLFI
        // Whoever gives a bank more time than usual gives it more for the first step, too.
        configuration.limits.connect = max(configuration.limits.connect, settings.timePerLFI / 3)
        configuration.certificateThumbprint = settings.certificateThumbprint
        client = OpenFinanceClient(
            configuration: configuration, transport: transport, cache: settings.cache, logger: logger)
    }

    /// What is left of the deadline for the whole command; nil where there is none.
    var remaining: Duration? { settings.deadline.map { max(.zero, $0 - (.now - start)) } }

    /// Which directory the LFIs come from.
    var environment: String { settings.directory.name }

    /// The chosen LFIs of the directory.
    func lfis(_ selection: LFISelection) async throws(CommandFailure) -> [LFI] {
        do throws(OpenFinanceError) {
            let time = remaining.map { min($0, settings.timePerLFI) }
            let directory = try await client.directory(from: settings.directory, within: time)
            console.warn(about: directory)
            let lfis = try selection(directory.lfis)
            let older = lfis.filter { $0.version < .v2_1 }.map { "\($0.name.forTerminal) (\($0.version))" }
            if !older.isEmpty {
                console.note("Asked in the terms of an older API version: \(older.joined(separator: ", ")).")
            }
            guard !lfis.isEmpty else {
                throw OpenFinanceError(
                    .noLFI, "No bank with products is left to ask",
                    advice: "Check --directory, --lfi and --exclude-lfi")
            }
            return lfis
        } catch {
            throw CommandFailure(error)
        }
    }

    /// The one LFI that a name or an id means beyond doubt: for personal data.
    func unmistakableLFI(_ name: String) async throws(CommandFailure) -> LFI {
        do throws(OpenFinanceError) {
            let time = remaining.map { min($0, settings.timePerLFI) }
            let directory = try await client.directory(from: settings.directory, within: time)
            console.warn(about: directory)
            return try LFI.unmistakable(name, among: directory.lfis)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// Asks the chosen LFIs, shows progress, and tells `arrival` each outcome as it comes; Ctrl-C and the deadline end it
    /// early with what has arrived.
    func collect(
        _ request: ProductsRequest, arrival: (LFIOutcome) -> Void
    ) async throws(CommandFailure) -> CollectedProducts {
        let lfis = try await lfis(request.selection)
        let outcomes = client.products(matching: request.query, from: lfis)
        let interruption = Interruption(after: remaining, stop: outcomes.stop)
        defer { interruption.end() }
        var progress = Progress(total: lfis.count, console: console)
        var collected: [LFIOutcome] = []
        for await outcome in outcomes {
            collected.append(outcome)
            progress.clear()
            arrival(outcome)
            progress.outcome(outcome)
        }
        progress.clear()
        let catalogue = Catalogue(collected, order: request.order, limit: request.limit)
        let report = ProductsReport(
            catalogue: catalogue, order: request.order, lfisAsked: lfis.count, retrievedAt: Date(),
            timings: client.configuration.timings?.all)
        return CollectedProducts(report: report, wasInterrupted: interruption.wasInterrupted)
    }

    /// Tidies up after a command that is done.
    func end() {
        settings.cache?.prune()
        logger.info("Most transfers under way together: \(transport.peakTransfers)")
        if let peak = PeakMemory.megabytes { logger.info("Most memory at once: \(peak) MB") }
    }
}
