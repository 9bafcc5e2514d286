import FoundationEssentials
import OpenFinance
import OpenFinanceLeads

/// What is to be seen at each step.
extension Journey {
    mutating func screen() -> Screen {
        var screen = content()
        screen.place = frames.map(\.step).compactMap(name)
        screen.message = message
        screen.offset = frame.offset
        screen.cursor = max(0, min(frame.cursor, screen.choices.count - 1))
        return screen
    }

    private mutating func content() -> Screen {
        switch step {
        case .kinds: kinds
        case .aboutYou: aboutYou()
        case .preference(let row): preference(row)
        case .banks: banksScreen
        case .order: order
        case .list: list()
        case .leftOut: leftOutList()
        case .missing: missing()
        case .product(let product): self.product(product)
        case .comparison: comparison
        case .apply(let product): apply(product)
        case .lookingUp(let product):
            Screen(
                title: "\(product.lfi.label.forTerminal) is looked up in the directory …",
                text: wrapped("Where personal data goes is not decided by what was kept."), isBusy: true)
        case .question(let question): self.question(question)
        case .summary: summary
        case .changes: changes
        case .sentBefore(let text):
            Screen(
                title: "This was sent before", text: wrapped(text),
                choices: [
                    .init(text: "Leave it at that", action: .back),
                    .init(text: "Send it all the same", action: .send(again: true)),
                ], isPage: true)
        case .sending:
            Screen(
                title: "The request is on its way to \(addressee?.lfi.label.forTerminal ?? "the bank") …",
                text: wrapped("It is sent once. Ctrl-C stops it, and you are told whether it may have arrived."),
                isBusy: true, canGoBack: false)
        case .outcome(let text):
            Screen(
                title: "What has become of it",
                text: text.split(separator: "\n", omittingEmptySubsequences: false)
                    .flatMap { String($0).cut(to: columns) },
                choices: [.init(text: "Back to the list", action: .toList), .init(text: "Leave", action: .leaveNow)],
                isPage: true)
        case .leaving:
            Screen(
                title: "Leave?",
                text: wrapped(
                    "What you have typed for the bank is gone then. "
                        + (told.isEmpty ? "Nothing was sent." : "'ofp leads' shows what was sent before.")),
                choices: [.init(text: "Stay", action: .back), .init(text: "Leave", action: .leaveNow)], isPage: true)
        }
    }

    /// For the line that says where the person is; nil for what is part of another step.
    private func name(_ step: Step) -> String? {
        switch step {
        case .kinds: "Kind"
        case .aboutYou: "About you"
        case .banks: "Banks"
        case .order: "Order"
        case .list: "Products"
        case .leftOut: "Left out"
        case .missing: "Missing"
        case .product(let product): (product.product.displayName ?? product.product.id)?.forTerminal
        case .comparison: "Side by side"
        case .apply: "Apply"
        case .question, .lookingUp: nil
        case .summary: "Be contacted"
        case .changes: "Change"
        case .preference(let row): row.label
        case .sentBefore, .sending, .outcome, .leaving: nil
        }
    }

    private func wrapped(_ text: String) -> [String] { text.forTerminal.wrapped(to: columns, breakingWords: true) }

    private func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { String($0).cut(to: columns) }
    }

    // MARK: - What is looked for

    private var kinds: Screen {
        let known = hasProducts ? feed.products.map { $0.product.category?.canonical } : nil
        /// How many there are, where that is known.
        func count(_ category: ProductCategory?) -> String {
            known.map { known in "\(category == nil ? known.count : known.count { $0 == category })" } ?? ""
        }
        let everything = Screen.Choice(
            text: "Everything", isMarked: wishes.categories.isEmpty, note: count(nil), action: .choose([]))
        let kinds = ProductCategory.all.map { category in
            Screen.Choice(
                text: category.words, isMarked: wishes.categories.contains(category), note: count(category),
                action: .choose([category]), mark: .markKind(category))
        }
        let time = saved?.retrievedAt?.formatted(.iso8601) ?? "a time that the file does not say"
        return Screen(
            title: "What are you looking for?",
            text: wrapped(
                saved == nil
                    ? "The products of every bank of UAE Open Finance, side by side."
                    : "The products of a saved list, as of \(time)."),
            choices: [everything] + kinds,
            status: frame.hasMarks ? ["Enter goes on with all that are marked."] : [])
    }

    private mutating func aboutYou() -> Screen {
        let widest = PreferenceRow.allCases.reduce(0) { max($0, $1.label.displayWidth) }
        let counts = leftOutByAnswer ?? leftOutByAnswers()
        leftOutByAnswer = counts
        let (banks, wishes) = (banks, wishes)
        let rows = PreferenceRow.allCases.map { row in
            let value = row.value(wishes, banks: banks) ?? ProductColumn.unknown
            return Screen.Choice(
                text: "\(row.label.padded(to: widest))  \(value)",
                note: counts[row].map { "leaves out \($0)" } ?? "", action: .edit(row))
        }
        return Screen(
            title: "What suits you?",
            text: wrapped(
                "All of this can be left open. What you say leaves out what its bank would not give you, and is told to nobody."
            ),
            choices: [.init(text: "Go on", action: .goOn)] + rows,
            commands: wishes.preferences.isEmpty
                ? [] : [.init(letter: "e", meaning: "empty all", action: .forgetAll)])
    }

    private func preference(_ row: PreferenceRow) -> Screen {
        if let hint = row.hint {
            return Screen(title: row.question, text: wrapped(hint), field: frame.typed)
        }
        let choices = row.choices(wishes, banks: banks).enumerated().map { index, choice in
            let count = frame.leftOut.indices.contains(index) ? frame.leftOut[index] : 0
            return Screen.Choice(
                text: choice.label, isMarked: choice.isTaken, note: count > 0 ? "leaves out \(count)" : "",
                action: .say(row, choice: index), mark: row.takesSeveral ? .say(row, choice: index) : nil)
        }
        guard row.takesSeveral else { return Screen(title: row.question, choices: choices) }
        return Screen(
            title: row.question, text: wrapped("Several may be true: choosing one marks it, or takes its mark away."),
            choices: [.init(text: "Done", action: .back)] + choices)
    }

    private var banksScreen: Screen {
        let kept = banks.count { !wishes.banksLeftOut.contains($0.id) }
        let goOn = Screen.Choice(
            text: kept == banks.count
                ? "Go on with \(kept == 1 ? "the one bank" : "all \(kept) banks")"
                : "Go on with \(kept) of \(banks.count) banks",
            action: .goOn)
        let choices = banks.map { bank in
            Screen.Choice(
                text: bank.label.forTerminal, isMarked: !wishes.banksLeftOut.contains(bank.id),
                action: .toggle(bank: bank.id), mark: .toggle(bank: bank.id))
        }
        return Screen(
            title: saved == nil ? "Which banks are to be asked?" : "Which banks' products?",
            text: wrapped("All that are marked. Choosing a bank leaves it out, or takes it in again."),
            choices: [goOn] + choices,
            commands: wishes.banksLeftOut.isEmpty ? [] : [.init(letter: "a", meaning: "all banks", action: .askAll)])
    }

    private var order: Screen {
        let turned = ProductOrder(
            wishes.order.key, wishes.order.direction == nil ? .other(than: wishes.order.key) : nil)
        return Screen(
            title: "In which order?",
            text: wrapped("No bank can pay for its place. What a product does not state comes last."),
            choices: ProductOrder.Key.onTheWay.map { key in
                Screen.Choice(
                    text: key.words, isMarked: key == wishes.order.key,
                    note: key == wishes.order.key && wishes.order.direction != nil ? "turned round" : "",
                    action: .order(ProductOrder(key, key == wishes.order.key ? wishes.order.direction : nil)))
            }, commands: [.init(letter: "r", meaning: "turn it round", action: .order(turned))])
    }

    // MARK: - Products

    private mutating func list() -> Screen {
        let listing = listed()
        let report = listing.report
        if let selected, let place = listing.products.firstIndex(of: selected) { frame.cursor = place }
        var commands: [Screen.Command] = [
            .init(letter: "/", meaning: "search", action: .search),
            .init(letter: "c", meaning: "side by side", action: .compare),
            .init(letter: "k", meaning: "kind", action: .go(.kinds)),
            .init(letter: "y", meaning: "about you", action: .go(.aboutYou)),
            .init(letter: "b", meaning: "banks", action: .go(.banks)),
            .init(letter: "o", meaning: "order", action: .go(.order)),
        ]
        if !report.catalogue.excluded.isEmpty {
            commands.append(.init(letter: "x", meaning: "left out", action: .go(.leftOut)))
        }
        if !listing.troubles.isEmpty {
            commands.append(.init(letter: "m", meaning: "who is missing", action: .go(.missing)))
        }
        let search = wishes.search.forTerminal
        return Screen(
            title: isSearching ? "Search" : search.isEmpty ? "Which one?" : "Which one, of those with “\(search)”?",
            text: listing.products.isEmpty ? emptyList(report) : [],
            header: listing.products.isEmpty ? nil : listing.header,
            choices: rows(listing, canBeMarked: true), field: isSearching ? wishes.search : nil, isSearch: isSearching,
            status: [loading ?? report.summary] + listing.remarks, commands: commands, isLoading: loading != nil)
    }

    private func rows(_ listing: Listing, canBeMarked: Bool) -> [Screen.Choice] {
        zip(listing.lines, listing.products).map { line, product in
            Screen.Choice(
                text: line, isMarked: marked.contains(product), action: .show(product),
                mark: canBeMarked ? .mark(product) : nil)
        }
    }

    /// How far the asking has come; nil where all is there.
    private var loading: String? {
        guard saved == nil, !waiting.isEmpty else { return nil }
        let wanted = asked.subtracting(wishes.banksLeftOut)
        let heard = outcomes.filter { wanted.contains($0.lfi.id) }
        let failed = heard.count { if case .failed = $0 { true } else { false } }
        let names = waiting.prefix(3).map(\.label.forTerminal).joined(separator: ", ")
        let more = waiting.count > 3 ? " and \(waiting.count - 3) more" : ""
        return "Loading: \(heard.count) of \(wanted.count) banks have answered"
            + (failed == 0 ? "" : ", \(failed) of them failed") + ". Waiting for \(names)\(more)…"
    }

    private func emptyList(_ report: ProductsReport) -> [String] {
        if !waiting.isEmpty, report.catalogue.excluded.isEmpty, wishes.search.isEmpty {
            return wrapped("Nothing has come yet.")
        }
        if !report.catalogue.excluded.isEmpty {
            return wrapped(
                "What you said of yourself leaves out all \(report.catalogue.excluded.count). y changes that, x shows them."
            )
        }
        return wrapped(
            wishes.search.isEmpty
                ? "There is nothing of that kind. k looks for another."
                : "Nothing has these words. / searches for others.")
    }

    private mutating func leftOutList() -> Screen {
        let listing = listed()
        return Screen(
            title: "Left out by what you said of yourself", header: listing.header,
            choices: rows(listing, canBeMarked: false), status: [listing.report.summary])
    }

    private mutating func missing() -> Screen {
        Screen(
            title: saved == nil ? "Who is missing, and why" : "Who was missing when this list was made, and why",
            text: listed().troubles.flatMap { wrapped($0) + [""] }, choices: [.init(text: "Back", action: .back)],
            isPage: true)
    }

    private func product(_ product: ListedProduct) -> Screen {
        let sheet = ProductSheet(product, in: wishes.scenario)
        // Its name stands above, and whose it is may take more than a line.
        let text = SheetText(on: terminal).text(sheet).split(separator: "\n", omittingEmptySubsequences: false)
            .dropFirst(2).joined(separator: "\n")
        let isMarked = marked.contains(product)
        var choices: [Screen.Choice] = [.init(text: "Apply", action: .apply(product))]
        if takesLeads(product) { choices.append(.init(text: "Be contacted", action: .contact(product))) }
        choices.append(
            .init(text: isMarked ? "Take the mark away" : "Mark to compare", action: .mark(product)))
        if isMarked, marked.count > 1 {
            choices.append(.init(text: "Side by side (\(marked.count))", action: .compare))
        }
        choices.append(.init(text: "Back", action: .back))
        return Screen(
            title: sheet.title.forTerminal, text: wrapped(sheet.subtitle) + lines(text), choices: choices, isPage: true)
    }

    private func takesLeads(_ product: ListedProduct) -> Bool {
        banks.first { $0.id == product.lfi.id }?.takesLeads != false
    }

    private var comparison: Screen {
        let comparison = Comparison(marked, in: wishes.scenario)
        let text = ComparisonText(width: columns, style: terminal.style).text(comparison)
        let choices = marked.map { product in
            Screen.Choice(
                text: (product.product.displayName ?? product.product.id ?? "").forTerminal.truncated(to: 24),
                action: .show(product))
        }
        return Screen(
            title: "Side by side: \(Comparison.mark) marks what differs", text: lines(text),
            choices: choices + [.init(text: "Back", action: .back)], isPage: true)
    }

    // MARK: - What can be done

    private func apply(_ product: ListedProduct) -> Screen {
        let report = ApplyReport(product, Suggestions(banks: banks, products: []), in: wishes.scenario)
        let page = report.preferred.flatMap { $0.kind == .uri ? WebAddress($0.value) : nil }
        var choices: [Screen.Choice] = [.init(text: "Back", action: .back)]
        if let page { choices.append(.init(text: "Open this page", action: .open(page))) }
        if takesLeads(product) { choices.append(.init(text: "Be contacted instead", action: .contact(product))) }
        return Screen(
            title: page.map { "Open this page? \($0.text)" } ?? "How to apply", text: lines(report.text(on: terminal)),
            choices: choices, isPage: true)
    }

    private func question(_ question: LeadForm.Question) -> Screen {
        let form = form ?? LeadForm()
        var text = subject
        if let explanation = form.explanation(question) { text += [""] + wrapped(explanation) }
        guard let choices = form.choices(question) else {
            let isOptional = !form.isRequired(question)
            return Screen(
                title: form.prompt(question) + (isOptional ? " (can be left out)" : ""), text: text, field: frame.typed)
        }
        let taken = form.answer(to: question)?.components(separatedBy: ", ") ?? []
        let several = form.takesSeveral(question)
        var items = choices.enumerated().map { index, choice in
            Screen.Choice(
                text: choice.label, isMarked: taken.contains(choice.label), action: .answer(question, choice: index),
                mark: several ? .markAnswer(question, choice: index) : nil)
        }
        if !form.isRequired(question) {
            items.append(
                .init(
                    text: PreferenceRow.open, isMarked: taken.isEmpty, action: .answer(question, choice: choices.count))
            )
        }
        return Screen(title: form.prompt(question), text: text, choices: items)
    }

    /// What a question is about, above it.
    private var subject: [String] {
        guard let addressee else { return [] }
        let product =
            (addressee.product.product.displayName ?? addressee.product.product.id).map { ", about \($0)" } ?? ""
        return wrapped(
            "For \(addressee.lfi.label)\(product). Nothing is sent before you have seen it all and said yes.")
    }

    private var summary: Screen {
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
        var text = lines(LeadPreview(prepared, style: terminal.style, width: columns).text)
        if let about = form.aboutProduct { text += [""] + wrapped(about) }
        if !prepared.lead.emiratesID.hasValidCheckDigit {
            text += [""] + wrapped("The check digit of the Emirates ID is wrong; the number goes as it is.")
        }
        if let reason = addressee.product.product.validity(at: wishes.scenario.date).text {
            text += [""] + wrapped("The product is not to be had (\(reason)): the bank may not answer for it.")
        }
        return Screen(
            title: "Send this to \(bank), and be contacted by it?", text: text,
            choices: [
                .init(text: "No", action: .toList), change,
                .init(text: "Yes, send it", action: .send(again: false)),
            ], isPage: true)
    }

    private var changes: Screen {
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

extension ProductCategory {
    /// For a person who looks for one.
    fileprivate var words: String {
        switch self {
        case .savingsAccount: "Savings accounts"
        case .currentAccount: "Current accounts"
        case .creditCard: "Credit cards"
        case .finance: "Finance: personal, cars, education …"
        case .mortgage: "Mortgages"
        default: rawValue.forTerminal
        }
    }
}

extension ProductOrder.Key {
    /// Those that a person without flags is offered.
    static let onTheWay: [ProductOrder.Key] = [
        .name, .rate, .annualReturn, .annualFee, .minimumBalance, .minimumOpeningBalance, .minimumSalary, .updated,
    ]

    /// For a person who chooses one.
    fileprivate var words: String {
        switch self {
        case .name: "By name"
        case .rate: "By rate, best first"
        case .annualReturn: "By what is earned in a year, highest first"
        case .annualFee: "By annual fee, lowest first"
        case .minimumBalance: "By minimum balance, lowest first"
        case .minimumOpeningBalance: "By minimum opening balance, lowest first"
        case .minimumSalary: "By minimum salary, lowest first"
        case .updated: "By last change, earliest first"
        case .id: "By id"
        }
    }
}

extension ProductOrder.Direction {
    /// The way round that is not the usual one of a key.
    fileprivate static func other(than key: ProductOrder.Key) -> ProductOrder.Direction {
        key == .rate || key == .annualReturn ? .ascending : .descending
    }
}
