import FoundationEssentials
import OpenFinance

/// Where a command's products come from: the LFIs, or a list that was saved.
enum ProductSource {
    case live(Session)
    case saved(SavedProducts, CommandStart)

    /// - Parameter files: what the command reads beside its settings and the list.
    /// - Throws: a ``CommandFailure`` for settings or a list that cannot be used. A saved list needs no settings.
    init(
        from path: String?, _ options: SettingsOptions, _ context: CommandContext, timings: RequestTimings? = nil,
        reading files: [(name: String, path: String?)] = []
    ) throws(CommandFailure) {
        if let path {
            let start = try CommandStart(options, context, reading: [("--from", path)] + files)
            let saved = try SavedProducts(at: path)
            // What is not in it is not missing at the banks.
            if !saved.scope.isWhole { start.console.note("The list has only: \(saved.scope.words).".forTerminal) }
            self = .saved(saved, start)
        } else {
            self = .live(try Session(options, context, timings: timings, reading: files))
        }
    }

    var console: Console {
        switch self {
        case .live(let session): session.console
        case .saved(_, let start): start.console
        }
    }

    /// What no file that the command writes may be.
    var spared: [(name: String, path: String?)] {
        switch self {
        case .live(let session): session.spared
        case .saved(_, let start): start.spared
        }
    }

    /// The banks that the directory, or the list, knows.
    func banks() async throws(CommandFailure) -> [SavedLFI] {
        switch self {
        case .live(let session): try await session.directory().lfis.map(SavedLFI.init)
        case .saved(let saved, _): saved.lfis
        }
    }

    /// In which version each bank was asked; lists that were saved before do not say.
    var versions: [LFI.Identity: APIVersion] {
        switch self {
        case .live(let session): session.versions
        case .saved(let saved, _):
            Dictionary(saved.lfis.compactMap { lfi in lfi.version.map { (lfi.identity, $0) } }) { first, _ in first }
        }
    }

    /// Whether products arrive one LFI after the other, and can be shown so.
    var canStream: Bool {
        switch self {
        case .live: true
        case .saved: false
        }
    }

    /// Takes what was asked for to its end; `arrival` is told each LFI's outcome as it comes.
    func collect(
        _ request: ProductsRequest, arrival: (LFIOutcome) -> Void = { _ in }
    ) async throws(CommandFailure) -> CollectedProducts {
        switch self {
        case .live(let session): return try await session.collect(request, arrival: arrival)
        case .saved(let saved, _):
            do throws(OpenFinanceError) {
                let list = try saved.restricted(to: request.selection)
                let catalogue = try list.catalogue(
                    matching: request.query, of: LFISelection(), order: request.order, limit: request.limit)
                var report = ProductsReport(
                    catalogue: catalogue, order: request.order, scenario: request.query.scenario,
                    showsExcluded: request.showsExcluded, limit: request.limit, lfis: list.lfis,
                    lfisAsked: list.lfisAsked, retrievedAt: list.retrievedAt, isSaved: true)
                report.scope = list.scope.narrowed(by: request.scope(of: catalogue))
                report.savedScope = list.scope
                return CollectedProducts(report: report, interruption: nil)
            } catch {
                throw CommandFailure(error)
            }
        }
    }

    /// Names every failure and sums up, on standard error.
    func explain(_ collected: CollectedProducts) async {
        let report = collected.report
        for sentence in report.failureSentences {
            report.isSaved ? console.note("When this list was made, \(sentence)") : console.warn(sentence)
        }
        let hints = report.isSaved ? [] : [report.clockHint, report.registrationHint].compactMap(\.self)
        for hint in hints { console.note(hint) }
        for sentence in report.remarkSentences {
            report.isSaved ? console.note("When this list was made, \(sentence)") : console.warn(sentence)
        }
        console.note(report.closing(on: console.errorTerminal))
        if case .live(let session) = self { await session.end() }
    }
}

extension SavedProducts {
    /// - Parameter path: of a file, packed or not, or `-` for standard input.
    init(at path: String) throws(CommandFailure) {
        let input = InputFile(path)
        let document = try input.contents(
            of: "saved list", advice: "Name a file that 'ofp products --format json' made, or '-'")
        do throws(ArchivedList.Failure) {
            self = try ArchivedList.whole(document)
        } catch {
            throw CommandFailure(
                .dataError, "The saved list \(input.name) cannot be used: \(error.reason)",
                advice: "Make it anew with 'ofp products --format json'")
        }
    }
}
