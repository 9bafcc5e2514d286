import FoundationEssentials
import OpenFinance
import OpenFinanceCrypto

/// Private keys that stay in PKCS#11 tokens, as the settings name them.
struct TokenKeys {
    let reader: SettingsReader
    let prompt: PassphrasePrompt

    /// - Parameter pin: which setting the PIN is in, where the URI names no file with it.
    func privateKey(_ uri: TokenKeyURI, _ source: KeySource, pin: Setting) throws(CommandFailure) -> PrivateKey {
        let module = try module
        let given = try uri.pinFile.map { path throws(CommandFailure) in try Self.pin(in: path) } ?? reader.text(pin)
        do throws(SigningError) {
            do throws(SigningError) {
                return try PrivateKey(uri, module: module, pin: given)
            } catch  where error.code == .pinMissing {
                guard let answer = prompt.ask("PIN of \(source.name): ") else { throw error }
                return try PrivateKey(uri, module: module, pin: answer)
            }
        } catch {
            throw source.unusable(error, advice: advice(on: error.code, uri, source, pin))
        }
    }

    /// The whole path: a name by itself means something else to each of those who load it.
    private var module: String? {
        get throws(CommandFailure) {
            guard let path = reader.text(.pkcs11Module) else { return nil }
            guard FileManager.default.fileExists(atPath: path) else {
                throw CommandFailure(
                    .configuration, "The PKCS#11 module '\(path.forTerminal)' is not there",
                    advice: "Install what the token's maker gives for it, and name its file with "
                        + Setting.pkcs11Module.howToGive)
            }
            return URL(filePath: path).standardizedFileURL.path
        }
    }

    private static func pin(in path: String) throws(CommandFailure) -> String {
        do throws(FileReading.Failure) {
            var contents = try FileReading.contents(of: path, limit: 1024)
            defer { contents.cleanse() }
            var pin = String(decoding: contents, as: UTF8.self)
            while pin.hasSuffix("\n") || pin.hasSuffix("\r") || pin.hasSuffix("\r\n") { pin.removeLast() }
            return pin
        } catch {
            throw CommandFailure(
                .configuration, "The file '\(path.forTerminal)' with a PIN cannot be read: \(error.reason)",
                advice: "Check the pin-source of the key's URI, and that you may read the file")
        }
    }

    /// A sentence without final stop.
    private func advice(on code: SigningError.Code, _ uri: TokenKeyURI, _ source: KeySource, _ pin: Setting) -> String {
        switch code {
        case .noTokenModule:
            reader.text(.pkcs11Module) == nil
                ? "Name the token's module with \(Setting.pkcs11Module.howToGive)"
                : "Check the file that was given with \(Setting.pkcs11Module.howToGive), what 'ldd' says of it, and its configuration"
        case .noTokenDoor:
            "Install Debian's pkcs11-provider, or where that is not there its libengine-pkcs11-openssl"
        case .noToken:
            "Put it in, or check the module (\(Setting.pkcs11Module.howToGive)) and the URI ('p11tool --list-tokens', in Debian's gnutls-bin, shows those that are there)"
        case .ambiguousToken: "Add its serial number to the URI: 'pkcs11:serial=…;object=…'"
        case .noTokenKey:
            "Check 'object' and 'id' of the URI: 'pkcs11-tool --list-objects --login', in Debian's opensc, shows what is there"
        case .ambiguousTokenKey: "Add its id to the URI: 'pkcs11:token=…;object=…;id=%01'"
        case .pinMissing, .pinWrong:
            "Give the PIN with \(uri.pinFile == nil ? "\(pin.environmentVariable) or pin-source in the URI" : "the file of pin-source")"
                + (code == .pinWrong ? "; a wrong PIN is not tried twice" : "")
        case .asksEachTime:
            "Have a key made without CKA_ALWAYS_AUTHENTICATE: a list of products takes three signatures for each bank"
        case .pinLocked: "Have it unlocked with the security officer's PIN, by the tools of the token's maker"
        case .notRSA, .keyTooShort:
            "Have an RSA key of 2048 bits or more made in the token, and a certificate issued for it ('ofp keys csr')"
        case .tokenFailed: "Check that the token is there and answers, and try again"
        default: "Check the URI that was given with \(source.setting.howToGive)"
        }
    }
}
