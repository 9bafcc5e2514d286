import Configuration
import OpenFinance
import OpenFinanceCrypto

/// The settings' text in their layers: a flag wins over the environment, the environment over the profile.
struct SettingsReader {
    /// Where a setting's text comes from.
    struct Layer {
        let name: String
        fileprivate let provider: any ConfigProvider
    }

    private let layers: [Layer]
    private let reader: ConfigReader
    /// Where the cache is, whether or not it is used.
    let cacheStore: FileCacheStore

    init(flags: [Setting: String], environment: [String: String], profile: Profile? = nil) {
        cacheStore = FileCacheStore(folder: BaseDirectories(environment).cache)
        var layers = [
            Layer(name: Self.flagLayer, provider: Self.provider("flags", flags)),
            Layer(name: Self.environmentLayer, provider: Self.provider(environment)),
        ]
        if let profile {
            layers.append(Layer(name: profile.source, provider: Self.provider("profile", profile.settings)))
        }
        self.layers = layers
        reader = ConfigReader(providers: layers.map(\.provider))
    }

    /// White space around a value is no part of it, as files of variables and editors leave it there; nothing is nothing.
    /// A passphrase stays as it is.
    func text(_ setting: Setting) -> String? {
        guard let text = reader.string(forKey: setting.key) else { return nil }
        guard !setting.isSecret else { return text }
        let trimmed = text.withoutBlankEnds
        return trimmed.isEmpty ? nil : trimmed
    }

    /// Whether the environment gives it, and no flag.
    func isFromEnvironment(_ setting: Setting) -> Bool { source(of: setting) == Self.environmentLayer }

    private static let flagLayer = "flag"
    static let environmentLayer = "environment"

    /// The layer that a setting's text comes from; nil where it has none.
    func source(of setting: Setting) -> String? {
        let key = AbsoluteConfigKey(setting.key)
        return layers.first { layer in (try? layer.provider.value(forKey: key, type: .string))?.value != nil }?.name
    }

    /// - Throws: a ``CommandFailure`` that says how to give the setting.
    func required(_ setting: Setting) throws(CommandFailure) -> String {
        guard let text = text(setting) else {
            throw CommandFailure(
                setting.status, "There is no \(setting.noun)", advice: "Give it with \(setting.howToGive)")
        }
        // RFC 6749 appendix A.1; what is signed has to be what the Trust Framework knows, and no key that was put there.
        let isName = setting == .clientID || setting == .signingKeyID
        let isPossible = text.utf8.count <= 128 && text.utf8.allSatisfy { (0x20...0x7E).contains($0) }
        guard !isName || isPossible && !text.contains("-----") else {
            throw CommandFailure(
                setting.status, "The \(setting.noun) is too long, or has characters in it that it cannot have",
                advice: "Copy it again from the Trust Framework, and give it with \(setting.howToGive)")
        }
        return text
    }

    /// - Throws: a ``CommandFailure`` that names all of these that are missing.
    func requireAll(_ settings: [Setting]) throws(CommandFailure) {
        let missing = settings.filter { text($0) == nil }
        guard missing.count > 1 else {
            for setting in missing { _ = try required(setting) }
            return
        }
        throw CommandFailure(
            missing.contains { $0.status == .configuration } ? .configuration : .usage,
            "There is no " + missing.map(\.noun).joined(separator: ", no "),
            advice: "Write them into a profile with 'ofp config init', check it with 'ofp doctor', "
                + "or try 'ofp-sandbox run -- ofp products', which has its own")
    }

    /// A setting that has to be read into something.
    ///
    /// - Parameter expected: what the text has to be, for the message: `a number of seconds`.
    func value<Value>(
        _ setting: Setting, expected: String, _ read: (String) -> Value?
    ) throws(CommandFailure) -> Value? {
        guard let text = text(setting) else { return nil }
        guard let value = read(text) else {
            throw CommandFailure(
                setting.status, "Invalid value '\(text.forTerminal)' for \(place(of: setting)): give \(expected)",
                advice: "See 'ofp help settings'")
        }
        return value
    }

    /// Where a setting's text stands, for a sentence: `--timeout`, `OFP_TIMEOUT` or `timeout (profile live of FILE)`.
    private func place(of setting: Setting) -> String {
        switch source(of: setting) {
        case Self.flagLayer?: setting.flag ?? setting.rawValue
        case let profile? where profile != Self.environmentLayer: "\(setting.fileKey ?? setting.rawValue) (\(profile))"
        default: setting.environmentVariable
        }
    }

    private static func provider(_ name: String, _ settings: [Setting: String]) -> InMemoryProvider {
        InMemoryProvider(
            name: name,
            values: Dictionary(
                uniqueKeysWithValues: settings.map { setting, text in
                    (AbsoluteConfigKey(setting.key), ConfigValue(.string(text), isSecret: setting.isSecret))
                }))
    }

    private static func provider(_ environment: [String: String]) -> EnvironmentVariablesProvider {
        var environment = environment
        // https://no-color.org: whatever it is set to, it means never; likewise with the pager.
        environment["OFP_COLOR"] = environment["NO_COLOR"].map { _ in ColorChoice.never.rawValue }
        environment["OFP_NO_PAGER"] = environment["NO_PAGER"].map { _ in "true" }
        return EnvironmentVariablesProvider(
            environmentVariables: environment,
            secretsSpecifier: .dynamic { name, _ in name.hasSuffix("_PASSPHRASE") })
    }
}

extension SettingsReader {
    /// All files that settings name, those with the PINs of their keys included.
    var files: [(name: String, path: String?)] {
        Setting.allCases.filter(\.isFile).flatMap { setting -> [(name: String, path: String?)] in
            let (name, text) = (setting.flag ?? setting.rawValue, text(setting))
            let uri = text.flatMap { TokenKeyURI.isMeant(by: $0) ? try? TokenKeyURI($0) : nil }
            return [(name, text), ("the PIN of \(name)", uri?.pinFile)].filter { $0.path != nil }
        }
    }
}
