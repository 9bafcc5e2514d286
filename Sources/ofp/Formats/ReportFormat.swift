import FoundationEssentials
import OpenFinance

/// A form in which any report can be printed. Each has a file of this folder; here is the one place that leads to them.
enum ReportFormat: String {
    /// For a person: what is a list as a table, what is read in one piece as text.
    case table, text
    case json, ndjson, csv, markdown, html, xlsx, junit

    static let ofLists: [ReportFormat] = [.table, .json, .csv, .markdown]
    static let ofDocuments: [ReportFormat] = [.text, .json, .csv, .markdown]

    /// Whether it is read as it is printed, and not by another program.
    var isForPeople: Bool { [.table, .text, .markdown].contains(self) }

    /// - Parameters:
    ///   - terminal: where it will be seen.
    ///   - write: takes what is printed, in pieces where that may be too long to be held as a whole.
    /// - Throws: a ``CommandFailure`` where this machine cannot make it.
    func write(_ report: some Report, on terminal: Terminal, to write: (Data) -> Void) throws(CommandFailure) {
        switch self {
        case .table, .text: write(Data(report.text(on: terminal).utf8))
        case .json: report.writeJSON(to: write)
        case .ndjson: report.writeJSONLines(to: write)
        case .csv: write(Data(report.records.csv.utf8))
        case .markdown: write(Data(report.markdown.utf8))
        case .xlsx: write(try report.workbook.data())
        case .html: report.page.map { write(Data($0.html.text.utf8)) }
        case .junit: report.junit.map { write(Data($0.text.utf8)) }
        }
    }

    /// All of it at once.
    func data(_ report: some Report, on terminal: Terminal = .none) throws(CommandFailure) -> Data {
        var data = Data()
        try write(report, on: terminal) { data.append($0) }
        return data
    }

    /// For a sentence.
    var noun: String { self == .table ? "a table" : rawValue }

    // MARK: - Names of files

    /// What a file's name ends in behind its last point, in small letters; nil where it has none.
    static func ending(of file: String) -> String? {
        let parts = file.split(separator: ".", omittingEmptySubsequences: false)
        return parts.count > 1 ? parts.last.map { String($0).lowercased().withoutBlankEnds } : nil
    }

    /// Whether somebody would not expect a table or a text in a file: its name ends as those of another kind do, or in
    /// something behind an ending of ours, as that of a copy (`all.json~`, `all.html.bak`). No ending, `.txt` and what nobody
    /// knows, such as the letters that `mktemp` ends a name in, are of a text.
    static func isOfAnotherKind(_ file: String) -> Bool {
        guard let ending = ending(of: file), ending != "txt" else { return false }
        let bare = ending.prefix { $0 != "~" }
        if otherEndings.contains(String(bare)) || (bare != ending && ReportFormat(ending: String(bare)) != nil) {
            return true
        }
        return Self.ending(of: String(file.split(separator: "/").last?.dropLast(ending.count + 1) ?? ""))
            .flatMap(ReportFormat.init(ending:)) != nil
    }

    private static let otherEndings: Set = [
        "xls", "xlsm", "xlsb", "ods", "odt", "odp", "numbers", "pdf", "ps", "eps", "rtf", "tex", "doc", "docx", "ppt",
        "pptx", "tsv", "tab", "yaml", "yml", "toml", "ini", "parquet", "avro", "orc", "arrow", "feather", "sqlite",
        "sqlite3", "db", "sql", "gz", "tgz", "tar", "zip", "zst", "xz", "bz2", "7z", "rar", "har", "eml", "ics", "vcf",
        "png", "jpg", "jpeg", "gif", "webp", "bmp", "tif", "tiff", "svg", "heic", "xhtml", "mhtml", "css", "js", "mjs",
        "ts", "py", "swift", "sh", "adoc", "rst", "org", "json5", "jsonc", "bak", "orig", "old", "swp",
    ]

    /// What files in it end in; nil for a text, of which nobody expects a certain one.
    var ending: String? {
        switch self {
        case .table, .text: nil
        case .json, .ndjson, .csv, .html, .xlsx: rawValue
        case .markdown: "md"
        case .junit: "xml"
        }
    }

    init?(ending: String) {
        switch ending {
        case "json": self = .json
        case "ndjson", "jsonl": self = .ndjson
        case "csv": self = .csv
        case "md", "markdown": self = .markdown
        case "xlsx": self = .xlsx
        case "html", "htm": self = .html
        case "xml": self = .junit
        default: return nil
        }
    }
}
