import OpenFinanceCrypto

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Who may open a file with a key, or with the PIN of one.
struct KeyFilePermissions {
    let setting: Setting
    let path: String
    let isForOwnerAlone: Bool

    /// Of the files that are named and there; of folders, devices and pipes there is nothing to say here.
    static func all(_ reader: SettingsReader) -> [KeyFilePermissions] {
        [Setting.signingKey, .transportKey].compactMap { setting in
            var status = stat()
            // Of what a link leads to: keys that are mounted into containers are links.
            guard let path = reader.text(setting).flatMap(Self.path), stat(path, &status) == 0,
                status.st_mode & S_IFMT == S_IFREG
            else { return nil }
            return KeyFilePermissions(setting: setting, path: path, isForOwnerAlone: status.st_mode & 0o077 == 0)
        }
    }

    /// Of the file that a setting names: the key's, or that with its token's PIN.
    private static func path(_ text: String) -> String? {
        TokenKeyURI.isMeant(by: text) ? (try? TokenKeyURI(text))?.pinFile : text
    }

    /// What is wrong where others may open it; a sentence without final stop.
    var complaint: String { "Other users may open '\(path)'" }

    /// A sentence without final stop.
    var advice: String { "Restrict it: chmod 600 \(path.shellQuoted)" }
}
