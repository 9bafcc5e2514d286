import Foundation
import Testing

@Suite("ofp config")
struct ConfigEndToEndTests {
    private let home = FileManager.default.temporaryDirectory.appending(path: "ofp-config-\(UUID())")
    private var environment: [String: String?] { ["XDG_CONFIG_HOME": home.path] }

    @Test("path, init, and init again")
    func initialise() async throws {
        let path = home.appending(path: "ofp/config.yaml").path
        #expect(try await Tool.run("ofp", ["config", "path"], environment: environment).output == "\(path)\n")
        #expect(try await Tool.run("ofp", ["config", "init"], environment: environment).status == 0)
        let before = try Data(contentsOf: URL(filePath: path))
        let again = try await Tool.run("ofp", ["config", "init"], environment: environment)
        #expect(again.status == 64)
        #expect(again.errors.contains("already"))
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test("a file into whose folder nobody may look is not taken for none: it may say who may be contacted at all")
    func hidden() async throws {
        try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: home) }
        // Not even root may look into it.
        let folder = home.appending(path: "ofp")
        try FileManager.default.createSymbolicLink(at: folder, withDestinationURL: folder)
        let outcome = try await Tool.ofp(["products", "--limit", "1"], environment: environment)
        #expect(outcome.status == 66 && outcome.output.isEmpty)
        #expect(outcome.errors.contains("config.yaml' cannot be read"))
    }

    @Test("show says where each value comes from and hides secrets")
    func show() async throws {
        struct Report: Decodable {
            struct Entry: Decodable {
                var Name: String
                var Value, Source: String?
            }
            var File: String
            var Profile: String?
            var Settings: [Entry]
        }
        let environment = environment.merging([
            "OFP_SCOPE": "openid products", "OFP_SIGNING_KEY_PASSPHRASE": "geheim", "NO_COLOR": nil,
        ]) { $1 }
        let arguments = ["config", "show", "--profile", "production", "--timeout", "7"]
        let json = try await Tool.run("ofp", arguments + ["--format", "json"], environment: environment)
        #expect(json.status == 0)
        let report = try JSONDecoder().decode(Report.self, from: Data(json.output.utf8))
        #expect(report.Profile == "production")
        let settings = Dictionary(uniqueKeysWithValues: report.Settings.map { ($0.Name, [$0.Value, $0.Source]) })
        #expect(settings["directory"] == ["production", "built-in profile production"])
        #expect(settings["scope"] == ["openid products", "environment"])
        #expect(settings["timeout"] == ["7", "flag"])
        #expect(settings["signing-key-passphrase"] == ["(hidden)", "environment"])
        #expect(settings["color"] == ["auto", "default"])
        #expect(settings["client-id"] == [nil, nil])
        let table = try await Tool.run("ofp", arguments, environment: environment)
        #expect(!table.output.contains("geheim") && !json.output.contains("geheim"))
    }

    @Test("products come by a profile alone")
    func products() async throws {
        try await serving { variables in
            let keys = [
                "CLIENT_ID", "SIGNING_KEY", "SIGNING_KEY_ID", "TRANSPORT_CERT", "TRANSPORT_KEY", "CA_FILE",
                "CUSTOMER_IP",
            ]
            let lines = keys.map { key in
                "    \(key.lowercased().replacing("_", with: "-")): '\(variables["OFP_\(key)"] ?? "")'\n"
            }
            let file = home.appending(path: "profile.yaml")
            try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
            let directory = "    directory: '\(variables["OFP_DIRECTORY_URL"] ?? "")'\n"
            try Data("profile: p\nprofiles:\n  p:\n\(lines.joined())\(directory)".utf8).write(to: file)
            let outcome = try await Tool.run(
                "ofp", ["products", "--config", file.path, "--format", "ndjson"], environment: environment)
            #expect(outcome.status == 0, "\(outcome.errors)")
            #expect(try outcome.outputLines.count == Tool.productFiles().count)
        }
    }
}
