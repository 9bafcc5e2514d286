import OpenFinance

/// What people call the places of one product: `Deposit rates › Standard (AED 0 to AED 10,000) › Annual rate`.
struct PlaceInWords {
    private let product: JSONValue

    init(_ listed: ListedProduct) { product = listed.sent }

    /// - Parameter pointer: a JSON pointer (RFC 6901) into the product as its bank sent it.
    func text(_ pointer: String) -> String {
        var words: [String] = []
        var value = product
        for token in Self.tokens(of: pointer) {
            switch value {
            case .object(let members):
                // That money has an amount goes without saying.
                let isOfMoney = token == "Amount" && members.contains { $0.name == "Currency" } && !words.isEmpty
                if !isOfMoney { words.append(token.memberLabel) }
                value = members.first { $0.name == token }?.value ?? .null
            case .array(let elements):
                guard let index = Int(token), elements.indices.contains(index) else { continue }
                if let word = Self.word(for: index, in: elements) { words.append(word) }
                value = elements[index]
            default: words.append(token)
            }
        }
        return Self.withoutFrame(words).joined(separator: " › ")
    }

    private static let categories = Set(
        ["SavingsAccount", "CurrentAccount", "CreditCard", "Finance", "Mortgage", "Loan", "PersonalLoan"]
            .map(\.memberLabel))

    /// Under `Product`, and there under the category, stands nearly everything: that says nothing.
    private static func withoutFrame(_ words: [String]) -> ArraySlice<String> {
        var words = words[...]
        if words.count > 1, words.first == "Product" { words.removeFirst() }
        if words.count > 1, let first = words.first, categories.contains(first) { words.removeFirst() }
        return words
    }

    private static func tokens(of pointer: String) -> [String] {
        pointer.split(separator: "/", omittingEmptySubsequences: false).dropFirst().map {
            String($0).replacing("~1", with: "/").replacing("~0", with: "~")
        }
    }

    /// Of a longer list nobody knows the elements by their names; each would be looked for in all of it.
    private static let mostTold = 200

    /// Its name; where others have the same, with that for which it holds; its number where it has none. Nil for the only one.
    private static func word(for index: Int, in elements: [JSONValue]) -> String? {
        guard elements.count <= mostTold, let name = name(of: elements[index]) else {
            return elements.count == 1 ? nil : "no. \(index + 1)"
        }
        let namesakes = elements.indices.filter { $0 != index && self.name(of: elements[$0]) == name }
        guard !namesakes.isEmpty else { return name }
        let scope = scope(of: elements[index])
        let isTold = scope != nil && !namesakes.contains { self.scope(of: elements[$0]) == scope }
        return "\(name) (\(isTold ? scope ?? "" : "no. \(index + 1)"))"
    }

    private static func name(of element: JSONValue) -> String? {
        guard case .object(let members) = element else { return nil }
        return ListElementName.members.lazy.compactMap { name in
            if case .string(let text)? = members.first(where: { $0.name == name })?.value, !text.isEmpty {
                text
            } else {
                nil
            }
        }.first
    }

    private static func scope(of element: JSONValue) -> String? {
        guard case .object(let members) = element else { return nil }
        let texts = ["Name", "Tier", "Term", "Period"].compactMap { name in
            members.first { $0.name == name }.flatMap { InlineForm.text(of: $0) }
        }
        return texts.isEmpty ? nil : texts.joined(separator: ", ")
    }
}
