import Foundation
import HTTPTypes
import OpenFinanceTransport
import Testing

#if canImport(FoundationXML)
import FoundationXML
#endif

@testable import ofp_sandbox

@Suite("The report of broken rules")
struct ReportTests {
    /// What a client may have in a place where it does not belong.
    private static let hostile = "\"'<&>]]>\u{0}\u{8}\u{FFFE}\u{1B}[2J\u{202E}\u{1F600} </testcase>"

    private static let report: SandboxReport = {
        let journal = Journal()
        for _ in 0..<2 {
            journal.broken(
                .assertionAud, .init(lfi: "liwa", request: SentText("POST /token"), sent: SentText("aud: \(hostile)")))
        }
        for number in 0..<1_000 {
            journal.broken(.path, .init(lfi: "sidr", request: SentText("GET /\(number)")))
        }
        journal.broken(.serverName, .init(sent: SentText("server name: none")))
        return SandboxReport(journal.report)
    }()

    @Test("is taken in the format that its file's name asks for")
    func formats() {
        let cases: [(String, ReportFormat)] = [
            ("report.json", .json), ("a.b/report.XML", .junit), ("report.txt", .text), ("report", .json),
            ("junit", .json), (".xml", .junit),
        ]
        for (name, format) in cases { #expect(ReportFormat(ofFile: name) == format, "\(name)") }
    }

    @Test("names each rule once, in its order, with a count and three examples")
    func findings() {
        let findings = Self.report.findings
        #expect(findings.map(\.rule) == ["tls.server-name", "http.path", "assertion.aud"])
        #expect(findings.map(\.count) == [1, 1_000, 2] && findings.map(\.examples.count) == [1, 3, 1])
        #expect(Self.report.rulesBroken == ["tls.server-name": 1, "http.path": 1_000, "assertion.aud": 2])
        #expect(findings[1].examples.map(\.line) == ["sidr, GET /0", "sidr, GET /1", "sidr, GET /2"])
    }

    @Test("reads as text")
    func text() throws {
        let text = String(decoding: try ReportFormat.text.bytes(Self.report), as: UTF8.self)
        #expect(
            text.contains(
                """
                http.path ×1000: \(Rule.path.entry.sentence)
                  sent    sidr, GET /0
                  sent    sidr, GET /1
                  sent    sidr, GET /2
                  source  \(Rule.path.entry.source)
                  to do   \(Rule.path.entry.remedy)
                """))
        #expect(!text.unicodeScalars.contains { $0.value < 32 && $0 != "\n" })
    }

    @Test("is JUnit's XML, well formed whatever was sent, with a case for each rule")
    func junit() throws {
        let bytes = try ReportFormat.junit.bytes(Self.report)
        let reader = CaseReader()
        let parser = XMLParser(data: bytes)
        parser.delegate = reader
        #expect(parser.parse(), "\(parser.parserError.map { "\($0)" } ?? "")")
        #expect(reader.cases == Rule.allCases.map(\.rawValue))
        #expect(reader.failures == ["tls.server-name", "http.path", "assertion.aud"])
        #expect(reader.text.contains("Sent: liwa, POST /token: aud: \"'<&>]]>\u{FFFD}\u{FFFD}\u{FFFD}"))
    }

    private final class CaseReader: NSObject, XMLParserDelegate {
        var cases: [String] = []
        var failures: [String] = []
        var text = ""

        func parser(
            _: XMLParser, didStartElement name: String, namespaceURI _: String?, qualifiedName _: String?,
            attributes: [String: String]
        ) {
            if name == "testcase" { cases.append(attributes["name"] ?? "") }
            if name == "failure" { failures.append(attributes["type"] ?? "") }
        }

        func parser(_: XMLParser, foundCharacters characters: String) { text += characters }
    }

    @Test("holds no token, no assertion and no person, wherever a client has put them")
    func secrets() async throws {
        try await HubClient.with { client in
            let token = try await client.token()
            let assertion = try #require(
                String(decoding: client.tokenRequest().body ?? Data(), as: UTF8.self)
                    .split(separator: "&").first { $0.hasPrefix("client_assertion=") }?.dropFirst(17).description)
            let person = ["sara.ahmed@example.ae", "784-1990-1234567-6", "+971501234567", "Sara"]
            let lead = """
                {"Data":{"Email":"\(person[0])","EmiratesId":"\(person[1])","Name":{"FullName":"\(person[3])"},\
                "PhoneNumber":"\(person[2])","MarketingOptOut":false,"ProductCategories":["Finance"],\
                "\(person[0])":"\(person[3])"}}
                """
            let other = client.sandbox.world.hubs[2]
            var requests = [
                client.productsRequest(token: token, of: other), client.productsRequest(token: token + "x"),
                client.productsRequest(token: token, query: "?access_token=\(token)"),
                client.productsRequest(token: token, query: "?\(token)"),
                client.productsRequest(token: token, query: "?SortField=\(token)"),
                client.productsRequest(token: token, .accept, "text/\(token)"),
                client.productsRequest(token: token, .interactionID, token),
                client.productsRequest(token: token, .customerIPAddress, "\(person[1])"),
                client.productsRequest(token: token, .authorization, "\(token)"),
                client.productsRequest(token: token, .authorization, "\(token) Bearer"),
                client.leadRequest(token: token, lead), client.leadRequest(token: token, lead + ","),
                client.leadRequest(token: token, lead, .contentType, "text/\(token)"),
                try client.tokenRequest("scope", assertion), try client.tokenRequest("grant_type", assertion),
                try client.tokenRequest("client_assertion_type", assertion),
                try client.tokenRequest("client_assertion", assertion + ".x"),
                try client.tokenRequest("client_assertion", "a" + assertion),
            ]
            for path in ["/\(token)", "/\(assertion)", "/leads/\(person[1])/\(person[0])"] {
                var request = client.productsRequest(token: token)
                request.head.path = path
                requests.append(request)
            }
            for request in requests {
                #expect(try await client.transport.send(request).head.status.kind != .successful)
            }
            #expect(
                try await client.transport.send(
                    client.leadRequest(token: token, lead.replacing(",\"\(person[0])\":\"\(person[3])\"", with: ""))
                ).head.status == .created)

            let report = SandboxReport(client.sandbox, withPersons: false)
            #expect(report.rulesBroken.values.reduce(0, +) == requests.count && report.leads.count == 1)
            let secrets = [token] + assertion.split(separator: ".").map(String.init) + person
            for format in ReportFormat.allCases {
                let text = String(decoding: try format.bytes(report), as: UTF8.self)
                for secret in secrets { #expect(!text.contains(secret), "\(format): \(secret)") }
            }
            let full = String(
                decoding: try ReportFormat.json.bytes(SandboxReport(client.sandbox, withPersons: true)), as: UTF8.self)
            for word in person { #expect(full.contains(word)) }
        }
    }
}
