import ArgumentParser
import OpenFinance

/// Which banks are asked.
struct LFISelectionOptions: ParsableArguments {
    @Option(
        name: .customLong("lfi"),
        help: .banks("Only these banks, by name or id"), completion: .banks)
    var included: [String] = []

    @Option(
        name: .customLong("exclude-lfi"),
        help: .banks("All banks but these"), completion: .banks)
    var excluded: [String] = []

    func validate() throws {
        if included.count + excluded.count > 1_000 {
            throw ValidationError("No directory has a thousand banks: --lfi is given too often")
        }
    }

    var selection: LFISelection { LFISelection(included: included, excluded: excluded) }
}

extension ArgumentHelp {
    /// Of an option that takes several banks.
    static func banks(_ which: String) -> ArgumentHelp {
        ArgumentHelp("\(which), with commas between them; may be given several times.", valueName: "bank")
    }
}
