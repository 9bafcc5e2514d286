import FoundationEssentials

/// A workbook for spreadsheet programs (Office Open XML, ECMA-376): tables, each on a sheet of its own. A number is a number
/// there, a time a time, a link a link; everything else stays the text that it is, so that `0001` is `0001`.
struct Workbook {
    struct Sheet {
        /// At most 31 characters, without `[]:*?/\`.
        let name: String
        let table: Table
        /// Whether its rows can be filtered by their columns.
        var isList = true
    }

    let sheets: [Sheet]

    /// - Throws: a ``CommandFailure`` where the library is missing, or there is no room for its files.
    func data() throws(CommandFailure) -> Data {
        let library = try XLSXLibrary.load()
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-\(UUID().uuidString)")
        defer { try? FileManager.default.removeItem(at: folder) }
        do {
            try FileManager.default.createDirectory(
                at: folder, withIntermediateDirectories: false, attributes: [.posixPermissions: 0o700])
        } catch {
            throw Self.failure("no temporary folder can be made in '\(folder.deletingLastPathComponent().path)'")
        }
        let file = folder.appending(path: "workbook.xlsx").path
        guard let writer = XLSXWriter(library, file: file) else { throw Self.failure("there is too little memory") }
        for sheet in sheets { writer.add(sheet) }
        if let reason = writer.close() { throw Self.failure(reason) }
        guard let data = FileManager.default.contents(atPath: file) else {
            throw Self.failure("its temporary file is gone")
        }
        return data
    }

    private static func failure(_ reason: String) -> CommandFailure {
        CommandFailure(
            .outputFailed, "The workbook could not be written: \(reason)",
            advice: "Give the temporary folder (TMPDIR) more room, or use --format csv")
    }
}

/// One workbook that is being written.
private final class XLSXWriter {
    private let library: XLSXLibrary
    private let workbook: OpaquePointer
    private let heading, time: OpaquePointer?
    /// Of the sheet that is being written.
    private var links = 0

    /// Nil where there is no memory.
    init?(_ library: XLSXLibrary, file: String) {
        guard let workbook = library.newWorkbook(file) else { return nil }
        self.library = library
        self.workbook = workbook
        heading = library.addFormat(workbook)
        library.setBold(heading)
        time = library.addFormat(workbook)
        library.setNumberFormat(time, "yyyy-mm-dd hh:mm")
    }

    func add(_ sheet: Workbook.Sheet) {
        let table = sheet.table
        guard let worksheet = library.addWorksheet(workbook, sheet.name), !table.columns.isEmpty else { return }
        links = 0
        for (column, title) in table.columns.enumerated() {
            _ = library.writeString(worksheet, 0, UInt16(column), title.title, heading)
            let cells = table.rows.prefix(500).map { $0[column].text.displayWidth } + [title.title.displayWidth + 3]
            _ = library.setColumn(
                worksheet, UInt16(column), UInt16(column), Double(min(max(8, (cells.max() ?? 0) + 1), 48)), nil)
        }
        for (row, cells) in table.rows.enumerated() {
            for (column, cell) in cells.enumerated() { write(cell, worksheet, UInt32(row + 1), UInt16(column)) }
        }
        library.freezePanes(worksheet, 1, 0)
        if sheet.isList {
            _ = library.autofilter(worksheet, 0, 0, UInt32(table.rows.count), UInt16(table.columns.count - 1))
        }
    }

    private func write(_ cell: Table.Cell, _ worksheet: OpaquePointer, _ row: UInt32, _ column: UInt16) {
        switch cell {
        case .unknown: break
        case .number(let number):
            _ = library.writeNumber(worksheet, row, column, Double("\(number)") ?? .nan, nil)
        case .time(let date, _):
            // Days since the end of 1899, as spreadsheets count them. They know no time zones: it is UTC.
            let days = date.timeIntervalSince1970 / 86_400 + 25_569
            guard Self.days.contains(days) else { return write(.text(cell.text), worksheet, row, column) }
            _ = library.writeNumber(worksheet, row, column, days, time)
        case .link(let address):
            guard address.hasPrefix("https://"), address.isLinkOfWorkbook, links < Self.mostLinks,
                library.writeLink(worksheet, row, column, address, nil) == 0
            else { return write(.text(address), worksheet, row, column) }
            links += 1
        case .text(let text):
            _ = library.writeString(worksheet, row, column, text.forWorkbook.limited(toUTF16: Self.longestText), nil)
        }
    }

    /// From March 1900, before which programs count differently, to the year 9999.
    private static let days = 61.0..<2_958_466.0
    /// In a sheet. The library tells people on standard error of one more, and of one that is too long, with all of it.
    private static let mostLinks = 65_530

    /// What a cell can hold.
    private static let longestText = 32_767

    /// - Returns: why it could not be written.
    func close() -> String? {
        let code = library.close(workbook)
        return code == 0 ? nil : library.reason(code).map { String(cString: $0) } ?? "code \(code)"
    }
}

extension String {
    /// A cell's text. What looks like a character that is spelled by its number (ECMA-376 part 1 §22.9.2.19, `_x0041_`) would
    /// be read as that.
    fileprivate var forWorkbook: String {
        forXML.replacing(/_(x[0-9A-Fa-f]{4}_)/) { "_x005F_\($0.1)" }
    }

    /// Whether the library takes it for a link as it is: no controls, and not too long with what it escapes.
    fileprivate var isLinkOfWorkbook: Bool {
        let escaped = utf8.count { "%[]<>\"^`{}\\".utf8.contains($0) }
        return utf8.count + 2 * escaped <= 2_079 && unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F }
            && forXML == self
    }

    fileprivate func limited(toUTF16 count: Int) -> String {
        guard utf16.count > count else { return self }
        var text = ""
        var used = 0
        for character in self {
            used += character.utf16.count
            guard used < count else { break }
            text.append(character)
        }
        return text + "…"
    }
}
