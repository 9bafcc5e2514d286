import FoundationEssentials

/// Where the RSA keys of the PKI come from: they are made anew, unless `OFP_SANDBOX_KEYS` names a folder that keeps them
/// from one start to the next. Making them is most of what a start costs.
struct KeyStock {
    private let folder: URL?

    /// - Parameter folder: nil where each start makes its own.
    init(folder: String? = nil) { self.folder = folder.map { URL(filePath: $0) } }

    static var ofEnvironment: KeyStock {
        KeyStock(folder: ProcessInfo.processInfo.environment["OFP_SANDBOX_KEYS"].flatMap { $0.isEmpty ? nil : $0 })
    }

    /// The folder's key of this name. What is there and is no key is replaced.
    func rsa(_ name: String) throws -> KeyPair {
        guard let folder else { return try .generate(.rsa2048) }
        let file = folder.appending(path: "\(name).key")
        if let key = (try? Data(contentsOf: file)).flatMap({ KeyPair(pem: Array($0)) }) { return key }
        let key = try KeyPair.generate(.rsa2048)
        do {
            let manager = FileManager.default
            try manager.createDirectory(
                at: folder, withIntermediateDirectories: true, attributes: [.posixPermissions: 0o700])
            // Whole from the first moment, for others that start at the same time.
            try Data(key.pem()).write(to: file, options: .atomic)
            try manager.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
        } catch {
            throw SandboxError("The keys cannot be kept in '\(folder.path)'. Set OFP_SANDBOX_KEYS to another folder.")
        }
        return key
    }
}
