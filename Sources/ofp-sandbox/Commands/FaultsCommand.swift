import Foundation
import ArgumentParser

/// `ofp-sandbox faults`: what can be made to go wrong.
struct FaultsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "faults",
        abstract: "List the faults that --fault LFI:STEP:KIND[:ARG][*TIMES] can cause.",
        discussion:
            """
            LFI is a hub's code as it stands in its host names, or * for all; STEP is discovery, token, products or \
            leads. With *TIMES at its end a fault strikes that often and no more, as in 'liwa:token:status:503*2'.
            """)

    func run() throws {
        let all = Step.allCases.filter { $0 != .directory && $0 != .registration }
        let spellings = FaultCatalogue.entries.map { entry in
            entry.argument.map { "\(entry.name)[:\($0)]" } ?? entry.name
        }
        let width = spellings.map(\.count).max() ?? 0
        let lines = zip(FaultCatalogue.entries, spellings).map { entry, spelling in
            let steps = all.filter(entry.steps.contains)
            let places = steps == all ? "" : " (\(steps.map(\.rawValue).joined(separator: ", ")))"
            return spelling.padding(toLength: width + 2, withPad: " ", startingAt: 0) + entry.meaning + places + "\n"
        }
        try StandardOutput.write(lines.joined())
    }
}
