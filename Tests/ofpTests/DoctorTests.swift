import Foundation
import OpenFinance
import Testing

@testable import ofp

@Suite("The doctor's judgements")
struct DoctorJudgementTests {
    private let now = Date(timeIntervalSince1970: 1_800_000_000)

    @Test(
        "of a certificate's time: days from its start, days to its end",
        arguments: [
            (-10, 365, Finding.Outcome.ok, "Valid until"), (-1, 31, .ok, "for 31 more days"),
            (-340, 29, .warning, "expires in 29 days"), (-340, 1, .warning, "expires in 1 day,"),
            (-340, 0, .warning, "expires in 0 days"), (-365, -1, .failure, "has expired"),
            (1, 365, .failure, "valid only from"), (-400, 100, .warning, "older than 13 months"),
            (-390, 100, .ok, "Valid until"), (-400, 5, .warning, "expires in 5 days"),
        ])
    func certificateAge(start: Int, end: Int, outcome: Finding.Outcome, says: String) {
        func day(_ days: Int) -> Date { now.addingTimeInterval(Double(days) * 86_400 + 60) }
        let finding = CertificateAge.finding("c", validity: day(start)...day(end), now: now)
        #expect(finding.outcome == outcome)
        #expect(finding.message.contains(says), "\(finding.message)")
        #expect((finding.advice == nil) == (outcome == .ok))
    }

    @Test("of a certificate's last and first day as the UAE counts it")
    func dayInUAE() throws {
        let evening = try #require(try? Date("2026-11-28T21:00:00Z", strategy: .iso8601))
        let (before, after) = (evening.addingTimeInterval(-60), evening.addingTimeInterval(60))
        #expect(CertificateAge.lapse(of: before...after, now: evening) == nil)
        #expect(
            CertificateAge.lapse(of: .distantPast...evening, now: after)?.complaint
                == "has expired on 2026-11-29 at 01:00 UAE time")
        #expect(
            CertificateAge.lapse(of: evening...after, now: before)?.complaint
                == "is valid only from 2026-11-29 at 01:00 UAE time")
        let dayBefore = evening.addingTimeInterval(-86_400)
        #expect(
            CertificateAge.lapse(of: evening...after, now: dayBefore)?.complaint == "is valid only from 2026-11-29")
    }

    @Test("of a certificate without readable times")
    func noValidity() { #expect(CertificateAge.finding("c", validity: nil, now: now).outcome == .failure) }

    @Test(
        "of the clock: seconds ahead of the directory's",
        arguments: [
            (0.0, Finding.Outcome.ok, "Within"), (3, .ok, "Within"), (-3, .ok, "Within"),
            (5, .warning, "5 seconds ahead"),
            (-10, .warning, "10 seconds behind"), (11, .failure, "11 seconds ahead"),
            (-3_600, .failure, "60 minutes behind"),
            (61, .failure, "61 seconds ahead"), (60, .failure, "1 minute ahead"), (120, .failure, "2 minutes ahead"),
            (-7_200, .failure, "2 hours behind"), (172_800, .failure, "2 days ahead"),
            (-200_000_000, .failure, "6 years behind"), (.greatestFiniteMagnitude, .failure, "1000000000 years ahead"),
        ])
    func clock(skew: Double, outcome: Finding.Outcome, says: String) {
        let finding = ClockSkew.finding(ahead: skew, of: .directory)
        #expect(finding.outcome == outcome)
        #expect(finding.message.contains(says), "\(finding.message)")
    }

    @Test("of a directory that does not say the time")
    func noClock() { #expect(ClockSkew.finding(ahead: nil, of: .directory).outcome == .warning) }

    @Test("of the exit code: what is wrong here comes before what is wrong there")
    func statuses() {
        func status(_ findings: [Finding], banks: Int = 0) -> CommandStatus {
            var report = DoctorReport()
            findings.forEach { report.add($0) }
            return report.status(banks: banks)
        }
        let (ok, warning) = (Finding.ok("a", "b"), Finding.warning("a", "b", advice: "c"))
        let here = Finding.failure("a", "b", advice: "c")
        let broken = Finding.failure("a", "b", advice: "c", status: .unavailable)
        let refused = Finding.failure("a", "b", advice: "c", status: .refused)
        #expect(status([ok, warning]) == .success)
        #expect(status([ok, here, broken], banks: 1) == .configuration)
        #expect(status([ok, ok, broken], banks: 2) == .partial)
        #expect(status([ok, broken, refused], banks: 2) == .unavailable)
        #expect(status([ok, refused, refused], banks: 2) == .refused)
        #expect(status([broken], banks: 0) == .unavailable, "the directory itself")
    }

    @Test("of where to begin: never with waiting while there is something to do")
    func first() {
        func first(_ advices: [(String, mayPass: Bool)]) -> String? {
            var report = DoctorReport()
            for (advice, mayPass) in advices {
                var finding = Finding.failure("a", "b", advice: advice, status: .unavailable)
                finding.mayPass = mayPass
                report.add(finding)
            }
            return report.whatToDoFirst
        }
        #expect(first([("Wait", true), ("Wait", true), ("Do it", false)]) == "Start with what one bank has: Do it.")
        #expect(first([("Wait", true), ("Wait", true)]) == "Start with what 2 banks have: Wait.")
    }

    @Test("of all that was found by then where they are interrupted")
    func interrupted() throws {
        var report = DoctorReport()
        report.add(.ok("a", "b"))
        #expect(String(decoding: try ReportFormat.json.data(report), as: UTF8.self).contains("Interrupted") == false)
        report.wasInterrupted = true
        #expect(String(decoding: try ReportFormat.json.data(report), as: UTF8.self).contains(#""Interrupted":true"#))
        #expect(report.status(banks: 1) == .interrupted)
        #expect(report.summary == "Interrupted after 1 check: 1 ok, 0 warnings, 0 failures.")
    }

    @Test("are the same document on every run, whichever bank answers first")
    func order() throws {
        func finding(_ bank: String, fails: Bool) -> Finding {
            var finding = fails ? Finding.failure(bank, "c", advice: "d") : .ok(bank, "b")
            finding.isOfBank = true
            return finding
        }
        func document(_ banks: [String]) throws -> Data {
            var report = DoctorReport()
            report.add(.ok("settings", "a"))
            report.add(.failure("directory", "a", advice: "b"))
            for bank in banks { report.add(finding(bank, fails: bank > "C")) }
            #expect(report.findings.map(\.check) == ["settings", "A", "B", "directory", "D", "E"])
            return try ReportFormat.json.data(report)
        }
        #expect(try document(["A", "B", "D", "E"]) == document(["E", "B", "D", "A"]))
    }

    @Test("are told by a sign and a word, not by colour alone")
    func lines() {
        #expect(Finding.ok("a", "b").line(on: .none) == "✓ ok   a: b.")
        #expect(Finding.warning("a", "b", advice: "c").line(on: .none) == "! warn a: b. c.")
        #expect(Finding.failure("a\u{1B}", "b", advice: "c").line(on: .none) == "✗ fail a\u{FFFD}: b. c.")
    }
}

@Suite("The doctor's checks of this machine")
struct LocalChecksTests {
    private static let keys = Result { try TestKeys() }
    private let keys: TestKeys

    init() throws {
        keys = try Self.keys.get()
    }

    private func checks(
        flags: [Setting: String] = [:], environment changes: [String: String?] = [:], signingCertificate: String? = nil,
        days: Double = 0
    ) -> LocalChecks {
        var environment = keys.environment
        for (name, value) in changes { environment[name] = value }
        return LocalChecks(
            SettingsReader(flags: flags, environment: environment), signingCertificate: signingCertificate,
            prompt: .nobody, now: Date(timeIntervalSinceNow: days * 86_400))
    }

    private func failures(_ checks: LocalChecks) -> [String] {
        checks.findings.filter { $0.outcome == .failure }.map { "\($0.check): \($0.message)" }
    }

    @Test("all is well where all is well")
    func healthy() {
        let checks = checks(signingCertificate: keys.certificate)
        #expect(checks.findings.allSatisfy { $0.outcome == .ok }, "\(checks.findings)")
        #expect(checks.credentials != nil && checks.transport != nil)
    }

    @Test("each setting that is missing or wrong is named, all at once")
    func settings() {
        let found = failures(
            checks(
                flags: [
                    .timeout: "x", .scope: "\"", .directory: "http://x", .customerIP: "y", .trustRoots: "/nowhere",
                ],
                environment: ["OFP_CLIENT_ID": nil, "OFP_SIGNING_KEY_ID": nil]))
        for says in [
            "no client id", "no signing key id", "'x' for --timeout", "for --scope", "'http://x' for --directory",
            "'y' for --customer-ip", "file of trust roots",
        ] {
            #expect(found.contains { $0.hasPrefix("settings: ") && $0.contains(says) }, "\(says)")
        }
        let noCustomer = checks(environment: ["OFP_CUSTOMER_IP": nil])
        #expect(noCustomer.findings.contains { $0.outcome == .warning && $0.message.contains("customer IP") })
    }

    @Test(
        "nothing is called all there and readable where a key or certificate is not",
        arguments: ["OFP_SIGNING_KEY", "OFP_TRANSPORT_CERT", "OFP_TRANSPORT_KEY"], [nil, "/nowhere"] as [String?])
    func notAllThere(name: String, value: String?) {
        #expect(checks().findings.contains { $0.message == "All there and readable" })
        let checks = checks(environment: [name: value])
        #expect(!checks.findings.contains { $0.check == "settings" })
        #expect(checks.findings.contains { $0.outcome == .failure })
    }

    @Test("a key file that others may open is a failure")
    func permissions() throws {
        // A copy: the other tests run beside this one.
        let copy = "\(keys.key)-\(UUID())"
        try FileManager.default.copyItem(atPath: keys.key, toPath: copy)
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: copy)
        let found = checks(flags: [.signingKey: copy])
        #expect(failures(found) == ["signing key file: Other users may open '\(copy)'"])
        // A container's secrets are links.
        let link = "\(copy) link"
        try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: copy)
        let throughLink = checks(flags: [.signingKey: link]).findings.filter { $0.outcome == .failure }
        #expect(throughLink.map(\.message) == ["Other users may open '\(link)'"])
        #expect(throughLink.first?.advice == "Restrict it: chmod 600 '\(link)'")
    }

    @Test("a signing key that cannot be used is a failure")
    func signingKey() {
        #expect(
            failures(checks(flags: [.signingKey: keys.certificate])).contains { $0.contains("it is a certificate") })
        #expect(failures(checks(flags: [.signingKey: keys.encryptedKey])).contains { $0.contains("no passphrase") })
        #expect(checks(flags: [.signingKey: keys.encryptedKey]).credentials == nil)
        let short = failures(checks(flags: [.signingKey: keys.shortKey]))
        #expect(short.contains { $0.contains("1024 bits") })
    }

    @Test("a signing certificate of another key is a failure, and so is one that is none")
    func signingCertificate() {
        let other = failures(checks(signingCertificate: keys.otherCertificate))
        #expect(other == ["signing certificate: The signing key does not belong to '\(keys.otherCertificate)'"])
        #expect(!failures(checks(signingCertificate: keys.key)).isEmpty)
    }

    @Test("a transport key of another certificate is a failure")
    func transportKey() {
        let found = checks(flags: [.transportKey: keys.otherKey])
        #expect(
            failures(found) == ["transport certificate: The transport key does not belong to the transport certificate"]
        )
        #expect(found.transport == nil)
    }

    @Test("certificates past their time are failures, close to it warnings")
    func validity() {
        let expired = failures(checks(signingCertificate: keys.certificate, days: 400))
        #expect(expired.contains { $0.hasPrefix("transport certificate: The certificate has expired") })
        #expect(expired.contains { $0.hasPrefix("signing certificate: The certificate has expired") })
        let late = checks(days: 350)
        #expect(late.findings.contains { $0.outcome == .warning && $0.message.contains("expires in") })
    }
}

@Suite("The doctor's knowledge of the Trust Framework")
struct DoctorRulesTests {
    private static let id = "0b6ff0f2-5dd8-4a0c-9a9a-6c2f0f5d8d11"

    @Test(
        "of the transport certificate: client, organisation, key",
        arguments: [
            (id, id, 2_048, []), ("other", id, 2_048, ["that of client"]), (nil, id, 2_048, ["names no client"]),
            (id, "Marketing", 2_048, ["names no organisation"]), (id, nil, 2_048, ["names no organisation"]),
            (id, id, 1_024, ["1024 bits"]), (id, id, nil, ["not an RSA key"]),
        ] as [(String?, String?, Int?, [String])])
    func certificate(name: String?, unit: String?, bits: Int?, says: [String]) {
        for clientID in [Self.id, "https://rp.example/openid_relying_party/\(Self.id)"] {
            let findings = TransportCertificateRules.findings(
                commonName: name, organisationalUnit: unit, rsaBits: bits, clientID: clientID
            ).filter { $0.outcome != .ok }
            #expect(findings.count == says.count)
            for words in says { #expect(findings.contains { $0.message.contains(words) && $0.advice != nil }) }
        }
    }

    @Test(
        "of key and kid: an old one with a new one is named, whichever way round",
        arguments: [
            ("new", 2 as UInt8, "The kid is that of the signing key"), ("old", 2, "published as 'new'"),
            ("new", 1, "published as 'old'"), ("lost", 1, "published as 'old'"),
            ("new", 9, "the signing key is not published"), ("lost", 9, "Neither the kid nor the signing key"),
            ("NEW", 9, "Neither"),
        ])
    func keys(kid: String, key: UInt8, says: String) {
        let keys = [
            Keystore.Key(id: "old", modulus: Data([1]), exponent: Data([3])),
            Keystore.Key(id: "new", modulus: Data([2]), exponent: Data([3])),
        ]
        let finding = PublishedKeyRules.finding(keys, kid: kid, modulus: Data([key]), exponent: Data([3]))
        #expect(finding.message.contains(says), "\(finding.message)")
        #expect((finding.outcome == .ok) == (kid == "new" && key == 2))
        if kid == "NEW" { #expect(finding.advice?.contains("case counts") == true) }
    }
}
