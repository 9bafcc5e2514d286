import ArgumentParser

/// A command that works in a given surrounding and says how it went, so that tests can run it in process.
protocol OFPCommand: ParsableCommand {
    func run(in context: CommandContext) async throws -> CommandStatus
}

/// What surrounds a command: where it prints, what the environment says, whom it can ask.
struct CommandContext {
    var console: Console
    var environment: [String: String]
    var questions = Questions.nobody
    var passphrases = PassphrasePrompt.nobody

    /// The process's own.
    static func live() -> CommandContext {
        CommandContext(
            console: .standard(), environment: ProcessEnvironment.variables, questions: .terminal(),
            passphrases: .terminal)
    }
}
