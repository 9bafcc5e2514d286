import Foundation
import Testing

@testable import ofp

@Suite("The configuration file")
struct ConfigurationFileTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-config-\(UUID())")
    private var path: String { folder.appending(path: "config.yaml").path }

    private func selection(
        _ yaml: String?, profile: String? = nil, environment: [String: String] = [:]
    ) throws -> ProfileSelection {
        if let yaml {
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try Data(yaml.utf8).write(to: URL(filePath: path))
        }
        let environment = ["XDG_CONFIG_HOME": folder.path].merging(environment) { $1 }
        return try ProfileSelection(file: yaml == nil ? nil : path, profile: profile, environment: environment)
    }

    private let two = """
        profile: one
        profiles:
          one:
            client-id: first
            timeout: 5
          two:
            client-id: second
          production:
            client-id: third
        """

    @Test("has profiles, one of them the usual one; flag and environment choose another")
    func choice() throws {
        #expect(try selection(two).profile?.settings == [.clientID: "first", .timeout: "5"])
        #expect(try selection(two, environment: ["OFP_PROFILE": "two"]).profile?.name == "two")
        let both = try selection(two, profile: "one", environment: ["OFP_PROFILE": "two"])
        #expect(both.profile?.name == "one")
    }

    @Test("is the one that a flag names, else the one that the environment names, else that of the usual place")
    func place() {
        let environment = ["XDG_CONFIG_HOME": "/xdg", "OFP_CONFIG": "/environment.yaml"]
        #expect(ProfileSelection.path("/flag.yaml", environment) == "/flag.yaml")
        #expect(ProfileSelection.path(nil, environment) == "/environment.yaml")
        #expect(ProfileSelection.path(nil, ["XDG_CONFIG_HOME": "/xdg"]) == "/xdg/ofp/config.yaml")
        #expect(ProfileSelection.path(nil, ["HOME": "/home/you"]) == "/home/you/.config/ofp/config.yaml")
        let relative = ["HOME": "/home/you", "XDG_CONFIG_HOME": "relative"]
        #expect(ProfileSelection.path(nil, relative) == "/home/you/.config/ofp/config.yaml")
    }

    @Test("extends a built-in profile of the same name; the others are there without it")
    func builtIn() throws {
        let production = try selection(two, profile: "production").profile
        #expect(production?.settings == [.clientID: "third", .directory: "production"])
        #expect(try selection(two, profile: "sandbox").profile?.settings == [.directory: "sandbox"])
        #expect(try selection(nil, profile: "production").profile?.settings == [.directory: "production"])
        #expect(try selection(nil).profile == nil)
    }

    @Test("may be missing at its usual place, and nowhere else; a profile that is not there is named")
    func missing() throws {
        #expect(throws: CommandFailure.self) {
            try ProfileSelection(file: "/nowhere.yaml", profile: nil, environment: [:])
        }
        #expect {
            try ProfileSelection(file: nil, profile: nil, environment: ["OFP_CONFIG": "/nowhere.yaml"])
        } throws: { ($0 as? CommandFailure)?.status == .notFound }
        #expect { try selection(two, profile: "three") } throws: { error in
            let failure = error as? CommandFailure
            return failure?.status == .notFound && failure?.advice == "Known profiles: one, production, sandbox, two"
        }
    }

    @Test("takes paths from its own folder, and ~ for the home")
    func paths() throws {
        let yaml = """
            profile: p
            profiles:
              p:
                signing-key: keys/s.pem
                transport-key: /etc/t.pem
                transport-cert: ../c.pem
                ca-file: ~/roots.pem
                directory: ./participants.json
                scope: a/b
            """
        let settings = try #require(try selection(yaml).profile?.settings)
        #expect(settings[.signingKey] == folder.appending(path: "keys/s.pem").path)
        #expect(settings[.transportKey] == "/etc/t.pem")
        #expect(settings[.transportCertificate] == folder.deletingLastPathComponent().appending(path: "c.pem").path)
        #expect(settings[.trustRoots] == FileManager.default.homeDirectoryForCurrentUser.path + "/roots.pem")
        #expect(settings[.directory] == folder.appending(path: "participants.json").path)
        #expect(settings[.scope] == "a/b")
        let url = try selection("profile: p\nprofiles: {p: {directory: 'https://x.example/p'}}").profile?.settings
        #expect(url?[.directory] == "https://x.example/p")
    }

    @Test("takes paths from its own folder by whatever path it is named itself, through links as the system does")
    func relativePaths() throws {
        let home = FileManager.default.temporaryDirectory.appending(path: "ofp-config-\(UUID())")
        defer { try? FileManager.default.removeItem(at: home) }
        let folder = home.appending(path: "real/settings")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(at: home.appending(path: "link"), withDestinationURL: folder)
        let yaml = "profile: p\nprofiles: {p: {signing-key: ../../keys/./s.pem, transport-key: t.pem}}"
        func settings(_ path: String) throws -> [Setting: String] {
            try #require(try ConfigurationFile(path: path, contents: Data(yaml.utf8)).profiles.first?.settings)
        }
        let above = home.resolvingSymlinksInPath().appending(path: "keys/s.pem").path
        for name in ["real/settings", "link"] {
            let whole = try settings(home.appending(path: "\(name)/config.yaml").path)
            #expect(whole[.signingKey] == above)
            #expect(whole[.transportKey] == home.appending(path: "\(name)/t.pem").path)
        }
        let here = URL(filePath: FileManager.default.currentDirectoryPath)
        let relative = try settings("y/config.yaml")
        #expect(relative[.transportKey] == here.appending(path: "y/t.pem").path)
        #expect(relative[.signingKey] == here.deletingLastPathComponent().appending(path: "keys/s.pem").path)
    }

    @Test(
        "may be empty, or have lines that wait to be filled in",
        arguments: [
            "", "# nothing\n", "profiles:\n", "profile: p\nprofiles:\n  p:\n",
            "profile: p\nprofiles:\n  p:\n    client-id:\n",
        ])
    func sparse(yaml: String) throws { #expect(try selection(yaml).profile?.settings ?? [:] == [:]) }

    @Test(
        "names what it cannot understand, with the line",
        arguments: [
            ("profils: {}", "'profils', which is not a setting (line 1)"),
            ("profiles:\n  p:\n    clientid: x", "'clientid', which is not a setting (line 3)"),
            ("profiles:\n  p:\n    signing-key-passphrase: geheim", "no place beside its key (line 3)"),
            ("profiles:\n  p:\n    timeout: [1]", "no single value for 'timeout'"), ("profiles: [p]", "no profiles"),
            ("profiles:\n  p: 5", "not a list of settings"), ("- a", "is not a list of settings"),
            ("a: [", "is not YAML"),
            ("\"\\x\"", "is not YAML"),
        ])
    func wrong(yaml: String, says: String) throws {
        let failure = #expect(throws: CommandFailure.self) { try selection(yaml) }
        #expect(failure?.status == .configuration)
        #expect(failure?.message.contains(says) == true, "\(failure?.message ?? "")")
        #expect(failure?.sentences.contains("geheim") == false)
    }

    @Test("is written with comments, for this user alone, and never over another")
    func template() throws {
        try ConfigurationTemplate.write(to: path)
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
        let written = try ConfigurationFile(path: path, home: "/")
        #expect(written.usualProfile == "sandbox")
        #expect(written.profiles.map(\.name) == ["sandbox", "production"])
        for setting in Setting.allCases {
            guard let key = setting.fileKey else { continue }
            #expect(ConfigurationTemplate.text.contains("\(key):"), "\(key)")
        }
        #expect(throws: CommandFailure.self) { try ConfigurationTemplate.write(to: path) }
        #expect(throws: CommandFailure.self) { try ConfigurationTemplate.write(to: "/proc/nowhere/config.yaml") }
    }
}
