import CArguments
import OpenFinanceLeads
import OpenFinanceTransport

/// The version of `ofp`, as `ofp --version` and the `User-Agent` tell it.
enum Version {
    static let current = String(cString: ofp_version())
    static let userAgent = "ofp/\(current)"

    /// With the commit, where the build was told it, and the libraries that are here now.
    static var details: String {
        let commit = ofp_commit().map { " (\(String(cString: $0)))" } ?? ""
        let libraries = [CurlTransport.libraries, SQLiteLeadStore.library].joined(separator: " ")
        return "ofp \(current)\(commit)\n\(libraries)"
    }
}
