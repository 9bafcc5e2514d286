import ArgumentParser
import OpenFinance

/// Which banks are asked.
struct LFISelectionOptions: ParsableArguments {
    @Option(
        name: .customLong("lfi"),
        help: .list("Only these banks, by name or id", of: "bank"), completion: .banks,
        transform: BankNames.argument)
    var included: [String] = []

    @Option(
        name: .customLong("exclude-lfi"),
        help: .list("All banks but these", of: "bank"), completion: .banks,
        transform: BankNames.argument)
    var excluded: [String] = []

    func validate() throws {
        if included.count + excluded.count > 1_000 {
            throw ValidationError("No directory has a thousand banks: --lfi is given too often")
        }
    }

    var selection: LFISelection { LFISelection(included: included, excluded: excluded) }
}
