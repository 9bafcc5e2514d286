import FoundationEssentials
import OpenFinance

/// The one place that reads the process's environment.
enum ProcessEnvironment {
    /// A variable that is set to nothing counts as not set, but for those by which that says something.
    static var variables: [String: String] {
        withoutEmpty(ProcessInfo.processInfo.environment)
    }

    static func withoutEmpty(_ variables: [String: String]) -> [String: String] {
        variables.filter { !$0.value.isEmpty || ["OFP_PAGER", "PAGER", "LESS"].contains($0.key) }
    }

    /// What a program that is started from here may have. It, and all that it starts, has no business with what we hold:
    /// settings, passphrases, anything that looks like a secret of somebody else's.
    static func forOthers(_ variables: [String: String]) -> [String: String] {
        let words = ["SECRET", "TOKEN", "PASSWORD", "PASSPHRASE", "CREDENTIAL", "API_KEY", "PRIVATE"]
        return variables.filter { variable, value in
            let name = variable.uppercased()
            return !name.hasPrefix("OFP_") && !words.contains { name.contains($0) } && !value.looksSecret
        }
    }
}
