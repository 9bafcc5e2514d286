import FoundationEssentials
import Subprocess

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

#if canImport(System)
import System
#else
import SystemPackage
#endif

/// The command that runs against the sandbox, on our own standard streams.
struct ChildProcess {
    private let command: [String]
    private let environment: Environment

    init(_ command: [String], _ client: ClientEnvironment) {
        self.command = command
        let inherited = ProcessInfo.processInfo.environment
        var overrides: [Environment.Key: String?] = [:]
        // What the caller's own profile says must not leak into the sandbox's world.
        for name in inherited.keys.filter({ $0.hasPrefix("OFP_") }) + client.variables.map(\.name) {
            guard let key = Environment.Key(rawValue: name) else { continue }
            overrides[key] = .some(client.variables.first { $0.name == name }?.value)
        }
        // Beside the sandbox lies the ofp that was built with it; one in PATH comes first.
        overrides["PATH"] = "\(inherited["PATH"] ?? "/usr/bin:/bin"):\(OwnExecutable.folder.path)"
        let noProxy = inherited["no_proxy"] ?? inherited["NO_PROXY"]
        overrides["no_proxy"] = [noProxy, ".localhost"].compactMap(\.self).joined(separator: ",")
        environment = .inherit.updating(overrides)
    }

    /// As shells have it: with a slash it is a path, without one it is looked for in PATH.
    private var executable: Subprocess.Executable {
        command[0].contains("/") ? .path(FilePath(command[0])) : .name(command[0])
    }

    /// The command's exit code, or 128 and the signal that ended it, as shells have it.
    ///
    /// - Parameter journal: the command is ended once a rule is broken there; nil to let it run.
    func run(endingWith journal: Journal?) async throws -> Int32 {
        let configuration = Configuration(
            executable: executable, arguments: Arguments(Array(command.dropFirst())), environment: environment)
        do {
            let outcome = try await Subprocess.run(
                configuration,
                input: .fileDescriptor(.standardInput, closeAfterSpawningProcess: false),
                output: .fileDescriptor(.standardOutput, closeAfterSpawningProcess: false),
                error: .fileDescriptor(.standardError, closeAfterSpawningProcess: false)
            ) { execution in
                let child = execution.processIdentifier.value
                return (signals: SignalForwarding(to: child), ending: journal.map { Self.end(child, with: $0) })
            }
            outcome.closureResult.signals.end()
            outcome.closureResult.ending?.cancel()
            return switch outcome.terminationStatus {
            case .exited(let code): code
            case .signaled(let signal): 128 + signal
            }
        } catch let error as SubprocessError where error.code == .executableNotFound {
            throw SandboxError(
                "The command '\(command[0])' is not found. Give its path, or add its folder to PATH.", status: 127)
        }
    }

    /// SIGTERM, and SIGKILL for who does not listen.
    private static func end(_ child: pid_t, with journal: Journal) -> Task<Void, Never> {
        Task {
            await journal.untilBroken()
            for signal in [SIGTERM, SIGKILL] where !Task.isCancelled {
                kill(child, signal)
                try? await Task.sleep(for: .seconds(5))
            }
        }
    }
}
