public import FoundationEssentials

/// Whose certificates servers must present.
public enum TrustRoots: Sendable, Hashable {
    /// What libcurl was built to trust.
    case system
    /// A PEM file in place of the system's roots, which libcurl reads.
    case file(String)
    /// PEM certificates in place of the system's roots.
    case pem(Data)
}
