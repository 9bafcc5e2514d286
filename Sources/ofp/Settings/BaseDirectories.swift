import FoundationEssentials

/// This program's own folders, by the XDG Base Directory Specification 0.8.
struct BaseDirectories {
    /// What `~` stands for.
    let home: String
    let cache: URL
    let configuration: URL
    let state: URL

    init(_ environment: [String: String]) {
        let home = URL(filePath: environment["HOME"] ?? FileManager.default.homeDirectoryForCurrentUser.path)
        self.home = home.path
        func base(_ variable: String, _ usual: String) -> URL {
            // The specification: a path that is not absolute is to be ignored.
            let given = environment[variable].flatMap { $0.hasPrefix("/") ? URL(filePath: $0) : nil }
            return (given ?? home.appending(path: usual)).appending(path: "ofp")
        }
        cache = base("XDG_CACHE_HOME", ".cache")
        configuration = base("XDG_CONFIG_HOME", ".config")
        state = base("XDG_STATE_HOME", ".local/state")
    }
}
