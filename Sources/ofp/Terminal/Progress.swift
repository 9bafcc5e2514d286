import FoundationEssentials
import OpenFinance

/// A line on the terminal's standard error that says how many LFIs have answered, while the others still think.
struct Progress {
    private let console: Console
    private let total: Int
    private let doing: String
    private var answered = 0
    private var failed = 0

    /// - Parameter doing: what the banks are asked for, as in `Loading products`.
    init(total: Int, doing: String, console: Console) {
        self.total = total
        self.doing = doing
        self.console = console
        show()
    }

    mutating func outcome(_ outcome: LFIOutcome) {
        if case .failed = outcome { count(hasFailed: true) } else { count(hasFailed: false) }
    }

    mutating func count(hasFailed: Bool) {
        if hasFailed { failed += 1 } else { answered += 1 }
        show()
    }

    /// Takes the line away, so that what follows starts on a clean one.
    func clear() {
        guard console.errorTerminal.width != nil else { return }
        console.writeError(.init("\r\u{1B}[K".utf8))
    }

    private func show() {
        guard let width = console.errorTerminal.width else { return }
        let failures = failed == 0 ? "" : ", \(failed) failed"
        let line = "\(doing): \(answered) of \(total) banks answered\(failures) …"
        console.writeError(.init("\r\u{1B}[K\(line.truncated(to: width - 1))".utf8))
    }
}
