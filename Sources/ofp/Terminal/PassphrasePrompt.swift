/// Asks a person for a passphrase, where there is one to ask.
struct PassphrasePrompt: Sendable {
    /// Nil where nobody can be asked, or nothing was answered.
    var ask: @Sendable (_ prompt: String) -> String?

    /// On the terminal that standard input and standard error are, without echo.
    static let terminal = PassphrasePrompt { prompt in
        guard Terminal.hasPerson else { return nil }
        return TerminationSignals.withoutEcho {
            DescriptorWriting.prompt(prompt)
            return readLine(strippingNewline: true).flatMap { $0.isEmpty ? nil : $0 }
        } ?? nil
    }

    static let nobody = PassphrasePrompt { _ in nil }
}
