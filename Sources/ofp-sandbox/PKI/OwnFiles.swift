import FoundationEssentials

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Which files of a directory the sandbox has written itself, and may replace. A key of the user's may have the same name, and
/// nobody gives that back.
///
/// They are told by their digests, which a file beside them keeps: one that somebody has put in their place is theirs.
enum OwnFiles {
    private static let recordName = ".ofp-sandbox"
    private static let heading = "# What ofp-sandbox has written here, and may replace. SHA-256:"

    /// Makes sure that nothing else is replaced by these, and writes down that they are the sandbox's.
    ///
    /// - Throws: a ``SandboxError`` where something else has one of their names; nothing has been written then.
    static func claim(_ files: [(url: URL, bytes: [UInt8])], in directory: URL) throws(SandboxError) {
        let record = directory.appending(path: recordName)
        var (known, foreign): (Set<String>, [String]) = ([], [])
        switch Found(record) {
        case .nothing: break
        case .file(let bytes) where bytes.starts(with: heading.utf8):
            known = Set(String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init))
        case .file, .other: foreign.append(recordName)
        }
        var lines = files.map { line($0.bytes, $0.url) }
        for (file, own) in zip(files, lines) {
            switch Found(file.url) {
            case .nothing: break
            case .file(let bytes):
                let line = line(bytes, file.url)
                // What is replaced by the same is not lost, as where OFP_SANDBOX_KEYS is this directory, too.
                if line == own { continue }
                // Both stand there until the next start: this one may end before all is written.
                if known.contains(line) { lines.append(line) } else { foreign.append(file.url.lastPathComponent) }
            case .other: foreign.append(file.url.lastPathComponent)
            }
        }
        guard foreign.isEmpty else { throw refusal(of: foreign, in: directory) }
        do {
            try Data("\(heading)\n\(lines.joined(separator: "\n"))\n".utf8).write(to: record, options: .atomic)
        } catch {
            throw SandboxError("The file '\(record.path)' cannot be written. Check the directory and its permissions.")
        }
    }

    private static func refusal(of names: [String], in directory: URL) -> SandboxError {
        let (what, them) = names.count == 1 ? ("a file", "it") : ("files", "them")
        return SandboxError(
            """
            The directory '\(directory.path)' has \(what) that this sandbox did not write: \
            \(names.joined(separator: ", ")). Move \(them) away (an earlier version of it may have left \(them)), or name \
            another directory with --directory.
            """)
    }

    /// As sha256sum(1) writes them.
    private static func line(_ bytes: [UInt8], _ file: URL) -> String {
        "\(Thumbprint(der: bytes).hex)  \(file.lastPathComponent)"
    }

    /// What has a name: a link, a folder or what cannot be read is never the sandbox's.
    private enum Found {
        case nothing
        case file([UInt8])
        case other

        init(_ url: URL) {
            var status = stat()
            guard lstat(url.path, &status) == 0 else {
                self = errno == ENOENT ? .nothing : .other
                return
            }
            guard status.st_mode & S_IFMT == S_IFREG, status.st_size <= Self.mostBytes,
                let data = try? Data(contentsOf: url)
            else {
                self = .other
                return
            }
            self = .file(Array(data))
        }

        /// More than any key or chain of the sandbox has.
        private static let mostBytes = 65_536
    }
}
