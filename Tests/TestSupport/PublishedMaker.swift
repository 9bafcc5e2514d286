import OpenFinanceConformance

extension PublishedShapes {
    /// A value of this shape: each member that may be left out is there or not, each alternative comes up. The same for
    /// the same seed.
    package func make(_ name: String, with random: inout SeededRandom) -> JSONMaker {
        guard let shape = shapes[name] else { preconditionFailure("\(version) has no \(name)") }
        return make(shape, called: name, with: &random)
    }

    /// - Parameter name: of the member, by which some texts and numbers are chosen.
    func make(_ shape: Shape, called name: String, with random: inout SeededRandom) -> JSONMaker {
        switch shape {
        case .named(let name): return make(name, with: &random)
        case .object(let members, _, let isNonEmpty):
            let chosen = members.filter { $0.isRequired || random.chance(65) }
            let kept = chosen.isEmpty && isNonEmpty ? Array(members.prefix(1)) : chosen
            return .object(kept.map { ($0.name, make($0.shape, called: $0.name, with: &random)) })
        case .list(let shape, let count):
            let length = max(count.lowerBound, min(count.upperBound, random.next(in: 0...3)))
            return .array((0..<length).map { _ in make(shape, called: name, with: &random) })
        case .oneOf(let shapes), .anyOf(let shapes): return make(random.pick(shapes), called: name, with: &random)
        case .word(let words): return .string(random.pick(words))
        case .text(let length): return .string(text(length, with: &random))
        case .matching(let pattern): return .string(Self.match(pattern.description, with: &random))
        case .formatted(let format): return .string(Self.example(of: format, with: &random))
        case .number(let range, let isWhole):
            let whole = random.next(in: Int(max(range.lowerBound, 0))...Int(min(range.upperBound, 40)))
            return .number(isWhole ? "\(whole)" : "\(whole).\(random.next(in: 0...99))")
        case .boolean: return .bool(random.chance(50))
        case .anything: return .number("\(random.next(in: 0...20)).5")
        case .nothing: return .null
        case .orNull(let shape): return random.chance(30) ? .null : make(shape, called: name, with: &random)
        }
    }

    private func text(_ length: ClosedRange<Int>, with random: inout SeededRandom) -> String {
        let words = ["salary", "transfer", "of", "the", "account", "from", "second", "year", "حساب", "é", "once"]
        let text = (0..<random.next(in: 1...6)).map { _ in random.pick(words) }.joined(separator: " ")
        return String(String.UnicodeScalarView(text.unicodeScalars.prefix(length.upperBound)))
    }

    private static func example(of format: Shape.Format, with random: inout SeededRandom) -> String {
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        let day = "20\(random.next(in: 24...29))-\(two(random.next(in: 1...12)))-\(two(random.next(in: 1...28)))"
        return switch format {
        case .date: day
        case .dateTime: "\(day)T\(two(random.next(in: 0...23))):30:00\(random.pick(["Z", "+04:00", ".250Z"]))"
        case .uri: "https://www.bank.example/page/\(random.next(in: 1...999))"
        case .uuid: "00000000-0000-4000-8000-\(random.next(in: 100_000_000_000...999_999_999_999))"
        case .email: "person\(random.next(in: 1...999))@example.ae"
        }
    }

    /// The patterns of the documents; another one needs a line here.
    private static func match(_ pattern: String, with random: inout SeededRandom) -> String {
        switch pattern {
        case #"^\+[1-9]\d{1,14}$"#: return "+97150\(random.next(in: 1_000_000...9_999_999))"
        case "^[A-Z]{3}$", "^[A-Z]{3,3}$": return random.chance(80) ? "AED" : random.pick(["USD", "EUR"])
        case "^[A-Z]{2}$", "^[A-Z]{2,2}$": return random.pick(["AE", "IN", "GB"])
        case #"^\d{1,13}$|^\d{1,13}\.\d{1,5}$"#:
            return "\(random.next(in: 0...500_000))\(random.pick(["", ".5", ".00", ".12345"]))"
        case #"^P(\d+Y)?(\d+M)?$"#:
            return random.pick(["P1Y", "P3M", "P2Y6M", "P\(random.next(in: 1...300))M"])
        case #"^[A-Za-z]+\.[A-Za-z0-9]+$"#: return "Bank.Own\(random.next(in: 1...9))"
        default: preconditionFailure("no example of \(pattern)")
        }
    }
}
