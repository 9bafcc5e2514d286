/// The version of `ofp`, as `ofp --version` prints it and as the `User-Agent` says it.
enum Version {
    static let current = "0.1.0"
    static let userAgent = "ofp/\(current)"
}
