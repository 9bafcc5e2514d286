import FoundationEssentials

/// The one place that reads the process's environment.
enum ProcessEnvironment {
    /// A variable that is set to nothing counts as not set.
    static var variables: [String: String] {
        ProcessInfo.processInfo.environment.filter { !$0.value.isEmpty }
    }
}
