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
