import FoundationEssentials
import Logging
import OpenFinance
import OpenFinanceConformance
import OpenFinanceCrypto
import Synchronization
import OpenFinanceTransport

/// A command's way to the LFIs: settings read, transport started, console ready.
struct Session {
    let console: Console
    let client: OpenFinanceClient
    /// What no file that the command writes may be.
    let spared: [(name: String, path: String?)]
    private let settings: Settings
    private let transport: CurlTransport
    private let logger: Logger
    private let timings: RequestTimings?
    private var start = ContinuousClock.now
    private let known = Known()

    /// - Throws: a ``CommandFailure`` for settings that are missing or cannot be used.
    ///
    /// - Parameters:
    ///   - timings: where to write down how long each request took.
    ///   - isForCustomer: whether there is a customer in session.
    ///   - files: what the command reads beside its settings.
    init(
        _ options: SettingsOptions, _ context: CommandContext, timings: RequestTimings? = nil,
        isForCustomer: Bool = true, reading files: [(name: String, path: String?)] = []
    ) throws(CommandFailure) {
        let command = try CommandStart(options, context, reading: files)
        (console, logger, spared) = (command.console, command.logger, command.spared)
        settings = try Settings(command.reader, passphrases: context.passphrases, isForCustomer: isForCustomer)
        // Only now is it known that they hold keys, and that closing them is good advice.
        for file in KeyFilePermissions.all(command.reader) where !file.isForOwnerAlone {
            console.warn("\(file.complaint). \(file.advice).".forTerminal)
        }
        // A bank only refuses the handshake, in words that could mean anything.
        if let lapse = CertificateAge.lapse(of: settings.transportCertificate.validity, now: Date()) {
            console.warn("The \(Setting.transportCertificate.noun) \(lapse.complaint). \(lapse.advice).")
        }
        if let deadline = settings.deadline {
            TerminationSignals.end(
                after: deadline + .seconds(5),
                CommandFailure(
                    .unavailable, "The deadline has passed, and the command could not finish",
                    advice: "Allow it more threads (ulimit -u), or read its output"))
        }
        transport = try CurlTransport.start(identity: settings.identity, trustRoots: settings.trustRoots)
        var configuration = OpenFinanceClient.Configuration(credentials: settings.credentials)
        configuration.scope = settings.scope
        configuration.observers = command.observers + (timings.map { [$0] } ?? [])
        self.timings = timings
        configuration.timePerLFI = settings.timePerLFI
        // Whoever gives a bank more time than usual gives it more for the first step, too.
        configuration.limits.connect = max(configuration.limits.connect, settings.timePerLFI / 3)
        configuration.certificateThumbprint = settings.transportCertificate.thumbprint
        client = OpenFinanceClient(
            configuration: configuration, transport: transport, cache: settings.cache, logger: logger)
    }

    /// The same session for a piece of work that begins now: the deadline counts from here.
    var begunAnew: Session {
        var session = self
        session.start = .now
        return session
    }

    /// What is left of the deadline for the whole command; nil where there is none.
    var remaining: Duration? { settings.deadline.map { max(.zero, $0 - (.now - start)) } }

    /// The address of the customer in session.
    var customer: CustomerIPAddress? { settings.customerIPAddress }

    /// Which directory the LFIs come from.
    var environment: String { settings.directory.name }

    /// The directory, asked once for each command; what is odd about it is told once.
    ///
    /// - Parameter isAskedAnew: whether it is asked although a kept answer is fresh: personal data goes nowhere by an old one.
    func directory(isAskedAnew: Bool = false) async throws(CommandFailure) -> Directory {
        if let directory = known.directory, !directory.isKept || !isAskedAnew { return directory }
        do throws(OpenFinanceError) {
            let time = remaining.map { min($0, settings.timePerLFI) }
            let directory = try await client.directory(
                from: settings.directory, within: time, isAskedAnew: isAskedAnew
            ).restricted(to: settings.allowedLFIs)
            if known.directory == nil { console.warn(about: directory) }
            known.directory = directory
            known.clockSkew = directory.serverTime.map { Date().timeIntervalSince($0) }
            return directory
        } catch {
            guard remaining != .zero else {
                throw CommandFailure(
                    .unavailable, "The deadline was over before the directory had answered",
                    advice: "Give the command more time with --deadline or OFP_DEADLINE")
            }
            throw CommandFailure(error)
        }
    }

    /// What a session learns on its way.
    private final class Known: Sendable {
        private let value = Mutex<(directory: Directory?, clockSkew: Double?)>((nil, nil))

        var directory: Directory? {
            get { value.withLock { $0.directory } }
            set { value.withLock { $0.directory = newValue } }
        }

        /// Seconds by which this machine's clock is ahead of the directory's.
        var clockSkew: Double? {
            get { value.withLock { $0.clockSkew } }
            set { value.withLock { $0.clockSkew = newValue } }
        }
    }

    /// The one LFI that a name or an id means beyond doubt: for personal data.
    func unmistakableLFI(_ name: String) async throws(CommandFailure) -> LFI {
        try await directory(isAskedAnew: true).unmistakableLFI(name)
    }

    /// Asks the chosen LFIs, shows progress, and tells `arrival` each outcome as it comes; Ctrl-C and the deadline end it
    /// early with what has arrived. Ctrl-C then stays without an effect until the interruption is ended.
    func collect(
        _ request: ProductsRequest, arrival: (LFIOutcome) -> Void
    ) async throws(CommandFailure) -> CollectedProducts {
        let directory = try await directory()
        var choice = try LFIChoice(request.selection, of: directory)
        tellVersions(of: choice.asked)
        if let note = choice.note { console.note(note) }
        let outcomes = products(matching: request.query, from: choice.asked, of: directory)
        let interruption = Interruption(after: remaining, stop: outcomes.stop)
        var progress = Progress(total: choice.asked.count, doing: "Loading products", console: console)
        var collected: [LFIOutcome] = []
        var clock = ClockComparison(directory: known.clockSkew)
        for await outcome in outcomes {
            progress.clear()
            clock.add(outcome)
            let outcome = interruption.wasInterrupted ? outcome : outcome.endedByDeadline
            if choice.accept(outcome) {
                collected.append(outcome)
                arrival(outcome)
            }
            progress.outcome(outcome)
        }
        progress.clear()
        do throws(CommandFailure) {
            collected = try choice.settled(collected, wasInterrupted: interruption.wasInterrupted)
        } catch {
            interruption.end()
            throw error
        }
        let catalogue = Catalogue(
            collected, faults: choice.faults, order: request.order, in: request.query.scenario, limit: request.limit)
        let told = Set(collected.map(\.lfi))
        var report = ProductsReport(
            catalogue: catalogue, order: request.order, scenario: request.query.scenario,
            showsExcluded: request.showsExcluded, limit: request.limit,
            lfis: choice.asked.filter { told.contains($0.identity) }.map(SavedLFI.init), lfisAsked: collected.count,
            retrievedAt: Date(), timings: timings?.all)
        report.scope = request.scope(of: catalogue)
        report.clock = clock
        return CollectedProducts(report: report, interruption: interruption)
    }

    /// Asks these banks, and nothing else: no progress is shown, and whoever takes the outcomes may stop them.
    ///
    /// - Parameter directory: the one that they come from.
    func products(matching query: ProductQuery, from lfis: [LFI], of directory: Directory) -> LFIOutcomes {
        client.products(
            matching: query, from: lfis, onBehalfOf: settings.customerIPAddress,
            of: DirectoryRefresh(directory, from: settings.directory, client: client))
    }

    /// Holds the chosen banks against the published rules, in the way of ``collect(_:arrival:)``.
    func conformance(
        _ selection: LFISelection, _ scope: ConformanceScope
    ) async throws(CommandFailure) -> CheckedBanks {
        let directory = try await directory()
        let asked = try LFIChoice(selection, of: directory).namedInDirectory(selection)
        let outcomes = client.conformance(
            of: asked, entries: DirectoryCheck.entries(of: directory), scope, onBehalfOf: settings.customerIPAddress)
        let interruption = Interruption(after: remaining, stop: outcomes.stop)
        var progress = Progress(total: asked.count, doing: "Checking banks", console: console)
        var checked = CheckedBanks(interruption: interruption)
        if selection.included.isEmpty {
            checked.ofDirectory = DirectoryCheck.faults(of: directory, by: .init(time: Date()))
        }
        for await outcome in outcomes {
            progress.clear()
            checked.results.append(outcome)
            progress.count(hasFailed: outcome.failure != nil)
        }
        progress.clear()
        return checked
    }

    /// What was found, and what would have ended it early; it goes on until whoever prints is through.
    struct CheckedBanks {
        var results: [BankConformance] = []
        /// Of entries in the directory that nobody can be asked by.
        var ofDirectory: [Deviation] = []
        let interruption: Interruption

        var wasInterrupted: Bool { interruption.wasInterrupted }
    }

    private func tellVersions(of lfis: [LFI]) {
        func list(_ lfis: [LFI]) -> String {
            lfis.map { "\($0.name.forTerminal) (\($0.version))" }.joined(separator: ", ")
        }
        let older = lfis.filter { $0.version < .v2_1 }
        // Their products are read in full, so that nobody has to do anything: 'ofp lfis' has the versions.
        if !older.isEmpty { logger.info("Asked in the terms of an older API version: \(list(older))") }
        let newer = lfis.filter { $0.version > .v2_1 }
        if !newer.isEmpty { console.note("Asked as in v2.1, since they offer only a newer version: \(list(newer)).") }
    }

    /// In which version each bank of the directory is asked.
    var versions: [LFI.Identity: APIVersion] {
        Dictionary((known.directory?.lfis ?? []).map { ($0.identity, $0.version) }) { first, _ in first }
    }

    var wantsFindings: Bool { logger.logLevel <= .info }

    func log(_ findings: [ProductFindings]) {
        for bank in findings {
            logger.info(
                "\(bank.text) by the published rules ('ofp conformance')", metadata: ["lfi": "\(bank.lfi.name)"])
        }
    }

    /// Keeps the ids of a list for the shell's completion.
    func keepIDs(of report: ProductsReport) async {
        guard let cache = settings.cache, !report.catalogue.products.isEmpty else { return }
        let banks = known.directory?.lfis.map(SavedLFI.init) ?? report.lfis
        let isWhole = report.scope.isWhole && report.catalogue.failures.isEmpty && report.lfis.count == banks.count
        await ListedIDs.keep(report.catalogue.products, isWhole: isWhole, banks: banks, in: cache)
    }

    /// Tidies up after a command that is done.
    func end() async {
        await settings.cache?.prune()
        logger.debug("Most transfers under way together: \(transport.peakTransfers)")
        if let peak = PeakMemory.megabytes { logger.debug("Most memory at once: \(peak) MB") }
    }
}
