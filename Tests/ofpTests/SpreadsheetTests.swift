import Foundation
import Testing

@testable import ofp

private let office = ["/usr/bin/soffice", "/usr/bin/libreoffice", "/usr/local/bin/soffice"]
    .first { FileManager.default.isExecutableFile(atPath: $0) }

/// The workbook as LibreOffice reads it, which is the second program that has to understand it.
@Suite(
    "A workbook in a spreadsheet program",
    .enabled(
        if: office != nil && (try? XLSXLibrary.load()) != nil,
        "LibreOffice (Debian: libreoffice-calc-nogui) or libxlsxwriter is not on this machine"))
struct SpreadsheetTests {
    /// The first sheet, each cell as the program has it.
    private static func rows(_ workbook: URL) throws -> [[String]] {
        let folder = workbook.deletingLastPathComponent()
        let program = Process()
        program.executableURL = URL(filePath: office ?? "")
        program.arguments = [
            // A user's own settings, and a window that is open, stay out of it.
            "-env:UserInstallation=\(folder.appending(path: "profile").absoluteString)", "--headless", "--convert-to",
            // Commas, quotes, UTF-8; figures as they are, not as they are shown.
            "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,false,false", "--outdir", folder.path, workbook.path,
        ]
        program.standardOutput = FileHandle.nullDevice
        program.standardError = FileHandle.nullDevice
        try program.run()
        program.waitUntilExit()
        let name = workbook.deletingPathExtension().lastPathComponent
        let text = try String(contentsOf: folder.appending(path: "\(name).csv"), encoding: .utf8)
        return try #require(CSVReader.rows(of: text.replacing("\n", with: "\r\n"), separator: ","))
    }

    @Test("has the ids, telephone numbers, rates, amounts and times of the csv, each as it is")
    func cells() async throws {
        try await SandboxWorld.with { world in
            let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-office-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let workbook = folder.appending(path: "all.xlsx")
            let list = folder.appending(path: "all.json").path
            #expect(try await world.run(["products", "--output", list]).status == .success)
            let asked = ["products", "--from", list, "--amount", "100000", "--term", "48m"]
            #expect(try await world.run(asked + ["--output", workbook.path]).status == .success)
            let csv = try await world.run(asked + ["--format", "csv"]).output
            let own = try #require(CSVReader.rows(of: csv, separator: ","))
            let theirs = try Self.rows(workbook)
            #expect(own.count > 20 && own.count == theirs.count && own[0] == theirs[0])
            for (row, other) in zip(own, theirs).dropFirst() {
                for (name, (cell, otherCell)) in zip(own[0], zip(row, other)) {
                    #expect(Self.asInSheet(cell) == otherCell, "\(name) of \(row[4])")
                }
            }
            func column(_ name: String) -> [String] {
                own[0].firstIndex(of: name).map { index in theirs.dropFirst().map { $0[index] } } ?? []
            }
            // Of each kind that a spreadsheet could take for something else there is one.
            #expect(column("ProductId").contains { $0.hasPrefix("0") })
            #expect(column("ApplicationPhoneNumber").contains { $0.hasPrefix("+971") })
            #expect(column("Instalment").contains { $0.contains(".") })
            #expect(column("LastUpdatedDateTime").allSatisfy { $0.count == 19 })
        }
    }

    /// A cell of the csv without what is there for other programs: the apostrophe before what one of them would run, and the
    /// marks of ISO 8601 in a time.
    private static func asInSheet(_ cell: String) -> String {
        if cell.contains(/^\d{4}-\d\d-\d\dT[\d:]+Z$/) {
            return cell.replacing("T", with: " ").replacing("Z", with: "")
        }
        return cell.hasPrefix("'") ? String(cell.dropFirst()) : cell
    }

    @Test("has the rules by which a card gives money back")
    func cashback() async throws {
        try await SandboxWorld.with { world in
            let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-office-\(UUID())")
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            defer { try? FileManager.default.removeItem(at: folder) }
            let workbook = folder.appending(path: "cards.xlsx")
            let asked = ["products", "--lfi", "Saqr", "--columns", "product,cashback", "--output", workbook.path]
            #expect(try await world.run(asked).status == .success)
            let rows = try Self.rows(workbook)
            #expect(rows[0].last == "Cashback")
            #expect(rows.contains { $0.last == "3% on groceries, up to AED 150 a month; 1% on all else" })
        }
    }
}
