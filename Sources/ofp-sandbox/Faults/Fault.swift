import Synchronization

/// Something that goes wrong at one step of one LFI, as `--fault LFI:STEP:KIND[:ARG][*TIMES]` asks for.
struct Fault: Sendable {
    /// As it was asked for.
    let text: String
    /// The hub's code; nil for every hub.
    let code: String?
    let step: Step
    let kind: FaultKind
    /// How often it strikes; nil for always.
    private let times: Int?
    private let strikes: Strikes?

    /// - Throws: a ``SandboxError`` that says which part cannot be understood.
    init(_ whole: String, in world: World) throws {
        let (text, times) = try Self.times(whole)
        let parts = text.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3 else {
            throw SandboxError(
                "'\(text)' is not a valid fault. Write LFI:STEP:KIND[:ARG], as in 'liwa:token:status:503'.")
        }
        let codes = world.hubs.map(\.code)
        guard parts[0] == "*" || codes.contains(parts[0]) else {
            throw SandboxError(
                "There is no LFI '\(parts[0])' in the sandbox. Name one of \(codes.joined(separator: ", ")), or *.")
        }
        guard let step = Step(rawValue: parts[1]), step != .directory, step != .registration else {
            throw SandboxError("'\(parts[1])' is not a step. Name discovery, token, products or leads.")
        }
        let entry = try FaultCatalogue.entry(parts[2])
        guard entry.steps.contains(step) else {
            let steps = Step.allCases.filter(entry.steps.contains).map(\.rawValue).joined(separator: ", ")
            throw SandboxError("'\(parts[2])' does not happen at \(step). Name one of \(steps) as its step.")
        }
        let argument = parts.count > 3 ? parts[3] : nil
        guard argument == nil || entry.argument != nil else {
            throw SandboxError("'\(parts[2])' takes no argument. Leave ':\(argument ?? "")' out.")
        }
        self.init(
            text: whole, code: parts[0] == "*" ? nil : parts[0], step: step,
            kind: try entry.make(.init(text: argument)), times: times)
    }

    private init(text: String, code: String?, step: Step, kind: FaultKind, times: Int?) {
        (self.text, self.code, self.step, self.kind, self.times) = (text, code, step, kind, times)
        strikes = times.map(Strikes.init)
    }

    /// The same, as if it had never struck.
    var anew: Fault { Fault(text: text, code: code, step: step, kind: kind, times: times) }

    /// Whether it happens this time.
    func strikesNow() -> Bool { strikes?.spend() ?? true }

    private static func times(_ text: String) throws -> (String, Int?) {
        guard let star = text.lastIndex(of: "*"), star != text.startIndex else { return (text, nil) }
        guard let times = Int(text[text.index(after: star)...]), times > 0 else {
            throw SandboxError("'\(text)' does not say how often. Write a number after '*', as in 'status:503*2'.")
        }
        return (String(text[..<star]), times)
    }
}

/// All faults of a run, which may be others while it runs.
final class Faults: Sendable {
    private let initial: [Fault]
    private let current: Mutex<[Fault]>

    init(all: [Fault]) {
        initial = all
        current = Mutex(all)
    }

    var all: [Fault] { current.withLock(\.self) }

    func replace(by faults: [Fault]) { current.withLock { $0 = faults } }

    /// Back to those of the start, as if none had struck.
    func reset() { replace(by: initial.map(\.anew)) }

    /// The fault that belongs to a step of a hub; the last one given wins.
    func kind(at step: Step, of hub: Hub?) -> FaultKind? { fault(at: step, of: hub)?.kind }

    /// The fault that strikes this time.
    func strike(at step: Step, of hub: Hub?) -> FaultKind? {
        guard let fault = fault(at: step, of: hub), fault.strikesNow() else { return nil }
        return fault.kind
    }

    private func fault(at step: Step, of hub: Hub?) -> Fault? {
        all.last { $0.step == step && ($0.code == nil || $0.code == hub?.code) }
    }
}

/// Counts how often a fault may still strike.
private final class Strikes: Sendable {
    private let left: Mutex<Int>

    init(_ times: Int) { left = Mutex(times) }

    func spend() -> Bool {
        left.withLock { left in
            guard left > 0 else { return false }
            left -= 1
            return true
        }
    }
}
