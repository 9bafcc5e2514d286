import FoundationEssentials

/// The one place that reads the process's environment.
enum ProcessEnvironment {
    /// A variable that is set to nothing counts as not set.
    static var variables: [String: String] {
        withoutEmpty(ProcessInfo.processInfo.environment)
    }

    static func withoutEmpty(_ variables: [String: String]) -> [String: String] {
        variables.filter { !$0.value.isEmpty }
    }
}
