import Configuration
import OpenFinance

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
            Layer(name: "flag", provider: Self.provider("flags", flags)),
            Layer(name: "environment", provider: Self.provider(environment)),
        ]
        if let profile {
            layers.append(Layer(name: profile.source, provider: Self.provider("profile", profile.settings)))
        }
        self.layers = layers
        reader = ConfigReader(providers: layers.map(\.provider))
    }

    func text(_ setting: Setting) -> String? { reader.string(forKey: setting.key) }

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
        return text
    }

    /// A setting that has to be read into something.
    ///
    /// - Parameter expected: what the text has to be, for the advice: `a number of seconds`.
    func value<Value>(
        _ setting: Setting, expected: String, _ read: (String) -> Value?
    ) throws(CommandFailure) -> Value? {
        guard let text = text(setting) else { return nil }
        guard let value = read(text) else {
            throw CommandFailure(
                setting.status, "'\(text.forTerminal)' is no usable \(setting.noun)",
                advice: "Give \(expected) with \(setting.howToGive)")
        }
        return value
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
        // https://no-color.org: whatever it is set to, it means never.
        environment["OFP_COLOR"] = environment["NO_COLOR"].map { _ in ColorChoice.never.rawValue }
        return EnvironmentVariablesProvider(
            environmentVariables: environment,
            secretsSpecifier: .dynamic { name, _ in name.hasSuffix("_PASSPHRASE") })
    }
}
