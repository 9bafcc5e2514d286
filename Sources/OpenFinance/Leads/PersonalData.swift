/// What of a lead tells who somebody is: it must not come back in an error, a log or the journal, whatever a server
/// answers.
struct PersonalData {
    /// In small letters, and without what may be between the digits of a number.
    private let texts: [String]
    private let numbers: [String]

    init(_ lead: Lead) {
        let name: [String] =
            switch lead.name {
            case .parts(let given, let last): [given, last]
            case .full(let name): name.split(separator: " ").map(String.init) + [name]
            case .business(let name): [name]
            }
        let address = lead.address.map { $0.lines + $0.details.values } ?? []
        let note = lead.note.map { [$0] } ?? []
        texts = ([lead.email] + name + address + note).filter { $0.count > 2 }.map { $0.lowercased() }
        numbers = [lead.emiratesID.digits, lead.phoneNumber.map { String($0.dropFirst()) }].compactMap(\.self)
    }

    func isIn(_ text: String) -> Bool {
        let lowercased = text.lowercased()
        let digits = text.filter { ("0"..."9").contains($0) }
        return texts.contains { lowercased.contains($0) } || numbers.contains { digits.contains($0) }
    }
}

extension LineError {
    /// The error without what an LFI has copied into it from the lead.
    func withoutPersonalData(of lead: Lead) -> LineError {
        let personal = PersonalData(lead)
        var error = self
        if personal.isIn(message) { error.message = "the server's message repeats personal data, and is not shown" }
        if let code, personal.isIn(code) { error.code = nil }
        return error
    }
}
