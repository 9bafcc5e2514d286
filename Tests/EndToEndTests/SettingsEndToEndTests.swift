import Foundation
import Testing

@Suite("Bad settings, in the real binary")
struct SettingsEndToEndTests {
    struct Case: Sendable, CustomTestStringConvertible {
        var name: String
        var arguments: [String] = []
        var environment: [String: String?] = [:]
        var status: Int32
        var says: String
        var testDescription: String { name }
    }

    @Test(
        "each gives one clear sentence with what to do, and the contract's exit code",
        arguments: [
            Case(name: "no client id", environment: ["OFP_CLIENT_ID": nil], status: 78, says: "There is no client id."),
            Case(
                name: "an empty client id", environment: ["OFP_CLIENT_ID": ""], status: 78,
                says: "There is no client id."),
            Case(
                name: "no signing key", environment: ["OFP_SIGNING_KEY": nil], status: 78,
                says: "There is no signing key."),
            Case(name: "no kid", environment: ["OFP_SIGNING_KEY_ID": nil], status: 78, says: "no signing key id"),
            Case(
                name: "no certificate", environment: ["OFP_TRANSPORT_CERT": nil], status: 78,
                says: "no transport certificate"),
            Case(
                name: "no transport key", environment: ["OFP_TRANSPORT_KEY": nil], status: 78, says: "no transport key"),
            Case(
                name: "a key that is not there", arguments: ["--signing-key", "/nowhere"], status: 78,
                says: "cannot be read"),
            Case(name: "a folder for a key", arguments: ["--signing-key", "/"], status: 78, says: "cannot be read"),
            Case(
                name: "a key that is none", arguments: ["--transport-key", "/etc/hostname"], status: 78,
                says: "there is no PEM private key in it"),
            Case(
                name: "a certificate for a key", environment: ["OFP_SIGNING_KEY": "certificate"], status: 78,
                says: "it is a certificate, not a PEM private key"),
            Case(
                name: "a key that does not belong to the certificate", environment: ["OFP_TRANSPORT_KEY": "other key"],
                status: 78, says: "The transport key does not belong to the transport certificate."),
            Case(
                name: "trust roots that are not there", arguments: ["--ca-file", "/nowhere"], status: 78,
                says: "cannot be read"),
            Case(
                name: "trust roots without a certificate", environment: ["OFP_CA_FILE": "other key"], status: 78,
                says: "it is a private key, not a PEM certificate"),
            Case(
                name: "no customer IP", environment: ["OFP_CUSTOMER_IP": nil], status: 64,
                says: "no customer IP address"),
            Case(
                name: "a bad customer IP", arguments: ["--customer-ip", "203.0.113.777"], status: 64,
                says: "Invalid value '203.0.113.777' for --customer-ip: give the IPv4 or IPv6 address"),
            Case(
                name: "an http directory", arguments: ["--directory", "http://directory.example/participants"],
                status: 64,
                says: "Invalid value 'http://directory.example/participants' for --directory: give"),
            Case(
                name: "a directory that is not there", arguments: ["--directory", "/nowhere.json"], status: 66,
                says: "cannot be read"),
            Case(
                name: "a directory that is none", arguments: ["--directory", "/etc/hostname"], status: 69,
                says: "not a JSON array of organisations"),
            Case(
                name: "a directory where nobody listens",
                arguments: ["--directory", "https://127.0.0.1:1/participants"],
                status: 69, says: "cannot be reached"),
            Case(
                name: "a timeout of nothing", arguments: ["--timeout", "0"], status: 64,
                says: "Invalid value '0' for --timeout: give a number of seconds, above 0 and at most 86400."
            ),
            Case(
                name: "an unknown flag", arguments: ["--frobnicate"], status: 64, says: "Unknown option '--frobnicate'"),
            Case(name: "an unknown category", arguments: ["--category", "Shoes"], status: 64, says: "'Shoes'"),
            Case(name: "an unknown format", arguments: ["--format", "xml"], status: 64, says: "'xml'"),
            Case(name: "both kinds of Sharia", arguments: ["--sharia", "--no-sharia"], status: 64, says: "--sharia"),
            Case(
                name: "a control character", arguments: ["--customer-ip", "\u{1B}[31m"], status: 64,
                says: "\u{FFFD}[31m"),
        ])
    func badSetting(_ expected: Case) async throws {
        let variables = try await SharedSandbox.variables
        var environment = variables.mapValues(Optional.some)
        for (name, value) in expected.environment {
            environment[name] =
                switch value {
                case "certificate": variables["OFP_TRANSPORT_CERT"]
                case "other key": variables["OFP_SIGNING_KEY"]
                default: value
                }
        }
        for (name, value) in expected.environment where value == nil { environment[name] = .some(nil) }
        let outcome = try await Tool.run("ofp", ["products"] + expected.arguments, environment: environment)
        #expect(outcome.status == expected.status)
        #expect(outcome.output.isEmpty)
        #expect(outcome.errorLines.count == 1, "\(outcome.errors)")
        #expect(outcome.errors.hasPrefix("ofp: error: "))
        #expect(outcome.errors.contains(expected.says), "\(outcome.errors)")
        #expect(outcome.errors.split(separator: ". ").count >= 2 || outcome.errors.contains("?"), "what to do")
        for trace in ["Fatal error", "Swift", "stack", "PRIVATE KEY", "Optional("] {
            #expect(!outcome.errors.contains(trace))
        }
    }

    @Test("completions know every command", arguments: ["bash", "zsh", "fish"])
    func completions(shell: String) async throws {
        let outcome = try await Tool.run("ofp", ["--generate-completion-script", shell])
        #expect(outcome.status == 0)
        let words = [
            "products", "lfis", "doctor", "assertion", "config", "cache", "--exclude-lfi", "--customer-ip", "junit",
            "ndjson", "SavingsAccount",
        ]
        for command in words {
            // fish writes long options without their dashes.
            #expect(outcome.output.contains(shell == "fish" ? String(command.trimmingPrefix("--")) : command))
        }
    }

    @Test("help and version are no failures, and stand on standard output")
    func help() async throws {
        for arguments in [["--help"], ["products", "--help"], ["help", "products"], ["--version"], []] {
            let outcome = try await Tool.run("ofp", arguments)
            #expect(outcome.status == 0)
            #expect(!outcome.output.isEmpty)
            #expect(outcome.errors.isEmpty)
        }
        let version = try await Tool.run("ofp", ["--version"]).outputLines[0]
        #expect(version.hasPrefix("ofp 0.1.0"))
        #expect(
            try await Tool.run("ofp-sandbox", ["--version"]).output
                == version.replacing("ofp ", with: "ofp-sandbox ") + "\n")
    }
}
