/// Asks a person at a terminal, where there is one.
struct Questions: Sendable {
    /// Gives the line that was answered, nil at the end of input. Nil itself where nobody can be asked.
    var ask: (@Sendable (_ prompt: String) -> String?)?

    static let nobody = Questions(ask: nil)

    /// On the terminal that standard input and standard error are.
    static func terminal() -> Questions {
        guard Terminal.hasPerson else { return .nobody }
        return Questions { prompt in
            DescriptorWriting.prompt(prompt)
            return readLine(strippingNewline: true)
        }
    }

    /// A yes or no, asked again until it is one of them; nil at the end of input, or where nobody can be asked.
    func yesOrNo(_ question: String, default usual: Bool? = nil) -> Bool? {
        let choices = usual.map { $0 ? "Y/n" : "y/N" } ?? "yes/no"
        while let answer = ask?("\(question) [\(choices)] ")?.lowercased() {
            switch answer.filter({ $0 != " " }) {
            // Several lines at once are pasted, and no yes.
            case "y", "yes":
                guard TypedAhead.isThere else { return true }
                TypedAhead.forget()
            case "n", "no": return false
            case "" where usual != nil: return usual
            default: continue
            }
        }
        return nil
    }
}
