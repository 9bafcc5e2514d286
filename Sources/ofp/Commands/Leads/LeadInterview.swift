import OpenFinance
import OpenFinanceLeads

/// Asks a person for what a lead still lacks, one line after the other, and shows what will go before it goes.
struct LeadInterview {
    private let ask: @Sendable (String) -> String?
    private let console: Console

    /// Nil where nobody can be asked.
    init?(_ questions: Questions, console: Console) {
        guard let ask = questions.ask else { return nil }
        self.ask = ask
        self.console = console
    }

    private static let back = "<"
    private static let nothing = "-"

    /// Words that are no question, in lines that fit the terminal.
    private func say(_ text: String) {
        let width = console.errorTerminal.width
        console.note(width.map { text.wrapped(to: $0).joined(separator: "\n") } ?? text)
    }

    // MARK: - Questions

    /// Asks for everything that was not given, where something is missing that has to be there.
    func complete(_ form: LeadForm) throws(CommandFailure) -> LeadForm {
        guard form.lacksSomething else { return form }
        say("Enter alone leaves out what is optional, < goes back. Nothing is sent before you have seen it all.")
        var form = form
        var way: [LeadForm.Question] = []
        var next = form.next(after: nil)
        while let question = next {
            if try answer(question, in: &form) {
                way.append(question)
                next = form.next(after: question)
            } else if let last = way.popLast() {
                next = last
            } else {
                console.note("  This is the first question.")
            }
        }
        return form
    }

    /// - Returns: false where the person wants to go back.
    private func answer(_ question: LeadForm.Question, in form: inout LeadForm) throws(CommandFailure) -> Bool {
        if let explanation = form.explanation(question) { say(explanation) }
        let choices = form.choices(question) ?? []
        if !choices.isEmpty {
            console.note(form.prompt(question))
            for (index, choice) in choices.enumerated() { console.note("  \(index + 1)  \(choice.label)") }
        }
        while true {
            guard let text = ask(line(question, form)) else { throw Self.ended }
            switch text.withoutBlankEnds {
            case Self.back: return false
            case "" where form.answer(to: question) != nil: return true
            case Self.nothing where !form.isRequired(question):
                _ = form.answer(question, "")
                return true
            case let text:
                guard let fault = form.answer(question, text) else { return true }
                console.note("  That \(fault).")
            }
        }
    }

    /// What stands before the answer.
    private func line(_ question: LeadForm.Question, _ form: LeadForm) -> String {
        let prompt =
            switch form.choices(question)?.count {
            case nil: form.prompt(question)
            case let count? where form.allowsSeveral(question): "  Numbers from 1 to \(count), with commas between them"
            case let count?: "  A number from 1 to \(count)"
            }
        if let answer = form.answer(to: question) { return "\(prompt) [\(answer.forTerminal)]: " }
        if let usual = form.usual(question) { return "\(prompt) [\(usual.label)]: " }
        return form.isRequired(question) ? "\(prompt): " : "\(prompt) (optional): "
    }

    static let ended = CommandFailure(
        .interrupted, "The questions were not answered to the end", advice: "Nothing was sent; start again")

    // MARK: - The last word

    /// Shows what will go, and lets it be changed, until the person says yes or leaves.
    ///
    /// - Parameters:
    ///   - prepare: makes of the answers what is sent.
    ///   - isAskedFor: whether a yes is needed; where it was given before, only what cannot be sent is asked about.
    /// - Returns: nil where nothing is to be sent.
    func agreed(
        _ form: LeadForm, to lfi: LFI, isAskedFor: Bool = true,
        _ prepare: (LeadDraft) throws(CommandFailure) -> PreparedLead
    ) throws(CommandFailure) -> PreparedLead? {
        var form = form
        let bank = lfi.label.forTerminal
        while true {
            let prepared: PreparedLead
            do throws(CommandFailure) {
                prepared = try prepare(form.draft)
            } catch {
                console.error(error)
                guard Questions(ask: ask).yesOrNo("Change something?", default: true) == true else { throw error }
                try change(&form)
                continue
            }
            guard isAskedFor else { return prepared }
            // What was typed before it could be read is no yes to it.
            TypedAhead.forget()
            console.note(LeadPreview(prepared, on: console.errorTerminal).text)
            if let about = form.aboutProduct { say(about) }
            var question = "Send this to \(bank), and be contacted by it? [y/N, c to change something] "
            answers: while true {
                switch ask(question)?.lowercased().filter({ $0 != " " }) {
                // Several lines at once are pasted, and no yes; nor is a no among them one.
                case .some where TypedAhead.isThere:
                    TypedAhead.forget()
                    console.note("Pasted text is not an answer here.")
                case "y"?, "yes"?: return prepared
                case "c"?:
                    try change(&form)
                    break answers
                case nil, "q"?: return nil
                // What was typed is worth another look before it is gone.
                case "n"?, "no"?, ""?:
                    console.note("Nothing was sent. What you typed is kept until you leave.")
                    question = "y sends it to \(bank) after all, c changes something, q leaves. [y/c/q] "
                default: continue
                }
            }
        }
    }

    /// Lets one line be changed, and asks for what that makes necessary.
    private func change(_ form: inout LeadForm) throws(CommandFailure) {
        let questions = form.questions
        for (index, question) in questions.enumerated() {
            let answer = form.answer(to: question)?.forTerminal ?? ProductColumn.unknown
            let number = "\(index + 1)".padded(to: 2, alignment: .trailing)
            let prompt = form.prompt(question)
            console.note("  \(number)  \(prompt)\(prompt.hasSuffix("?") ? "" : ":") \(answer)")
        }
        guard let text = ask("Which one? A number from 1 to \(questions.count), or Enter for none: ") else {
            throw Self.ended
        }
        guard let number = Int(text.withoutBlankEnds), questions.indices.contains(number - 1) else { return }
        // Going back from it, or from what it makes necessary, leaves it as it is.
        let before = form
        guard try answer(questions[number - 1], in: &form) else { return }
        while let question = form.nextRequired {
            guard try answer(question, in: &form) else {
                form = before
                return
            }
        }
    }
}
