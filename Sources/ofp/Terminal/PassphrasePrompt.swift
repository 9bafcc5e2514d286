/// Asks a person for a passphrase, where there is one to ask.
struct PassphrasePrompt: Sendable {
    /// Nil where nobody can be asked, or nothing was answered.
    var ask: @Sendable (_ prompt: String) -> String?

    /// On the terminal that standard input and standard error are, without echo.
    static let terminal = PassphrasePrompt { prompt in
        guard Terminal.hasPerson else { return nil }
        return HiddenTyping.line(prompt).flatMap { $0.isEmpty ? nil : $0 }
    }

    static let nobody = PassphrasePrompt { _ in nil }
}
