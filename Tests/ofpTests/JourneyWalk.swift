import ArgumentParser
import Foundation
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

/// A journey with somebody who reads and presses keys, and with nothing around it.
struct Walk {
    var journey: Journey
    private(set) var effects: [Journey.Effect] = []

    static let keys: [Character: Key] = [
        "↑": .up, "↓": .down, "←": .left, "→": .right, "⏎": .enter, "⎋": .escape, "⌫": .erase,
    ]

    mutating func press(_ keys: String) {
        for key in Self.pressed(keys) { handle(.input(.key(key))) }
    }

    /// Keys as they are on a keyboard: `⏎` is Enter, `⎋` is Escape, and everything else is typed.
    static func pressed(_ keys: String) -> [Key] {
        keys.flatMap { character in Self.keys[character].map { [$0] } ?? character.unicodeScalars.map(Key.text) }
    }

    mutating func handle(_ event: Journey.Event) {
        // Other screens are long to lay out.
        switch journey.step {
        case .summary, .sentBefore: journey.wasShown(screen)
        default: break
        }
        effects += journey.handle(event)
    }

    var screen: Screen {
        var journey = journey
        return journey.screen()
    }

    /// What stands in the lines, as somebody sees it.
    var lines: [String] {
        ScreenLayout(screen, columns: journey.columns, rows: journey.rows, style: Style(isColoured: false)).lines.lines
    }

    var text: String { lines.joined(separator: "\n") }

    /// The products of the list, in its order.
    var listed: [String] {
        var journey = journey
        return journey.listed().products.compactMap(\.product.displayName)
    }

    static func saved() throws -> SavedProducts { try SavedProducts(GoldenWorld.list()) }

    /// Through a saved list.
    static func throughList(columns: Int = 80, rows: Int = 24, _ wishes: Wishes = Wishes()) throws -> Walk {
        var wishes = wishes
        wishes.scenario.date = try #require(Timestamp.parse("2026-11-26T08:00:00Z"))
        let saved = try saved()
        return Walk(
            journey: Journey(
                banks: saved.lfis, saved: saved, wishes: wishes, terminal: Terminal(width: columns, height: rows)))
    }

    /// Through banks that answer when the test says so.
    static func throughBanks(columns: Int = 80, rows: Int = 24) throws -> Walk {
        let banks = try GoldenWorld.directory().lfis.map(SavedLFI.init)
        return Walk(journey: Journey(banks: banks, terminal: Terminal(width: columns, height: rows)))
    }

    /// A bank answers with what the saved list has of it.
    mutating func answer(_ name: String) throws {
        let lfi = try GoldenWorld.lfi(name)
        let products = try Self.saved().products.filter { $0.lfi.id == lfi.id }
        handle(.answered(.answered(lfi, LFIAnswer(products: products))))
    }

    /// From the first step to the list.
    mutating func goToList() { press("⏎⏎⏎⏎") }

    mutating func show(_ product: String) {
        press("/\(product)⏎⏎")
    }

    /// - Parameter isLate: for the first product that was looked up, in place of the last.
    mutating func lookedUp(_ bank: String, isLate: Bool = false) throws {
        let asked = effects.compactMap { if case .lookUp(let product) = $0 { product } else { nil } }
        guard let product = isLate ? asked.first : asked.last else { throw CocoaError(.featureUnsupported) }
        handle(
            .lookedUp(.success(LeadAddressee(product: product, lfi: try GoldenWorld.lfi(bank), environment: "sandbox")))
        )
    }
}
