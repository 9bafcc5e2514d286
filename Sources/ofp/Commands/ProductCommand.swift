import ArgumentParser
import FoundationEssentials
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
              ofp products --format json | ofp product N100 --from -

            Ids are those of 'ofp products'. One that several banks use is refused with the list of them: write the \
            bank's name or id and a slash before it, which saves asking the others, too; --lfi does the same.
            """
    )

    @Argument(help: ArgumentHelp("The product's id.", valueName: "id"))
    var id: String

    @Option(help: "How to print it.")
    var format = DocumentFormat.text

    @OptionGroup(title: "In mind") var inMind: ScenarioOptions
    @OptionGroup(title: "Where to look") var options: NamedProductOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let search = try await ProductSearch([id], options, settings, context)
        let console = search.source.console
        for product in search.found {
            switch format {
            case .json: console.writeOutput(product.outputJSON(in: inMind.scenario) + "\n".utf8)
            case .text:
                let text = SheetText(width: console.outputWidth, style: console.outputStyle)
                console.write(
                    text.text(
                        ProductSheet(product, in: inMind.scenario),
                        next: product.choices(search.suggestions, inMind.scenario)))
            }
        }
        return .success
    }
}

/// For what is read in one piece.
enum DocumentFormat: String, CaseIterable, ExpressibleByArgument {
    case text, json
}

extension ListedProduct {
    /// What the ecosystem's user-experience rules have a person offered for one product.
    fileprivate func choices(_ suggestions: Suggestions, _ scenario: Scenario) -> [ProductSheet.Line] {
        let validity = product.validity(at: scenario.date)
        let channel = validity.isCurrent ? product.applicationChannels.first?.value : nil
        let nothing = validity.text.map { "not to be had (\($0))" } ?? "the bank states no way to apply"
        var lines = [ProductSheet.Line(label: "Apply", value: channel ?? nothing)]
        if channel != nil, let command = suggestions.apply(self) {
            lines.append(.init(label: "", value: command, isVerbatim: true))
        }
        if let command = suggestions.lead(self) {
            lines.append(.init(label: "Be contacted", value: command, isVerbatim: true))
        }
        return lines + [.init(label: "Leave it", value: "nothing is sent to the bank")]
    }
}
