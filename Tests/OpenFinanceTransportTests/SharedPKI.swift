@testable import ofp_sandbox

extension SandboxPKI {
    /// Of every server here: making three RSA keys takes longer than most tests.
    static let shared = Result { try SandboxPKI(keys: .ofEnvironment) }
}
