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

    mutating func content() -> Screen {
        switch step {
        case .kinds: kinds()
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
                text: wrapped("Personal data is not sent to an address from the cache."), isBusy: true)
        case .question(let question): self.question(question)
        case .summary: summary
        case .changes: changes
        case .sentBefore(let text):
            Screen(
                title: "This was sent before", text: wrapped(text),
                choices: [
                    .init(text: "Leave it at that", action: .toList),
                    .init(text: "Send it all the same", action: .send(again: true)),
                ], isPage: true)
        case .sending:
            Screen(
                title: "The request is on its way to \(addressee?.lfi.label.forTerminal ?? "the bank") …",
                text: wrapped("It is sent once. Ctrl-C stops it, and you are told whether it may have arrived."),
                isBusy: true, canGoBack: false)
        case .outcome(let text):
            Screen(
                title: "What has happened",
                text: text.linesCutAtWords(to: columns),
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
    func name(_ step: Step) -> String? {
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

    func wrapped(_ text: String) -> [String] { text.forTerminal.wrapped(to: columns, breakingWords: true) }

    func lines(_ text: String) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { String($0).cut(to: columns) }
    }

    // MARK: - What is looked for

    mutating func kinds() -> Screen {
        let known = hasProducts ? feed().products.map { $0.product.category?.canonical } : nil
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
            choices: [everything] + kinds, takesMarked: true, status: [markedKinds].compactMap(\.self))
    }

    /// What Enter does where kinds are marked; nil where it can only be what it always is.
    private var markedKinds: String? {
        let count = wishes.categories.count
        guard count > 1 else {
            return frame.hasMarks && count == 1
                ? "Space on another one marks that, too; Enter there takes it alone." : nil
        }
        return "Enter on one of the \(count) that are marked goes on with \(count == 2 ? "both" : "all of them"), "
            + "on another one with that alone."
    }

    mutating func aboutYou() -> Screen {
        let widest = PreferenceRow.allCases.reduce(0) { max($0, $1.label.displayWidth) }
        let counts = leftOutByAnswer ?? leftOutByAnswers()
        leftOutByAnswer = counts
        let (names, wishes) = (names, wishes)
        let isOpen = PreferenceRow.allCases.allSatisfy { $0.value(wishes, names) == nil }
        let rows = PreferenceRow.allCases.map { row in
            let value = row.value(wishes, names) ?? ProductColumn.unknown
            return Screen.Choice(
                text: "\(row.label.padded(to: widest))  \(value)",
                note: typedPreferences[row] == nil
                    ? counts[row].map { "leaves out \($0)" } ?? "" : "typed, not entered",
                action: .edit(row))
        }
        return Screen(
            title: "What suits you?",
            text: wrapped(
                "You can leave all of this open. What you say hides products that you could not have, and is sent to nobody."
            ),
            choices: [.init(text: "Go on", action: .goOn)] + rows,
            commands: isOpen && typedPreferences.isEmpty
                ? [] : [.init(letter: "e", meaning: "empty all", action: .forgetAll)])
    }

    func preference(_ row: PreferenceRow) -> Screen {
        if let hint = row.hint {
            return Screen(title: row.question, text: wrapped(hint), field: frame.typed)
        }
        let choices = row.choices(wishes, names).enumerated().map { index, choice in
            let count = frame.leftOut.indices.contains(index) ? frame.leftOut[index] : 0
            return Screen.Choice(
                text: choice.label, isMarked: choice.isChosen, note: count > 0 ? "leaves out \(count)" : "",
                action: .say(row, choice: index), mark: row.allowsSeveral ? .say(row, choice: index) : nil)
        }
        guard row.allowsSeveral else { return Screen(title: row.question, choices: choices) }
        return Screen(
            title: row.question, text: wrapped("Several may be true: choosing one marks it, or removes its mark."),
            choices: [.init(text: "Done", action: .back)] + choices)
    }

    var banksScreen: Screen {
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
            text: wrapped("All that are marked. Choosing a bank leaves it out, or brings it back."),
            choices: [goOn] + choices,
            commands: wishes.banksLeftOut.isEmpty ? [] : [.init(letter: "a", meaning: "all banks", action: .askAll)])
    }

    var order: Screen {
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
