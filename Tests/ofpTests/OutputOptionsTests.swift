import Foundation
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("--output, whatever is printed")
struct OutputOptionsTests {
    /// What is asked of the golden list; OLD and NEW are lists, and ARCHIVE is a folder of some.
    private static let commands = [
        "products --from OLD --category CreditCard --lfi BANKS", "product N100 --from OLD --amount 5000",
        "compare N100 N110 --from OLD", "diff OLD NEW --category SavingsAccount,CreditCard",
        "history N100 --archive ARCHIVE",
    ]

    /// A folder of its own with the lists, which is gone afterwards.
    private func inFolder(
        _ body: (_ folder: URL, _ run: (String, [String: String]) async throws -> String) async throws -> Void
    )
        async throws
    {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-output-\(UUID())")
        let archive = folder.appending(path: "lists")
        try FileManager.default.createDirectory(at: archive, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let (old, new) = (folder.appending(path: "old.json"), folder.appending(path: "new.json"))
        try GoldenWorld.list().write(to: old)
        try GoldenWorld.laterList().write(to: new)
        for list in [old, new] {
            try FileManager.default.copyItem(at: list, to: archive.appending(path: list.lastPathComponent))
        }
        try await body(folder) { command, variables in
            let words = command.split(separator: " ").map { word -> String in
                switch word {
                case "OLD": old.path
                case "NEW": new.path
                case "ARCHIVE": archive.path
                case "NAMELESS": ""
                case "BANKS": "Liwa Bank,Waha Retail"
                default: String(word).replacing("FOLDER/", with: "\(folder.path)/")
                }
            }
            let isAsked = words.first == "browse"
            return try await Seen(words, answers: isAsked ? [] : nil, variables: variables)
                .text(columns: nil, isColoured: false)
        }
    }

    @Test("is written in the format that its ending says, and is what standard output would be", arguments: commands)
    func endings(command: String) async throws {
        try await inFolder { folder, run in
            for (ending, format) in [
                ("json", "json"), ("csv", "csv"), ("md", "markdown"), ("MARKDOWN", "markdown"), ("html", "html"),
                ("htm", "html"),
            ] {
                let file = folder.appending(path: "a.\(ending)")
                let seen = try await run("\(command) --output FOLDER/a.\(ending)", [:])
                #expect(!seen.contains("exit code") && seen.hasPrefix("---"), "\(seen)")
                let written = try String(contentsOf: file, encoding: .utf8)
                let printed = try await run("\(command) --format \(format)", [:])
                #expect(!written.isEmpty && printed.hasPrefix(written), "\(ending)")
                let other = try await run("\(command) -o FOLDER/b.\(ending) --format csv", [:])
                #expect(!other.contains("exit code"))
                let csv = try String(contentsOf: folder.appending(path: "b.\(ending)"), encoding: .utf8)
                #expect(try await run("\(command) --format csv", [:]).hasPrefix(csv), "\(ending)")
            }
        }
    }

    @Test(
        "is refused where its ending is of something else, it has no name, or is what is read",
        arguments: [
            ("FOLDER/a.pdf", "A file that ends in .pdf cannot be written: name a .json"),
            ("FOLDER/a.gz", "A file that ends in .gz cannot be written"),
            ("FOLDER/a.ods", "A file that ends in .ods cannot be written"),
            ("FOLDER/a.yaml", "A file that ends in .yaml cannot be written"),
            ("FOLDER/a.jpg", "A file that ends in .jpg cannot be written"),
            ("FOLDER/a.html.bak", "A file that ends in .bak cannot be written"),
            ("FOLDER/a.json~", "A file that ends in .json~ cannot be written"),
            ("FOLDER/a.csv.1", "A file that ends in .1 cannot be written"),
            ("FOLDER/a.b.md.orig", "or say with --format what it is to be"),
            ("FOLDER/a.xml", "A file that ends in .xml cannot be written"),
            ("NAMELESS", "The file '' cannot be written: it has no name"),
            ("FOLDER", "cannot be written: it is a directory"),
            ("/nowhere/a.csv", "cannot be written: no such file or directory"),
            (String(repeating: "a", count: 300) + ".csv", "cannot be written: file name too long"),
        ])
    func refused(file: String, message: String) async throws {
        try await inFolder { folder, run in
            for command in Self.commands {
                let seen = try await run("\(command) --output \(file == "FOLDER" ? folder.path : file)", [:])
                #expect(seen.contains(message) && seen.contains("exit code 64"), "\(command): \(seen)")
            }
        }
    }

    @Test("is what --format says, whatever its ending is of", arguments: ["a.pdf", "a.json~", "a.xml"])
    func chosenFormat(file: String) async throws {
        try await inFolder { folder, run in
            let command = "product N100 --from OLD --format csv"
            let seen = try await run("\(command) --output FOLDER/\(file)", [:])
            #expect(!seen.contains("exit code"), "\(seen)")
            let written = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            let printed = try await run(command, [:])
            #expect(!written.isEmpty && printed.contains(written))
        }
    }

    @Test(
        "is a table or a text under a name that ends in nothing of another kind",
        arguments: [
            "a", "a.txt", "a.TXT", "a.txt~", "tmp.Xq3JsonZ9b", "a.2026-11-29", "a.json.d/b", ".a", "a.", "a.json.txt",
        ])
    func text(name: String) async throws {
        try await inFolder { folder, run in
            let file = folder.appending(path: name)
            try FileManager.default.createDirectory(
                at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
            let seen = try await run("diff OLD NEW --output FOLDER/\(name)", [:])
            #expect(!seen.contains("exit code"), "\(seen)")
            #expect(try String(contentsOf: file, encoding: .utf8).hasPrefix("NEW ("))
        }
    }

    @Test(
        "says in a file that there is nothing, where nobody stands beside it",
        arguments: [
            ("diff OLD OLD", "Nothing has changed: 58 the same"),
            ("products --from OLD --search xyzzy", "0 products from "),
        ])
    func nothing(command: String, words: String) async throws {
        try await inFolder { folder, run in
            for ending in ["txt", "md"] {
                _ = try await run("\(command) --output FOLDER/a.\(ending)", [:])
                let written = try String(contentsOf: folder.appending(path: "a.\(ending)"), encoding: .utf8)
                #expect(written.hasPrefix((ending == "md" ? "- " : "") + words), "\(written)")
                #expect(!written.contains("| Change |"))
            }
            // On standard output nothing is nothing: standard error says so.
            #expect(try await run(command, [:]).hasPrefix("---"))
        }
    }

    @Test("names the formats that there are: a workbook is one of products alone")
    func workbook() async throws {
        try await inFolder { _, run in
            for command in Self.commands.dropFirst() {
                let seen = try await run("\(command) --output FOLDER/a.xlsx", [:])
                #expect(
                    seen.contains(
                        "A file that ends in .xlsx cannot be written: name a .json, .csv, .md or .html"), "\(seen)")
            }
        }
    }

    @Test(
        "writes over no list that is read, and over no key",
        arguments: [
            ("product N100 --from OLD", "old.json", "--from"), ("compare N100 N110 --from OLD", "old.json", "--from"),
            ("diff OLD NEW", "old.json", "the earlier list"), ("diff OLD NEW", "new.json", "the later list"),
            ("history N100 --archive ARCHIVE --signing-key OLD", "old.json", "--signing-key"),
            ("conformance --rules --signing-key OLD", "old.json", "--signing-key"),
            ("products --from OLD --limit 3", "old.json", "--from"),
            ("products --from OLD --format csv", "old.json", "--from"),
            ("products --from OLD --transport-cert NEW", "new.json", "--transport-cert"),
            ("conformance --from OLD", "old.json", "--from"),
            ("conformance --from OLD --baseline NEW", "new.json", "--baseline"),
            ("history N100 --archive ARCHIVE", "lists/old.json", "a list of --archive"),
            ("products --from OLD --config FOLDER/config.yaml", "config.yaml", "--config"),
            ("products --from OLD", "config.yaml", "OFP_CONFIG"),
            ("products --from OLD", "usual/ofp/config.yaml", "the configuration"),
            (
                "products --from OLD --signing-key pkcs11:token=a;object=b?pin-source=file:FOLDER/new.json", "new.json",
                "the PIN of --signing-key"
            ),
            ("products --from OLD --trace-file FOLDER/trace.txt", "trace.txt", "--trace-file"),
        ])
    func spared(command: String, file: String, name: String) async throws {
        try await inFolder { folder, run in
            let usual = folder.appending(path: "usual/ofp")
            try FileManager.default.createDirectory(at: usual, withIntermediateDirectories: true)
            for config in [usual, folder] {
                try Data("profiles:\n  p:\n    timeout: 9\n".utf8).write(to: config.appending(path: "config.yaml"))
            }
            try Data().write(to: folder.appending(path: "trace.txt"))
            let before = try Data(contentsOf: folder.appending(path: file))
            let variables =
                name == "OFP_CONFIG"
                ? [name: folder.appending(path: file).path] : ["XDG_CONFIG_HOME": folder.appending(path: "usual").path]
            // Under its own name, and under others.
            try FileManager.default.createSymbolicLink(
                at: folder.appending(path: "soft"), withDestinationURL: folder.appending(path: file))
            try FileManager.default.linkItem(
                at: folder.appending(path: file), to: folder.appending(path: "hard"))
            for output in [file, "./\(file)", "soft", "hard"] {
                let seen = try await run("\(command) --format json --output FOLDER/\(output)", variables)
                #expect(seen.contains("--output would overwrite '") && seen.contains("the file of \(name)"))
                #expect(seen.contains("exit code 64"), "\(seen)")
                #expect(try Data(contentsOf: folder.appending(path: file)) == before)
            }
        }
    }

    @Test(
        "is not the only one that spares what is read: a trace does, too",
        arguments: [
            ("products --from OLD", "old.json", "--from"),
            ("history N100 --archive ARCHIVE", "lists/new.json", "a list"),
            ("conformance --from OLD --baseline NEW", "new.json", "--baseline"),
            ("doctor --offline --signing-cert OLD", "old.json", "--signing-cert"),
            ("browse --for OLD", "old.json", "--for"),
        ])
    func traceSpares(command: String, file: String, name: String) async throws {
        try await inFolder { folder, run in
            let before = try Data(contentsOf: folder.appending(path: file))
            let seen = try await run("\(command) --trace-file FOLDER/\(file)", [:])
            #expect(seen.contains("--trace-file would overwrite '") && seen.contains("the file of \(name)"))
            #expect(seen.contains("exit code 64"), "\(seen)")
            #expect(try Data(contentsOf: folder.appending(path: file)) == before)
        }
    }

    @Test(
        "says in json, too, when the banks were asked, who failed, and for what",
        arguments: [
            (
                "product N100 --from OLD",
                [#""RetrievedAt":"2026-11-23T08:00:00Z""#, #""LFIName":"Hajar National Bank""#, #""Meta":{"Failures""#]
            ),
            (
                "compare N100 N110 --from OLD",
                [
                    #""RetrievedAt":"2026-11-23T08:00:00Z""#, #""Failures":[{"Attempts":4"#,
                    #""Filters":[{"Filter":"ProductId","Values":["N100","N110"]}]"#,
                ]
            ),
            (
                "diff OLD NEW --category SavingsAccount --lfi BANKS --exclude-lfi Saqr",
                [
                    #""Filters":[{"Filter":"Category","Values":["SavingsAccount"]},"#,
                    #"{"Filter":"LFI","Values":["Liwa Bank","Waha Retail"]},{"Filter":"ExcludeLFI","Values":["Saqr"]}]"#,
                ]
            ),
            (
                "conformance --from OLD --lfi BANKS",
                [#""Filters":[{"Filter":"LFI","Values":["Liwa Bank","Waha Retail"]}]"#]
            ),
        ])
    func json(command: String, words: [String]) async throws {
        try await inFolder { _, run in
            let seen = try await run("\(command) --format json", [:])
            for words in words { #expect(seen.contains(words), "\(words): \(seen.suffix(1_500))") }
        }
    }

    @Test("is no list of everything, as a comparison: nothing that it lacks is withdrawn")
    func comparisonAsList() async throws {
        try await inFolder { _, run in
            _ = try await run("compare N100 N110 --from OLD -o FOLDER/two.json", [:])
            let seen = try await run("diff OLD FOLDER/two.json", [:])
            #expect(seen.contains("Nothing has changed: 2 the same"), "\(seen)")
        }
    }

    @Test("says of when a report of conformance is, and of which banks", arguments: ["md", "html"])
    func conformance(ending: String) async throws {
        try await inFolder { folder, run in
            _ = try await run("conformance --from OLD --lfi BANKS --category CreditCard -o FOLDER/a.\(ending)", [:])
            let written = try String(contentsOf: folder.appending(path: "a.\(ending)"), encoding: .utf8)
            for words in ["2026-11-23, 12:00 in the UAE", "Liwa Bank, Waha Retail", "CreditCard"] {
                #expect(written.contains(words), "\(written.prefix(2_000))")
            }
        }
    }

    @Test("counts no bank as looked at that had failed when the list was made")
    func failedBanks() async throws {
        try await inFolder { folder, run in
            let seen = try await run("conformance --from OLD -o FOLDER/a.md", [:])
            #expect(seen.contains("When this list was made, Hajar National Bank failed at products"), "\(seen)")
            let written = try String(contentsOf: folder.appending(path: "a.md"), encoding: .utf8)
            #expect(written.contains("58 products of 13 banks"), "\(written.prefix(400))")
            #expect(
                written.contains("- Failed when the list was made: Hajar National Bank\n"), "\(written.prefix(400))")
            _ = try await run("products --from OLD --category CreditCard -o FOLDER/cards.json", [:])
            let cards = try await run("conformance --from FOLDER/cards.json --format markdown", [:])
            #expect(cards.contains("- The list has only: Category CreditCard"), "\(cards.prefix(400))")
        }
    }

    @Test("says of a bank that failed only what that means for the products that were named")
    func unrelated() async throws {
        try await inFolder { _, run in
            let one = try await run("product N100 --from OLD --format html", [:])
            #expect(one.contains("1 bank failed: whether it has a product of this id is not known"))
            let two = try await run("compare N100 N110 --from OLD --format html", [:])
            #expect(two.contains("1 bank failed: whether it has a product of these ids is not known"))
            for page in [one, two] { #expect(!page.contains("its products are missing")) }
        }
    }

    @Test("says of when it is, what was asked, who failed, and that it is no offer", arguments: commands)
    func notes(command: String) async throws {
        try await inFolder { folder, run in
            let wanted: [String] =
                switch command.prefix(4) {
                case "diff":
                    [
                        "from 2026-11-23T08:00:00Z", "Categories: SavingsAccount, CreditCard",
                        "Ghaf Finance failed when the later list was made",
                    ]
                case "hist": ["from 2026-11-23 to 2026-12-01", "Days are those of the UAE."]
                default:
                    [
                        "asked on 2026-11-23, 12:00 in the UAE",
                        command.hasPrefix("products") ? "Categories: CreditCard" : "Hajar National Bank failed",
                    ]
                }
            for ending in ["md", "html"] {
                _ = try await run("\(command) -o FOLDER/a.\(ending)", [:])
                let written = try String(contentsOf: folder.appending(path: "a.\(ending)"), encoding: .utf8)
                for words in wanted + ["neither tailored quotes nor pre-approved offers"] {
                    let text = words.replacing(": ", with: ending == "html" ? "</dt><dd dir=\"auto\">" : ": ")
                    #expect(written.contains(text), "\(ending): \(text)")
                }
            }
        }
    }
}
