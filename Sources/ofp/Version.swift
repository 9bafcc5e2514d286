import CArguments
import OpenFinanceLeads
import OpenFinanceTransport

/// The version of `ofp`: the one place from which `ofp --version`, the `User-Agent` and the packages have it.
enum Version {
    static let current = "0.1.0"
    static let userAgent = "ofp/\(current)"

    /// With the commit, where the build was told it, and the libraries that are here now.
    static var details: String {
        let commit = ofp_commit().map { " (\(String(cString: $0)))" } ?? ""
        let libraries = [CurlTransport.libraries, SQLiteLeadStore.library].joined(separator: " ")
        return "ofp \(current)\(commit)\n\(libraries)"
    }
}
