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
    @OptionGroup var destination: OutputOptions<ProductsReport>

    @Option(
        name: .customLong("columns"),
        help: ArgumentHelp("Only these columns, in this order, with commas between them.", valueName: "columns"))
    var columnLists: [CommaList<ProductColumn>] = []

    @Flag(help: "List what your preferences leave out, and by what, in place of the rest.")
    var excluded = false

    @Flag(help: "Begin a csv with the mark by which Excel knows its encoding.")
    var excel = false

    @Flag(help: "Exit with 0 although some banks failed.")
    var allowPartial = false

    @Flag(help: "Say how long each request took: a table on standard error, with json in 'Meta', in seconds.")
    var timings = false

    func validate() throws {
        if excel, format != .csv { throw ValidationError("--excel needs --format csv") }
        let names = columnLists.flatMap(\.elements)
        if let twice = names.enumerated().first(where: { names[..<$0].contains($1) })?.element {
            throw ValidationError("--columns names '\(twice.rawValue)' twice")
        }
        if !columnLists.isEmpty, format == .json || format == .ndjson {
            throw ValidationError(
                "--columns needs --format table, csv, markdown, html or xlsx; \(format.rawValue) always has everything")
        }
    }

    /// Before anybody is asked in vain.
    func checkWorkbook() throws(CommandFailure) {
        guard format == .xlsx else { return }
        if destination.output ?? "-" == "-", Terminal(STDOUT_FILENO).width != nil {
            throw CommandFailure(
                .usage, "A terminal cannot show a workbook", advice: "Name a file: --output products.xlsx")
        }
        _ = try XLSXLibrary.load()
    }

    var format: ReportFormat { destination.format }

    /// Nil for those that have something to say.
    var columns: [ProductColumn]? { columnLists.isEmpty ? nil : columnLists.flatMap(\.elements) }
}
