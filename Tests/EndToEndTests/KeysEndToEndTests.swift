import Foundation
import Testing

@Suite("ofp keys")
struct KeysEndToEndTests {
    private struct Answer: Decodable {
        struct Entry: Decodable {
            var Use, Kind, Outcome, Message: String
            var At, Thumbprint, KeyId, CommonName, ValidUntil, RotateBy, Advice: String?
            var Bits: Int?
        }
        var Keys: [Entry]
    }

    private func keys(_ script: String) async throws -> (outcome: Tool.Outcome, entries: [Answer.Entry]) {
        let outcome = try await Tool.shell(script)
        return (outcome, try JSONDecoder().decode(Answer.self, from: Data(outcome.output.utf8)).Keys)
    }

    @Test("lists what is configured with thumbprints as openssl has them, and asks nobody")
    func list() async throws {
        let (outcome, entries) = try await keys(#""$0" keys --format json"#)
        #expect(outcome.status == 0 && entries.map(\.Use) == ["signing", "transport", "transport"])
        #expect(entries.allSatisfy { $0.Outcome == "ok" && $0.Bits == 2048 })
        #expect(entries[0].KeyId != nil && entries[1].RotateBy != nil)
        let expected = try await Tool.shell(
            #"""
            openssl pkey -in "$OFP_SIGNING_KEY" -pubout -outform DER | sha256sum | cut -c 1-64
            openssl x509 -in "$OFP_TRANSPORT_CERT" -outform DER | sha256sum | cut -c 1-64
            echo "$OFP_CLIENT_ID"
            """#)
        #expect(
            expected.outputLines.map(String.init) == [
                entries[0].Thumbprint, entries[1].Thumbprint, entries[1].CommonName,
            ])
        #expect(!outcome.output.contains("PRIVATE") && outcome.errors.isEmpty)
    }

    @Test("names what is missing or about to lapse, and hides nothing else behind it")
    func faults() async throws {
        let (missing, entries) = try await keys(#"OFP_TRANSPORT_KEY=/nowhere "$0" keys --format json"#)
        #expect(missing.status == 78)
        #expect(
            entries.map(\.Outcome) == ["ok", "failure", "failure"]
                && entries[2].Advice?.contains("OFP_TRANSPORT_KEY") == true)
        let (old, lapsing) = try await keys(
            #"""
            d=$(mktemp -d)
            openssl req -x509 -key "$OFP_TRANSPORT_KEY" -subj "/CN=$OFP_CLIENT_ID" -days 20 -out $d/c.pem
            OFP_TRANSPORT_CERT=$d/c.pem "$0" keys --format json; code=$?; rm -r $d; exit $code
            """#)
        #expect(old.status == 0 && lapsing[1].Outcome == "warning" && lapsing[1].Message.contains("expires in"))
    }

    @Test(
        "asks for a certificate with the Trust Framework's subject, signed by the key that is configured",
        arguments: ["signing", "transport"])
    func request(purpose: String) async throws {
        let outcome = try await Tool.shell(
            #"""
            "$0" keys csr --for \#(purpose) --organisation 'Beispiel & Söhne' --organisation-id o-1 > csr.$$ && \
            openssl req -in csr.$$ -noout -verify -subject -nameopt utf8,sep_comma_plus,-esc_msb 2>&1; \
            openssl req -in csr.$$ -noout -pubkey | openssl pkey -pubin -outform DER | sha256sum | cut -c 1-64; rm csr.$$
            openssl pkey -in "$OFP_\#(purpose.uppercased())_KEY" -pubout -outform DER | sha256sum | cut -c 1-64; echo "$OFP_CLIENT_ID"
            """#)
        let lines = outcome.outputLines
        try #require(lines.count == 5, "\(outcome.output) \(outcome.errors)")
        #expect(lines[0].hasSuffix("verify OK") && lines[2] == lines[3])
        #expect(lines[1] == "subject=C=AE,O=Beispiel & Söhne,OU=o-1,CN=\(lines[4])")
    }

    @Test("refuses a subject that no certificate can have")
    func wrongSubject() async throws {
        let outcome = try await Tool.shell(
            #""$0" keys csr --for signing --organisation X --organisation-id o --country UAE"#)
        #expect(outcome.status == 64 && outcome.output.isEmpty && outcome.errors.contains("'UAE'"))
    }
}
