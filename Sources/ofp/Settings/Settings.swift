import OpenFinance
import OpenFinanceCrypto
import OpenFinanceTransport

/// Everything that a command needs to talk to the network, read and checked.
struct Settings {
    var credentials: ClientCredentials
    var identity: ClientIdentity
    var transportCertificate: Certificate
    var trustRoots: TrustRoots
    var directory: DirectorySource
    /// Who of the directory may be asked.
    var allowedLFIs: LFISelection
    /// Nil where there is no customer in session.
    var customerIPAddress: CustomerIPAddress?
    var scope: String
    var timePerLFI: Duration
    var deadline: Duration?
    /// Nil where it is switched off.
    var cache: FileCacheStore?

    /// Those without which nobody can be asked.
    static func required(isForCustomer: Bool) -> [Setting] {
        [.clientID, .signingKey, .signingKeyID, .transportCertificate, .transportKey]
            + (isForCustomer ? [.customerIP] : [])
    }

    /// - Parameter isForCustomer: whether there is a customer in session, whose address banks want to know.
    /// - Throws: a ``CommandFailure`` for the first setting that is missing or cannot be used. Nothing has been sent
    ///   by then.
    init(
        _ reader: SettingsReader, passphrases: PassphrasePrompt, isForCustomer: Bool = true
    ) throws(CommandFailure) {
        try reader.requireAll(Self.required(isForCustomer: isForCustomer))
        let keys = KeyFiles(reader: reader, prompt: passphrases)
        credentials = try keys.credentials()
        let transport = try keys.identity()
        identity = transport.identity
        transportCertificate = transport.certificate
        trustRoots = try keys.trustRoots()
        customerIPAddress = isForCustomer ? try reader.customerIPAddress() : nil
        directory = try reader.directory()
        allowedLFIs = try reader.allowedLFIs()
        scope = try reader.scope()
        timePerLFI = try reader.timePerLFI()
        deadline = try reader.deadline()
        cache = try reader.cache()
    }
}
