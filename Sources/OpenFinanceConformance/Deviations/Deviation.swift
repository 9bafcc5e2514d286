package import FoundationEssentials
package import OpenFinance

/// A rule that a bank breaks at one kind of place, however often.
package struct Deviation: Sendable, Hashable {
    package var lfi: LFI.Identity
    package var rule: RuleID
    /// A JSON pointer with `*` in the place of each index: `/Product/CreditCard/Charges/*/Type`. Of a product where the
    /// examples name one, else of the answer; empty for what is no part of a document, `/…` for all places together that are
    /// too many to be told one by one.
    package var place: String
    /// Of the schema, with the members below it, and its version: `Money/Amount of v2.1`; nil for a rule that is no schema's.
    package var schema: String?
    /// What is allowed there, as a clause.
    package var expected: String
    package var count = 0
    package var examples: [Example] = []

    /// One time that it was seen.
    package struct Example: Sendable, Hashable {
        package var pointer: String
        package var productID: String?
        /// What stands there, of bounded length; nil where nothing does.
        package var value: String?
        package var interactionID: InteractionID?
        package var time: Date?
    }

    package var severity: Rule.Severity { rule.rule.severity }

    /// As many as somebody looks at.
    package static let mostExamples = 3
}

/// The deviations of one bank, those of one kind at one place together.
package struct Deviations: Sendable {
    private struct Key: Hashable {
        var rule: RuleID
        var place: String
    }

    /// What somebody was found by.
    package struct Evidence: Sendable {
        package var interactionID: InteractionID?
        package var time: Date?

        package init(interactionID: InteractionID? = nil, time: Date? = nil) {
            self.interactionID = interactionID
            self.time = time
        }
    }

    package let lfi: LFI.Identity
    /// Of all requests to the bank: nothing that gives any of it away is ever told, whoever has found it.
    package var secrets = RequestSecrets.none
    private var found: [Deviation] = []
    private var positions: [Key: Int] = [:]
    private var places: [RuleID: Int] = [:]

    /// The rules that there was something to look at by.
    package private(set) var looked: Set<RuleID> = []

    package init(of lfi: LFI.Identity) { self.lfi = lfi }

    package mutating func look(at rules: some Sequence<RuleID>) { looked.formUnion(rules) }

    /// The gravest first; otherwise in the order in which they were found.
    package var all: [Deviation] {
        let search = RequestSecrets.Search(for: secrets)
        return found.enumerated().sorted { left, right in
            (right.element.severity, left.offset) < (left.element.severity, right.offset)
        }.map { $0.element.hiding(search) }
    }

    package mutating func add(
        _ rule: RuleID, at pointer: String = "", of productID: String? = nil, value: String? = nil,
        schema: String? = nil,
        expected: String, by evidence: Evidence
    ) {
        let pointer = pointer.cut(to: 300)
        var key = Key(rule: rule, place: pointer.withoutIndices)
        // A bank that makes up names could have as many places as it likes.
        if positions[key] == nil, places[rule, default: 0] >= Self.mostPlaces { key.place = "/…" }
        let position = positions[key] ?? found.count
        if position == found.count {
            positions[key] = position
            places[rule, default: 0] += 1
            found.append(
                Deviation(
                    lfi: lfi, rule: rule, place: key.place, schema: schema,
                    expected: expected.cut(to: 2_000)))
        }
        found[position].count += 1
        guard found[position].examples.count < Deviation.mostExamples else { return }
        found[position].examples.append(
            Deviation.Example(
                pointer: pointer, productID: productID?.cut(to: 100), value: value?.cut(to: 100),
                interactionID: evidence.interactionID, time: evidence.time))
    }

    /// Of one rule.
    private static let mostPlaces = 200
}

extension Deviation {
    fileprivate func hiding(_ secrets: RequestSecrets.Search) -> Deviation {
        var shown = self
        shown.place = secrets.shown(pointer: place)
        shown.expected = secrets.shown(expected)
        shown.examples = examples.map { example in
            var example = example
            example.pointer = secrets.shown(pointer: example.pointer)
            example.productID = example.productID.map { secrets.shown($0) }
            example.value = example.value.map { secrets.shown($0) }
            return example
        }
        return shown
    }
}

extension RequestSecrets.Search {
    fileprivate func shown(_ text: String) -> String { finds(text) ? "(hidden)" : text }

    /// The names in it are as much a bank's own as values are.
    fileprivate func shown(pointer: String) -> String {
        let names = pointer.replacing("~1", with: "/").replacing("~0", with: "~")
        return finds(pointer) || finds(names) ? "/(hidden)" : pointer
    }
}

extension String {
    fileprivate func cut(to length: Int) -> String {
        guard utf8.count > length else { return self }
        let beginning = unicodeScalars.prefix(length)
        return beginning.endIndex == unicodeScalars.endIndex ? self : String(beginning) + "…"
    }

    /// A JSON pointer with `*` in the place of each index.
    fileprivate var withoutIndices: String {
        let digits = UInt8(ascii: "0")...UInt8(ascii: "9")
        guard utf8.contains(where: digits.contains) else { return self }
        // By bytes: a name may begin with what Unicode joins to the slash before it.
        let steps = utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { step -> [UInt8] in
                !step.isEmpty && step.allSatisfy(digits.contains) ? [UInt8(ascii: "*")] : Array(step)
            }
        return String(decoding: Array(steps.joined(separator: [UInt8(ascii: "/")])), as: UTF8.self)
    }
}
