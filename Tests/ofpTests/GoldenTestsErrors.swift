import Foundation

@testable import OpenFinance
import OpenFinanceLeads
@testable import ofp

extension GoldenCase {
    private static let list = ["--from", "list.json", "--on", "2026-11-26"]

    /// What is told where a command does not do what was asked for: a file for each kind.
    static let errors: [GoldenCase] = [
        piped("errors-usage", usage),
        piped(
            "errors-data",
            [
                ["lead", "--lfi", "Saqr", "--category", "Finance", "--data", "lead.json", "--consent-given"],
                ["products", "--from", "broken.json"],
            ]),
        piped(
            "errors-not-found",
            [
                ["product", "N1"] + list, ["product", "nobody-has-this"] + list, ["product", "SAV-001"] + list,
                ["products", "--lfi", "Atlantis Bank"] + list, ["products", "--lfi", "Liwa"] + list,
                ["products", "--from", "/home/sara/no-such-list.json"],
                ["lfis", "--directory", "/home/sara/no-such-directory.json"],
                ["products", "--profile", "staging"], ["leads", "forget", "7"],
            ]),
        piped(
            "errors-configuration",
            [
                ["products"],
                ["lfis", "--ca-file", "/home/sara/no-such-roots.pem", "--directory", "participants.json"],
                ["assertion", "--audience", "https://auth1.liwa.example"],
                [
                    "products", "--client-id", "client", "--signing-key", "/home/sara/no-such.key", "--signing-key-id",
                    "kid",
                    "--transport-cert", "/home/sara/no-such.pem", "--transport-key", "/home/sara/no-such.key",
                    "--customer-ip", "203.0.113.7",
                ],
            ]),
        piped("errors-settings", settings),
        GoldenCase(name: "errors-outcomes") { try outcomes.map(told).joined() },
    ]

    /// What is typed that nobody can mean.
    private static let usage: [[String]] = [
        ["prodcuts"], ["products", "--category", "Savings"], ["products", "--limit", "ten"],
        ["products", "--age", "200"], ["products", "--salary", "-5"], ["product"],
        ["product", "N100", "--format", "docx"], ["compare", "N100"], ["apply", "N100", "--open"] + list, ["lead"],
        ["leads", "--state", "lost"], ["register", "--status", "--yes"],
        ["products", "--output", "/nowhere/all.json"] + list,
        ["cache", "-----BEGIN PRIVATE KEY-----MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9U"],
    ]

    /// Settings that nobody can use, all told at once.
    private static let settings = [
        [
            "doctor", "--offline", "--timeout", "soon", "--deadline", "never", "--customer-ip", "my phone", "--scope",
            "\"products\"", "--directory", "http://directory.example", "--ca-file", "/home/sara/no-such-roots.pem",
        ],
        ["lfis", "--timeout", "0", "--directory", "participants.json"],
        ["lfis", "--directory", "staging"],
        ["lfis", "--color", "pink"],
    ]

    /// What came of asking, by exit code.
    private static var outcomes: [(String, () throws -> CommandFailure?)] {
        func failure(_ bank: String, isRefusal: Bool = false, code: String? = nil) throws -> LFIFailure {
            LFIFailure(
                lfi: try GoldenWorld.lfi(bank).identity, stage: .token, reason: isRefusal ? .oauth : .timeout,
                status: isRefusal ? 401 : nil, code: code, message: isRefusal ? "no" : "no whole answer in time",
                isRefusal: isRefusal)
        }
        func status(
            _ failures: @escaping () throws -> [LFIFailure], isInterrupted: Bool = false
        ) -> () throws -> CommandFailure? {
            {
                let interruption = Interruption(after: nil) {}
                defer { interruption.end() }
                if isInterrupted { interruption.interrupt() }
                let catalogue = Catalogue(try failures().map { .failed($0) })
                do throws(CommandFailure) {
                    _ = try CollectedProducts(
                        report: ProductsReport(catalogue: catalogue, lfisAsked: 2), interruption: interruption
                    ).status(allowPartial: false)
                    return nil
                } catch {
                    return error
                }
            }
        }
        func untrusted() throws -> [LFIFailure] {
            try ["Saqr", "Sidr"].map { bank in
                var failure = try failure(bank)
                failure.reason = .tls
                failure.isServerUntrusted = true
                return failure
            }
        }
        func refusals(_ code: String?) -> () throws -> [LFIFailure] {
            { try ["Saqr", "Sidr"].map { try failure($0, isRefusal: true, code: code) } }
        }
        return [
            ("no bank answered", status { try [failure("Saqr"), failure("Sidr")] }),
            ("every bank refuses", status(refusals(nil))),
            ("no bank knows the client", status(refusals("invalid_client"))),
            ("no bank knows the scope", status(refusals("invalid_scope"))),
            ("no bank's certificate is trusted", status(untrusted)),
            ("interrupted", status({ try [failure("Saqr")] }, isInterrupted: true)),
            (
                "the directory does not answer",
                {
                    CommandFailure(
                        OpenFinanceError(
                            .directoryUnreachable, "The directory gave no answer: no connection", cause: .connection,
                            interactionID: InteractionID("6d4ee8a6-1f0a-4a0e-9d39-0f3b2a4f9b11")))
                }
            ),
            ("the disk is full", { .outputFailed("no space left on device") }),
            (
                "the bank has refused the lead",
                { CommandFailure(.refused(try failure("Saqr", isRefusal: true)), wasInterrupted: false) }
            ),
            ("the lead was not sent", { CommandFailure(.notSent(try failure("Saqr")), wasInterrupted: false) }),
            (
                "nobody knows whether the lead arrived",
                { CommandFailure(.unknown(try failure("Saqr")), wasInterrupted: false) }
            ),
            ("a fault of our own", { CommandFailure(CancellationError(), typed: ["products"]) }),
        ]
    }

    private static func told(_ outcome: (what: String, failure: () throws -> CommandFailure?)) throws -> String {
        let failure = try outcome.failure()
        let told = failure.map { "ofp: error: \($0.sentences)\n--- exit code \($0.status.rawValue)" }
        return "=== \(outcome.what) ===\n\(told ?? "(no failure)")\n\n"
    }
}
