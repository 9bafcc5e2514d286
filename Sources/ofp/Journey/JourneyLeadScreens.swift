import FoundationEssentials
import OpenFinance
import OpenFinanceLeads

/// How to apply, and to be contacted.
extension Journey {
    func apply(_ product: ListedProduct) -> Screen {
        let report = ApplyReport(product, Suggestions(names, products: []), in: wishes.scenario)
        let page = report.preferred.flatMap { $0.kind == .uri ? WebAddress($0.value) : nil }
        var choices: [Screen.Choice] = [.init(text: "Back", action: .back)]
        if let page { choices.append(.init(text: "Open this page", action: .open(page))) }
        if takesLeads(product) { choices.append(.init(text: "Be contacted instead", action: .contact(product))) }
        return Screen(
            title: page.map { "Open this page? \($0.text)" } ?? "How to apply", text: lines(report.text(on: terminal)),
            choices: choices, isPage: true)
    }

    func question(_ question: LeadForm.Question) -> Screen {
        let form = form ?? LeadForm()
        var text = subject
        if let explanation = form.explanation(question) { text += [""] + wrapped(explanation) }
        guard let choices = form.choices(question) else {
            let isOptional = !form.isRequired(question)
            return Screen(
                title: form.prompt(question) + (isOptional ? " (can be left out)" : ""), text: text, field: frame.typed)
        }
        let several = form.allowsSeveral(question)
        var items = choices.enumerated().map { index, choice in
            Screen.Choice(
                text: choice.label, isMarked: form.isChosen(choice, of: question),
                action: .answer(question, choice: index),
                mark: several ? .markAnswer(question, choice: index) : nil)
        }
        if !form.isRequired(question) {
            items.append(
                .init(
                    text: PreferenceRow.open, isMarked: form.answer(to: question) == nil,
                    action: .answer(question, choice: choices.count)))
        }
        return Screen(title: form.prompt(question), text: text, choices: items, takesMarked: several)
    }

    /// What a question is about, above it.
    var subject: [String] {
        guard let addressee else { return [] }
        let product =
            (addressee.product.product.displayName ?? addressee.product.product.id).map { ", about \($0)" } ?? ""
        return wrapped(
            "For \(addressee.lfi.label)\(product). Nothing is sent before you have seen it all and said yes.")
    }

    var summary: Screen {
        guard let addressee, let form else { return Screen(title: "") }
        let bank = addressee.lfi.label.forTerminal
        let change = Screen.Choice(text: "Change something", action: .change)
        let prepared: PreparedLead
        do throws(CommandFailure) {
            prepared = try addressee.prepare(form)
        } catch {
            return Screen(
                title: "This cannot be sent yet", text: wrapped(error.sentences),
                choices: [change, .init(text: "Leave it", action: .toList)], isPage: true)
        }
        var text = lines(LeadPreview(prepared, on: terminal).text)
        if let about = form.aboutProduct { text += [""] + wrapped(about) }
        if !prepared.lead.emiratesID.hasValidCheckDigit {
            text += [""] + wrapped("The check digit of the Emirates ID is wrong; the number is sent as it is.")
        }
        if let reason = addressee.product.product.validity(at: wishes.scenario.date).text {
            text += [""] + wrapped("The product is not available (\(reason)): the bank may not answer for it.")
        }
        return Screen(
            title: "Send this to \(bank), and be contacted by it?", text: text,
            choices: [
                .init(text: "No", action: .toList), change,
                .init(text: "Yes, send it", action: .send(again: false)),
            ], isPage: true)
    }

    var changes: Screen {
        let form = form ?? LeadForm()
        let widest = form.questions.reduce(0) { max($0, min(36, form.prompt($1).displayWidth)) }
        return Screen(
            title: "What is to be changed?",
            choices: [.init(text: "Nothing more", action: .back)]
                + form.questions.map { question in
                    let answer = form.answer(to: question)?.forTerminal ?? ProductColumn.unknown
                    return .init(
                        text: "\(form.prompt(question).truncated(to: widest).padded(to: widest))  \(answer)",
                        action: .ask(question))
                })
    }
}

extension LeadAddressee {
    /// - Throws: a ``CommandFailure`` for answers that this bank cannot be sent.
    func prepare(_ form: LeadForm) throws(CommandFailure) -> PreparedLead {
        try PreparedLead(form.draft, for: lfi, of: product.product, environment)
    }
}
