import ArgumentParser
import FoundationEssentials
import OpenFinance
import OpenFinanceLeads

/// `ofp lead`: one lead to one LFI, once or not at all.
struct LeadCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "lead",
        abstract: "Ask one bank to contact somebody about a product.",
        discussion: """
            EXAMPLES
              ofp lead --product N100 --data lead.json --dry-run
              ofp lead --product N100 --data lead.json --consent-given
              ofp lead --lfi Saqr --category Mortgage --data lead.json --consent-given

            On a terminal what is missing is asked for, each answer can be changed, and nothing goes before you have seen it \
            and said yes. Off one, \
            --consent-given says that the person whose data it is wants to be contacted by this bank.

            A lead is sent once. Where it is unknown whether it has arrived (exit 75), it is not sent again; 'ofp leads' \
            remembers it, and the same person, bank and categories are stopped for 30 days unless you say --again. \
            Personal data is kept nowhere.
            """
    )

    @Option(
        name: .customLong("lfi"),
        help: ArgumentHelp("The bank, by name or id; with --product, whose product it is.", valueName: "bank"),
        completion: .banks, transform: BankNames.argument)
    var banks: [String] = []
    private var bank: String? { banks.first }

    @Option(
        help: ArgumentHelp("The product that it is about: gives the bank and the category.", valueName: "id"),
        completion: .products)
    var product: String?

    @OptionGroup var saved: SavedListOptions

    @Option(
        name: .customLong("category"),
        help: ArgumentHelp(
            "What it is about, with commas between several; may be given several times.", valueName: "category"))
    var categoryLists: [CommaList<CategoryArgument>] = []

    @OptionGroup(title: "Who is to be contacted") var person: LeadOptions

    @Flag(help: "The person has said yes to being contacted by this bank.")
    var consentGiven = false

    @Flag(help: "Print the body of the request, and send nothing.")
    var dryRun = false

    @Flag(help: "Send it although the same lead was sent within 30 days.")
    var again = false

    @OptionGroup var output: FormatOptions<LeadReceipt>
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func validate() throws {
        if banks.count > 1 { throw ValidationError("A lead goes to one bank: --lfi may be given once") }
        if bank == nil, product == nil {
            throw ValidationError("A lead goes to one bank: name it with --lfi, or a product of it with --product")
        }
        if product != nil, !categoryLists.isEmpty {
            throw ValidationError("--product gives the category: leave --category out")
        }
        if saved.from != nil, product == nil { throw ValidationError("--from needs --product") }
    }

    func run(in context: CommandContext) async throws -> CommandStatus {
        let console = try CommandStart(
            settings, context, reading: [("--from", saved.from), ("--data", person.file)]
        ).console
        var draft = try given()
        let interview = LeadInterview(context.questions, console: console)
        // What is wrong is told before anybody is asked for anything; what is missing, where nobody can be asked for it.
        try check(draft, isWhole: interview == nil)
        guard dryRun || consentGiven || context.questions.ask != nil else {
            throw CommandFailure(
                .usage, "Nobody has said yes to being contacted",
                advice: "Ask the person, and say so with --consent-given")
        }
        let target = try await LeadBankSearch(
            lfi: bank, product: product, from: saved.from, settings, context)
        guard target.lfi.leads != nil else { throw CommandFailure.takesNoLeads(target.lfi) }
        if let reason = target.product?.product.validity(at: Date()).text {
            console.warn("The product is not available (\(reason)): the bank may not answer for it.")
        }
        if let category = target.product?.product.category?.canonical, let named = draft[.categories] {
            if named != .list([category.rawValue]) {
                console.warn("The lead is about \(category.rawValue), as the product is, whatever --data names.")
            }
            draft[.categories] = nil
        }
        var form = LeadForm(draft, about: target.product?.product)
        if let interview {
            TerminationSignals.setPartingWords("Nothing was sent.")
            if let product = target.product { console.note(LeadSubject(product).text(on: console.errorTerminal)) }
            form = try interview.complete(form)
        }
        let prepare = { (draft: LeadDraft) throws(CommandFailure) in
            try PreparedLead(draft, for: target.lfi, of: target.product?.product, target.session.environment)
        }
        if dryRun {
            let prepared = try prepare(form.draft)
            warn(of: prepared, console)
            if interview != nil { console.note(LeadPreview(prepared, on: console.errorTerminal).text) }
            console.writeOutput(prepared.body.json + "\n".utf8)
            return .success
        }
        let store = try await SQLiteLeadStore.open(at: context.environment)
        func sending(_ prepared: PreparedLead) -> LeadSending {
            LeadSending(
                lead: prepared, store: store, session: target.session, console: console, format: output.format,
                isAgain: again)
        }
        guard let interview else {
            let prepared = try prepare(form.draft)
            warn(of: prepared, console)
            return try await run(sending(prepared))
        }
        // Whoever has sent the same already is told so before saying yes to it.
        if let prepared = try? prepare(form.draft) {
            warn(of: prepared, console)
            try await sending(prepared).stopIfKnown()
        }
        guard let prepared = try interview.agreed(form, to: target.lfi, isAskedFor: !consentGiven, prepare) else {
            throw CommandFailure(.interrupted, "Nothing was sent", advice: "Start again if you change your mind")
        }
        return try await run(sending(prepared))
    }

    private func run(_ sending: LeadSending) async throws(CommandFailure) -> CommandStatus {
        try await sending.stopIfKnown()
        return try await sending.run()
    }

    private func warn(of prepared: PreparedLead, _ console: Console) {
        guard !prepared.lead.emiratesID.hasValidCheckDigit else { return }
        console.warn("The check digit of the Emirates ID is wrong; the number is sent as it is.")
    }

    /// What flags and document say.
    private func given() throws(CommandFailure) -> LeadDraft {
        var draft = try person.draft()
        if !categoryLists.isEmpty {
            draft[.categories] = .list(categoryLists.flatMap(\.elements).map(\.rawValue))
        }
        return draft
    }

    /// - Parameter isWhole: whether what is missing counts as wrong; the category may still have to come from the product.
    private func check(_ draft: LeadDraft, isWhole: Bool) throws(CommandFailure) {
        var draft = draft
        if product != nil, draft[.categories] == nil { draft[.categories] = .list([ProductCategory.finance.rawValue]) }
        if isWhole {
            _ = try draft.lead()
        } else if let faults = draft.faultsSoFar {
            throw CommandFailure(faults)
        }
    }
}
