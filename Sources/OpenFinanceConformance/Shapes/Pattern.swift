/// A regular expression of the documents, which are read as ECMA-262 has them: `\d` is an ASCII digit, `$` the end of the text.
///
/// A bank's text is matched in time that grows with its length alone, whatever stands in it: all ways to go on are followed
/// side by side, and none is tried a second time (Thompson's construction).
package struct Pattern: Sendable, CustomStringConvertible {
    package let description: String
    private var steps: [Step] = []

    fileprivate enum Step: Sendable {
        case one(of: [ClosedRange<Unicode.Scalar>])
        /// Both ways.
        case either(Int, Int)
        case goto(Int)
        case end
    }

    /// - Parameter text: of this program: classes, groups, alternatives and quantifiers, from `^` to `$` in each alternative.
    package init(_ text: String) {
        description = text
        var rest = Substring(text)
        steps = Self.alternatives(&rest) + [.end]
        precondition(rest.isEmpty, "no pattern that can be read: \(text)")
    }

    package func matches(_ text: String) -> Bool {
        var current: [Int] = []
        var known = [Bool](repeating: false, count: steps.count)
        func add(_ index: Int, to list: inout [Int], _ known: inout [Bool]) {
            guard !known[index] else { return }
            known[index] = true
            switch steps[index] {
            case .either(let first, let second):
                add(first, to: &list, &known)
                add(second, to: &list, &known)
            case .goto(let next): add(next, to: &list, &known)
            case .one, .end: list.append(index)
            }
        }
        add(0, to: &current, &known)
        var next: [Int] = []
        for scalar in text.unicodeScalars {
            next.removeAll(keepingCapacity: true)
            for index in known.indices { known[index] = false }
            for index in current {
                guard case .one(let ranges) = steps[index], ranges.contains(where: { $0.contains(scalar) }) else {
                    continue
                }
                add(index + 1, to: &next, &known)
            }
            guard !next.isEmpty else { return false }
            swap(&current, &next)
        }
        return current.contains { if case .end = steps[$0] { true } else { false } }
    }
}

// MARK: - Reading

extension Pattern {
    private static func alternatives(_ rest: inout Substring) -> [Step] {
        let first = sequence(&rest)
        guard rest.first == "|" else { return first }
        rest.removeFirst()
        let others = alternatives(&rest)
        let second = first.count + 2
        var steps: [Step] = [.either(1, second)]
        steps += first.moved(by: 1)
        steps.append(.goto(second + others.count))
        return steps + others.moved(by: second)
    }

    private static func sequence(_ rest: inout Substring) -> [Step] {
        var steps: [Step] = []
        while let next = rest.first, next != "|", next != ")" {
            steps += repeated(atom(&rest), quantifier(&rest)).moved(by: steps.count)
        }
        return steps
    }

    private static func atom(_ rest: inout Substring) -> [Step] {
        switch rest.removeFirst() {
        // Both are where they have to be.
        case "^", "$": return []
        case "(":
            let steps = alternatives(&rest)
            rest.removeFirst()
            return steps
        case "[":
            var ranges: [ClosedRange<Unicode.Scalar>] = []
            while let next = rest.first, next != "]" {
                let low = scalars(&rest, isInClass: true)
                guard low.count == 1, rest.first == "-", rest.dropFirst().first != "]" else {
                    ranges += low
                    continue
                }
                rest.removeFirst()
                ranges.append(low[0].lowerBound...scalars(&rest, isInClass: true)[0].upperBound)
            }
            rest.removeFirst()
            return [.one(of: ranges)]
        case let character:
            rest = Substring("\(character)\(rest)")
            return [.one(of: scalars(&rest))]
        }
    }

    /// One character, or one of a class that has a letter.
    private static func scalars(_ rest: inout Substring, isInClass: Bool = false) -> [ClosedRange<Unicode.Scalar>] {
        let character = rest.removeFirst()
        if character == ".", !isInClass { return ["\u{0}"..."\u{10FFFF}"] }
        guard character == "\\" else { return character.unicodeScalars.map { $0...$0 } }
        let escaped = rest.removeFirst()
        if escaped == "d" { return ["0"..."9"] }
        return escaped.unicodeScalars.map { $0...$0 }
    }

    private static let quantifiers: [Character: (least: Int, most: Int?)] = ["?": (0, 1), "*": (0, nil), "+": (1, nil)]

    private static func quantifier(_ rest: inout Substring) -> (least: Int, most: Int?) {
        if let known = rest.first.flatMap({ quantifiers[$0] }) {
            rest.removeFirst()
            return known
        }
        guard rest.first == "{" else { return (1, 1) }
        let inside = rest.dropFirst().prefix { $0 != "}" }
        rest = rest.dropFirst(inside.count + 2)
        let bounds = inside.split(separator: ",", omittingEmptySubsequences: false).map { Int($0) }
        let least = bounds[0] ?? 0
        return (least, bounds.count > 1 ? bounds[1] : least)
    }

    private static func repeated(_ steps: [Step], _ count: (least: Int, most: Int?)) -> [Step] {
        var all: [Step] = []
        for _ in 0..<count.least { all += steps.moved(by: all.count) }
        guard let most = count.most else {
            let start = all.count
            all.append(.either(start + 1, start + steps.count + 2))
            all += steps.moved(by: start + 1)
            all.append(.goto(start))
            return all
        }
        for _ in count.least..<max(count.least, most) {
            let start = all.count
            all.append(.either(start + 1, start + 1 + steps.count))
            all += steps.moved(by: start + 1)
        }
        return all
    }
}

extension [Pattern.Step] {
    /// With all that they lead to so many steps further on.
    fileprivate func moved(by count: Int) -> [Pattern.Step] {
        map { step in
            switch step {
            case .either(let first, let second): .either(first + count, second + count)
            case .goto(let next): .goto(next + count)
            case .one, .end: step
            }
        }
    }
}
