import Foundation
import Testing

/// Keys that stay in a token: with SoftHSM, by whichever of OpenSSL's ways this machine has.
@Suite(
    "Keys in a PKCS#11 token",
    .enabled(if: TestToken.isAvailable, "softhsm2, clang or OpenSSL's pkcs11 engine or provider is not installed"))
struct TokenEndToEndTests {
    private static let lead = [
        "lead", "--lfi", "Liwa Bank", "--category", "SavingsAccount", "--email", "sara@example.ae",
        "--emirates-id", "784-1990-1234567-6", "--given-name", "Sara", "--last-name", "Ahmed", "--marketing-opt-out",
        "no", "--consent-given",
    ]

    private func withToken(setUp: String = "", _ body: (TestToken) async throws -> Void) async throws {
        try await TestToken.with(keysOf: SharedSandbox.variables, setUp: setUp, body)
    }

    @Test("do all that keys in files do")
    func use() async throws {
        try await withToken { token in
            let products = try await token.ofp(["products", "--no-cache", "--format", "csv"])
            #expect(products.status == 0, "\(products.errors)")
            #expect(products.output == (try await Tool.ofp(["products", "--no-cache", "--format", "csv"])).output)
            // One assertion and two handshakes of each bank, with one login for both keys.
            let asked = token.asked()
            #expect(asked.count { $0 == "login" } == 1 && asked.count { $0 == "signature" } >= 3 * 14)
            #expect(try await token.ofp(Self.lead).status == 0)
            #expect(try await token.ofp(["assertion", "--lfi", "Liwa Bank"]).output.split(separator: ".").count == 3)
            let doctor = try await token.ofp(["doctor"])
            #expect(doctor.status == 0, "\(doctor.output)")
            for part in [
                "signing key: RSA, 2048 bits, in the token 'ofp' (SoftHSM v2), by OpenSSL's pkcs11 ",
                "transport certificate: Belongs to the transport key, which is in the token 'ofp'",
            ] {
                #expect(doctor.output.contains(part))
            }
            let keys = try await token.ofp(["keys", "--format", "json"])
            #expect(keys.status == 0 && keys.output.contains(#""At":"pkcs11:token=ofp;object=signing""#))
        }
    }

    @Test("serve 83 banks at once")
    func many() async throws {
        try await serving(["--lfis", "83"]) { variables in
            try await TestToken.with(keysOf: variables) { token in
                let environment = variables.mapValues(Optional.some).merging(token.variables) { $1 }
                let outcome = try await Tool.run(
                    "ofp", ["products", "--no-cache", "--format", "csv"], environment: environment)
                #expect(outcome.status == 0 && outcome.errors.contains("from 83 of 83 banks"), "\(outcome.errors)")
            }
        }
    }

    @Test(
        "are presented in TLS 1.2 and 1.3", .enabled(if: Nginx.program != nil, "nginx is not installed"),
        arguments: ["TLSv1.2", "TLSv1.3"])
    func versions(version: String) async throws {
        try await Nginx.run(protocols: version, knowsClient: true) { variables in
            try await TestToken.with(keysOf: variables.compactMapValues(\.self)) { token in
                let outcome = try await Tool.run(
                    "ofp", ["products", "--no-cache", "--trace"],
                    environment: variables.merging(token.variables) { $1 })
                #expect(outcome.errors.contains("\(version), "), "\(outcome.errors)")
                #expect(outcome.errors.contains("< HTTP/2 200") && token.asked().contains("signature"))
            }
        }
    }

    private struct Fault: CustomTestStringConvertible {
        var uri = "pkcs11:token=ofp;object=signing"
        var variables: [String: String?] = [:]
        var says: [String]
        var logins = 0
        var testDescription: String { says[0] }
    }

    private static let faults = [
        Fault(
            uri: "pkcs11:token=none;object=signing",
            says: ["the module has no token of this URI, only 'ofp'", "p11tool --list-tokens"]),
        Fault(
            uri: "pkcs11:token=ofp;object=none",
            says: ["the token 'ofp' has no private key of this URI, only ", "'signing'"], logins: 1),
        Fault(
            uri: "pkcs11:token=ofp;object=twin",
            says: ["2 private keys in the token 'ofp' are of this URI", "Add its id"], logins: 1),
        Fault(uri: "pkcs11:object=elliptic", says: ["is not an RSA key but of type EC", "ofp keys csr"], logins: 1),
        Fault(uri: "pkcs11:object=short", says: ["has 1024 bits, 2048 are needed"], logins: 1),
        Fault(
            variables: ["OFP_SIGNING_KEY_PASSPHRASE": "wrong-pin"],
            says: ["the token 'ofp' refuses the PIN. Give the PIN with OFP_SIGNING_KEY_PASSPHRASE", "not tried twice"],
            logins: 1),
        Fault(
            variables: ["OFP_SIGNING_KEY_PASSPHRASE": "wrong-pin", "OFP_TEST_MODULE_PIN": "last"],
            says: ["refuses the PIN, and locks itself after one more"], logins: 1),
        Fault(
            variables: ["OFP_SIGNING_KEY_PASSPHRASE": nil],
            says: ["the token 'ofp' asks for its PIN", "pin-source in the URI"]),
        Fault(
            variables: ["OFP_SIGNING_KEY_PASSPHRASE": "1"],
            says: ["takes PINs of 4 to 255 characters, and this one is shorter or longer"]),
        Fault(uri: "pkcs11:object=always", says: ["the key wants the PIN of the token 'ofp' for each"], logins: 1),
        Fault(
            variables: ["OFP_TEST_MODULE_WRONG": "1"],
            says: ["the token 'ofp' makes signatures that the key's public half does not take"], logins: 1),
        Fault(variables: ["OFP_TEST_MODULE_PIN": "locked"], says: ["has locked its PIN", "security officer"]),
        Fault(variables: ["OFP_PKCS11_MODULE": "/nowhere.so"], says: ["The PKCS#11 module '/nowhere.so' is not there"]),
        Fault(variables: ["OFP_PKCS11_MODULE": "/etc/passwd"], says: ["the file is not a PKCS#11 module"]),
        Fault(variables: ["OFP_TEST_MODULE": "/nowhere.so"], says: ["the file is not a PKCS#11 module"]),
        Fault(variables: ["SOFTHSM2_CONF": "/nowhere"], says: ["the module cannot be started: "]),
        Fault(
            variables: ["OPENSSL_ENGINES": "/nowhere", "OPENSSL_MODULES": "/nowhere"],
            says: ["OpenSSL has neither its pkcs11 provider nor its pkcs11 engine", "Install "]),
        Fault(
            uri: "pkcs11:object=signing?pin-source=file:/nowhere",
            says: ["The file '/nowhere' with a PIN cannot be read"]),
        Fault(uri: "pkcs11:object=signing?pin-value=48151623", says: ["it has a PIN in it (pin-value)"]),
        Fault(uri: "pkcs11:object=signing?module-path=/x.so", says: ["it names a module"]),
        Fault(uri: "pkcs11:object=signing?pin-source=|cat", says: ["pin-source is not the whole path of a file"]),
        Fault(uri: "pkcs11:object=signing;type=cert", says: ["another type than a private key"]),
        Fault(uri: "pkcs11:object=%zz", says: ["is not a valid PKCS#11 URI"]),
        Fault(uri: "pkcs11:object=a;object=b", says: ["has an attribute twice"]),
        Fault(uri: "pkcs11:colour=red", says: ["an attribute that RFC 7512 does not know"]),
    ]

    @Test("that cannot be used are told each in its own words, with 78 and with one login at most")
    func errors() async throws {
        let setUp = #"""
            tool="pkcs11-tool --module $module --login --pin $pin --token-label ofp --keypairgen"
            $tool --key-type rsa:2048 --label twin --id 11
            $tool --key-type rsa:2048 --label twin --id 12
            $tool --key-type rsa:1024 --label short --id 13
            $tool --key-type EC:prime256v1 --label elliptic --id 14
            $tool --key-type rsa:2048 --label always --id 15 --always-auth
            """#
        try await withToken(setUp: setUp) { token in
            for fault in Self.faults {
                let variables = fault.variables.merging(["OFP_SIGNING_KEY": fault.uri]) { $1 }
                let outcome = try await token.ofp(["assertion", "--lfi", "Liwa Bank"], variables)
                #expect(outcome.status == 78 && outcome.output.isEmpty, "\(fault.uri): \(outcome.errors)")
                for words in fault.says { #expect(outcome.errors.contains(words), "\(words): \(outcome.errors)") }
                #expect(outcome.errors.split(separator: "\n").count == 1, "\(outcome.errors)")
                #expect(!outcome.errors.contains(TestToken.pin) && !outcome.errors.contains("wrong-pin"))
                #expect(token.asked().count { $0 == "login" } == fault.logins, "\(fault.uri)")
            }
            let twin = try await token.ofp(
                ["keys", "csr", "--for", "signing"] + Self.subject, ["OFP_SIGNING_KEY": "pkcs11:object=twin;id=%12"])
            #expect(twin.status == 0, "\(twin.errors)")
        }
    }

    private static let subject = ["--organisation", "Example TPP", "--organisation-id", "o-1"]

    @Test(
        "log in once with a wrong PIN, however often a command wants them",
        arguments: [["keys"], ["doctor"], ["products", "--no-cache"], lead])
    func wrongPIN(arguments: [String]) async throws {
        try await withToken { token in
            let wrong = ["OFP_SIGNING_KEY_PASSPHRASE": "wrong-pin", "OFP_TRANSPORT_KEY_PASSPHRASE": "wrong-pin"]
            let outcome = try await token.ofp(arguments, wrong)
            #expect(outcome.status == 78 || arguments == ["doctor"], "\(outcome.errors)")
            #expect(token.asked() == ["login"])
        }
    }

    @Test("in a token that is taken out in the middle are a fault of the settings, and nothing crashes")
    func removed() async throws {
        try await withToken { token in
            for signatures in [0, 1, 2, 5, 15] {
                let variables = ["OFP_TEST_MODULE_SIGNATURES": "\(signatures)"]
                let outcome = try await token.ofp(["products", "--no-cache"], variables)
                #expect(outcome.status == 78, "\(signatures): \(outcome.status) \(outcome.errors)")
                #expect(outcome.errors.contains("does not sign: "))
            }
            // Two to find out whether the keys can sign.
            let lead = try await token.ofp(Self.lead + ["--no-cache"], ["OFP_TEST_MODULE_SIGNATURES": "3"])
            #expect(lead.status == 78 && lead.errors.contains("was not sent"), "\(lead.status) \(lead.errors)")
        }
    }

    @Test("are found in two tokens with two PINs, and neither token is told the other's")
    func tokens() async throws {
        let setUp = #"""
            softhsm2-util --init-token --free --label other --so-pin 12345678 --pin 22222222
            softhsm2-util --import transport.p8 --token other --label transport --id 02 --pin 22222222
            """#
        try await withToken(setUp: setUp) { token in
            let changes = [
                "OFP_TRANSPORT_KEY": "pkcs11:token=other;object=transport", "OFP_TRANSPORT_KEY_PASSPHRASE": "22222222",
            ]
            let outcome = try await token.ofp(["products", "--no-cache"], changes)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(token.asked().count { $0 == "login" } == 2)
        }
    }

    @Test("do not pass for ones with a wrong PIN where their token fails")
    func failingLogin() async throws {
        try await withToken { token in
            // CKR_DEVICE_ERROR, which only the engine tells.
            let outcome = try await token.ofp(["assertion", "--lfi", "Liwa Bank"], ["OFP_TEST_MODULE_LOGIN": "0x30"])
            #expect(outcome.status == 78)
            #expect(
                ["does not open: ", "refuses the PIN"].contains(where: outcome.errors.contains), "\(outcome.errors)")
        }
    }

    @Test("ask nobody but by ofp itself, and take no line of standard input for a PIN")
    func standardInput() async throws {
        try await withToken { token in
            let environment = token.variables.merging(
                ["OFP_SIGNING_KEY_PASSPHRASE": nil, "OFP_TRANSPORT_KEY_PASSPHRASE": nil]) { $1 }
            let outcome = try await Tool.shell(
                #"yes 99999999 | head -n 100 | setsid -w "$0" keys; exit ${PIPESTATUS[2]}"#, environment: environment)
            #expect(outcome.status == 78 && outcome.errors.contains("asks for its PIN"), "\(outcome.errors)")
            #expect(!(outcome.output + outcome.errors).contains("Enter") && token.asked().isEmpty)
        }
    }

    @Test("ask a person for the PIN, who does not see it, and once: no second time after a wrong one")
    func prompt() async throws {
        try await withToken { token in
            let variables = try await SharedSandbox.variables.mapValues(Optional.some).merging(token.variables) { $1 }
                .merging(["OFP_SIGNING_KEY_PASSPHRASE": nil, "OFP_TRANSPORT_KEY_PASSPHRASE": nil]) { $1 }
            for (typed, status, logins) in [(TestToken.pin, Int32(0), 1), ("99999999", 78, 1), ("", 78, 0)] {
                let terminal = try PseudoTerminal([Tool.path("ofp"), "keys"], environment: variables)
                let (first, second) = ("object=signing': ", "object=transport': ")
                try await terminal.wait(for: first)
                terminal.type("\(typed)\n")
                if typed.isEmpty {
                    // Who says nothing is asked for the other key, too: for its certificate, and for itself.
                    try await terminal.wait(for: first, second)
                    terminal.type("\n")
                    try await terminal.wait(for: first, second, second)
                    terminal.type("\n")
                }
                #expect(try await terminal.end() == status && terminal.isAsBefore)
                #expect(typed.isEmpty || !terminal.text.contains(typed))
                #expect(token.asked().count { $0 == "login" } == logins, "\(typed)")
            }
        }
    }

    @Test("sign a request for a certificate, for openssl to verify", arguments: ["signing", "transport"])
    func request(purpose: String) async throws {
        try await withToken { token in
            let request = token.folder.appending(path: "request.pem").path
            let outcome = try await token.ofp(["keys", "csr", "--for", purpose, "--output", request] + Self.subject)
            #expect(outcome.status == 0, "\(outcome.errors)")
            let told = try await Tool.shell(
                """
                openssl req -in request.pem -noout -verify 2>&1
                openssl req -in request.pem -noout -pubkey >asked
                openssl pkey -in \(purpose).p8 -pubout | cmp - asked && echo same
                """, [], in: token.folder.path)
            #expect(told.output.contains("verify OK") && told.output.contains("same"))
        }
    }

    @Test("take their PIN from a file, too, and leave it nowhere")
    func pinFile() async throws {
        try await withToken { token in
            let home = token.folder.appending(path: "home").path
            try Data("\(TestToken.pin)\n".utf8).write(to: token.folder.appending(path: "pin"))
            let source = "?pin-source=file:\(token.folder.path)/pin"
            try FileManager.default.createDirectory(atPath: home, withIntermediateDirectories: true)
            let outcome = try await token.ofp(
                ["products", "--trace-file", "\(home)/trace.har"],
                [
                    "OFP_SIGNING_KEY": "pkcs11:object=signing\(source)",
                    "OFP_TRANSPORT_KEY": "pkcs11:object=transport\(source)", "OFP_SIGNING_KEY_PASSPHRASE": nil,
                    "OFP_TRANSPORT_KEY_PASSPHRASE": nil, "OFP_LOG_LEVEL": "trace", "XDG_CACHE_HOME": home,
                    "XDG_STATE_HOME": home, "XDG_CONFIG_HOME": home, "HOME": home,
                ])
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(!(outcome.output + outcome.errors).contains(TestToken.pin))
            #expect(outcome.errors.contains("Other users may open '\(token.folder.path)/pin'. Restrict it: chmod 600 "))
            let found = try await Tool.shell(
                #"grep -rl "$0" home; ls home"#, [TestToken.pin], in: token.folder.path)
            #expect(found.output.contains("trace.har") && !found.output.contains("home/"))
        }
    }
}
