import OpenFinance
import OpenFinanceLeads

/// The way from a kind of product to a bank, step by step, for somebody who knows no flag.
///
/// It knows no terminal, no bank and no clock: what happens comes in as an event, what is to be seen is a ``Screen``, and
/// what is to be done outside comes out as an effect. Whatever was chosen or typed stays until the end, however often the
/// person goes back.
struct Journey: Sendable {
    enum Step: Sendable, Equatable {
        case kinds, aboutYou
        case preference(PreferenceRow)
        case banks, order, list, leftOut, missing
        case product(ListedProduct)
        case comparison
        case apply(ListedProduct)
        /// The bank is looked up, to be sent a lead.
        case lookingUp(ListedProduct)
        case question(LeadForm.Question)
        case summary, changes
        /// The lead was sent before.
        case sentBefore(String)
        case sending
        case outcome(String)
        /// Whether to leave although something was typed.
        case leaving

        /// The steps that everybody goes through.
        static let way: [Step] = [.kinds, .aboutYou, .banks, .order, .list]
    }

    /// One step, and where the person is on it.
    struct Frame: Sendable {
        var step: Step
        var cursor = 0
        var offset = 0
        /// How many lines from the first have been before somebody's eyes, of what is sent only after that.
        var linesSeen = 0
        /// What is being typed.
        var typed = ""
        /// Whether something was marked here.
        var hasMarks = false
        /// How many products each choice would leave out.
        var leftOut: [Int] = []
    }

    enum Event: Sendable {
        case input(Input)
        case answered(LFIOutcome)
        case resized(columns: Int, rows: Int)
        /// The bank of a product was looked up.
        case lookedUp(Result<LeadAddressee, CommandFailure>)
        case sent(LeadResult)
        case opened(CommandFailure?)

        /// Whether it is a letter, or Enter.
        var isTyped: Bool {
            switch self {
            case .input(.key(.text)), .input(.key(.enter)): true
            default: false
            }
        }
    }

    enum Input: Hashable, Sendable {
        case key(Key)
        /// Numbers of choices, from 1.
        case picks([Int])
        /// All that is typed at once.
        case line(String)
        case search(String)
        case back
    }

    enum Action: Sendable, Hashable {
        case goOn, back, leave, leaveNow
        case choose(Set<ProductCategory>)
        case markKind(ProductCategory)
        case edit(PreferenceRow)
        case say(PreferenceRow, choice: Int)
        case forgetAll
        case toggle(bank: String)
        case askAll
        case order(ProductOrder)
        case go(Place)
        case show(ListedProduct)
        case mark(ListedProduct)
        case compare
        case search
        case open(WebAddress)
        case contact(ListedProduct)
        case ask(LeadForm.Question)
        case answer(LeadForm.Question, choice: Int)
        case markAnswer(LeadForm.Question, choice: Int)
        case change
        case send(again: Bool)
        case toList
        case apply(ListedProduct)
    }

    /// A step that a letter leads to from the list.
    enum Place: Sendable { case kinds, aboutYou, banks, order, leftOut, missing }

    enum Effect: Sendable {
        /// Asks these banks for their products.
        case ask([String])
        case open(WebAddress)
        case lookUp(ListedProduct)
        case send(PreparedLead, again: Bool)
        case leave
    }

    // MARK: - What it knows

    var wishes: Wishes
    let names: NamedBanks
    /// Nil where banks are asked.
    let saved: SavedProducts?
    var terminal: Terminal
    var frames = [Frame(step: .kinds)]
    var asked: Set<String> = []
    var outcomes: [LFIOutcome] = []
    /// Those that are to stand side by side.
    var marked: [ListedProduct] = []
    /// The one in the list that the person is at.
    var selected: ListedProduct?
    var isSearching = false
    /// What was searched for before it is changed.
    var searchBefore = ""
    var message: String?
    var addressee: LeadAddressee?
    /// What was answered about the person, for whichever product.
    var form: LeadForm?
    /// What was typed and not entered.
    var typedAnswers: [LeadForm.Question: String] = [:]
    var typedPreferences: [PreferenceRow: String] = [:]
    /// What has become of the leads that were sent, as it was told.
    var told: [String] = []
    /// Products that were looked at last: what the command line at the end is about.
    var looked: [ListedProduct] = []
    var listing: Listing? {
        didSet { if listing == nil { leftOutByAnswer = nil } }
    }
    var keptFeed: Feed?
    /// How many products each answer leaves out, as long as nothing changes that.
    var leftOutByAnswer: [PreferenceRow: Int]?

    init(banks: [SavedLFI], saved: SavedProducts? = nil, wishes: Wishes = Wishes(), terminal: Terminal) {
        names = NamedBanks(banks)
        (self.saved, self.wishes, self.terminal) = (saved, wishes, terminal)
        placeCursor()
    }

    /// Whom there is to ask.
    var banks: [SavedLFI] { names.banks }
    var columns: Int { terminal.width ?? 80 }
    var rows: Int { terminal.height ?? 24 }
    var frame: Frame {
        get { frames[frames.count - 1] }
        set { frames[frames.count - 1] = newValue }
    }
    var step: Step { frame.step }

    /// Whose answers are still to come.
    var waiting: [SavedLFI] {
        let heard = Set(outcomes.map(\.lfi.id))
        return banks.filter { asked.contains($0.id) && !heard.contains($0.id) && !wishes.banksLeftOut.contains($0.id) }
    }

    /// Whether there is anything to count yet.
    var hasProducts: Bool { saved != nil || !outcomes.isEmpty }

    // MARK: - What happens

    mutating func handle(_ event: Event) -> [Effect] {
        switch event {
        case .input(let input):
            let effects = handle(input)
            return effects + dueQuestions()
        case .answered(let outcome):
            outcomes.append(outcome)
            listing = nil
        case .resized(let columns, let rows):
            (terminal.width, terminal.height) = (columns, rows)
            listing = nil
            // Other lines stand there now.
            for place in frames.indices { frames[place].linesSeen = 0 }
        case .lookedUp(let result): lookedUp(result)
        case .sent(let result): sent(result)
        case .opened(let failure): message = failure?.sentences ?? "The page was handed to your browser."
        }
        return []
    }

    /// Banks are asked once the person has said which, each once.
    private mutating func dueQuestions() -> [Effect] {
        guard saved == nil, frames.contains(where: { $0.step == .list }) else { return [] }
        let due = banks.map(\.id).filter { !asked.contains($0) && !wishes.banksLeftOut.contains($0) }
        guard !due.isEmpty else { return [] }
        asked.formUnion(due)
        return [.ask(due)]
    }

    /// A screen of this step is before somebody's eyes.
    mutating func wasShown(_ screen: Screen) {
        guard screen.asksForConsent else { return }
        let seen = ScreenLayout(screen, columns: columns, rows: rows, style: terminal.style).seen
        if seen.lowerBound <= frame.linesSeen { frame.linesSeen = max(frame.linesSeen, seen.upperBound) }
    }

    // MARK: - Going from step to step

    mutating func push(_ step: Step) {
        frames.append(Frame(step: step))
        placeCursor()
    }

    /// On what was chosen before.
    mutating func placeCursor() {
        switch step {
        case .kinds, .order: frame.cursor = markedChoice()
        case .preference(let row):
            frame.typed = typedPreferences[row] ?? row.typed(wishes)
            frame.leftOut = leftOut(by: row)
            if !row.allowsSeveral { frame.cursor = markedChoice() }
        case .question(let question):
            frame.typed =
                form?.choices(question) == nil ? typedAnswers[question] ?? form?.typed(question) ?? "" : ""
            frame.cursor = markedChoice()
        default: break
        }
    }

    private mutating func markedChoice() -> Int { screen().choices.firstIndex { $0.isMarked == true } ?? 0 }

    mutating func goBack() {
        switch step {
        case .kinds where frames.count == 1: message = "This is the first step. q leaves."
        case .outcome: _ = perform(.toList)
        case .preference(let row):
            typedPreferences[row] = frame.typed == row.typed(wishes) ? nil : frame.typed
            frames.removeLast()
        case .question(let question):
            typedAnswers[question] = frame.typed
            frames.removeLast()
            // What cannot be sent yet is not to be looked at before the first question either.
            if step == .summary, form?.lacksSomething == true { frames.removeLast() }
        default: frames.removeLast()
        }
    }

    /// On the way to the list; or back to it, for whoever has come from there.
    mutating func goOn() {
        if let list = frames.lastIndex(where: { $0.step == .list }) {
            frames.removeSubrange((list + 1)...)
        } else if let place = Step.way.firstIndex(of: step), place + 1 < Step.way.count {
            push(Step.way[place + 1])
        }
    }

    // MARK: - At the end

    /// The command lines that give the same as the journey: the list, and what was looked at last.
    ///
    /// - Parameter options: of where to look, and of settings, as they were typed.
    func commandLines(_ options: [String]) -> [String] {
        func line(_ words: [String]) -> String { (["ofp"] + words).map(\.shellQuoted).joined(separator: " ") }
        var lines = [line(["products"] + wishes.arguments(names) + options)]
        var journey = self
        let suggestions = Suggestions(names, products: journey.feed().products)
        let references = looked.compactMap(suggestions.reference)
        guard !references.isEmpty, references.count == looked.count else { return lines }
        let isSafe = references.allSatisfy { !$0.hasPrefix("-") }
        if isSafe { lines.append(line([looked.count > 1 ? "compare" : "product"] + references + options)) }
        return lines
    }
}

/// To whom a lead of the journey goes: the bank of the product that was chosen, looked up in the directory.
struct LeadAddressee: Sendable {
    let product: ListedProduct
    let lfi: LFI
    /// The directory that it was found in.
    let environment: String
}

/// What has become of sending a lead.
enum LeadResult: Sendable {
    /// The same was sent before, and this one was not.
    case sentBefore(String)
    /// What the person is told: whatever the truth is.
    case told(String, hasGone: Bool)
}
