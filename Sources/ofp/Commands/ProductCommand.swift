import ArgumentParser
import OpenFinance

/// `ofp product`: one product in full.
struct ProductCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "product",
        abstract: "Show everything about one product.",
        discussion: """
            EXAMPLES
              ofp product N100
              ofp product "Liwa Bank/SAV-001"
              ofp product SAV-001 --lfi "Liwa Bank" --format json
              ofp product N100 --format html
              ofp products --format json | ofp product N100 --from -

            Ids are those of 'ofp products'. One that several banks use is refused with the list of them: write the \
            bank's name or id and a slash before it, which saves asking the others, too; --lfi does the same.
            """
    )

    @Argument(help: ArgumentHelp("The product's id.", valueName: "id"), completion: .products)
    var id: String

    @OptionGroup var output: OutputOptions<ProductReport>
    @OptionGroup(title: "In mind") var inMind: ScenarioOptions
    @OptionGroup(title: "Where to look") var options: NamedProductOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let source = try ProductSource(from: options.saved.from, settings, context)
        let sink = try output.sink(source.console, sparing: source.spared)
        let search = try await ProductSearch([id], of: options.included, in: source)
        let provenance = search.provenance(in: inMind)
        // A browser shows one document: those of one id stand side by side in it.
        if output.format == .html, search.found.count > 1 {
            try sink.print([Comparison(search.found, in: inMind.scenario, from: provenance)], as: .html)
        } else {
            let reports = search.found.map { product in
                ProductReport(
                    product: product, scenario: inMind.scenario, suggestions: search.suggestions,
                    provenance: provenance)
            }
            try sink.print(reports, as: output.format)
        }
        try sink.finish()
        return .success
    }
}
