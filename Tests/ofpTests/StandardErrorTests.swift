import Foundation
import TestSupport
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("What is told beside the products")
struct StandardErrorTests {
    @Test("how far it has come on a terminal, and what went wrong in any case")
    func progress() async throws {
        try await SandboxWorld.with(faults: ["liwa:products:refuse"]) { world in
            let watched = try await world.run(["products", "--format", "ndjson"], columns: 80)
            for count in [0, 7, 13] {
                #expect(watched.errors.contains("Loading products: \(count) of 14 banks answered"))
            }
            #expect(watched.errors.contains("13 of 14 banks answered, 1 failed"))
            for outcome in [watched, try await world.run(["products", "--format", "ndjson"])] {
                #expect(outcome.errors.contains("Liwa Bank failed at products (http, status 403"))
                #expect(outcome.errors.contains("from 13 of 14 banks"))
            }
            let unwatched = try await world.run(["products"])
            #expect(!unwatched.errors.contains("Loading products"))
        }
    }

    @Test("what a bank says of a lead is told on a terminal, and not off one")
    func words() async throws {
        try await SandboxWorld.with(faults: ["sidr:leads:status:400"]) { world in
            let lead = [
                "lead", "--lfi", "Sidr Bank", "--category", "Mortgage", "--consent-given", "--email", "sara@example.ae",
                "--emirates-id", "784-1990-1234567-6", "--full-name", "Sara Ahmed", "--marketing-opt-out", "no",
            ]
            let unwatched = try await world.run(lead)
            #expect(unwatched.status == .refused && !unwatched.errors.contains("The sandbox was told to fail"))
            #expect(unwatched.errors.contains("is left out here"))
            let watched = try await world.run(lead, columns: 80)
            #expect(watched.errors.contains("The bank says: The sandbox was told to fail"))
        }
    }

    @Test(
        "the log holds no value of a parameter that is not ours",
        arguments: [
            ("/products?ProductCategory=Mortgage&SortOrder=asc", "/products?ProductCategory=Mortgage&SortOrder=asc"),
            ("/products?access_token=abc&page=2", "/products?access_token=(hidden)&page=2"),
            ("/products?cursor=x&cursor", "/products?cursor=(hidden)&cursor=(hidden)"),
            ("/products/eyJhbGciOiJQUzI1NiJ9/2", "/products/\(String.hiddenSecret)/2"), ("/products", "/products"),
        ])
    func log(path: String, shown: String) { #expect(Exchange.pathForLog(path) == shown) }

    @Test(
        "what looks like a secret is hidden, and nothing else",
        arguments: [
            "/home/ana/keys/signing.key", "6ef11bc5-9611-4924-9618-a2850cd6aa15", "203.0.113.7", "sandbox", "-1",
            "https://data.sandbox.directory.openfinance.ae/participants", "حساب توفير", "a b c",
            "/tmp/ofp-tests-1F830AD3-6387-425C-99BB-0A148731BAEF/certificate.pem",
            "/tmp/ofp-of-a-process-1F830AD3-6387-425C-99BB-0A148731BAEF/h/key",
            "1F830AD3-6387-425C-99BB-0A148731BAEF_0A148731-6387-425C-99BB-0A148731BAEF",
            "/very/long/path/with/many/words/in/it/that/goes/on/and/on/and/on/and/on/for/ever/until/it/ends/here.pem",
            "List-1F830AD3-6387-425C-99BB-0A148731BAEF-of-Banks-0A148731-6387-425C-99BB-0A148731BAEF-Yesterday2",
            "kept-lists-of-all-banks-and-their-products-since-the-year-2026-By-hand",
            "qZ3nC1l0aXJl-c2VjcmV0LWlzLW5vdC1oZXJl_Zm9v", "RimalBankCooperativeSocietyOfTheEmirates",
        ])
    func open(text: String) { #expect(text.withoutSecrets == text) }

    @Test(
        "who is named before a host is hidden, and the rest of the address is not",
        arguments: [
            ("https://user:hunter2@h.example/p", "/p"), ("https://ghp_x1@h.example:8443/p?a=b", ":8443/p?a=b"),
            ("https://user:pa/ss@h.example/p", "/p"), ("https://u:p#a?s@h.example", ""),
            ("http://:hunter2@h.example", ""),
        ])
    func password(url: String, rest: String) {
        let shown = "Invalid value '\(url)' for --directory, or \(url)".withoutSecrets
        let masked = "\(url.prefix { $0 != "/" })//\(String.hiddenSecret)@h.example\(rest)"
        #expect(shown == "Invalid value '\(masked)' for --directory, or \(masked)")
    }

    @Test(
        "an address without anybody in it is shown as it is",
        arguments: [
            "https://h.example/path/a@b.ae", "https://h.example:443/a@b", "https://h.example?mail=a@b.ae",
            "https://[::1]:443/a@b", "mailto:sara@example.ae", "https://h.example, sara@example.ae",
        ])
    func address(text: String) { #expect(text.withoutSecrets == text) }

    // U+0301 makes one character of the sign before it and itself.
    @Test("a PIN in a URI is hidden, and the rest is not", arguments: ["48151623", "\u{301}48151623"])
    func pin(_ pin: String) {
        let shown = "pkcs11:object=x?pin-value=\(pin)&module-name=m".withoutSecrets
        #expect(shown == "pkcs11:object=x?pin-value=\(String.hiddenSecret)&module-name=m")
    }

    @Test("the numbers of a private JWK and each part of a token are hidden whole, wherever their hyphens stand")
    func urlSafe() {
        var random = SeededRandom(seed: 20_261_129)
        for length in [36, 96, 128, 256] {
            for _ in 0..<200 {
                let bytes = Data((0..<length).map { _ in UInt8.random(in: 0...255, using: &random) })
                let text = bytes.base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
                    .replacing("=", with: "")
                #expect("{\"p\":\"\(text)\"}".withoutSecrets == "{\"p\":\"\(String.hiddenSecret)\"}")
                let token = "eyJhbGciOiJQUzI1NiJ9.eyJzdWIiOiJ4In0.\(text.prefix(43))"
                #expect("'\(token)' is no bank".withoutSecrets.contains(text.prefix(43)) == false)
            }
        }
    }

    // An Ed25519 key's body, and what is no Base64 at all: neither is known by itself.
    @Test(
        "of PEM nothing is left between its lines, however short it is", arguments: ["MC4CAQAwBQYDK2VwBCIEIA==", "a b"])
    func shortPEM(body: String) {
        for (begin, end) in [("-----BEGIN X-----", "-----END X-----"), ("-----BEGIN X-----", "")] {
            let shown = "'\(begin)\n\(body)\n\(end)' is no number".withoutSecrets
            #expect(shown == "'\(String.hiddenSecret)" + (end.isEmpty ? "" : "' is no number"))
        }
    }

    @Test("a run of Base64 is hidden from 48 characters on, and none of 43", arguments: ["+", "/", "-"])
    func shortestRun(sign: String) {
        let run = "aB3" + sign + "kL9zQ7w"
        let long = String(String(repeating: run, count: 5).prefix(48))
        #expect(long.withoutSecrets == String.hiddenSecret)
        #expect(String(long.prefix(43)).withoutSecrets == String(long.prefix(43)))
    }

    @Test("random bytes are hidden whole, however many slashes their Base64 has")
    func randomBytes() {
        print("seed: 15")
        var random = SeededRandom(seed: 15)
        for _ in 0..<5_000 {
            let bytes = (0..<48).map { _ in UInt8.random(in: .min ... .max, using: &random) }
            let line = Data(bytes).base64EncodedString()
            #expect("'\(line)' is no number".withoutSecrets == "'\(String.hiddenSecret)' is no number")
        }
    }
}
