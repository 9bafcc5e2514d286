import Foundation
import Testing

@testable import OpenFinance
@testable import ofp

/// Lists of some products of some banks: what is not in them was not asked for.
@Suite("A list that was filtered, cut, or made of another list")
struct PartialListTests {
    private func run(_ command: [String]) async throws -> String {
        try await Seen(command).text(columns: nil, isColoured: false)
    }

    /// A folder of its own, which is gone afterwards.
    private func inFolder(_ body: (_ folder: URL) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-partial-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try await body(folder)
    }

    private static let filters: [[String]] = [
        ["--category", "SavingsAccount,Mortgage"], ["--type", "visa"], ["--sharia"], ["--no-sharia"],
        ["--search", "saver"], ["--updated-since", "2026-06-01"], ["--salary", "3000"], ["--age", "19"],
        ["--residence", "NonUaeResident"], ["--employment", "SelfEmployed"], ["--customer-type", "Existing"],
        ["--no-move-salary"], ["--ownership", "Joint"], ["--amount", "1000"], ["--limit", "5"],
        ["--category", "CreditCard", "--limit", "3"], ["--salary", "3000", "--excluded"],
    ]

    @Test("makes nothing new or withdrawn, and says what it was asked for", arguments: filters)
    func differences(filter: [String]) async throws {
        try await inFolder { folder in
            let some = folder.appending(path: "some.json").path
            let made = try await run(["products", "--from", "list.json", "-o", some] + filter)
            #expect(!made.contains("exit code"), "\(made)")
            let kept = try SavedProducts(Data(contentsOf: URL(filePath: some)))
            #expect(!kept.scope.isWhole && !kept.products.isEmpty, "\(kept.scope)")
            for (old, new, word) in [("list.json", some, "later"), (some, "list.json", "earlier")] {
                let seen = try await run(["diff", old, new, "--exit-code"])
                #expect(seen.contains("Nothing has changed: \(kept.products.count) the same"), "\(seen)")
                #expect(
                    seen.contains("The \(word) list was asked only for ") && seen.contains("not asked for then"),
                    "\(seen)")
                #expect(seen.contains("exit code 3"), "\(seen)")
            }
            let json = try await run(["diff", "list.json", some, "--format", "json"])
            #expect(json.contains(#""List":"new","Products":"#) && json.contains(#""Reason":"not-asked-for""#))
        }
    }

    @Test(
        "says what it has to whoever reads it in the banks' place, found or not",
        arguments: [
            ["products"], ["products", "--category", "CreditCard"], ["product", "N100"], ["apply", "nothing"],
        ])
    func readInTheirPlace(command: [String]) async throws {
        try await inFolder { folder in
            let (some, all) = (folder.appending(path: "some.json").path, folder.appending(path: "all.json").path)
            let filters = ["--category", "SavingsAccount", "--sharia"]
            _ = try await run(["products", "--from", "list.json", "-o", some] + filters)
            _ = try await run(["products", "--from", "list.json", "-o", all])
            let seen = try await run(command + ["--from", some])
            #expect(seen.contains("The list has only: Category SavingsAccount, Sharia true."), "\(seen)")
            #expect(try await run(command + ["--from", all]).contains("The list has only") == false)
        }
    }

    @Test("keeps what it was asked for when it is made of a list that had not all")
    func narrowed() async throws {
        try await inFolder { folder in
            let (some, fewer) = (folder.appending(path: "some.json").path, folder.appending(path: "fewer.json").path)
            _ = try await run(["products", "--from", "list.json", "--category", "SavingsAccount", "-o", some])
            _ = try await run(["products", "--from", some, "--sharia", "--limit", "4", "-o", fewer])
            let scope = try SavedProducts(Data(contentsOf: URL(filePath: fewer))).scope
            #expect(scope.words == "Category SavingsAccount, Sharia true, Limit 4")
            #expect(try await run(["diff", "list.json", fewer]).contains(" 4 the same"))
            let page = try await run(["products", "--from", fewer, "--format", "markdown"])
            #expect(page.contains("- The list has only: Category SavingsAccount, Sharia true, Limit 4"), "\(page)")
            // A limit that cut nothing leaves nothing out.
            _ = try await run(["products", "--from", "list.json", "--limit", "9999", "-o", some])
            let all = try SavedProducts(Data(contentsOf: URL(filePath: some))).scope
            #expect(all.isWhole && all.limit == 9_999)
        }
    }

    /// A list of Liwa Bank's products, each of them given as its members.
    private func list(_ products: [String], meta: String = "") -> Data {
        let own = #""LFIName":"Liwa Bank","AuthorisationServerId":"l""#
        let products = products.map { "{\(own),\($0)}" }.joined(separator: ",")
        return Data(#"{"Products":[\#(products)],"Failures":[],"Meta":{"LFIs":[{\#(own)}]\#(meta)}}"#.utf8)
    }

    private static let savings = #""ProductId":"1","ProductCategory":"SavingsAccount""#
    private static let card =
        #""ProductId":"2","ProductCategory":"CreditCard","Product":{"CreditCard":{"Type":"Visa"}}"#

    @Test(
        "still has what came and went among what it was asked for",
        arguments: [
            (#","Filters":[{"Filter":"Category","Values":["SavingsAccount"]}]"#, 1, 1),
            (#","Filters":[{"Filter":"Category","Values":["SavingsAccount","CreditCard"]}]"#, 2, 0),
            (#","Filters":[{"Filter":"Sharia","Values":["true"]}]"#, 0, 2), ("", 2, 0),
            (#","Filters":[{"Filter":"Sharia","Values":["false"]}]"#, 2, 0),
            (#","Limit":3"#, 2, 0), (#","Limit":3,"ProductsInAll":5"#, 0, 2),
            // What a filter of another version, or of nobody knows what, would have let through is not known.
            (#","Filters":[{"Filter":"Colour","Values":["green"]}]"#, 0, 2), (#","Filters":[{}]"#, 0, 2),
        ] as [(String, Int, Int)])
    func covered(meta: String, told: Int, notCompared: Int) async throws {
        let whole = ProductSnapshot(try SavedProducts(list([Self.savings, Self.card])))
        let part = ProductSnapshot(try SavedProducts(list([], meta: meta)))
        let (went, came) = (ProductChanges(from: whole, to: part), ProductChanges(from: part, to: whole))
        #expect(went.withdrawn.count == told && came.added.count == told)
        for changes in [went, came] {
            #expect(changes.notCompared.reduce(0) { $0 + $1.products.count } == notCompared)
        }
    }

    @Test("tells in a history that a product was not asked for, and not that it was not listed")
    func history() async throws {
        try await inFolder { folder in
            let filters = [
                "", #","Filters":[{"Filter":"Category","Values":["CreditCard"]}]"#,
                #","Filters":[{"Filter":"Category","Values":["SavingsAccount"]}]"#,
                #","Filters":[{"Filter":"Salary","Values":["AED 3000"]}]"#, #","Limit":1,"ProductsInAll":2"#,
            ]
            for (day, filter) in filters.enumerated() {
                let time = #","RetrievedAt":"2026-11-1\#(day)T08:00:00Z"\#(filter)"#
                try list(day == 0 ? [Self.savings] : [], meta: time).write(to: folder.appending(path: "\(day).json"))
            }
            let seen = try await run(["history", "1", "--archive", folder.path, "--format", "csv"])
            for word in ["listed", "not-listed"] { #expect(seen.matches(of: try Regex("json,\(word),")).count == 1) }
            #expect(seen.matches(of: /json,not-asked-for,/).count == 3, "\(seen)")
            let table = try await run(["history", "1", "--archive", folder.path])
            #expect(table.contains("not asked for") && table.contains("not listed"))
        }
    }

    @Test("says of banks what is true of those that were chosen", arguments: ["json", "md", "html", "csv"])
    func banks(ending: String) async throws {
        try await inFolder { folder in
            let file = folder.appending(path: "some.\(ending)").path
            let banks = ["--lfi", "Liwa Bank,Hajar National Bank", "--lfi", "Saqr"]
            _ = try await run(["products", "--from", "list.json", "-o", file] + banks)
            let text = try String(contentsOf: URL(filePath: file), encoding: .utf8)
            switch ending {
            case "json":
                let list = try SavedProducts(Data(text.utf8))
                #expect(list.lfis.map(\.name).sorted() == ["Hajar National Bank", "Liwa Bank", "Saqr"])
                #expect(list.failures.map(\.lfi.name) == ["Hajar National Bank"])
                #expect(list.remarks.map(\.lfi.name) == ["Saqr"])
                #expect(list.lfisAsked == 3 && list.lfisAnswered == 2)
                #expect(list.retrievedAt == Timestamp.parse("2026-11-23T08:00:00Z"))
            case "csv": #expect(text.contains("Liwa Bank") && !text.contains("Waha Retail"))
            default:
                #expect(
                    text.contains("from 2 of 3 banks, asked on 2026-11-23, 12:00 in the UAE"), "\(text.prefix(900))")
                #expect(text.contains("Hajar National Bank failed"))
            }
        }
    }

    @Test("makes nothing new of banks that it left out, whether they had answered or failed")
    func banksLeftOut() async throws {
        try await inFolder { folder in
            let some = folder.appending(path: "some.json").path
            for banks in [["--lfi", "Liwa Bank"], ["--exclude-lfi", "Hajar National Bank"]] {
                _ = try await run(["products", "--from", "list.json", "-o", some] + banks)
                for lists in [[some, "list.json"], ["list.json", some]] {
                    let seen = try await run(["diff"] + lists)
                    #expect(seen.contains("Nothing has changed"), "\(seen)")
                }
            }
        }
    }
}
