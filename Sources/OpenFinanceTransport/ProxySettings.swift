import FoundationEssentials

/// The proxies that the environment names, as libcurl reads them: their addresses may have a password in them.
enum ProxySettings {
    /// A text of libcurl's, or another in its place where it repeats one of them.
    static func hidden(in text: String, environment: [String: String] = ProcessInfo.processInfo.environment) -> String {
        let values = environment.filter {
            $0.key.lowercased().hasSuffix("_proxy") && !$0.key.lowercased().hasPrefix("no")
        }
        let repeats = values.values.contains { value in pieces(of: value).contains { text.contains($0) } }
        return repeats ? "the proxy that the environment names (https_proxy, all_proxy) cannot be used" : text
    }

    /// What of an address must not be told: all of it, and user and password.
    private static func pieces(of address: String) -> [String] {
        let behindScheme = address.firstRange(of: "://").map { address[$0.upperBound...] } ?? address[...]
        guard let at = behindScheme.lastIndex(of: "@") else { return [] }
        let user = behindScheme[..<at]
        let password = user.split(separator: ":", maxSplits: 1).dropFirst().map(String.init)
        let decoded = URLComponents(string: address)?.password.map { [$0] } ?? []
        return ([address, String(user)] + password + decoded).filter { $0.utf8.count > 2 }
    }
}
