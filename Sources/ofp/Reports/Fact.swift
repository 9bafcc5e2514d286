/// Something to know about a list, with what it is called.
struct Fact: Hashable, Sendable {
    var label: String
    var value: String

    init(_ label: String, _ value: String) {
        self.label = label
        self.value = value
    }

    var sentence: String { "\(label): \(value)" }
}
