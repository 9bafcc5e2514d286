import FoundationEssentials
import OpenFinance

/// Where a key or a certificate comes from: a file or pipe that the setting names, or PEM text in the environment.
struct KeySource {
    let setting: Setting
    private let text: String
    private let isPEM: Bool

    /// - Throws: a ``CommandFailure`` where there is none, or where PEM text stands where others can read it.
    init(_ setting: Setting, _ reader: SettingsReader) throws(CommandFailure) {
        self.setting = setting
        let text = try reader.required(setting)
        guard let pem = Self.pem(text) else {
            (self.text, isPEM) = (text, false)
            return
        }
        guard reader.isFromEnvironment(setting) else {
            throw CommandFailure(
                .configuration, "The \(setting.noun) was given as text where the name of a file belongs",
                advice: "Put the text into \(setting.environmentVariable), or give the name of a file: "
                    + "flags stand in the list of processes, and a profile is no place for keys")
        }
        (self.text, isPEM) = (pem, true)
    }

    /// For a sentence; never the text itself.
    var name: String { isPEM ? "in \(setting.environmentVariable)" : InputFile(text).name.forTerminal.withoutSecrets }

    /// Where it lies, by itself: a path, or the name of a variable.
    var place: String { isPEM ? setting.environmentVariable : text.withoutSecrets }

    /// For a line that is copied into a shell.
    var shellName: String {
        isPEM || InputFile(text).readsStandardInput ? "FILE" : text.shellQuoted
    }

    func contents() throws(CommandFailure) -> Data {
        if isPEM { return Data(text.utf8) }
        do throws(FileReading.Failure) {
            let isKey = setting == .signingKey || setting == .transportKey
            // A key is read by the one who wipes it, and kept by nobody.
            return isKey
                ? try FileReading.contents(of: text, limit: InputFile.smallFile)
                : try InputFile(text).contents(limit: InputFile.smallFile)
        } catch {
            throw CommandFailure(
                .configuration, "The \(setting.noun) \(name) cannot be read: \(error.reason)",
                advice:
                    "Check that the file is there and that you may read it, or name another with \(setting.howToGive)")
        }
    }

    /// The key or certificate that a text plainly is: as it stands, with its line breaks spelled out as CI systems keep it, or all of it
    /// in Base64 (RFC 4648). Nil for what is none, such as a path.
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
