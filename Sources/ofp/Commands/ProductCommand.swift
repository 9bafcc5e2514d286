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
              ofp product SAV-001 --lfi "Liwa Bank"
              ofp product SAV-001 --lfi "Liwa Bank" --format json
              ofp products --format json | ofp product N100 --from -

            Ids are those of 'ofp products'. One that several banks use is refused with the list of them; --lfi says \
            whose you mean, and saves asking the others.
            """
    )

    @Argument(help: ArgumentHelp("The product's id.", valueName: "id"))
    var id: String

    @Option(help: "How to print it.")
    var format = DocumentFormat.text

    @OptionGroup(title: "Where to look") var options: NamedProductOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        let search = try await ProductSearch([id], options, settings, context)
        let console = search.source.console
        for product in search.found {
            switch format {
            case .json: console.writeOutput(product.outputJSON + "\n".utf8)
            case .text:
                let text = SheetText(width: console.outputWidth, style: console.outputStyle)
                console.write(text.text(ProductSheet(product), next: product.choices))
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
    fileprivate var choices: [ProductSheet.Line] {
        let id = (product.id ?? "").shellQuoted
        let bank = lfi.name.shellQuoted
        let channel = product.applicationChannels.first?.value ?? "the bank states no way to apply"
        return [
            .init(label: "Apply", value: "ofp apply \(id) --lfi \(bank)   (\(channel))"),
            .init(label: "Be contacted", value: "ofp lead --product \(id) --lfi \(bank)"),
            .init(label: "Leave it", value: "nothing is sent to the bank"),
        ]
    }
}
