import ArgumentParser
import Synchronization

/// A command that works in a given surrounding and says how it went, so that tests can run it in process.
protocol OFPCommand: ParsableCommand {
    func run(in context: CommandContext) async throws -> CommandStatus
}

extension OFPCommand {
    /// Runs it to its end, traces included.
    func perform(in context: CommandContext) async throws -> CommandStatus {
        let outcome: Result<CommandStatus, any Error>
        do {
            outcome = .success(try await run(in: context))
        } catch {
            outcome = .failure(error)
        }
        guard let failure = context.trace.end() else { return try outcome.get() }
        if case .success(.success) = outcome { throw failure }
        context.console.warn(failure.message)
        return try outcome.get()
    }
}

/// What surrounds a command: where it prints, what the environment says, whom it can ask.
struct CommandContext {
    var console: Console
    var environment: [String: String]
    var questions = Questions.nobody
    var passphrases = PassphrasePrompt.nobody
    /// Those that the command has begun.
    let trace = SharedTrace()

    /// The process's own.
    static func live() -> CommandContext {
        CommandContext(
            console: .standard(), environment: ProcessEnvironment.variables, questions: .terminal(),
            passphrases: .terminal)
    }
}

/// The one trace of a command, however many of its parts ask for it.
final class SharedTrace: Sendable {
    private let trace = Mutex<Trace?>(nil)

    func made(_ make: () throws(CommandFailure) -> Trace?) throws(CommandFailure) -> Trace? {
        if let trace = trace.withLock(\.self) { return trace }
        let new = try make()
        trace.withLock { $0 = new }
        return new
    }

    /// - Returns: why it is not whole.
    func end() -> CommandFailure? { trace.withLock { $0?.end() } }
}
