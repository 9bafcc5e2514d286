import ArgumentParser
import Synchronization

/// A command that works in a given surrounding and says how it went, so that tests can run it in process.
protocol OFPCommand: ParsableCommand {
    func run(in context: CommandContext) async throws -> CommandStatus
}

extension OFPCommand {
    /// Runs it to its end, traces included.
    func perform(in context: CommandContext) async throws -> CommandStatus {
        let status = try await run(in: context)
        guard let failure = context.traces.failure else { return status }
        guard status == .success else {
            context.console.warn(failure.message)
            return status
        }
        throw failure
    }
}

/// What surrounds a command: where it prints, what the environment says, whom it can ask.
struct CommandContext {
    var console: Console
    var environment: [String: String]
    var questions = Questions.nobody
    var passphrases = PassphrasePrompt.nobody
    /// Those that the command has begun.
    let traces = Traces()

    /// The process's own.
    static func live() -> CommandContext {
        CommandContext(
            console: .standard(), environment: ProcessEnvironment.variables, questions: .terminal(),
            passphrases: .terminal)
    }
}

/// The traces of one command.
final class Traces: Sendable {
    private let all = Mutex<[Trace]>([])

    func add(_ trace: Trace?) { all.withLock { $0 += trace.map { [$0] } ?? [] } }

    var failure: CommandFailure? { all.withLock { $0.lazy.compactMap(\.failure).first } }
}
