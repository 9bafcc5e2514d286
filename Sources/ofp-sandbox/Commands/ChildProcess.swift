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
    /// Where a command without a slash is looked for.
    private let searchPath: String

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
        searchPath = "\(inherited["PATH"] ?? "/usr/bin:/bin"):\(OwnExecutable.folder.path)"
        overrides["PATH"] = searchPath
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
            throw notStarted
        } catch let error as SubprocessError where error.underlyingError == .execFormatError {
            throw SandboxError(
                "The command '\(command[0])' is no program. Have its first line name what runs it (#!), or give that.",
                status: 126)
        }
    }

    /// Why there is nothing to run, as shells tell it: 126 for what is there, 127 for what is not.
    private var notStarted: SandboxError {
        let isPath = command[0].contains("/")
        let folders = isPath ? [] : searchPath.split(separator: ":", omittingEmptySubsequences: false)
        for place in isPath ? [command[0]] : folders.map({ "\($0.isEmpty ? "." : $0)/\(command[0])" }) {
            var status = stat()
            guard stat(place, &status) == 0 else {
                // It may be there, in a folder that lets nobody in.
                if isPath, errno == EACCES { return forbidden(place) }
                continue
            }
            guard status.st_mode & S_IFMT != S_IFDIR else {
                guard isPath else { continue }
                return SandboxError("The command '\(place)' is a directory. Name a program in it.", status: 126)
            }
            guard access(place, X_OK) == 0 else { return forbidden(place) }
            return SandboxError(
                "What runs the command '\(place)' is not found. Check the program that its first line names (#!).",
                status: 127)
        }
        return SandboxError(
            "The command '\(command[0])' is not found. Give its path, or add its folder to PATH.", status: 127)
    }

    private func forbidden(_ place: String) -> SandboxError {
        SandboxError(
            "The command '\(place)' may not be run: permission denied. Let it be run (chmod +x), or give another.",
            status: 126)
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
