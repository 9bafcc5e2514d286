import OpenFinance
import OpenFinanceLeads

/// What a person is asked for a lead, in the order in which people say such things, and what they have answered. Any answer
/// can be changed at any time; what does not apply any more is kept, and not sent.
struct LeadForm: Sendable {
    enum Question: Hashable, Sendable {
        /// Whose name it is, and in how many pieces.
        case nameForm
        case hasAddress
        /// A line of a member that is a list, counted from 1.
        case line(LeadMember, Int)
        /// Whether the note says which product it is about.
        case namesProduct
        case member(LeadMember)
    }

    /// An answer to choose.
    struct Choice: Hashable, Sendable {
        /// What stands in ``LeadForm/answers`` for it.
        let id: String
        let label: String
    }

    /// What is there before anybody is asked.
    private let given: LeadDraft
    /// The product that it is about, as it can be named in a note.
    let product: String?
    /// The category of the product; nil where it is asked for.
    let category: ProductCategory?
    private var answers: [Question: String] = [:]

    /// - Parameter product: the product that it is about, if any.
    init(_ given: LeadDraft = LeadDraft(), about product: Product? = nil) {
        self.given = given
        self.product = product.flatMap { product in
            let words = [product.displayName, product.id.map { "(\($0))" }].compactMap(\.self)
            return words.isEmpty ? nil : words.joined(separator: " ").forTerminal
        }
        category = given[.categories] == nil ? product?.category?.canonical : nil
        for member in LeadMember.allCases { store(given[member], as: member) }
    }

    /// The same person and answers, about another product.
    func about(_ product: Product) -> LeadForm {
        var form = LeadForm(given, about: product)
        form.answers = answers
        // Whether a note names this product is another question than whether it named that.
        form.answers[.namesProduct] = nil
        return form
    }

    private mutating func store(_ value: LeadValue?, as member: LeadMember) {
        switch (member.definition.kind, value) {
        case (_, nil): return
        case (.list, .list(let lines)?):
            for (index, line) in lines.enumerated() { answers[.line(member, index + 1)] = line }
        case (_, .text(let text)?): answers[.member(member)] = text
        case (_, .list(let texts)?): answers[.member(member)] = texts.joined(separator: ",")
        case (_, .truth(let truth)?): answers[.member(member)] = truth ? Self.yes : Self.no
        }
        if let form = member.definition.nameForm { answers[.nameForm] = form.choice.id }
        if member.group == .address { answers[.hasAddress] = Self.yes }
    }

    private static let (yes, no) = ("yes", "no")

    // MARK: - Questions

    /// All that apply, by what was answered so far.
    var questions: [Question] {
        var questions: [Question] = category == nil ? [.member(.categories), .nameForm] : [.nameForm]
        questions += (nameForm?.members ?? []).flatMap(self.questions(about:))
        questions += Self.ofPerson.flatMap(self.questions(about:))
        questions.append(.hasAddress)
        if answers[.hasAddress] == Self.yes {
            questions += LeadMember.Group.address.members.flatMap(self.questions(about:))
        }
        if product != nil { questions.append(.namesProduct) }
        return questions + Self.last.flatMap(self.questions(about:))
    }

    /// Of a list there is one more question than lines, and of what leaves no choice there is none.
    private func questions(about member: LeadMember) -> [Question] {
        switch member.definition.kind {
        case .list(_, let most):
            (1...most).prefix { $0 == 1 || answers[.line(member, $0 - 1)] != nil }.map { .line(member, $0) }
        case .choice(let choices) where choices.count == 1: []
        case .text, .choice, .set, .truth: [.member(member)]
        }
    }

    private static let last: [LeadMember] = [.note, .marketingOptOut]

    /// The telephone number is what people say first; whatever has no other place here stands among these, too.
    private static let ofPerson: [LeadMember] =
        [.phoneNumber] + LeadMember.Group.data.members.filter { !([.phoneNumber, .categories] + last).contains($0) }

    private var nameForm: LeadMember.NameForm? {
        LeadMember.NameForm.allCases.first { $0.choice.id == answers[.nameForm] }
    }

    /// Whether something is missing that has to be there.
    var lacksSomething: Bool { nextRequired != nil }

    /// The first question that has to be answered and is not. Of what nobody has spoken of nothing is sent.
    var nextRequired: Question? {
        questions.first { ![.hasAddress, .namesProduct].contains($0) && isRequired($0) && answers[$0] == nil }
    }

    /// The question after this one, or the first; those that were answered before anybody was asked are passed over.
    func next(after question: Question?) -> Question? {
        let questions = questions
        let start = question.flatMap { questions.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        return questions[start...].first { !isGiven($0) }
    }

    private func isGiven(_ question: Question) -> Bool { LeadForm(given).answers[question] != nil }

    func isRequired(_ question: Question) -> Bool {
        switch question {
        case .nameForm, .hasAddress, .namesProduct: true
        case .line(let member, let number): number == 1 && member.isRequired
        case .member(let member): member.isRequired || member.group == .name
        }
    }

    /// Whether one of these has to be chosen; nil where the answer is typed.
    func choices(_ question: Question) -> [Choice]? {
        switch question {
        case .nameForm: LeadMember.NameForm.allCases.map(\.choice)
        case .hasAddress: [Choice(id: Self.no, label: "No address"), Choice(id: Self.yes, label: "Yes, an address")]
        case .namesProduct:
            [Choice(id: Self.yes, label: "Yes, name it in the note"), Choice(id: Self.no, label: "No")]
        case .member(let member):
            switch member.definition.kind {
            case .text, .list: nil
            case .choice(let choices): choices.map { Choice(id: $0, label: $0.properName) }
            case .set(let choices, _): choices.map { Choice(id: $0, label: $0) }
            case .truth(let yes, let no): [Choice(id: Self.yes, label: yes), Choice(id: Self.no, label: no)]
            }
        case .line: nil
        }
    }

    /// What most people choose, and nobody is hurt by; nil where there is nothing of that kind.
    func usual(_ question: Question) -> Choice? {
        switch question {
        case .nameForm, .hasAddress, .namesProduct: choices(question)?.first
        case .line, .member: nil
        }
    }

    /// Whether several of the choices may be taken.
    func allowsSeveral(_ question: Question) -> Bool {
        if case .member(let member) = question, case .set = member.definition.kind { true } else { false }
    }

    func prompt(_ question: Question) -> String {
        switch question {
        case .nameForm: "Whose name is it?"
        case .hasAddress: "Is the bank to know the home address?"
        case .line(let member, let number): "\(member.definition.label) \(number)"
        case .namesProduct: "Name the product in the note?"
        case .member(let member): member.definition.label
        }
    }

    /// What a person has to know to answer; nil where the prompt says it all.
    func explanation(_ question: Question) -> String? {
        guard question == .namesProduct, let product else { return nil }
        return
            "The request has no place for the product, only for its category. The note can say: \(Self.about(product))"
    }

    // MARK: - Answers

    /// What was answered, for a person; nil for nothing.
    func answer(to question: Question) -> String? {
        guard let answer = answers[question] else { return nil }
        let chosen = choices(question)?.filter { isChosen($0, of: question) } ?? []
        return chosen.isEmpty ? answer : chosen.map(\.label).joined(separator: ", ")
    }

    /// Whether it is what was answered, or one of several.
    func isChosen(_ choice: Choice, of question: Question) -> Bool {
        typed(question).split(separator: ",").contains { $0 == choice.id }
    }

    /// What was answered, as it was typed; nothing for nothing.
    func typed(_ question: Question) -> String { answers[question] ?? "" }

    /// Whether anything was answered that was not there before.
    var hasAnswers: Bool { answers != LeadForm(given).answers }

    /// Takes an answer: what was typed; of choices the number, or the words.
    ///
    /// - Returns: why it cannot be taken: a sentence's end; nil where it is.
    mutating func answer(_ question: Question, _ text: String) -> String? {
        guard !text.allSatisfy(\.isWhitespace) else {
            if let usual = usual(question) {
                answers[question] = usual.id
                return nil
            }
            guard !isRequired(question) else { return "is needed" }
            answers[question] = nil
            return nil
        }
        do throws(LeadRules.Violation) {
            if let choices = choices(question) {
                guard let ids = chosen(text, of: choices, severally: allowsSeveral(question)) else {
                    return "is not one of the choices"
                }
                answers[question] = ids
            } else {
                answers[question] = try Self.member(of: question).checked(text)
            }
            return nil
        } catch {
            return error.message
        }
    }

    private func chosen(_ text: String, of choices: [Choice], severally: Bool) -> String? {
        let parts = severally ? text.split(separator: ",").map(String.init) : [text]
        var ids: [String] = []
        for part in parts {
            let part = part.withoutBlankEnds.lowercased()
            let byNumber = Int(part).flatMap { choices.indices.contains($0 - 1) ? choices[$0 - 1] : nil }
            let byWord = choices.first {
                [$0.id, $0.label].contains { $0.lowercased() == part }
                    || part == "y" && $0.id == Self.yes || part == "n" && $0.id == Self.no
                    || part == "loan" && $0.id == ProductCategory.finance.rawValue
            }
            guard let choice = byNumber ?? byWord else { return nil }
            if !ids.contains(choice.id) { ids.append(choice.id) }
        }
        return ids.joined(separator: ",")
    }

    private static func member(of question: Question) -> LeadMember {
        switch question {
        case .member(let member), .line(let member, _): member
        case .nameForm, .hasAddress, .namesProduct: .note
        }
    }

    // MARK: - What becomes of it

    /// What was given and answered, as far as it applies.
    var draft: LeadDraft {
        var draft = given
        for member in LeadMember.allCases { draft[member] = value(of: member) }
        return draft
    }

    private func value(of member: LeadMember) -> LeadValue? {
        switch member.group {
        case .name: nameForm == member.definition.nameForm ? answered(member) : nil
        case .address: answers[.hasAddress] == Self.yes ? answered(member) : nil
        case .data:
            switch member {
            case .note: note
            case .categories: category.map { .list([$0.rawValue]) } ?? answered(member)
            default: answered(member)
            }
        }
    }

    /// What was answered, as the schema has it: what stands in the place of another kind of value is told as what it is.
    private func answered(_ member: LeadMember) -> LeadValue? {
        let answer = answers[.member(member)]
        switch member.definition.kind {
        case .text, .choice: return answer.map(LeadValue.text)
        case .set: return answer.map { .list($0.split(separator: ",").map(String.init)) }
        case .truth: return answer.map { .truth($0 == Self.yes) }
        case .list(_, let most):
            let lines = (1...most).map { answers[.line(member, $0)] }.prefix { $0 != nil }.compactMap(\.self)
            return lines.isEmpty ? nil : .list(lines)
        }
    }

    private var note: LeadValue? {
        let name = answers[.namesProduct] == Self.yes ? product.map(Self.about) : nil
        let lines = [name, answers[.member(.note)]].compactMap(\.self)
        return lines.isEmpty ? nil : .text(lines.joined(separator: "\n"))
    }

    private static func about(_ product: String) -> String { "About: \(product)." }

    /// Which product it is about, and whether the bank is told.
    var aboutProduct: String? {
        product.map { product in
            let isNamed = answers[.namesProduct] == Self.yes
            return "About \(product)" + (isNamed ? "; the note names it." : "; the request does not name it.")
        }
    }
}

extension LeadMember.NameForm {
    fileprivate var choice: LeadForm.Choice {
        switch self {
        case .givenAndLast: .init(id: "person", label: "A person, with given and last name")
        case .full: .init(id: "name", label: "A person, with the name in one piece")
        case .business: .init(id: "business", label: "A business")
        }
    }
}
