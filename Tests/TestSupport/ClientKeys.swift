import Foundation

/// The keys that clients are told in the tests: those of the sandbox, or in their place the ones that `Scripts/test-token`
/// has put into a token.
public enum ClientKeys {
    private static let prefix = "OFP_TEST_WITH_"

    /// - Parameter variables: as a sandbox says them.
    public static func told(_ variables: [String: String]) -> [String: String] {
        ProcessInfo.processInfo.environment.reduce(into: variables) { told, variable in
            guard variable.key.hasPrefix(prefix) else { return }
            told[String(variable.key.dropFirst(prefix.count))] = variable.value
        }
    }
}
