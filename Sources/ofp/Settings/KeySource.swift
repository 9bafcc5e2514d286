import FoundationEssentials
import OpenFinance
import OpenFinanceCrypto

/// Where a key or a certificate comes from: a file or pipe that the setting names, PEM text in the environment, or a token.
struct KeySource {
    enum Place {
        case file(String)
        /// PEM.
        case text(String)
        case token(TokenKeyURI)
    }

    let setting: Setting
    let place: Place

    /// - Throws: a ``CommandFailure`` where there is none, or where PEM text stands where others can read it.
    init(_ setting: Setting, _ reader: SettingsReader) throws(CommandFailure) {
        self.setting = setting
        let text = try reader.required(setting)
        if setting.isPrivateKey, TokenKeyURI.isMeant(by: text) {
            place = .token(try Self.tokenKey(text, setting))
            return
        }
        guard let pem = Self.pem(text) else {
            place = .file(text)
            return
        }
        guard reader.isFromEnvironment(setting) else {
            throw CommandFailure(
                .configuration, "The \(setting.noun) was given as text where the name of a file belongs",
                advice: "Put the text into \(setting.environmentVariable), or give the name of a file: "
                    + "flags can be seen in the list of processes, and keys do not belong in a profile")
        }
        place = .text(pem)
    }

    private static func tokenKey(_ text: String, _ setting: Setting) throws(CommandFailure) -> TokenKeyURI {
        do throws(SigningError) {
            return try TokenKeyURI(text)
        } catch {
            // Nothing of the text: it may have a PIN in it.
            throw CommandFailure(
                .configuration, "The PKCS#11 URI of the \(setting.noun) cannot be used: \(error.message)",
                advice: "Give one such as 'pkcs11:token=NAME;object=NAME', with '?pin-source=file:/PATH' where the PIN "
                    + "stands in a file, and a module with \(Setting.pkcs11Module.howToGive)")
        }
    }

    /// For a sentence; never the text itself.
    var name: String {
        switch place {
        case .file(let path): InputFile(path).name.forTerminal.withoutSecrets
        case .text: "in \(setting.environmentVariable)"
        case .token(let uri): "'\(uri.description.forTerminal.withoutSecrets)'"
        }
    }

    /// Where it lies, by itself: a path, the name of a variable, or a URI.
    var location: String {
        switch place {
        case .file(let path): path.withoutSecrets
        case .text: setting.environmentVariable
        case .token(let uri): uri.description.withoutSecrets
        }
    }

    /// For a line that is copied into a shell.
    var shellName: String {
        if case .file(let path) = place, !InputFile(path).readsStandardInput { path.shellQuoted } else { "FILE" }
    }

    /// Of a file or a text.
    func contents() throws(CommandFailure) -> Data {
        let path: String
        switch place {
        case .text(let text): return Data(text.utf8)
        case .file(let file): path = file
        case .token: preconditionFailure("what is in a token is not read")
        }
        do throws(FileReading.Failure) {
            // A key is read by the one who wipes it, and kept by nobody.
            return setting.isPrivateKey
                ? try FileReading.contents(of: path, limit: InputFile.smallFile)
                : try InputFile(path).contents(limit: InputFile.smallFile)
        } catch {
            throw CommandFailure(
                .configuration, "The \(setting.noun) \(name) cannot be read: \(error.reason)",
                advice:
                    "Check that the file is there and that you may read it, or name another with \(setting.howToGive)")
        }
    }

    /// The key or certificate that a text plainly is: as it stands, with its line breaks spelled out as CI systems keep it, or
    /// all of it in Base64 (RFC 4648). Nil for what is none, such as a path.
    private static func pem(_ text: String) -> String? {
        if text.contains("-----BEGIN ") {
            return text.contains("\n") ? text : text.replacing("\\r", with: "").replacing("\\n", with: "\n")
        }
        // A JWK (RFC 7517) is no name of a file either; which kind of key is asked for is said where it is read.
        if text.hasPrefix("{") { return text }
        let packed = text.filter { !$0.isWhitespace }
        guard packed.utf8.count > 100, let data = Data(base64Encoded: packed) else { return nil }
        let decoded = String(decoding: data, as: UTF8.self)
        return decoded.hasPrefix("-----BEGIN ") ? decoded : nil
    }
}
