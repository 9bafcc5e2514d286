import Foundation
import TestSupport
import Testing

@Suite("Settings that are secrets, or look like it")
struct SecretSettingsEndToEndTests {
    /// Ways in which a key gets into a variable, each as what the shell makes of it.
    private static let forms = [
        "pem": #"$(cat "$OFP_SIGNING_KEY")"#,
        "one line": #"$(sed -z 's/\n/\\n/g' "$OFP_SIGNING_KEY")"#,
        "lost line breaks": #"$(tr -d '\n' <"$OFP_SIGNING_KEY")"#,
        "no head": #"$(sed 1d "$OFP_SIGNING_KEY" | head -n 5)"#,
        "packed": #"$(base64 -w 0 "$OFP_SIGNING_KEY")"#,
        "der": #"$(openssl pkcs8 -topk8 -nocrypt -outform DER -in "$OFP_SIGNING_KEY" | base64 -w 0)"#,
        "hexadecimal": #"$(head -c 300 "$OFP_SIGNING_KEY" | od -An -tx1 | tr -d ' \n')"#,
    ]

    private static let variables = [
        "CLIENT_ID", "SIGNING_KEY", "SIGNING_KEY_ID", "TRANSPORT_CERT", "TRANSPORT_KEY", "CA_FILE", "DIRECTORY_URL",
        "CUSTOMER_IP", "SCOPE", "TIMEOUT", "DEADLINE", "NO_CACHE", "LOG_LEVEL", "PROFILE", "CONFIG",
    ]
    private static let flags = [
        "client-id", "signing-key", "signing-key-id", "transport-cert", "transport-key", "ca-file", "directory",
        "customer-ip", "scope", "timeout", "deadline", "color", "profile", "config", "lfi", "exclude-lfi", "category",
        "sort", "limit", "search", "from", "output", "format", "age",
    ]

    @Test("are never repeated, whichever of them it is and whatever command reads it", arguments: forms.keys.sorted())
    func repeated(form: String) async throws {
        let secret = try #require(Self.forms[form])
        let group = try #require(Self.forms.keys.sorted().firstIndex(of: form))
        let forms = Self.forms.count
        let variables = Soak.some(of: Self.variables, every: forms, group: group).joined(separator: " ")
        let flags = Soak.some(of: Self.flags, every: forms, group: group).joined(separator: " ")
        let script = """
            secret=\(secret)
            for name in \(variables); do
                export_one() { env "OFP_$name=$secret" "$@"; }
                export_one "$0" products; export_one "$0" doctor --offline; export_one "$0" doctor --offline --format json
                export_one "$0" config show; export_one "$0" config show --format json
                export_one "$0" assertion --audience https://auth1.liwa.example --decode
            done
            for flag in \(flags); do
                "$0" products "--$flag=$secret"
            done
            "$0" "$secret"; "$0" products "$secret"; "$0" apply "$secret" --from /dev/null; "$0" products "--$secret"
            """
        let outcome = try await Tool.shell("{ \(script)\n} 2>&1; printf '%s' \"\(secret)\" >&2")
        let pieces = outcome.errors.replacing("\\n", with: "\n").split(whereSeparator: \.isWhitespace).filter {
            !$0.hasPrefix("-----")
        }
        #expect(!pieces.isEmpty)
        for piece in pieces where piece.count >= 40 {
            var start = piece.startIndex
            while let end = piece.index(start, offsetBy: 30, limitedBy: piece.endIndex) {
                #expect(!outcome.output.contains(piece[start..<end]))
                start = end
            }
        }
        #expect(outcome.output.contains("error"))
    }

    @Test(
        "are taken as text from the environment, as CI systems keep it",
        arguments: [
            #"$(cat "$FILE")"#, #"$(sed -z 's/\n/\\n/g' "$FILE")"#, #"$(base64 -w 0 "$FILE")"#, #"$(base64 "$FILE")"#,
            #"$(printf '  '; cat "$FILE"; printf '\r')"#,
        ])
    func environment(form: String) async throws {
        let script = """
            for name in SIGNING_KEY TRANSPORT_KEY TRANSPORT_CERT CA_FILE; do
                variable="OFP_$name"; FILE="${!variable}"
                env "$variable=\(form)" "$0" products --lfi "Liwa Bank" --format ndjson --no-cache | wc -l
            done
            """
        let outcome = try await Tool.shell(script)
        let count = try Tool.productFiles(of: "liwa").count
        #expect(
            outcome.outputLines.map { Int($0.trimmingCharacters(in: .whitespaces)) }
                == Array(repeating: count, count: 4))
    }

    @Test("are refused as text in a flag, with what to do")
    func flag() async throws {
        let outcome = try await Tool.shell(
            #""$0" products --signing-key "$(cat "$OFP_SIGNING_KEY")"; echo $?; "$0" products --signing-key="$(cat "$OFP_SIGNING_KEY")"; echo $?"#
        )
        #expect(outcome.outputLines == ["64", "78"])
        #expect(outcome.errors.contains("OFP_SIGNING_KEY"))
    }

    @Test("are read from pipes, whatever they are")
    func pipes() async throws {
        let script = """
            "$0" products --format ndjson --no-cache --signing-key <(cat "$OFP_SIGNING_KEY") \\
                --transport-key <(cat "$OFP_TRANSPORT_KEY") --transport-cert <(cat "$OFP_TRANSPORT_CERT") \\
                --ca-file <(cat "$OFP_CA_FILE") | wc -l
            "$0" doctor --ca-file <(cat "$OFP_CA_FILE") --transport-cert <(cat "$OFP_TRANSPORT_CERT") >/dev/null; echo $?
            "$0" products --format ndjson --no-cache --signing-key - <"$OFP_SIGNING_KEY" | wc -l
            "$0" products --format ndjson --no-cache --transport-key /dev/stdin <"$OFP_TRANSPORT_KEY" | wc -l
            mkfifo pipe; cat "$OFP_SIGNING_KEY" >pipe & "$0" products --format ndjson --no-cache --signing-key pipe | wc -l
            "$0" products --format json >list.json
            "$0" products --format ndjson --from <(cat list.json) | wc -l
            printf 'profiles:\\n  p:\\n    scope: products\\n' >config.yaml
            "$0" products --format ndjson --no-cache --config <(cat config.yaml) --profile p | wc -l
            echo '{"Email": "a@b.ae", "EmiratesId": "784-1990-1234567-6", "MarketingOptOut": false, "Name": {"FullName": "A B"}}' >lead
            "$0" lead --product N100 --data <(cat lead) --dry-run | wc -l
            "$0" products --signing-key - --from - <list.json; echo $?
            """
        let outcome = try await Tool.shell(script)
        let count = try Tool.productFiles().count
        #expect(
            outcome.outputLines.map { Int($0.trimmingCharacters(in: .whitespaces)) }
                == [count, 0, count, count, count, count, count, 1, 64])
    }

    @Test("a device without end is no key")
    func endless() async throws {
        let outcome = try await Tool.shell(#""$0" products --signing-key /dev/zero; echo "exit $?""#)
        #expect(outcome.output.contains("exit 78"))
        #expect(outcome.errors.contains("larger than"))
    }

    @Test("another signing key, or another kid, does not pass by a token that was had with the old one")
    func rotation() async throws {
        let script = """
            "$0" products >/dev/null; echo $?
            openssl genrsa -out other.pem 2048 2>/dev/null; chmod 600 other.pem
            "$0" products --signing-key other.pem; echo $?
            "$0" products --signing-key-id another; echo $?
            "$0" products >/dev/null; echo $?
            """
        let outcome = try await Tool.shell(script)
        #expect(outcome.outputLines == ["0", "77", "77", "0"])
    }

    @Test("white space and byte order marks around values are no part of them")
    func whiteSpace() async throws {
        let script = """
            for name in CLIENT_ID SIGNING_KEY_ID SIGNING_KEY DIRECTORY_URL CUSTOMER_IP SCOPE TIMEOUT; do
                variable="OFP_$name"
                env "$variable=$(printf '\\xef\\xbb\\xbf ')${!variable:-products}$(printf '\\t\\r')" OFP_TIMEOUT="600 " \\
                    OFP_SCOPE=" products" "$0" products --no-cache >/dev/null; echo $?
            done
            OFP_CLIENT_ID="$(printf 'a\\001b')" "$0" products; echo $?
            """
        let outcome = try await Tool.shell(script)
        #expect(outcome.outputLines == Array(repeating: "0", count: 7) + ["78"])
    }

    @Test("what is missing is told at once, with where to begin")
    func missing() async throws {
        let outcome = try await Tool.run(
            "ofp", ["products"], environment: ["OFP_CLIENT_ID": nil, "OFP_SIGNING_KEY": nil])
        #expect(outcome.status == 78)
        for word in [
            "client id", "signing key", "transport certificate", "customer IP", "ofp config init", "ofp doctor",
        ] {
            #expect(outcome.errors.contains(word))
        }
    }
}
