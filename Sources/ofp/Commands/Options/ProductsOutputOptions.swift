import ArgumentParser
import OpenFinance

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// How to show products.
struct ProductsOutputOptions: ParsableArguments {
    @Option(
        name: .customLong("format"),
        help: "How to print the products; without it as the ending of --output says, else as a table.")
    var chosenFormat: FormatArgument<ProductsReport>?

    @Option(
        name: .customLong("columns"),
        help: ArgumentHelp("Only these columns, in this order, with commas between them.", valueName: "columns"))
    var columnLists: [CommaList<ProductColumn>] = []

    @Flag(help: "List what your preferences leave out, and by what, in place of the rest.")
    var excluded = false

    @Option(
        name: .shortAndLong,
        help: ArgumentHelp("Write them to this file, whole or not at all.", valueName: "file"), completion: .file())
    var output: String?

    @Flag(help: "Begin a csv with the mark by which Excel knows its encoding.")
    var excel = false

    @Flag(help: "Exit with 0 although some banks failed.")
    var allowPartial = false

    @Flag(help: "Say how long each request took: a table on standard error, with json in 'Meta', in seconds.")
    var timings = false

    func validate() throws {
        if chosenFormat == nil, let ending = output?.split(separator: ".").last?.lowercased(),
            Self.otherEndings.contains(ending.split(separator: " ").first.map(String.init) ?? "")
        {
            throw ValidationError(
                "A file that ends in .\(ending) cannot be written: name a .json, .ndjson, .csv, .md, .html or .xlsx")
        }
        if excel, format != .csv { throw ValidationError("--excel goes with --format csv") }
        if !columnLists.isEmpty, format == .json || format == .ndjson {
            throw ValidationError(
                "--columns goes with a table, csv, markdown, html or xlsx; \(format.rawValue) has everything")
        }
    }

    /// Of files that somebody would not expect a table in.
    private static let otherEndings: Set = [
        "xls", "xlsm", "xlsb", "ods", "pdf", "doc", "docx", "tsv", "yaml", "yml", "toml", "parquet", "sqlite", "db",
        "gz", "zip", "zst", "xz", "bz2", "har", "xml", "png", "svg",
    ]

    /// Before anybody is asked in vain.
    func checkWorkbook() throws(CommandFailure) {
        guard format == .xlsx else { return }
        if output == nil || output == "-", Terminal(STDOUT_FILENO).width != nil {
            throw CommandFailure(
                .usage, "A workbook is nothing that a terminal can show", advice: "Name a file: --output products.xlsx")
        }
        _ = try XLSXLibrary.load()
    }

    var format: ReportFormat { chosenFormat?.format ?? output.flatMap(ReportFormat.init(file:)) ?? .table }

    /// Nil for those that have something to say.
    var columns: [ProductColumn]? { columnLists.isEmpty ? nil : columnLists.flatMap(\.elements) }
}

/// Where products come from in place of the banks.
struct SavedListOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Read a saved 'ofp products --format json' in place of asking the banks ('-': standard input).",
            valueName: "file"), completion: .file())
    var from: String?
}
