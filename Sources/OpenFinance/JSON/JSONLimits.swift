/// How much may be made of a JSON text, whatever its bytes: a value takes many times the memory that its spelling does.
struct JSONLimits: Sendable, Hashable {
    /// Objects, arrays, texts, numbers and the like, all of them.
    var values: Int
    /// Bytes of a member's name as it is spelled; the longest of the official schemas has about forty.
    var nameBytes: Int

    /// For text of the user's own.
    static let none = JSONLimits(values: .max, nameBytes: .max)

    /// For a saved list: of as many banks as there are, each of which was held to ``list``.
    static let saved = JSONLimits(values: .max, nameBytes: 200)

    /// For a bank's list of products. Five hundred products of the official schema, as deep as they come, have a tenth.
    static let list = JSONLimits(values: 1_000_000, nameBytes: 200)

    /// For one small document: metadata, a token, an error, the receipt of a lead.
    static let document = JSONLimits(values: 20_000, nameBytes: 200)
}
