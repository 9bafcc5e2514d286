/// What a product gives back: an element of `RewardsBenefits` (v2.1), or of a category's `Benefits` before.
struct Reward: JSONReadable {
    let type: String?
    /// By what rules, in the bank's words: no member states them as figures.
    let rules: [String]

    private enum Key: String, CodingKey {
        case type = "Type", basis = "RewardBasis", description = "Description", name = "Name"
    }

    init(from json: JSONReader) throws(JSONReader.Unreadable) {
        let object = try json.object(keyedBy: Key.self)
        type = object.lenientText(.type)
        let basis: [String] = object.lenientList(.basis).filter { !$0.isEmpty }
        rules =
            basis.isEmpty
            ? [object.lenientText(.description) ?? object.lenientText(.name)].compactMap(\.self) : basis
    }
}

extension [Reward] {
    /// The rules of those that are money.
    var cashback: [String] { filter { $0.type?.isCode("Cashback") == true }.flatMap(\.rules) }
}
