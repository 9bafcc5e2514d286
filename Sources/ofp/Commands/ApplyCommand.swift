import ArgumentParser
import OpenFinance

/// `ofp apply`: the Apply Now channel of one product.
struct ApplyCommand: AsyncParsableCommand, OFPCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Say how to apply for one product, and open the bank's page if you like.",
        discussion: """
            EXAMPLES
              ofp apply N100
              ofp apply "Liwa Bank/SAV-001" --format json
              ofp products --format json | ofp apply N100 --from -

            A page comes before a telephone number, that before an e-mail address, that before a description; where a \
            bank gives several, all are shown. --open asks first, and opens https pages alone.
            """
    )

    @Argument(help: ArgumentHelp("The product's id.", valueName: "id"), completion: .products)
    var id: String

    @Flag(help: "Ask whether to open the bank's page, and open it.")
    var open = false

    @OptionGroup var output: FormatOptions<ApplyReport>
    @OptionGroup(title: "When") var day: DayOptions
    @OptionGroup(title: "Where to look") var options: NamedProductOptions
    @OptionGroup(title: "Settings") var settings: SettingsOptions

    func run(in context: CommandContext) async throws -> CommandStatus {
        if open, context.questions.ask == nil {
            throw CommandFailure(
                .usage, "There is no terminal on which to ask whether to open the page",
                advice: "Use --open on a terminal, or read the address from --format json")
        }
        let search = try await ProductSearch([id], options, settings, context)
        let console = search.source.console
        for product in search.found {
            let application = ApplyReport(product, search.suggestions, in: day.scenario)
            try console.print(application, as: output.format)
            if open { try await openPage(of: application, context, console) }
        }
        return .success
    }

    private func openPage(
        of application: ApplyReport, _ context: CommandContext, _ console: Console
    ) async throws(CommandFailure) {
        guard application.validity.isCurrent else {
            console.warn("The page is not opened: the product is not available.")
            return
        }
        guard let page = application.preferred, page.kind == .uri else {
            console.warn("There is no page to open: the bank gives no plain https address.")
            return
        }
        guard let address = WebAddress(page.value) else {
            console.warn("This is not a plain https address, and is not opened: \(page.value.forTerminal)")
            return
        }
        guard context.questions.yesOrNo("Open \(address.text)?", default: false) == true else { return }
        try await Opener(environment: context.environment).open(address)
    }
}
