/// Something that goes wrong at one step of one LFI, as `--fault LFI:STEP:KIND[:ARG]` asks for.
struct Fault: Sendable {
    /// The hub's code; nil for every hub.
    let code: String?
    let step: Step
    let kind: FaultKind

    /// - Throws: a ``SandboxError`` that says which part cannot be understood.
    init(_ text: String, in world: World) throws {
        let parts = text.split(separator: ":", maxSplits: 3, omittingEmptySubsequences: false).map(String.init)
        guard parts.count >= 3 else {
            throw SandboxError("'\(text)' is no fault. Write LFI:STEP:KIND[:ARG], as in 'liwa:token:status:503'.")
        }
        let codes = world.hubs.map(\.code)
        guard parts[0] == "*" || codes.contains(parts[0]) else {
            throw SandboxError(
                "There is no LFI '\(parts[0])' in the sandbox. Name one of \(codes.joined(separator: ", ")), or *.")
        }
        guard let step = Step(rawValue: parts[1]), step != .directory else {
            throw SandboxError("'\(parts[1])' is no step. Name discovery, token or products.")
        }
        code = parts[0] == "*" ? nil : parts[0]
        self.step = step
        kind = try FaultKind(parts[2], argument: parts.count > 3 ? parts[3] : nil)
        guard kind != .refuseCertificate || step != .discovery else {
            throw SandboxError(
                "Discovery asks for no client certificate. Name token or products with refuse-certificate.")
        }
    }
}

/// All faults of a run.
struct Faults: Sendable {
    let all: [Fault]

    /// The fault that strikes at a step of a hub; the last one given wins.
    func kind(at step: Step, of hub: Hub?) -> FaultKind? {
        all.last { $0.step == step && ($0.code == nil || $0.code == hub?.code) }?.kind
    }
}
