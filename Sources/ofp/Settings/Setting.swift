import Configuration

/// A setting of the contract: its flag, its environment variable, and what it is.
enum Setting: String, CaseIterable {
    case clientID = "client-id"
    case signingKey = "signing-key"
    case signingKeyID = "signing-key-id"
    case signingKeyPassphrase = "signing-key-passphrase"
    case transportCertificate = "transport-cert"
    case transportKey = "transport-key"
    case transportKeyPassphrase = "transport-key-passphrase"
    case pkcs11Module = "pkcs11-module"
    case trustRoots = "ca-file"
    case directory = "directory-url"
    case keystore = "keystore-url"
    case customerIP = "customer-ip"
    case allowedLFIs = "lfi"
    case barredLFIs = "exclude-lfi"
    case scope = "scope"
    case timeout = "timeout"
    case deadline = "deadline"
    case noCache = "no-cache"
    case color = "color"
    case noPager = "no-pager"
    case logLevel = "log-level"
    case trace = "trace"

    /// Nil where no flag takes the value; passphrases must not stand in argv, where other users can read them.
    var flag: String? {
        switch self {
        // The flags of these names choose among those that may be asked, and let nobody else be.
        case .allowedLFIs, .barredLFIs: nil
        case .signingKeyPassphrase, .transportKeyPassphrase, .logLevel: nil
        case .directory: "--directory"
        case .keystore: "--keystore"
        default: "--\(rawValue)"
        }
    }

    var environmentVariable: String {
        switch self {
        // Other programs go by these, too.
        case .color: "NO_COLOR"
        case .noPager: "NO_PAGER"
        default: "OFP_" + String(rawValue.uppercased().map { $0 == "-" ? "_" : $0 })
        }
    }

    /// Its name in a profile of the configuration file; nil for passphrases, which have no place beside their keys.
    var fileKey: String? {
        switch self {
        case .signingKeyPassphrase, .transportKeyPassphrase: nil
        case .directory: "directory"
        case .keystore: "keystore"
        default: rawValue
        }
    }

    /// Whether it may not be shown.
    var isSecret: Bool { fileKey == nil }

    var isPrivateKey: Bool { self == .signingKey || self == .transportKey }

    /// Whether it names a file.
    var isFile: Bool {
        [.signingKey, .transportCertificate, .transportKey, .pkcs11Module, .trustRoots, .directory].contains(self)
    }

    /// Its name in every layer of the configuration; the environment's layer spells it as ``environmentVariable``.
    var key: ConfigKey { ConfigKey(["ofp", rawValue]) }

    /// Whether it is a list, which a file may write as one.
    var isList: Bool { self == .allowedLFIs || self == .barredLFIs }

    /// What it is, for a sentence.
    var noun: String {
        switch self {
        case .clientID: "client id"
        case .signingKey: "signing key"
        case .signingKeyID: "signing key id"
        case .signingKeyPassphrase: "passphrase of the signing key"
        case .transportCertificate: "transport certificate"
        case .transportKey: "transport key"
        case .transportKeyPassphrase: "passphrase of the transport key"
        case .pkcs11Module: "PKCS#11 module"
        case .trustRoots: "file of trust roots"
        case .directory: "directory"
        case .keystore: "address of the organisations' keys"
        case .customerIP: "customer IP address"
        case .allowedLFIs: "list of banks that may be asked"
        case .barredLFIs: "list of banks that may not be asked"
        case .scope: "scope"
        case .timeout: "time per bank"
        case .deadline: "deadline"
        case .noCache: "switch for the cache"
        case .color: "choice of colour"
        case .noPager: "switch for the pager"
        case .logLevel: "log level"
        case .trace: "trace"
        }
    }

    /// How to give it, for a sentence: `--client-id, OFP_CLIENT_ID or a profile`.
    var howToGive: String {
        let ways = [flag, environmentVariable, fileKey == nil ? nil : "a profile"].compactMap(\.self)
        return ways.count < 2 ? ways.joined() : "\(ways.dropLast().joined(separator: ", ")) or \(ways[ways.count - 1])"
    }

    /// What kind of fault it is to lack it or to give it wrongly.
    var status: CommandStatus {
        switch self {
        case .clientID, .signingKey, .signingKeyID, .signingKeyPassphrase, .transportCertificate, .transportKey,
            .transportKeyPassphrase, .pkcs11Module, .trustRoots:
            .configuration
        case .directory, .keystore, .customerIP, .allowedLFIs, .barredLFIs, .scope, .timeout, .deadline, .noCache,
            .color, .noPager, .logLevel, .trace:
            .usage
        }
    }
}
