import OpenFinance
import OpenFinanceLeads

/// What comes of what is chosen.
extension Journey {
    mutating func perform(_ action: Action) -> [Effect] {
        switch action {
        case .goOn:
            if step == .banks, banks.allSatisfy({ wishes.banksLeftOut.contains($0.id) }) {
                message = "At least one bank has to stay."
                return []
            }
            goOn()
        case .back: goBack()
        case .choose(let categories): wish({ $0.categories = categories }, goingOn: true)
        case .markKind(let category):
            wish { $0.categories.formSymmetricDifference([category]) }
            frame.hasMarks = true
        case .edit(let row): push(.preference(row))
        case .say(let row, let choice):
            let choices = row.choices(wishes, names)
            guard choices.indices.contains(choice) else { return [] }
            wish { $0 = choices[choice].wishes }
            if row.allowsSeveral { frame.leftOut = leftOut(by: row) } else { frames.removeLast() }
        case .forgetAll:
            typedPreferences = [:]
            wish { wishes in
                wishes.preferences = Preferences()
                (wishes.isShariaCompliant, wishes.scenario.amount, wishes.scenario.months) = (nil, nil, nil)
            }
        case .toggle(let bank): wish { $0.banksLeftOut.formSymmetricDifference([bank]) }
        case .askAll: wish { $0.banksLeftOut = [] }
        case .order(let order):
            let isTurned = order.key == wishes.order.key && order.direction != wishes.order.direction
            wish({ $0.order = order }, goingOn: !isTurned)
            if isTurned { placeCursor() }
        case .go(let place): push(place.step)
        case .search: (isSearching, searchBefore) = (true, wishes.search)
        case .show(let product):
            looked = [product]
            push(.product(product))
        case .mark(let product): mark(product)
        case .compare: compare()
        case .apply(let product): push(.apply(product))
        case .open(let address): return [.open(address)]
        case .contact(let product):
            push(.lookingUp(product))
            return [.lookUp(product)]
        case .ask(let question): push(.question(question))
        case .answer(let question, let choice): self.answer(question, "\(choice + 1)")
        case .markAnswer(let question, let choice): markAnswer(question, choice)
        case .change:
            // What comes of it is to be read anew.
            (frame.offset, frame.linesSeen) = (0, 0)
            push(.changes)
        case .send(let again): return send(again)
        case .toList:
            while frames.count > 1, ![.list, .leftOut].contains(step) { frames.removeLast() }
        case .leave:
            if form?.hasAnswers == true, addressee != nil { push(.leaving) } else { return [.leave] }
        case .leaveNow: return [.leave]
        }
        return []
    }

    private mutating func wish(_ change: (inout Wishes) -> Void, goingOn: Bool = false) {
        change(&wishes)
        listing = nil
        if goingOn { goOn() }
    }

    /// Five can be read beside each other.
    private static let mostMarked = 5

    private mutating func mark(_ product: ListedProduct) {
        if let place = marked.firstIndex(where: product.isSame) {
            marked.remove(at: place)
        } else if marked.count < Self.mostMarked {
            marked.append(product)
        } else {
            message = "Five products can be compared at once."
        }
    }

    private mutating func compare() {
        guard marked.count > 1 else {
            message = "Mark two products or more first (Space in the list)."
            return
        }
        looked = marked
        push(.comparison)
    }

    // MARK: - The lead

    mutating func lookedUp(_ result: Result<LeadAddressee, CommandFailure>) {
        guard case .lookingUp(let product) = step else { return }
        frames.removeLast()
        switch result {
        case .failure(let failure): message = failure.sentences
        // Of another one that was asked for before, nobody wants to know any more.
        case .success(let addressee) where addressee.product != product:
            push(.lookingUp(product))
        case .success(let addressee):
            self.addressee = addressee
            let form = self.form?.about(product.product) ?? LeadForm(about: product.product)
            self.form = form
            push(.summary)
            // Who has answered all of it for another product is asked only for what is new.
            let isNew = form.product == nil ? nil : LeadForm.Question.namesProduct
            if let question = form.lacksSomething ? form.next(after: nil) : isNew { push(.question(question)) }
        }
    }

    mutating func answer(_ question: LeadForm.Question, _ text: String) {
        guard var form else { return }
        if let choices = form.choices(question), text == "\(choices.count + 1)" {
            _ = form.answer(question, "")
        } else if let fault = form.answer(question, text) {
            message = "That \(fault)."
            return
        }
        self.form = form
        typedAnswers[question] = nil
        isDone(question)
    }

    mutating func isDone(_ question: LeadForm.Question) {
        guard let form else { return }
        let isChange = frames.contains { $0.step == .changes }
        if isChange || isAskedAgain {
            frames.removeLast()
            if let next = form.nextRequired { push(.question(next)) }
        } else if let next = form.next(after: question) {
            push(.question(next))
        } else {
            // All questions are behind: what they come to stands below them.
            while frames.count > 1, step != .summary { frames.removeLast() }
        }
    }

    /// Whether the person has gone through all questions once, for another product.
    private var isAskedAgain: Bool {
        guard let place = frames.lastIndex(where: { $0.step == .summary }), frames.indices.contains(place + 1),
            case .question(let first) = frames[place + 1].step
        else { return false }
        return first != form?.next(after: nil)
    }

    private mutating func markAnswer(_ question: LeadForm.Question, _ choice: Int) {
        guard var form, let choices = form.choices(question), choices.indices.contains(choice) else { return }
        var taken = form.typed(question).split(separator: ",").map(String.init)
        let id = choices[choice].id
        if let place = taken.firstIndex(of: id) { taken.remove(at: place) } else { taken.append(id) }
        _ = form.answer(question, taken.joined(separator: ","))
        self.form = form
    }

    private mutating func send(_ again: Bool) -> [Effect] {
        guard frame.linesSeen >= screen().text.count else {
            // The last line that was seen may stand behind how many there are above it.
            frame.offset = max(0, frame.linesSeen - 1)
            message = "Read it to its end first (Page Down)."
            return []
        }
        guard let addressee, let form, let prepared = try? addressee.prepare(form) else { return [] }
        if case .sentBefore = step { frames.removeLast() }
        push(.sending)
        return [.send(prepared, again: again)]
    }

    mutating func sent(_ result: LeadResult) {
        guard step == .sending else { return }
        frames.removeLast()
        switch result {
        case .sentBefore(let text): push(.sentBefore(text))
        case .told(let text, let hasGone):
            if hasGone { addressee = nil }
            told.append(text)
            push(.outcome(text))
        }
    }
}

extension Journey.Place {
    fileprivate var step: Journey.Step {
        switch self {
        case .kinds: .kinds
        case .aboutYou: .aboutYou
        case .banks: .banks
        case .order: .order
        case .leftOut: .leftOut
        case .missing: .missing
        }
    }
}
