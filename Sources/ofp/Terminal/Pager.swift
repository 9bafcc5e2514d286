import FoundationEssentials
import Logging
import OpenFinance

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The program in which a person leafs through what is longer than the screen, chosen as Git's users choose it.
struct Pager: Sendable {
    enum Outcome: Equatable {
        /// By the pager, as far as the person wanted to see it.
        case shown
        /// There is no such program: nothing was shown.
        case missing
        /// It ended by itself, for this reason; nobody knows how much was seen.
        case failed(String)
    }

    let command: String
    /// Whether it is known to show colours, and not the codes for them.
    let showsColours: Bool
    private let environment: [String: String]
    private let logger: Logger?

    /// Nil where none is wanted, or none could be worked with.
    init?(_ environment: [String: String], color: ColorChoice = .auto, telling logger: Logger? = nil) {
        // One that is set to nothing says that there shall be none.
        command = (environment["OFP_PAGER"] ?? environment["PAGER"] ?? "less").withoutBlankEnds
        guard command != "", command != "cat" else { return nil }
        // 'less' asks whoever has such a terminal to press a key before each list.
        guard environment["TERM"] != nil, !Terminal.isDumb(environment) else { return nil }
        var variables = ProcessEnvironment.forOthers(environment)
        // What fits the screen is left on it; colours are shown; the screen stays as it is at the end.
        variables["LESS"] = environment["LESS"] ?? "FRX"
        variables["LV"] = environment["LV"] ?? "-c"
        self.environment = variables
        self.logger = logger
        showsColours = color == .always || Self.showsColours(command, variables)
    }

    // MARK: - What it can show

    private static func showsColours(_ command: String, _ environment: [String: String]) -> Bool {
        var words = command.split(separator: " ").map(String.init)
        guard !words.isEmpty else { return false }
        switch words.removeFirst().split(separator: "/").last {
        case "less": return (words + lessOptions(environment["LESS"] ?? "")).contains(where: isRaw)
        case "lv": return words.contains("-c") || environment["LV"]?.contains("-c") == true
        case "bat", "batcat", "delta", "moar", "moor", "ov": return true
        default: return false
        }
    }

    /// The first ones may stand there without a dash.
    private static func lessOptions(_ text: String) -> [String] {
        let words = text.split(separator: " ").map(String.init)
        return words.enumerated().map { $0 == 0 && !$1.hasPrefix("-") ? "-\($1)" : $1 }
    }

    /// Whether `less` lets codes through by this word: one of its letters is R, before any that takes the rest as its value.
    private static func isRaw(_ word: String) -> Bool {
        if word.hasPrefix("--") { return word.lowercased() == "--raw-control-chars" }
        guard word.hasPrefix("-"), !word.contains("+") else { return false }
        return word.dropFirst().prefix { !"DkoOpPtTxyz#\"".contains($0) }.contains { $0 == "R" || $0 == "r" }
    }

    // MARK: - Showing it

    /// Hands the text over, and waits until the person is through. Ctrl-C is the pager's until then.
    func show(_ text: Data) -> Outcome {
        TerminationSignals.endLimit()
        TerminationSignals.yieldTerminal()
        let modes = TerminalModes(STDOUT_FILENO)
        StandardError.hold()
        let end = run(text)
        let signals = TerminationSignals.reclaimTerminal(wasInterrupted: end == .signalled(SIGINT))
        // One that did not end well may not have tidied up.
        if end != .exited(0) { modes?.restore() }
        StandardError.release()
        switch end {
        case .notStarted(let reason):
            logger?.info("The pager '\(command)' cannot be run, and is done without: \(reason)")
            return .missing
        case .exited(126), .exited(127):
            logger?.info("The pager '\(command)' cannot be run, and is done without")
            return .missing
        case .exited(0), .signalled(SIGINT): return .shown
        // Some pagers say by their exit code that they were left by Ctrl-C.
        case .exited, .signalled: break
        }
        return signals.isEmpty ? .failed(end.words) : .shown
    }

    private enum End: Equatable {
        case notStarted(String), exited(Int32), signalled(Int32)

        var words: String {
            switch self {
            case .notStarted(let reason): reason
            case .exited(let code): "exit code \(code)"
            case .signalled(let number): "ended by signal \(number)"
            }
        }
    }

    private func run(_ text: Data) -> End {
        // Whoever leaves the pager early ends nothing but the pager.
        let signals = [SIGPIPE, SIGQUIT].map { ($0, signal($0, SIG_IGN)) }
        defer { for (number, action) in signals { _ = signal(number, action) } }
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return .notStarted(SystemMessage.last) }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        var process: pid_t = 0
        let code = spawn(reading: ends[0], &process)
        close(ends[0])
        guard code == 0 else {
            close(ends[1])
            return .notStarted(SystemMessage.of(code))
        }
        TerminationSignals.terminalIs(with: process)
        _ = DescriptorWriting.writeAll(text, to: ends[1])
        close(ends[1])
        return Self.wait(for: process)
    }

    private static func wait(for process: pid_t) -> End {
        // While it has its number that is nobody else's, whom a signal would then reach.
        var info = siginfo_t()
        while waitid(P_PID, id_t(process), &info, WEXITED | WNOWAIT) < 0 && errno == EINTR {}
        TerminationSignals.terminalIs(with: 0)
        var status: Int32 = 0
        while waitpid(process, &status, 0) < 0 {
            // Whoever has started us may not want to know of children, and then neither do we.
            guard errno == EINTR else { return .exited(0) }
        }
        // As the macros of <sys/wait.h> have it, and as a shell passes on what has ended the program that it waited for.
        let (signal, code) = (status & 0x7F, status >> 8 & 0xFF)
        if signal != 0 { return .signalled(signal) }
        return code > 128 ? .signalled(code - 128) : .exited(code)
    }

    /// - Returns: an error's number, or 0.
    private func spawn(reading end: Int32, _ process: inout pid_t) -> Int32 {
        #if canImport(Darwin)
        var actions: posix_spawn_file_actions_t?
        var attributes: posix_spawnattr_t?
        #else
        var actions = posix_spawn_file_actions_t()
        var attributes = posix_spawnattr_t()
        #endif
        posix_spawn_file_actions_init(&actions)
        posix_spawnattr_init(&attributes)
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        posix_spawn_file_actions_adddup2(&actions, end, STDIN_FILENO)
        // What this process does not want to hear of, the pager may.
        var usual = sigset_t()
        sigemptyset(&usual)
        for number in [SIGPIPE, SIGQUIT, SIGXFSZ] { sigaddset(&usual, number) }
        posix_spawnattr_setsigdefault(&attributes, &usual)
        // The threads of Swift's runtime take no signals, and a program that they start would take none either.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))
        return Self.withCStrings(arguments) { arguments in
            Self.withCStrings(environment.map { "\($0)=\($1)" }) { environment in
                guard let program = arguments[0] else { return EINVAL }
                return posix_spawnp(&process, program, &actions, &attributes, arguments, environment)
            }
        }
    }

    /// A shell reads what is more than words, as it does for Git. In the middle, it has to outlive Ctrl-C as the pager does that
    /// it waits for.
    private var arguments: [String] {
        let arePlain = command.utf8.allSatisfy { $0.isASCIILetterOrDigit || " ./_-+:,@".utf8.contains($0) }
        return arePlain
            ? command.split(separator: " ").map(String.init) : ["/bin/sh", "-c", "trap : INT QUIT\n\(command)"]
    }

    private static func withCStrings<Result>(
        _ texts: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> Result
    ) -> Result {
        let copies = texts.map { strdup($0) } + [nil]
        defer { for copy in copies { free(copy) } }
        return body(copies)
    }
}

/// How a terminal takes and shows what is typed.
private struct TerminalModes {
    private let descriptor: Int32
    private var modes = termios()

    /// Nil where it is no terminal.
    init?(_ descriptor: Int32) {
        self.descriptor = descriptor
        guard tcgetattr(descriptor, &modes) == 0 else { return nil }
    }

    /// After a program that could not do so itself; its last line is in nobody's way either.
    func restore() {
        // Setting them from the background would stop this process.
        guard Terminal.isForeground(descriptor) else { return }
        var modes = modes
        tcsetattr(descriptor, TCSADRAIN, &modes)
        _ = DescriptorWriting.writeAll(Data("\r\u{1B}[K".utf8), to: descriptor)
    }
}
