import OpenFinance

/// What each key, and each number that was chosen, does.
extension Journey {
    mutating func handle(_ input: Input) -> [Effect] {
        let screen = screen()
        guard !screen.isBusy else {
            if screen.canGoBack, [.key(.escape), .back].contains(input) { goBack() }
            return []
        }
        message = nil
        switch input {
        case .key(let key): return handle(key, screen)
        case .picks(let numbers): return pick(numbers, screen)
        case .line(let text):
            frame.typed = text
            return submit()
        case .search(let text):
            wishes.search = text
            listing = nil
        case .back: goBack()
        }
        return []
    }

    private mutating func handle(_ key: Key, _ screen: Screen) -> [Effect] {
        if screen.field != nil, let effects = type(key) { return effects }
        let layout = ScreenLayout(screen, columns: columns, rows: rows, style: terminal.style)
        switch key {
        case .up: move(-1, screen, layout)
        case .down: move(1, screen, layout)
        case .pageUp: move(-layout.leap, screen, layout)
        case .pageDown: move(layout.leap, screen, layout)
        case .home: move(-.max / 2, screen, layout)
        case .end: move(.max / 2, screen, layout)
        case .right where screen.isPage: frame.cursor = min(screen.cursor + 1, max(0, screen.choices.count - 1))
        case .left where screen.isPage: frame.cursor = max(screen.cursor - 1, 0)
        case .enter, .right: return screen.choices.indices.contains(screen.cursor) ? enter(screen) : []
        case .escape, .left, .erase: goBack()
        case .text(" "):
            guard screen.choices.indices.contains(screen.cursor) else { return [] }
            return screen.choices[screen.cursor].mark.map { perform($0) }
                ?? (screen.isPage ? handle(.pageDown, screen) : [])
        case .text(let scalar):
            // Only what stands there with its number can be meant by it.
            if let digit = Int(String(scalar)), layout.numbered.contains(digit - 1) { return pick([digit], screen) }
            let letter = Character(scalar)
            if let command = screen.commands.first(where: { $0.letter == letter }) { return perform(command.action) }
            if letter == "q" { return perform(.leave) }
            message = "\(letter) does nothing here."
        case .paste: message = "Pasted text chooses nothing here."
        case .interrupt, .suspend, .eraseLine: break
        }
        return []
    }

    private mutating func move(_ lines: Int, _ screen: Screen, _ layout: ScreenLayout) {
        if screen.isPage {
            frame.offset = max(0, min(layout.lastOffset, min(screen.offset, layout.lastOffset) + lines))
        } else {
            frame.cursor = max(0, min(screen.choices.count - 1, screen.cursor + lines))
            selectAtCursor()
        }
    }

    /// - Returns: nil for a key that does not type.
    private mutating func type(_ key: Key) -> [Effect]? {
        switch key {
        case .text(let scalar): change { $0.unicodeScalars.append(scalar) }
        // A line's end within it is none of what is typed.
        case .paste(let text): change { $0 += text.forTerminal.withoutBlankEnds }
        case .erase: change { if !$0.isEmpty { $0.removeLast() } }
        case .eraseLine: change { $0 = "" }
        case .enter: return submit()
        case .escape:
            if isSearching { (isSearching, wishes.search, listing) = (false, searchBefore, nil) } else { goBack() }
        case .up, .down, .pageUp, .pageDown: return isSearching ? nil : []
        default: break
        }
        return []
    }

    private mutating func change(_ edit: (inout String) -> Void) {
        if isSearching {
            edit(&wishes.search)
            listing = nil
        } else {
            edit(&frame.typed)
        }
    }

    private mutating func submit() -> [Effect] {
        if isSearching {
            isSearching = false
            return []
        }
        switch step {
        case .preference(let row):
            guard row.store(frame.typed, into: &wishes) else {
                message = "That cannot be read. \(row.hint ?? "")"
                return []
            }
            listing = nil
            typedPreferences[row] = nil
            frames.removeLast()
        case .question(let question): answer(question, frame.typed)
        default: break
        }
        return []
    }

    private mutating func pick(_ numbers: [Int], _ screen: Screen) -> [Effect] {
        guard let last = numbers.last else { return [] }
        guard numbers.allSatisfy({ screen.choices.indices.contains($0 - 1) }) else {
            let count = screen.choices.count
            message = count == 0 ? "There is nothing to choose here." : "The numbers here are 1 to \(count)."
            return []
        }
        if numbers.count > 1 {
            guard numbers.allSatisfy({ screen.choices[$0 - 1].mark != nil }) else {
                message = "One number at a time here."
                return []
            }
            return choose(numbers.map { screen.choices[$0 - 1] }, numbers)
        }
        frame.cursor = last - 1
        selectAtCursor()
        return perform(screen.choices[last - 1].action)
    }

    /// Takes several choices at once. Where the way goes on with them they are what was meant, whatever was marked before;
    /// elsewhere each is marked, or loses its mark, for the person to see.
    private mutating func choose(_ choices: [Screen.Choice], _ numbers: [Int]) -> [Effect] {
        switch step {
        case .kinds:
            let kinds = choices.compactMap { choice -> ProductCategory? in
                if case .markKind(let kind)? = choice.mark { kind } else { nil }
            }
            return perform(.choose(Set(kinds)))
        case .question(let question): answer(question, numbers.map { "\($0)" }.joined(separator: ","))
        default: for choice in choices { _ = choice.mark.map { perform($0) } }
        }
        return []
    }

    private mutating func enter(_ screen: Screen) -> [Effect] {
        let choice = screen.choices[screen.cursor]
        guard screen.takesMarked, choice.isMarked == true, screen.marked.count > 1 else {
            return perform(choice.action)
        }
        if case .question(let question) = step { isDone(question) } else { goOn() }
        return []
    }

    mutating func selectAtCursor() {
        guard step == .list, let products = listing?.products, products.indices.contains(frame.cursor) else { return }
        selected = products[frame.cursor]
    }
}
