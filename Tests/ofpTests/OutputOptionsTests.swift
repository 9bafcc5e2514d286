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
    private func inFolder(_ body: (_ folder: URL, _ run: (String) async throws -> String) async throws -> Void)
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
        try await body(folder) { command in
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
            return try await Seen(words).text(columns: nil, isColoured: false)
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
                let seen = try await run("\(command) --output FOLDER/a.\(ending)")
                #expect(!seen.contains("exit code") && seen.hasPrefix("---"), "\(seen)")
                let written = try String(contentsOf: file, encoding: .utf8)
                let printed = try await run("\(command) --format \(format)")
                #expect(!written.isEmpty && printed.hasPrefix(written), "\(ending)")
                let other = try await run("\(command) -o FOLDER/b.\(ending) --format csv")
                #expect(!other.contains("exit code"))
                let csv = try String(contentsOf: folder.appending(path: "b.\(ending)"), encoding: .utf8)
                #expect(try await run("\(command) --format csv").hasPrefix(csv), "\(ending)")
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
            ("FOLDER/a.xml", "A file that ends in .xml cannot be written"),
            ("NAMELESS", "The file '' cannot be written: it has no name"),
            ("FOLDER", "cannot be written: it is a directory"),
            ("/nowhere/a.csv", "cannot be written: No such file or directory"),
        ])
    func refused(file: String, message: String) async throws {
        try await inFolder { folder, run in
            for command in Self.commands {
                let seen = try await run("\(command) --output \(file == "FOLDER" ? folder.path : file)")
                #expect(seen.contains(message) && seen.contains("exit code 64"), "\(command): \(seen)")
            }
        }
    }

    @Test("names the formats that there are: a workbook is one of products alone")
    func workbook() async throws {
        try await inFolder { _, run in
            for command in Self.commands.dropFirst() {
                let seen = try await run("\(command) --output FOLDER/a.xlsx")
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
        ])
    func spared(command: String, file: String, name: String) async throws {
        try await inFolder { folder, run in
            let before = try Data(contentsOf: folder.appending(path: file))
            let seen = try await run("\(command) --output FOLDER/\(file)")
            #expect(seen.contains("--output names the file of \(name)") && seen.contains("exit code 64"), "\(seen)")
            #expect(try Data(contentsOf: folder.appending(path: file)) == before)
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
                _ = try await run("\(command) -o FOLDER/a.\(ending)")
                let written = try String(contentsOf: folder.appending(path: "a.\(ending)"), encoding: .utf8)
                for words in wanted + ["neither tailored quotes nor pre-approved offers"] {
                    let text = words.replacing(": ", with: ending == "html" ? "</dt><dd dir=\"auto\">" : ": ")
                    #expect(written.contains(text), "\(ending): \(text)")
                }
            }
        }
    }
}
