/// Whose certificates servers must present.
public enum TrustRoots: Sendable, Hashable {
    /// What libcurl was built to trust.
    case system
    /// A PEM file in place of the system's roots. By path, since libcurl keeps a parsed store only for a path.
    case file(String)
}
