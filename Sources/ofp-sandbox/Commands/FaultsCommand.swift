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

    func run() {
        for (name, argument, meaning) in FaultKind.catalogue {
            let spelling = argument.map { "\(name)[:\($0)]" } ?? name
            print(spelling.padding(toLength: 20, withPad: " ", startingAt: 0) + meaning)
        }
    }
}
