import FoundationEssentials

/// Where the TPP's keys and certificates are written: a directory of the user's, or one that goes with the sandbox.
struct KeyDirectory {
    let url: URL
    private let isTemporary: Bool

    init(_ path: String? = nil) throws {
        isTemporary = path == nil
        url =
            path.map { URL(filePath: $0) }
            ?? FileManager.default.temporaryDirectory.appending(path: "ofp-sandbox-\(UUID().uuidString.lowercased())")
        do {
            try FileManager.default.createDirectory(
                at: url, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
        } catch {
            throw SandboxError("The directory '\(url.path)' cannot be made. Name another with --directory.")
        }
    }

    func remove() {
        if isTemporary { try? FileManager.default.removeItem(at: url) }
    }
}
