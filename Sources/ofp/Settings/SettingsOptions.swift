import ArgumentParser
import OpenFinance

/// The flags of all settings, shared by every command that talks to the network.
struct SettingsOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp("Profile of the configuration file. [OFP_PROFILE]", valueName: "name"), completion: .profiles
    )
    var profile: String?

    @Option(
        help: ArgumentHelp("Configuration file (default: ~/.config/ofp/config.yaml). [OFP_CONFIG]", valueName: "file"),
        completion: .file())
    var config: String?

    @Option(help: ArgumentHelp("Application id in the Trust Framework. [OFP_CLIENT_ID]", valueName: "id"))
    var clientID: String?

    @Option(
        help: ArgumentHelp(
            "Private key that signs client assertions: PEM, or a PKCS#11 URI. [OFP_SIGNING_KEY]", valueName: "file"),
        completion: .file())
    var signingKey: String?

    @Option(help: ArgumentHelp("The signing key's Key ID (kid). [OFP_SIGNING_KEY_ID]", valueName: "kid"))
    var signingKeyID: String?

    @Option(
        help: ArgumentHelp("PEM certificate (chain) for mutual TLS. [OFP_TRANSPORT_CERT]", valueName: "file"),
        completion: .file())
    var transportCert: String?

    @Option(
        help: ArgumentHelp(
            "Private key of the certificate: PEM, or a PKCS#11 URI. [OFP_TRANSPORT_KEY]", valueName: "file"),
        completion: .file())
    var transportKey: String?

    @Option(
        name: .customLong("pkcs11-module"),
        help: ArgumentHelp(
            "PKCS#11 module of keys in tokens (default: those of p11-kit). [OFP_PKCS11_MODULE]", valueName: "file"),
        completion: .file())
    var pkcs11Module: String?

    @Option(
        help: ArgumentHelp("PEM trust roots in place of the system's. [OFP_CA_FILE]", valueName: "file"),
        completion: .file())
    var caFile: String?

    @Option(
        help: ArgumentHelp(
            "'sandbox' (the default), 'preprod', 'production', an https URL or a file. [OFP_DIRECTORY_URL]",
            valueName: "directory"), completion: .file())
    var directory: String?

    @Option(
        help: ArgumentHelp(
            "Where the public keys of organisations stand (default: the Trust Framework's). [OFP_KEYSTORE_URL]",
            valueName: "url"))
    var keystore: String?

    @Option(
        name: .customLong("customer-ip"),
        help: ArgumentHelp("IP address of the customer in session; required. [OFP_CUSTOMER_IP]", valueName: "address"))
    var customerIP: String?

    @Option(help: ArgumentHelp("Scope of token requests (default: products). [OFP_SCOPE]", valueName: "scope"))
    var scope: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp("Seconds that one bank may take in all (default: 30). [OFP_TIMEOUT]", valueName: "seconds"))
    var timeout: String?

    @Option(
        parsing: .unconditional,
        help: ArgumentHelp(
            "Seconds for the whole command; what arrived by then is printed. [OFP_DEADLINE]", valueName: "seconds"))
    var deadline: String?

    @Flag(name: .long, help: "Neither read nor write the cache. [OFP_NO_CACHE]")
    var noCache = false

    @Option(help: "When to colour the output (default: auto). [NO_COLOR]")
    var color: ColorChoice?

    @OptionGroup var paging: PagerOptions

    @Flag(name: .shortAndLong, help: "Log each request to standard error; -vv logs more. [OFP_LOG_LEVEL]")
    var verbose: Int

    @Option(help: "How to log.")
    var logFormat = LogFormat.text

    @OptionGroup var tracing: TraceOptions

    /// The settings in their layers.
    func reader(_ environment: [String: String]) throws(CommandFailure) -> SettingsReader {
        // '--directory "$NAME"' where there is no such variable: the usual value is not what was meant.
        if let setting = Setting.allCases.first(where: { given[$0]?.withoutBlankEnds.isEmpty == true }) {
            throw CommandFailure(
                .usage, "\(setting.flag ?? setting.rawValue) has no value",
                advice: "Give one, or leave it out")
        }
        let selection = try ProfileSelection(file: config, profile: profile, environment: environment)
        return SettingsReader(flags: given, environment: environment, profile: selection.profile)
    }

    /// The file of profiles, also where it is at its usual place, and by what it is named.
    func configurationFile(_ environment: [String: String]) -> (name: String, path: String?) {
        let name = config != nil ? "--config" : environment["OFP_CONFIG"] != nil ? "OFP_CONFIG" : "the configuration"
        return (name, ProfileSelection.path(config, environment))
    }

    /// Passphrases are asked for with the key's path, only where a terminal is there to answer.
    var given: [Setting: String] {
        let values: [Setting: String?] = [
            .clientID: clientID, .signingKey: signingKey, .signingKeyID: signingKeyID,
            .transportCertificate: transportCert, .transportKey: transportKey, .pkcs11Module: pkcs11Module,
            .trustRoots: caFile,
            .directory: directory, .keystore: keystore, .customerIP: customerIP, .scope: scope, .timeout: timeout,
            .deadline: deadline,
            .noCache: noCache ? "true" : nil, .color: color?.rawValue,
            .noPager: paging.given,
            .logLevel: verbose > 1 ? "debug" : verbose > 0 ? "info" : nil, .trace: tracing.given,
        ]
        return values.compactMapValues(\.self)
    }
}

/// Whether what is longer than the screen is leafed through.
struct PagerOptions: ParsableArguments {
    @Flag(name: .long, help: "Print at once what is longer than the screen. [NO_PAGER]")
    var noPager = false

    /// As a setting.
    var given: String? { noPager ? "true" : nil }
}

enum ColorChoice: String, CaseIterable, ExpressibleByArgument {
    case auto, always, never
}

enum LogFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}
