import FoundationEssentials

/// What a command prints: one value that describes itself. In which bytes is for the formats to say.
protocol Report {
    /// What `--format` offers for it, the usual one first.
    static var formats: [ReportFormat] { get }

    /// For a person at a terminal.
    func text(on terminal: Terminal) -> String
    /// For a document that a person reads.
    var table: Table { get }
    /// What such a document says beside its table, in sentences: of when it is, what was asked for, and who is missing.
    var notes: [String] { get }
    /// The same in Markdown.
    var markdown: String { get }
    /// For a program that reads tables: a record a row, every figure in a cell of its own.
    var records: Table { get }
    /// For a spreadsheet program.
    var workbook: Workbook { get }
    /// For a browser; nil for a report that has no such format.
    var page: Page? { get }
    /// For continuous integration; nil for a report that has no such format.
    var junit: JUnit? { get }
    /// The JSON document with its final line break, in pieces where it may be long.
    func writeJSON(to write: (Data) -> Void)
    /// JSON in lines: what can be taken for itself has one of its own.
    func writeJSONLines(to write: (Data) -> Void)
}

extension Report {
    static var formats: [ReportFormat] { ReportFormat.ofLists }

    func text(on terminal: Terminal) -> String { table.text(on: terminal) }

    var records: Table { table }

    var workbook: Workbook { Workbook(sheets: [.init(name: "List", table: records)]) }
    var page: Page? { nil }
    var junit: JUnit? { nil }
    var notes: [String] { [] }
    /// A table that is to stand in another document comes first.
    var markdown: String {
        let notes = notes.map { "- \($0.forMarkdown)\n" }.joined()
        // Headings with nothing below them say less than the notes alone.
        if table.rows.isEmpty, !notes.isEmpty { return notes }
        return table.markdown + (notes.isEmpty ? "" : "\n") + notes
    }

    func writeJSONLines(to write: (Data) -> Void) { writeJSON(to: write) }
}

extension Report where Self: Encodable {
    func writeJSON(to write: (Data) -> Void) { write(JSONOutput.encode(self) + "\n".utf8) }
}
