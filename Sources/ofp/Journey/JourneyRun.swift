import FoundationEssentials
import OpenFinance
import OpenFinanceLeads
import Synchronization

/// Walks a person through a journey: what they do and what banks answer goes in, what is to be done goes to banks, desktop
/// and journal.
struct JourneyRun {
    let face: any JourneyFace
    let inbox: Inbox
    let source: ProductSource
    /// How to a session, where none is there yet: a saved list needs none until somebody wants to be contacted.
    let session: @Sendable () throws(CommandFailure) -> Session
    let environment: [String: String]

    /// - Returns: the journey as it was left, and how it went with the leads; nil where none was sent.
    func walk(_ start: Journey, directory: Directory?) async -> (journey: Journey, leads: CommandStatus?) {
        var journey = start
        let ways = Ways(directory: directory, live: Self.live(source))
        var wasConsentAskedFor = false
        while true {
            let screen = journey.screen()
            if screen.asksForConsent, !wasConsentAskedFor { face.forgetTyped() }
            await face.show(screen)
            journey.wasShown(screen)
            wasConsentAskedFor = screen.asksForConsent
            guard let events = await face.next(after: screen) else { break }
            // Several letters at once are pasted, and no yes.
            var isNoYes = screen.asksForConsent && events.count(where: \.isTyped) > 1
            var isLeftOut = false
            for event in events {
                if isNoYes, case .input = event {
                    isLeftOut = true
                    continue
                }
                for effect in journey.handle(event) {
                    if case .leave = effect { return (journey, ways.leads.status) }
                    await perform(effect, ways)
                }
                // Nor is the rest of what was typed or pasted at once a yes to what it leads to.
                if !isNoYes, !screen.asksForConsent { isNoYes = journey.screen().asksForConsent }
            }
            // The rest of it may still be on its way, and be a single letter.
            if isLeftOut { face.forgetTyped() }
        }
        // Nobody can be told any more; what becomes of a lead is written down all the same.
        if let sending = ways.sending {
            sending.interruption.interrupt()
            await sending.work.value
        }
        return (journey, ways.leads.status)
    }

    private static func live(_ source: ProductSource) -> Session? {
        if case .live(let session) = source { session } else { nil }
    }

    /// What is found on the way.
    private final class Ways: Sendable {
        let directory: Directory?
        private let state: Mutex<State>

        private struct State {
            var session: Session?
            var leads = LeadOutcomes()
            var sending: (interruption: Interruption, work: Task<Void, Never>)?
        }

        init(directory: Directory?, live: Session?) {
            self.directory = directory
            state = Mutex(State(session: live))
        }

        var session: Session? {
            get { state.withLock { $0.session } }
            set { state.withLock { $0.session = newValue } }
        }

        var leads: LeadOutcomes {
            get { state.withLock { $0.leads } }
            set { state.withLock { $0.leads = newValue } }
        }

        /// The lead that was sent last, and what ends the sending.
        var sending: (interruption: Interruption, work: Task<Void, Never>)? {
            get { state.withLock { $0.sending } }
            set { state.withLock { $0.sending = newValue } }
        }
    }

    /// How it went with the leads.
    private struct LeadOutcomes {
        /// Nil where none was sent. What is unknown of one stays the first thing to know.
        private(set) var status: CommandStatus?
        private var told: [String] = []

        /// - Parameter text: what the person was told of one that has left, or may have.
        mutating func add(_ new: CommandStatus, _ text: String? = nil) {
            if status != .unknownOutcome { status = new }
            if let text { told.append(text) }
        }

        /// From here on the process ends with this, where a signal ends it.
        ///
        /// - Parameter isDrawn: whether what the person was told goes with the screen.
        func setEnd(isDrawn: Bool) {
            TerminationSignals.setLastWords(status == .unknownOutcome ? .leadMayHaveArrived : nil)
            guard !told.isEmpty else { return TerminationSignals.setPartingWords("Nothing was sent.") }
            let words = (isDrawn ? told : []) + ["Nothing more was sent: 'ofp leads' shows what was sent before."]
            TerminationSignals.setPartingWords(words.joined(separator: "\n"))
        }
    }

    private func perform(_ effect: Journey.Effect, _ ways: Ways) async {
        switch effect {
        case .ask(let banks): load(banks, ways)
        case .open(let address):
            let opener = Opener(environment: environment)
            let failure = await face.aside { () -> CommandFailure? in
                do throws(CommandFailure) {
                    try await opener.open(address)
                    return nil
                } catch {
                    return error
                }
            }
            inbox.put(.opened(failure))
        case .lookUp(let product): await lookUp(product, ways)
        case .send(let lead, let again): send(lead, again: again, ways)
        case .leave: break
        }
    }

    private func load(_ banks: [String], _ ways: Ways) {
        guard let session = ways.session, let directory = ways.directory else { return }
        let lfis = directory.lfis.filter { banks.contains($0.id) }
        let outcomes = session.products(matching: ProductQuery(), from: lfis, of: directory)
        let inbox = inbox
        Task {
            for await outcome in outcomes { inbox.put(.answered(outcome)) }
        }
    }

    // MARK: - The lead

    private func lookUp(_ product: ListedProduct, _ ways: Ways) async {
        if ways.session == nil {
            // It may have to ask for a passphrase.
            let result = await face.aside { Result { () throws(CommandFailure) in try session() } }
            guard case .success(let session) = result else {
                if case .failure(let failure) = result { inbox.put(.lookedUp(.failure(failure))) }
                return
            }
            TerminationSignals.endLimit()
            ways.session = session
        }
        guard let session = ways.session?.begunAnew else { return }
        let inbox = inbox
        Task {
            do throws(CommandFailure) {
                let lfi = try await session.unmistakableLFI(product.lfi.id)
                guard lfi.leads != nil else { throw CommandFailure.takesNoLeads(lfi) }
                let addressee = LeadAddressee(product: product, lfi: lfi, environment: session.environment)
                inbox.put(.lookedUp(.success(addressee)))
            } catch {
                inbox.put(.lookedUp(.failure(error)))
            }
        }
    }

    private func send(_ lead: PreparedLead, again: Bool, _ ways: Ways) {
        guard let session = ways.session?.begunAnew else { return }
        let told = Told()
        let console = Console(
            writeOutput: { told.add($0) }, writeError: { told.add($0) }, errorTerminal: Terminal(width: 80))
        let (inbox, environment, isDrawn) = (inbox, environment, face is DrawnFace)
        // From here on Ctrl-C ends the sending, and not the journey; whoever wants the program to end, ends both.
        let interruption = Interruption(after: nil) {}
        let work = Task {
            let result: LeadResult
            do throws(CommandFailure) {
                let sending = LeadSending(
                    lead: lead, store: try await SQLiteLeadStore.open(at: environment), session: session,
                    console: console, format: .text, isAgain: again)
                if let earlier = try await Self.known(sending) {
                    result = .sentBefore(earlier)
                } else if interruption.wasInterrupted {
                    ways.leads.add(.interrupted)
                    result = .told("Nothing was sent.", hasGone: false)
                } else {
                    let status = try await sending.run()
                    ways.leads.add(status, told.text)
                    result = .told(told.text, hasGone: true)
                }
            } catch {
                let text = Self.words(error, beside: told.text)
                ways.leads.add(error.status, text)
                result = .told(text, hasGone: error.status == .unknownOutcome)
            }
            ways.leads.setEnd(isDrawn: isDrawn)
            interruption.end()
            // Whoever reads what has become of it takes the time that they take.
            if !interruption.meansEnd { TerminationSignals.endLimit() }
            inbox.put([.event(.sent(result))] + (interruption.meansEnd ? [.ended] : []))
        }
        ways.sending = (interruption, work)
    }

    /// What has become of the lead is told first, and then where else that stands.
    static func words(_ failure: CommandFailure, beside told: String) -> String {
        [failure.sentences, told].filter { !$0.isEmpty }.joined(separator: "\n")
    }

    /// - Returns: what is known of the same lead, where that was sent before: a flag is nothing to advise here.
    private static func known(_ sending: LeadSending) async throws(CommandFailure) -> String? {
        do throws(CommandFailure) {
            try await sending.stopIfKnown()
            return nil
        } catch {
            // Without its journal nothing is sent.
            guard error.status != .configuration else { throw error }
            return "\(error.message)."
        }
    }

    /// What a person would have been told on a terminal.
    private final class Told: Sendable {
        private let data = Mutex(Data())
        var text: String { data.withLock { String(decoding: $0, as: UTF8.self) } }
        func add(_ bytes: Data) { data.withLock { $0.append(bytes) } }
    }
}
