import Foundation
import OpenFinanceCrypto
import OpenFinanceTransport
import Testing

@testable import ofp

@Suite("Files that were given for a key or a certificate")
struct KeyFileTests {
    /// What can be converted is converted by the advised line itself.
    enum Advice {
        case line
        case words(String)
    }

    private static let fixtures = Result { try OpenSSLFiles() }

    @Test(
        "are said to be what they are instead of a private key, and the advised line makes one of them",
        arguments: [
            ("key.der", "a private key in DER", Advice.line), ("encrypted.der", "a private key in DER", .line),
            ("pair.p12", "a PKCS#12 container", .line), ("openssh", "in the format of OpenSSH", .line),
            ("pss.pem", "restricted to PSS", .line), ("rc2.pem", "with an old cipher", .line),
            ("des.pem", "with an old cipher", .line), ("des-pkcs1.pem", "with an old cipher", .line),
            ("ec.pem", "but of type EC", .words("openssl genrsa")),
            ("ec-pkcs8.pem", "but of type EC", .words("openssl genrsa")),
            ("jwk.json", "it is JSON, as a JWK is", .words("exported")),
            ("jwks.json", "it is JSON, as a JWK is", .words("exported")),
            ("leaf.pem", "it is a certificate,", .words("that belongs to it")),
            ("leaf.der", "it is a certificate,", .words("that belongs to it")),
            ("request.pem", "it is a request for a certificate", .words("that belongs to it")),
            ("request.der", "it is a request for a certificate", .words("that belongs to it")),
            ("public.pem", "it is a public key", .words("that belongs to it")),
            ("public.der", "it is a public key", .words("that belongs to it")),
            ("openssh.pub", "it is a public key", .words("that belongs to it")),
            ("chain.p7b", "a PKCS#7 container", .words("that belongs to it")),
            ("damaged.pem", "private key in it cannot be read", .words("Give an RSA private key")),
            ("damaged.der", "no PEM private key", .words("Give an RSA private key")),
            ("empty", "no PEM private key", .words("Give an RSA private key")),
        ])
    func keys(name: String, says: String, advice: Advice) throws {
        guard let files = try Self.fixtures.get().having(name) else { return }
        try check(says, advice, of: files.path(name), as: .signingKey, files) { path throws(CommandFailure) in
            _ = try files.keyFiles([.signingKey: path]).privateKey(.signingKey, passphrase: .signingKeyPassphrase)
        }
    }

    @Test(
        "are said to be what they are instead of a certificate, and the advised line makes one of them",
        arguments: [
            ("leaf.der", "a certificate in DER", Advice.line), ("pair.p12", "a PKCS#12 container", .line),
            ("chain.p7b", "a PKCS#7 container", .line), ("reversed.pem", "number 2 of 2", .line),
            ("middle.pem", "number 2 of 3", .words("Put the key's own certificate first")),
            ("key.pem", "it is a private key,", .words("issued for it")),
            ("key.der", "it is a private key,", .words("issued for it")),
            ("encrypted.der", "it is a private key,", .words("issued for it")),
            ("openssh", "it is a private key in the format of OpenSSH", .words("issued for it")),
            ("public.pem", "it is a public key", .words("issued for it")),
            ("request.pem", "it is a request for a certificate", .words("Have the certificate issued")),
            ("request.der", "it is a request for a certificate", .words("Have the certificate issued")),
            ("jwk.json", "it is JSON", .words("Give a PEM file")),
            ("root.pem", "does not belong to", .words("Give the key")),
            ("empty", "no PEM certificate", .words("Give a PEM file")),
        ])
    func certificates(name: String, says: String, advice: Advice) throws {
        guard let files = try Self.fixtures.get().having(name) else { return }
        try check(says, advice, of: files.path(name), as: .transportCertificate, files) {
            path throws(CommandFailure) in _ = try files.identity(path)
        }
    }

    @Test(
        "are taken with the line ends and the byte order mark of Windows",
        arguments: ["crlf", "mark", "mark-crlf"])
    func windows(name: String) throws {
        guard let files = try Self.fixtures.get().having("key.pem") else { return }
        _ = try files.keyFiles([.signingKey: files.path("\(name)-key.pem")]).privateKey(
            .signingKey, passphrase: .signingKeyPassphrase)
        _ = try files.identity(files.path("\(name)-leaf.pem"))
        let roots = try files.keyFiles([.trustRoots: files.path("\(name)-leaf.pem")]).trustRoots()
        // libcurl reads these by itself.
        let clean = name == "mark" ? "leaf.pem" : "crlf-leaf.pem"
        #expect(roots == .pem(try Data(contentsOf: URL(filePath: files.path(clean)))))
    }

    @Test("are named in the line as one word of the shell, however they are called")
    func names() throws {
        #expect("it's here; rm x".shellQuoted == #"'it'\''s here; rm x'"#)
        let text = "-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n"
        let reader = SettingsReader(flags: [:], environment: ["OFP_SIGNING_KEY": text])
        let failure = #expect(throws: CommandFailure.self) {
            try KeyFiles(reader: reader, prompt: .nobody).privateKey(.signingKey, passphrase: .signingKeyPassphrase)
        }
        #expect(failure?.message.contains("it is a public key") == true)
        #expect(KeyAdvice(.privateKey, in: "FILE", with: "x").text(on: .der).contains("-in FILE -out key.pem"))
    }

    @Test(
        "are never what the line writes to",
        arguments: ["key.pem", "'my keys/key.pem'", "./chain.pem", "'chain.pem'"])
    func written(file: String) {
        for (wanted, usual) in [(KeyAdvice.Wanted.privateKey, "key.pem"), (.certificate, "chain.pem")] {
            let advice = KeyAdvice(wanted, in: file, with: "x").text(on: .pkcs12)
            #expect(advice.contains("-out converted-") == file.contains(usual))
        }
    }

    /// Expects the failure and that it tells nothing of the file, then runs the advised line and tries what it made.
    private func check(
        _ says: String, _ advice: Advice, of path: String, as setting: Setting, _ files: OpenSSLFiles,
        _ use: (String) throws(CommandFailure) -> Void
    ) throws {
        let failure = try #require(throws: CommandFailure.self) { try use(path) }
        #expect(failure.status == .configuration)
        #expect(failure.message.contains(says), "\(failure.message)")
        for line in String(decoding: try Data(contentsOf: URL(filePath: path)), as: UTF8.self).split(separator: "\n")
        where line.utf8.count > 40 { #expect(!failure.sentences.contains(line.prefix(20))) }
        switch advice {
        case .words(let words): #expect(failure.advice.contains(words), "\(failure.advice)")
        case .line:
            let start = try #require(failure.advice.firstRange(of: "(")?.upperBound)
            let end = try #require(failure.advice.firstRange(of: "), and give ")?.lowerBound)
            let result = try files.run(String(failure.advice[start..<end]), as: setting)
            try use(result)
        }
    }
}

/// One key in every form in which people have theirs, made by the openssl program.
struct OpenSSLFiles {
    private let folder: URL
    /// Nil where there is no openssl program.
    private let isMade: Bool

    private static let script = """
        openssl genrsa -out key.pem 2048
        openssl pkey -in key.pem -outform DER -out key.der
        openssl pkcs8 -topk8 -in key.pem -outform DER -passout pass:x -out encrypted.der
        openssl pkey -in key.pem -pubout -out public.pem
        openssl pkey -in key.pem -pubout -outform DER -out public.der
        openssl genpkey -algorithm RSA-PSS -out pss.pem
        openssl ecparam -name prime256v1 -genkey -out ec.pem
        openssl pkey -in ec.pem -out ec-pkcs8.pem
        legacy='-provider legacy -provider default'
        openssl pkcs8 -topk8 $legacy -in key.pem -v1 PBE-SHA1-RC2-40 -passout pass:x -out rc2.pem
        openssl pkcs8 -topk8 $legacy -in key.pem -v1 PBE-MD5-DES -passout pass:x -out des.pem
        openssl rsa $legacy -in key.pem -des -traditional -passout pass:x -out des-pkcs1.pem
        openssl req -new -x509 -key ec.pem -subj /CN=root -days 9 -out root.pem
        openssl req -new -key key.pem -subj /CN=leaf -out request.pem
        openssl req -in request.pem -outform DER -out request.der
        openssl x509 -req -in request.pem -CA root.pem -CAkey ec.pem -set_serial 1 -days 9 -out leaf.pem
        openssl x509 -in leaf.pem -outform DER -out leaf.der
        openssl pkcs12 -export -in leaf.pem -inkey key.pem -passout pass:x -out pair.p12
        openssl crl2pkcs7 -nocrl -certfile leaf.pem -out chain.p7b
        cat root.pem leaf.pem >reversed.pem
        cat root.pem leaf.pem root.pem >middle.pem
        cp key.pem openssh && chmod 600 openssh && ssh-keygen -q -p -N '' -f openssh || rm openssh
        ssh-keygen -y -f key.pem >openssh.pub || rm openssh.pub
        echo '{"kty": "RSA", "n": "AQAB", "e": "AQAB", "d": "AQAB"}' >jwk.json
        echo ' [{"kty": "RSA"}]' >jwks.json
        : >empty
        head -c 200 key.der >damaged.der
        sed 5d key.pem >damaged.pem
        for one in key leaf; do
            sed 's/$/\\r/' $one.pem >crlf-$one.pem
            { printf '\\357\\273\\277'; cat $one.pem; } >mark-$one.pem
            { printf '\\357\\273\\277'; cat crlf-$one.pem; } >mark-crlf-$one.pem
        done
        """

    init() throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "ofp-keys-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        guard try Self.shell("openssl version", in: folder) == 0 else {
            print("skipped: there is no openssl program")
            isMade = false
            return
        }
        _ = try Self.shell(Self.script, in: folder)
        isMade = true
    }

    /// Nil where the file could not be made, as OpenSSH's cannot without ssh-keygen.
    func having(_ name: String) throws -> OpenSSLFiles? {
        guard isMade else { return nil }
        if FileManager.default.fileExists(atPath: path(name)) { return self }
        try #require(name.hasPrefix("openssh"), "\(name) was not made")
        print("skipped: there is no ssh-keygen program")
        return nil
    }

    func path(_ name: String) -> String { folder.appending(path: name).path }

    func keyFiles(_ flags: [Setting: String]) -> KeyFiles {
        // Nobody else gives the passphrase of what the advised lines have made.
        let reader = SettingsReader(flags: flags, environment: ["OFP_SIGNING_KEY_PASSPHRASE": "x"])
        return KeyFiles(reader: reader, prompt: .nobody)
    }

    func identity(_ certificate: String) throws(CommandFailure) -> KeyFiles.TransportIdentity {
        try keyFiles([.transportCertificate: certificate, .transportKey: path("key.pem")]).identity()
    }

    /// Runs an advised line, with the passphrases that it would ask for, and returns the path of what it makes.
    func run(_ line: String, as setting: Setting) throws -> String {
        let home = folder.appending(path: "\(UUID())")
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        var line = line
        for asking in ["openssl pkcs12 ", "openssl pkcs8 "] {
            line = line.replacing(asking, with: "\(asking)-passin pass:x -passout pass:x ")
        }
        line = line.replacing("openssl pkey ", with: "openssl pkey -passin pass:x ")
            .replacing("ssh-keygen ", with: "ssh-keygen -q -N '' ")
        #expect(try Self.shell(line, in: home) == 0, "\(line)")
        return home.appending(path: setting == .signingKey ? "key.pem" : "chain.pem").path
    }

    private static func shell(_ script: String, in folder: URL) throws -> Int32 {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        process.arguments = ["-c", script]
        process.currentDirectoryURL = folder
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus
    }
}
