import Configuration
import OpenFinance

/// The settings' text in their layers: a flag wins over the environment.
struct SettingsReader {
    private let reader: ConfigReader
    /// Where the cache is, whether or not it is used.
    let cacheStore: FileCacheStore

    init(flags: [Setting: String], environment: [String: String]) {
        cacheStore = FileCacheStore(folder: BaseDirectories(environment).cache)
        let flags = Dictionary(
            uniqueKeysWithValues: flags.map { setting, text in
                (AbsoluteConfigKey(setting.key), ConfigValue(.string(text), isSecret: false))
            })
        reader = ConfigReader(providers: [
            InMemoryProvider(name: "flags", values: flags),
            EnvironmentVariablesProvider(
                environmentVariables: environment,
                secretsSpecifier: .dynamic { name, _ in
                    name.hasSuffix("_PASSPHRASE")
                }),
        ])
    }

    func text(_ setting: Setting) -> String? { reader.string(forKey: setting.key) }

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
}
