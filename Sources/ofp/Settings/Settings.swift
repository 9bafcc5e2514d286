import FoundationEssentials
import Logging
import OpenFinance
import Signing
import Transport

/// Everything that a command needs to talk to the network, read and checked.
struct Settings {
    var credentials: ClientCredentials
    var identity: ClientIdentity
    var trustRoots: TrustRoots
    var directory: DirectorySource
    var customerIPAddress: CustomerIPAddress
    var scope: String
    var timePerLFI: Duration
    var deadline: Duration?

    /// - Throws: a ``CommandFailure`` for the first setting that is missing or cannot be used. Nothing has been sent
    ///   by then.
    init(_ reader: SettingsReader, passphrases: PassphrasePrompt) throws(CommandFailure) {
        let clientID = try reader.required(.clientID)
        let keys = KeyFiles(reader: reader, prompt: passphrases)
        credentials = ClientCredentials(
            clientID: clientID,
            signingKey: try keys.privateKey(.signingKey, passphrase: .signingKeyPassphrase),
            signingKeyID: try reader.required(.signingKeyID))
        identity = try keys.identity()
        trustRoots = try keys.trustRoots()
        customerIPAddress = try Self.customerIPAddress(reader)
        directory = try Self.directory(reader)
        scope = try Self.scope(reader)
        timePerLFI = try Self.seconds(reader, .timeout) ?? .seconds(30)
        deadline = try Self.seconds(reader, .deadline)
    }

    private static func customerIPAddress(_ reader: SettingsReader) throws(CommandFailure) -> CustomerIPAddress {
        _ = try reader.required(.customerIP)
        let address = try reader.value(
            .customerIP, expected: "the IPv4 or IPv6 address of the customer in session", CustomerIPAddress.init)
        guard let address else { preconditionFailure("required above") }
        return address
    }

    /// A path counts as one only where it could not be a mistyped URL.
    private static func directory(_ reader: SettingsReader) throws(CommandFailure) -> DirectorySource {
        let source = try reader.value(
            .directory, expected: "'sandbox', 'production', an https URL or the path of a file"
        ) { text -> DirectorySource? in
            switch text {
            case "sandbox": .sandbox
            case "production": .production
            case _ where text.contains("://"): Endpoint(text).map(DirectorySource.endpoint)
            default: .file(path: text)
            }
        }
        return source ?? .sandbox
    }

    private static func scope(_ reader: SettingsReader) throws(CommandFailure) -> String {
        // RFC 6749 §3.3: printable ASCII without '"' and '\', words apart by single spaces.
        try reader.value(.scope, expected: "words apart by single spaces") { text in
            let words = text.split(separator: " ", omittingEmptySubsequences: false)
            let isValid = words.allSatisfy { word in
                !word.isEmpty && word.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != 0x22 && $0 != 0x5C }
            }
            return isValid ? text : nil
        } ?? "products"
    }

    private static func seconds(_ reader: SettingsReader, _ setting: Setting) throws(CommandFailure) -> Duration? {
        try reader.value(setting, expected: "a number of seconds, above 0 and at most 86400,") { text in
            Double(text).flatMap { $0 > 0 && $0 <= 86_400 ? .seconds($0) : nil }
        }
    }
}
