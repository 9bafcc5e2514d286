import ArgumentParser
import Foundation
import Testing

@testable import ofp

@Suite("Each setting at each level")
struct PrecedenceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var setting: Setting
        /// What to type, and the text that it comes to.
        var flag: (argv: [String], text: String)?
        var environment: (value: String, text: String)
        var profile: String?

        var testDescription: String { setting.rawValue }
    }

    /// The settings table of the contract, row by row.
    static let rows: [Row] = [
        plain(.clientID, "--client-id"), plain(.signingKey, "--signing-key"), plain(.signingKeyID, "--signing-key-id"),
        Row(setting: .signingKeyPassphrase, environment: ("secret", "secret")),
        Row(setting: .transportKeyPassphrase, environment: ("secret", "secret")),
        plain(.transportCertificate, "--transport-cert"), plain(.transportKey, "--transport-key"),
        plain(.pkcs11Module, "--pkcs11-module"), plain(.trustRoots, "--ca-file"), plain(.directory, "--directory"),
        plain(.keystore, "--keystore"), plain(.customerIP, "--customer-ip"),
        plain(.scope, "--scope"), plain(.timeout, "--timeout"), plain(.deadline, "--deadline"),
        Row(setting: .allowedLFIs, environment: ("A,B", "A,B"), profile: "C"),
        Row(setting: .barredLFIs, environment: ("A", "A"), profile: "C"),
        Row(setting: .noCache, flag: (["--no-cache"], "true"), environment: ("1", "1"), profile: "false"),
        Row(setting: .color, flag: (["--color", "always"], "always"), environment: ("1", "never"), profile: "auto"),
        Row(setting: .noPager, flag: (["--no-pager"], "true"), environment: ("0", "true"), profile: "false"),
        Row(setting: .trace, flag: (["--trace"], "true"), environment: ("/env", "/env"), profile: "/profile"),
        Row(setting: .trace, flag: (["--trace-file", "/flag"], "/flag"), environment: ("true", "true"), profile: "no"),
        Row(setting: .logLevel, flag: (["-vv"], "debug"), environment: ("info", "info"), profile: "error"),
        Row(setting: .logLevel, flag: (["-v"], "info"), environment: ("debug", "debug"), profile: "error"),
    ]

    private static func plain(_ setting: Setting, _ flag: String) -> Row {
        Row(
            setting: setting, flag: ([flag, "/flag"], "/flag"),
            environment: ("/env", "/env"),
            profile: "/profile")
    }

    @Test("the table has every setting")
    func complete() { #expect(Set(Self.rows.map(\.setting)) == Set(Setting.allCases)) }

    @Test(
        "a flag wins over the environment, the environment over the profile, the profile over nothing", arguments: rows)
    func precedence(_ row: Row) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "config-\(UUID()).yaml")
        defer { try? FileManager.default.removeItem(at: file) }
        let line = row.profile.map { "    \(row.setting.fileKey ?? ""): \"\($0)\"\n" } ?? ""
        try Data("profiles:\n  mine:\n\(line)".utf8).write(to: file)

        func reader(flag: Bool, environment: Bool, profile: Bool) throws -> SettingsReader {
            let options = try SettingsOptions.parse(
                (flag ? row.flag?.argv ?? [] : []) + (profile ? ["--config", file.path, "--profile", "mine"] : []))
            return try options.reader(
                ["XDG_CONFIG_HOME": "/nowhere"].merging(
                    environment ? [row.setting.environmentVariable: row.environment.value] : [:]
                ) { $1 })
        }

        let none = try reader(flag: false, environment: false, profile: false)
        #expect(none.text(row.setting) == nil)
        #expect(none.source(of: row.setting) == nil)

        let profile = try reader(flag: false, environment: false, profile: true)
        if let text = row.profile {
            #expect(profile.text(row.setting) == text)
            #expect(profile.source(of: row.setting) == "profile mine of \(file.path)")
        } else {
            #expect(row.setting.fileKey == nil)
        }

        let environment = try reader(flag: false, environment: true, profile: true)
        #expect(environment.text(row.setting) == row.environment.text)
        #expect(environment.source(of: row.setting) == "environment")

        if let flag = row.flag {
            let all = try reader(flag: true, environment: true, profile: true)
            #expect(all.text(row.setting) == flag.text)
            #expect(all.source(of: row.setting) == "flag")
        } else {
            #expect(row.setting.flag == nil)
        }
    }

    @Test("an empty flag value is a value, an empty variable is none")
    func empty() throws {
        #expect(ProcessEnvironment.withoutEmpty(["A": "", "B": "x"]) == ["B": "x"])
    }
}
