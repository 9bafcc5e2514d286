import CTerminal
import Foundation
import Synchronization

#if canImport(Glibc)
import Glibc
#else
import Darwin
#endif

/// A terminal with a program in its foreground, and somebody who reads and types.
final class PseudoTerminal {
    struct Failure: Error, CustomStringConvertible { let description: String }

    /// `POSIX_SPAWN_SETSID`, which glibc has for C of its own kind.
    private static let newSession: Int16 = 0x80

    /// Negative once it is gone.
    private var master: Int32
    private let process: pid_t
    private var shown = Data()
    private(set) var status: Int32?

    /// - Parameter environment: changes to the tests' own; nil takes a variable away.
    init(
        _ command: [String], environment: [String: String?] = [:], rows: UInt16 = 24, columns: UInt16 = 80
    ) throws {
        master = posix_openpt(O_RDWR | O_NOCTTY)
        guard master >= 0, grantpt(master) == 0, unlockpt(master) == 0, let name = Self.name(of: master) else {
            throw Failure(description: "There is no pseudo-terminal here")
        }
        _ = fcntl(master, F_SETFD, FD_CLOEXEC)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
        // The first terminal that the leader of a session opens is its own.
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        posix_spawn_file_actions_addopen(&actions, 0, name, O_RDWR, 0)
        posix_spawn_file_actions_adddup2(&actions, 0, 1)
        posix_spawn_file_actions_adddup2(&actions, 0, 2)
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        // Threads of Swift's runtime take no signals; a person's programs do.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setflags(&attributes, Self.newSession | Int16(POSIX_SPAWN_SETSIGMASK))
        defer {
            posix_spawn_file_actions_destroy(&actions)
            posix_spawnattr_destroy(&attributes)
        }
        var variables = ProcessInfo.processInfo.environment
        for (name, value) in environment { variables[name] = value }
        let arguments = command.map { strdup($0) } + [nil]
        let texts = variables.map { strdup("\($0)=\($1)") } + [nil]
        defer { for text in arguments + texts { free(text) } }
        var process: pid_t = 0
        guard posix_spawn(&process, command[0], &actions, &attributes, arguments, texts) == 0 else {
            throw Failure(description: "\(command[0]) cannot be run")
        }
        self.process = process
    }

    /// Tests open terminals at the same moment, and ptsname(3) has one buffer for all.
    private static let naming = Mutex(())

    private static func name(of master: Int32) -> String? {
        naming.withLock { _ in ptsname(master).map { String(cString: $0) } }
    }

    deinit {
        // With its session: whatever it has left running would wait for keys for ever.
        if status == nil {
            kill(-process, SIGKILL)
            waitpid(process, nil, 0)
        }
        if master >= 0 { close(master) }
    }

    /// The terminal goes away, as the window does that somebody closes.
    ///
    /// - Returns: the program's exit code, as shells have it.
    func hangUp() async throws -> Int32 {
        close(master)
        master = -1
        return try await end()
    }

    /// All that was shown so far, codes included.
    var text: String { String(decoding: shown, as: UTF8.self) }

    func type(_ keys: String) { _ = Array(keys.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) } }

    /// Hands over what is pasted as fast as the program takes it: a terminal holds a few thousand bytes, and no more.
    func paste(_ text: String) async throws {
        var rest = Array(text.utf8)[...]
        try await wait("what is pasted to be taken") {
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }
    }

    /// The window gets another size, of which the terminal tells whoever is in its foreground.
    func resize(rows: UInt16, columns: UInt16) {
        var size = winsize(ws_row: rows, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    func send(_ signal: Int32) { kill(process, signal) }

    /// Waits until these were shown, one after the other.
    ///
    /// - Parameter keys: typed, and again after each five seconds, for a program that was not yet looking at them.
    func wait(for words: String..., typing keys: String = "") async throws {
        var next = ContinuousClock.now
        try await wait("'\(words.joined(separator: "', '"))' to be shown") {
            if ContinuousClock.now >= next {
                type(keys)
                next = .now + .seconds(5)
            }
            var rest = shown[...]
            return words.allSatisfy { word in
                guard let place = rest.firstRange(of: Data(word.utf8)) else { return false }
                rest = rest[place.upperBound...]
                return true
            }
        }
    }

    /// - Parameter keys: typed again and again, for a program that may not look at them yet.
    /// - Returns: its exit code, as shells have it.
    @discardableResult
    func end(typing keys: String = "") async throws -> Int32 {
        try await wait("the end") {
            type(keys)
            var code: Int32 = 0
            guard waitpid(process, &code, WNOHANG) == process else { return false }
            status = code & 0x7F == 0 ? code >> 8 & 0xFF : 128 + code & 0x7F
            return true
        }
        read()
        return status ?? -1
    }

    func wait(_ what: String, _ isSo: () throws -> Bool) async throws {
        // By the clock, and long: a busy machine is slow, and only what never comes waits so long.
        let end = ContinuousClock.now + .seconds(180)
        while ContinuousClock.now < end {
            read()
            if try isSo() { return }
            try await Task.sleep(for: .milliseconds(10))
        }
        throw Failure(description: "Waited for \(what) in vain; shown was: \(text.suffix(2_000))")
    }

    private func read() {
        var bytes = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = systemRead(master, &bytes, bytes.count)
            guard count > 0 else { return }
            shown.append(contentsOf: bytes[..<count])
        }
    }

    /// Whether it shows what is typed and hands over whole lines, as a shell's terminal does.
    var isAsBefore: Bool {
        var modes = termios()
        let usual = tcflag_t(ECHO | ICANON | ISIG)
        return tcgetattr(master, &modes) == 0 && modes.c_lflag & usual == usual
    }

    /// Has it show what is typed, as a shell does that takes it over.
    func showTyping() {
        var modes = termios()
        guard tcgetattr(master, &modes) == 0 else { return }
        modes.c_lflag |= tcflag_t(ECHO)
        tcsetattr(master, TCSANOW, &modes)
    }

    /// The session of all that runs in it.
    var session: Int32 { process }
}

private let systemRead = read
