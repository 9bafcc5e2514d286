import ArgumentParser

@testable import ofp

extension GoldenCase {
    private static let day = ["--from", "list.json", "--on", "2026-11-26"]

    /// Lists, sheets and comparisons of the fixtures' products.
    static let products: [GoldenCase] = [
        command(
            "products", ["products"] + day + ["--category", "SavingsAccount", "--sharia", "--sort", "rate"]),
        command("products-all", ["products"] + day + ["--limit", "20"]),
        command(
            "products-estimates",
            ["products"] + day + ["--category", "Finance", "--amount", "100000", "--term", "48m", "--sort", "rate"]),
        command(
            "products-preferences",
            ["products"] + day + [
                "--category", "CreditCard", "--salary", "12000", "--age", "30", "--sort", "annual-fee",
            ]),
        piped("products-none", [["products"] + day + ["--search", "camel racing"]]),
        piped(
            "products-formats",
            ["table", "csv", "markdown", "json", "ndjson"].map {
                ["products"] + day + ["--lfi", "Qurm Bank", "--category", "SavingsAccount", "--format", $0]
            } + [
                ["products"] + day + ["--search", "camel racing", "--format", "markdown"],
                ["products"] + day + ["--category", "CreditCard", "--salary", "3000", "--excluded"],
                ["products"] + day + [
                    "--category", "Mortgage", "--columns", "product,rate,fixed-until,down-payment,updated",
                ],
            ]),
        command("product", ["product", "N100"] + day),
        command("product-arabic", ["product", "FIB-S-04"] + day),
        command("product-finance", ["product", "DCB/FIN/1", "--amount", "100000", "--term", "4y"] + day),
        command("compare", ["compare", "N100", "Qurm Bank/q-sav-green"] + day),
        command("compare-five", ["compare", "N100", "q-sav-green", "FIB-S-04", "0001", "DCB/SAV/1"] + day),
        piped(
            "compare-formats",
            ["table", "markdown"].map { ["compare", "N100", "q-sav-green", "--format", $0] + day }),
        command("apply", ["apply", "N100"] + day),
        command("apply-arabic", ["apply", "FIB-S-04"] + day),
        command("apply-links", ["apply", "0001"] + day, variables: ["VTE_VERSION": "7006"]),
        command("apply-too-early", ["apply", "N100", "--from", "list.json", "--on", "2020-01-01"]),
        command("apply-open", ["apply", "N100", "--open"] + day, answers: ["perhaps", "n"]),
        command("diff", ["diff", "list.json", "later.json"]),
        command("diff-back", ["diff", "later.json", "list.json", "--lfi", "Qurm Bank", "--exit-code"]),
        command("diff-nothing", ["diff", "list.json", "list.json"]),
        piped(
            "diff-formats",
            ["markdown", "csv"].map { ["diff", "list.json", "later.json", "--format", $0] } + [
                [
                    "diff", "list.json", "later.json", "--lfi", "Waha Retail", "--category", "SavingsAccount",
                    "--format", "json",
                ]
            ]),
        piped("apply-formats", [["apply", "N100", "--format", "json"] + day]),
    ]

    /// What needs no bank.
    static let commands: [GoldenCase] = [
        piped("config-formats", [["config", "path"], ["config", "show", "--format", "json"]]),
        command("cache-show", ["cache", "show"]),
        piped("cache-formats", [["cache", "show", "--format", "json"]]),
        command("doctor-new-user", ["doctor", "--offline"]),
        command("leads-none", ["leads"]),
    ]

    /// The help of every command.
    static let help: [GoldenCase] =
        [help([], OFP.self)] + help(of: OFP.self, path: [])
        + HelpTopic.allCases.map { topic in
            GoldenCase(name: "help-topic-\(topic.rawValue)") { topic.text(columns: 80) }
        }

    private static func help(of command: any ParsableCommand.Type, path: [String]) -> [GoldenCase] {
        command.configuration.subcommands.flatMap { subcommand in
            let path = path + [subcommand.configuration.commandName ?? ""]
            return [help(path, subcommand)] + help(of: subcommand, path: path)
        }
    }

    private static func help(_ path: [String], _ command: any ParsableCommand.Type) -> GoldenCase {
        GoldenCase(name: (["help"] + path).joined(separator: "-")) {
            HelpText(OFP.helpMessage(for: command, columns: 80)).short
        }
    }
}
