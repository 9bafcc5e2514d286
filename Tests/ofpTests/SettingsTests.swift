import ArgumentParser
import Foundation
import OpenFinance
import Testing
import OpenFinanceTransport

@testable import ofp
@testable import ofp_sandbox

@Suite("Settings")
struct SettingsTests {
    private static let keys = Result { try TestKeys() }
    private let keys: TestKeys
    private let environment: [String: String]

    init() throws {
        keys = try Self.keys.get()
        environment = keys.environment
    }

    private func settings(
        flags: [Setting: String] = [:], environment changes: [String: String?] = [:],
        prompt: PassphrasePrompt = .nobody
    ) throws -> Settings {
        var environment = environment
        for (name, value) in changes { environment[name] = value }
        return try Settings(SettingsReader(flags: flags, environment: environment), passphrases: prompt)
    }

    private func rejection(
        flags: [Setting: String] = [:], environment: [String: String?] = [:]
    ) -> CommandFailure? {
        #expect(throws: CommandFailure.self) { try settings(flags: flags, environment: environment) }
    }

    @Test("are read from the environment, with the contract's defaults")
    func defaults() throws {
        let settings = try settings()
        #expect(settings.credentials.clientID == "client")
        #expect(settings.credentials.signingKeyID == "kid")
        #expect(settings.customerIPAddress?.description == "203.0.113.7")
        #expect(settings.scope == "products")
        #expect(settings.timePerLFI == .seconds(30))
        #expect(settings.deadline == nil)
        #expect(settings.directory == .sandbox)
        #expect(settings.trustRoots == .system)
    }

    @Test("a flag wins over the environment, the environment over the default")
    func precedence() throws {
        let environment: [String: String?] = [
            "OFP_CLIENT_ID": "from environment", "OFP_SIGNING_KEY_ID": "from environment",
            "OFP_CUSTOMER_IP": "192.0.2.1", "OFP_SCOPE": "openid products", "OFP_TIMEOUT": "7", "OFP_DEADLINE": "8.5",
            "OFP_DIRECTORY_URL": "production", "OFP_CA_FILE": keys.certificate,
        ]
        let low = try settings(environment: environment)
        #expect(low.credentials.clientID == "from environment")
        #expect(low.credentials.signingKeyID == "from environment")
        #expect(low.customerIPAddress?.description == "192.0.2.1")
        #expect(low.scope == "openid products")
        #expect(low.timePerLFI == .seconds(7))
        #expect(low.deadline == .seconds(8.5))
        #expect(low.directory == .production)
        #expect(low.trustRoots == .pem(try Data(contentsOf: URL(filePath: keys.certificate))))

        let flags: [Setting: String] = [
            .clientID: "from flag", .signingKeyID: "from flag", .customerIP: "2001:db8::1", .scope: "products",
            .timeout: "9", .deadline: "10", .directory: "sandbox", .trustRoots: keys.otherCertificate,
        ]
        let high = try settings(flags: flags, environment: environment)
        #expect(high.credentials.clientID == "from flag")
        #expect(high.credentials.signingKeyID == "from flag")
        #expect(high.customerIPAddress?.description == "2001:db8::1")
        #expect(high.scope == "products")
        #expect(high.timePerLFI == .seconds(9))
        #expect(high.deadline == .seconds(10))
        #expect(high.directory == .sandbox)
        #expect(high.trustRoots == .pem(try Data(contentsOf: URL(filePath: keys.otherCertificate))))
    }

    @Test("key files from flags win, too")
    func keyFilePrecedence() throws {
        let environment: [String: String?] = [
            "OFP_SIGNING_KEY": "/nowhere", "OFP_TRANSPORT_CERT": "/nowhere", "OFP_TRANSPORT_KEY": "/nowhere",
        ]
        let flags: [Setting: String] = [
            .signingKey: keys.key, .transportCertificate: keys.certificate, .transportKey: keys.key,
        ]
        _ = try settings(flags: flags, environment: environment)
    }

    @Test(
        "those that are missing are named, with how to give them and the contract's exit code",
        arguments: [
            ("OFP_CLIENT_ID", "--client-id", CommandStatus.configuration),
            ("OFP_SIGNING_KEY", "--signing-key", .configuration),
            ("OFP_SIGNING_KEY_ID", "--signing-key-id", .configuration),
            ("OFP_TRANSPORT_CERT", "--transport-cert", .configuration),
            ("OFP_TRANSPORT_KEY", "--transport-key", .configuration),
            ("OFP_CUSTOMER_IP", "--customer-ip", .usage),
        ])
    func missing(variable: String, flag: String, status: CommandStatus) throws {
        let failure = try #require(rejection(environment: [variable: nil]))
        #expect(failure.status == status)
        #expect(failure.advice.contains(flag))
        #expect(failure.advice.contains(variable))
    }

    @Test(
        "bad values are named, with what they should be and the contract's exit code",
        arguments: [
            (Setting.customerIP, "300.1.1.1", CommandStatus.usage), (.customerIP, "localhost", .usage),
            (.directory, "http://directory.example/participants", .usage), (.directory, "ftp://x", .usage),
            (.timeout, "0", .usage), (.timeout, "-1", .usage), (.timeout, "soon", .usage), (.timeout, "1e9", .usage),
            (.timeout, "nan", .usage), (.deadline, "inf", .usage), (.scope, "products  openid", .usage),
            (.scope, "pro\"ducts", .usage), (.signingKey, "/nowhere/at/all", .configuration),
            (.signingKey, "/", .configuration), (.signingKey, "/etc/hostname", .configuration),
            (.transportCertificate, "/etc/hostname", .configuration), (.trustRoots, "/nowhere", .configuration),
            (.trustRoots, "/etc/hostname", .configuration),
        ])
    func bad(setting: Setting, value: String, status: CommandStatus) throws {
        let failure = try #require(rejection(flags: [setting: value]))
        #expect(failure.status == status)
        #expect(failure.message.contains(value))
        #expect(failure.sentences.contains(try #require(setting.flag)))
    }

    @Test("are never given as nothing by a flag, which would be the usual value in another's place")
    func emptyFlags() throws {
        let flags = [
            ["--directory", ""], ["--timeout", " "], ["--ca-file", ""], ["--trace-file", ""], ["--scope", "\t"],
        ]
        for arguments in flags {
            let options = try SettingsOptions.parse(arguments)
            #expect(throws: CommandFailure.self) { try options.reader(["OFP_DIRECTORY_URL": "production"]) }
            let failure = #expect(throws: CommandFailure.self) { try options.reader([:]) }
            #expect(failure?.status == .usage && failure?.message.hasSuffix(" has no value") == true)
        }
    }

    @Test("a bad value is named with the place where it stands, and with what is wanted")
    func places() throws {
        func failure(_ flags: [Setting: String], _ environment: [String: String]) throws -> CommandFailure? {
            let profile = Profile(name: "live", settings: [.timeout: "late"], source: "profile live of config.yaml")
            let reader = SettingsReader(flags: flags, environment: environment, profile: profile)
            return #expect(throws: CommandFailure.self) { try reader.timePerLFI() }
        }
        let wanted = "give a number of seconds, above 0 and at most 86400"
        let ofFlag = try failure([.timeout: "0"], ["OFP_TIMEOUT": "soon"])
        #expect(ofFlag?.message == "Invalid value '0' for --timeout: \(wanted)")
        let ofVariable = try failure([:], ["OFP_TIMEOUT": "soon"])
        #expect(ofVariable?.message == "Invalid value 'soon' for OFP_TIMEOUT: \(wanted)")
        let ofProfile = try failure([:], [:])
        #expect(
            ofProfile?.message == "Invalid value 'late' for timeout (profile live of config.yaml): \(wanted)")
    }

    @Test("a key that does not belong to the certificate is found out before anything is sent")
    func mismatch() throws {
        let failure = try #require(rejection(flags: [.transportKey: keys.otherKey]))
        #expect(failure.status == .configuration)
        #expect(failure.message.contains("does not belong"))
    }

    @Test("a path is a directory's file, whatever it looks like, unless it looks like a URL")
    func directoryFile() throws {
        #expect(
            try settings(flags: [.directory: "./participants.json"]).directory == .file(path: "./participants.json"))
        let url = try settings(flags: [.directory: "https://directory.example/participants"]).directory
        #expect(url == Endpoint("https://directory.example/participants").map(DirectorySource.endpoint))
    }

    @Test("a passphrase comes from the environment, else from whoever can be asked, and is in no message")
    func passphrases() throws {
        let flags: [Setting: String] = [.signingKey: keys.encryptedKey]
        _ = try settings(flags: flags, environment: ["OFP_SIGNING_KEY_PASSPHRASE": "open sesame"])

        let asked = PassphrasePrompt { $0.contains("encrypted") ? "open sesame" : nil }
        _ = try settings(flags: flags, prompt: asked)

        let missing = try #require(rejection(flags: flags))
        #expect(missing.advice.contains("OFP_SIGNING_KEY_PASSPHRASE"))
        let wrong = try #require(rejection(flags: flags, environment: ["OFP_SIGNING_KEY_PASSPHRASE": "guess-it"]))
        #expect(wrong.status == .configuration)
        #expect(!wrong.sentences.contains("guess-it"))
    }
}

/// Keys and certificates in files, made for these tests.
struct TestKeys {
    let key, otherKey, encryptedKey, shortKey, certificate, otherCertificate: String
    let environment: [String: String]

    init() throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-tests-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        func write(_ name: String, _ bytes: [UInt8]) throws -> String {
            let file = folder.appending(path: name)
            try Data(bytes).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o600], ofItemAtPath: file.path)
            return file.path
        }
        let authority = try CertificateAuthority(name: "Root")
        let (pair, other) = (try KeyPair.generate(.rsa2048), try KeyPair.generate(.rsa2048))
        key = try write("key.pem", pair.pem())
        otherKey = try write("other-key.pem", other.pem())
        shortKey = try write("short-key.pem", shortPEM())
        encryptedKey = try write("encrypted-key.pem", pair.encryptedPEM(passphrase: "open sesame"))
        certificate = try write(
            "certificate.pem",
            authority.client(id: "client", organisation: ("O", id: "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"), key: pair)
                .pem())
        otherCertificate = try write(
            "other-certificate.pem",
            authority.client(id: "other", organisation: ("O", id: "1b9d6bcd-bbfd-4b2d-9b5d-ab8dfbbd4bed"), key: other)
                .pem())
        environment = [
            "OFP_CLIENT_ID": "client", "OFP_SIGNING_KEY": key, "OFP_SIGNING_KEY_ID": "kid",
            "OFP_TRANSPORT_CERT": certificate, "OFP_TRANSPORT_KEY": key, "OFP_CUSTOMER_IP": "203.0.113.7",
        ]
    }
}
