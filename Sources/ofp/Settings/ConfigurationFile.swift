import FoundationEssentials
import OpenFinance
import OpenFinanceCrypto
import Yams

/// The configuration file: profiles of settings, and which of them is the usual one.
///
/// ```yaml
/// profile: sandbox
/// profiles:
///   sandbox:
///     client-id: 6ef11bc5-9611-4924-9618-a2850cd6aa15
///     signing-key: keys/signing.key
/// ```
struct ConfigurationFile {
    let path: String
    /// What `~` stands for.
    private let home: String
    private(set) var usualProfile: String?
    private(set) var profiles: [Profile] = []

    /// Reads the file.
    ///
    /// - Throws: a ``CommandFailure`` where it cannot be read, is no YAML, or holds something that is no setting:
    ///   a misspelled key must not quietly count for nothing.
    init(path: String, home: String) throws(CommandFailure) {
        guard let contents = try? InputFile(path).contents(limit: InputFile.smallFile) else {
            throw CommandFailure(
                .notFound, "The configuration file '\(path)' cannot be read",
                advice: "Check the path and its permissions, or write one with 'ofp config init'")
        }
        try self.init(path: path, contents: contents, home: home)
    }

    init(path: String, contents: Data, home: String = "/") throws(CommandFailure) {
        self.path = path
        self.home = home
        let root: Node?
        do {
            root = try Yams.compose(yaml: String(decoding: contents, as: UTF8.self).withoutByteOrderMark)
        } catch {
            throw Self.failure(path, Self.problem(error, in: contents))
        }
        guard let root, root.null == nil else { return }
        guard case .mapping(let members) = root else { throw Self.failure(path, "is not a list of settings") }
        for (key, value) in members {
            switch key.string {
            case "profile": usualProfile = try text(value, of: "profile")
            case "profiles": try readProfiles(value)
            default: throw unknown(key, expected: "'profile' and 'profiles'")
            }
        }
    }

    private mutating func readProfiles(_ node: Node) throws(CommandFailure) {
        if node.null != nil { return }
        guard case .mapping(let members) = node else { throw failure("has no profiles under 'profiles'", at: node) }
        for (key, value) in members {
            guard let name = key.string, !name.isEmpty else { throw failure("has a profile without a name", at: key) }
            profiles.append(
                Profile(name: name, settings: try settings(value), source: "profile \(name) of \(path)"))
        }
    }

    private func settings(_ node: Node) throws(CommandFailure) -> [Setting: String] {
        if node.null != nil { return [:] }
        guard case .mapping(let members) = node else {
            throw failure("has a profile that is not a list of settings", at: node)
        }
        var settings: [Setting: String] = [:]
        for (key, value) in members {
            guard let name = key.string, let setting = Setting.allCases.first(where: { $0.fileKey == name }) else {
                throw unknown(key, expected: Setting.allCases.compactMap(\.fileKey).joined(separator: ", "))
            }
            // A key without a value is a line that waits to be filled in; of the list of those who alone may be asked it would
            // mean that everybody may.
            if value.null != nil {
                if setting == .allowedLFIs { settings[setting] = "" }
                continue
            }
            if setting.isList, case .sequence(let elements) = value {
                var texts: [String] = []
                for element in elements { texts.append(try text(element, of: name)) }
                settings[setting] = texts.joined(separator: "\n")
                continue
            }
            settings[setting] = resolved(try text(value, of: name), of: setting)
        }
        return settings
    }

    /// Paths count from the file's own folder, and may begin with `~`: a profile means the same wherever ofp is called.
    private func resolved(_ text: String, of setting: Setting) -> String {
        switch setting {
        case .signingKey, .transportCertificate, .transportKey, .pkcs11Module, .trustRoots: return absolute(text)
        case .directory where !["sandbox", "preprod", "production"].contains(text) && !text.contains("://"):
            return absolute(text)
        case .trace: if case .file(let path) = TraceOptions.Place(text) { return absolute(path) } else { return text }
        default: return text
        }
    }

    private func absolute(_ path: String) -> String {
        if path.hasPrefix("/") || path == "-" || path.contains("-----BEGIN ") || TokenKeyURI.isMeant(by: path) {
            return path
        }
        if path == "~" || path.hasPrefix("~/") {
            return home + path.dropFirst()
        }
        var parts = path.split(separator: "/").filter { $0 != "." }
        // What is above a folder is the system's to say: it may be a link to elsewhere.
        var folder = parts.first == ".." ? folder.resolvingSymlinksInPath() : folder
        while parts.first == ".." {
            parts.removeFirst()
            folder.deleteLastPathComponent()
        }
        return parts.reduce(folder) { $0.appending(path: $1) }.path
    }

    /// The file's own, whole: what stands in the file counts from there, wherever ofp is called.
    private var folder: URL {
        let here = URL(filePath: FileManager.default.currentDirectoryPath, directoryHint: .isDirectory)
        return URL(filePath: path, relativeTo: here).absoluteURL.deletingLastPathComponent()
    }

    private func text(_ node: Node, of key: String) throws(CommandFailure) -> String {
        guard case .scalar(let scalar) = node else { throw failure("has no single value for '\(key)'", at: node) }
        return scalar.string
    }

    private func unknown(_ key: Node, expected: String) -> CommandFailure {
        let name = (key.string ?? "").forTerminal
        let reason =
            name.hasSuffix("-passphrase")
            ? "has '\(name)', which has no place beside its key" : "has '\(name)', which is not a setting"
        return CommandFailure(
            .configuration, "The configuration file '\(path)' \(reason)\(Self.place(key.mark))",
            advice: name.hasSuffix("-passphrase")
                ? "Give the passphrase by its environment variable, or when asked for it" : "Known are \(expected)")
    }

    private func failure(_ problem: String, at node: Node) -> CommandFailure {
        Self.failure(path, "\(problem)\(Self.place(node.mark))")
    }

    private static func failure(_ path: String, _ problem: String) -> CommandFailure {
        CommandFailure(
            .configuration, "The configuration file '\(path)' \(problem)",
            advice: "Compare it with one that 'ofp config init' writes")
    }

    private static func place(_ mark: Mark?) -> String { mark.map { " (line \($0.line))" } ?? "" }

    /// What is wrong with a text that is no YAML, or of which a key stands twice.
    private static func problem(_ error: any Error, in contents: Data) -> String {
        guard case .duplicatedKeysInMapping(let keys, let context) = error as? YamlError, let key = keys.sorted().first
        else { return "is not YAML\(place(of: error))" }
        // The error says where the settings begin among which it stands.
        let lines = String(decoding: contents, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let places = lines.enumerated().dropFirst(max(0, context.mark.line - 1)).filter { _, line in
            line.drop { $0 == " " || $0 == "\"" || $0 == "'" || $0 == "-" }.hasPrefix(key)
        }
        let line = places.dropFirst().first.map { " (line \($0.offset + 1))" } ?? place(context.mark)
        return "has '\(key.forTerminal)' twice\(line)"
    }

    private static func place(of error: any Error) -> String {
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
            .composer(_, let problem, let mark, _):
            " (\(problem), line \(mark.line))"
        default: ""
        }
    }
}

extension String {
    fileprivate var withoutByteOrderMark: String {
        unicodeScalars.first == "\u{FEFF}" ? String(unicodeScalars.dropFirst()) : self
    }
}
