import CArguments

/// What the process was started with.
enum ProcessArguments {
    /// Without the program's own name.
    static let all: [String] = {
        let count = ofp_argument_count()
        guard count > 0 else { return Array(CommandLine.arguments.dropFirst()) }
        return (1..<max(1, count)).compactMap { index in ofp_argument(index).map { String(cString: $0) } }
    }()
}
