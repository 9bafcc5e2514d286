import FoundationEssentials

/// What a TPP has on its disk, written for the commands that run against the sandbox; keys with mode 0600. Nothing is replaced
/// but what an earlier sandbox has written there.
struct TPPFiles {
    let signingKey: URL
    let transportCertificate: URL
    let transportKey: URL
    let trustRoots: URL

    init(_ pki: SandboxPKI, in directory: URL) throws {
        signingKey = directory.appending(path: "signing.key")
        transportCertificate = directory.appending(path: "transport.pem")
        transportKey = directory.appending(path: "transport.key")
        trustRoots = directory.appending(path: "ca.pem")

        let chain = try pki.tpp.transportChain.map { try $0.pem() }
        let files = [
            (url: signingKey, bytes: try pki.tpp.signingKey.pem()),
            (url: transportCertificate, bytes: chain.flatMap(\.self)),
            (url: transportKey, bytes: try pki.tpp.transportKey.pem()),
            (url: trustRoots, bytes: try pki.serverRoot.certificate.pem()),
        ]
        try OwnFiles.claim(files, in: directory)
        for file in files { try Self.write(file.bytes, to: file.url) }
    }

    private static func write(_ bytes: [UInt8], to file: URL) throws {
        // Made with its mode first, so that a key is never readable by others, not even for a moment.
        try? FileManager.default.removeItem(at: file)
        guard
            FileManager.default.createFile(
                atPath: file.path, contents: Data(bytes), attributes: [.posixPermissions: 0o600])
        else {
            throw SandboxError("The file '\(file.path)' cannot be written. Check the directory and its permissions.")
        }
    }
}
