import OpenFinance

extension ProductRow {
    /// The headline rate, and of what it is as the bank states it: `from 3.49%: loan to value up to 50%: 3.49%`. Nil where
    /// that is not known.
    var rateSource: String? {
        headlines.rate.flatMap { rate in place(of: rate).map { "\(rate.text): \($0)" } }
    }

    private func place(of rate: HeadlineRate) -> String? {
        var value = listed.json.value
        var names: [String] = []
        var element: JSONValue?
        for token in rate.at.split(separator: "/", omittingEmptySubsequences: false).dropFirst() {
            // RFC 6901 §4.
            let name = String(token).replacing("~1", with: "/").replacing("~0", with: "~")
            switch value {
            case .object(let members):
                guard let member = members.first(where: { $0.name == name }) else { return nil }
                value = member.value
                names.append(name)
            case .array(let elements):
                guard let index = Int(name), elements.indices.contains(index) else { return nil }
                value = elements[index]
                element = value
                names = []
            default: return nil
            }
        }
        guard let element, let line = SheetLines.items([element], depth: 0).first else {
            return names.path(from: 1)
        }
        let label = Int(line.label) == nil ? line.label : nil
        return [label, line.value ?? names.path(from: 0)].compactMap(\.self).joined(separator: ": ")
    }
}

extension [String] {
    /// `Fixed rate › Rate`: members, each within the one before it; from 1 on where the first is `Product`.
    fileprivate func path(from first: Int) -> String { dropFirst(first).map(\.memberLabel).joined(separator: " › ") }
}
