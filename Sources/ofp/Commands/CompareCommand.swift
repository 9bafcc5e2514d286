import ArgumentParser

/// `ofp compare`: two to five products side by side.
struct CompareCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Show two to five products side by side.",
        discussion: """
            EXAMPLES
              ofp compare N100 q-sav-green
              ofp compare CC-001 CC-002 q-card --format markdown
              ofp compare N100 q-sav-green FIB-S-04 0001 --diff
              ofp compare N100 q-sav-green --format html
              ofp compare "Liwa Bank/SAV-001" "Sidr Bank/SAV-001" --format json

            A line in which the products differ is marked with ≠. Where several banks use an id, write the bank's name \
            or id and a slash before it.
            """
    )

    @Argument(help: ArgumentHelp("The products' ids.", valueName: "id"), completion: .products)
    var ids: [String]

    @Flag(help: "Show only what they differ in.")
    var diff = false

    @OptionGroup var output: OutputOptions<Comparison>
    @OptionGroup(title: "In mind") var inMind: ScenarioOptions
    @OptionGroup(title: "Where to look") var options: NamedProductOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func validate() throws {
        guard (2...5).contains(ids.count) else { throw ValidationError("Two to five products can be compared") }
    }

    func run(in context: CommandContext) async throws -> CommandStatus {
        let source = try ProductSource(from: options.saved.from, settings, context)
        let sink = try output.sink(source.console, sparing: source.spared)
        let search = try await ProductSearch(ids, of: options.included, in: source)
        guard search.found.count <= 5 else {
            throw CommandFailure(
                .notFound, "These ids name \(search.found.count) products, since several products share an id",
                advice: "Name fewer: up to five can be compared")
        }
        let comparison = Comparison(
            search.found, in: inMind.scenario, onlyDifferences: diff, from: search.provenance(in: inMind))
        try sink.print([comparison], as: output.format)
        try sink.finish()
        return .success
    }
}
