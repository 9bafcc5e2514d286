import ArgumentParser
import OpenFinance

/// In which order, and how many.
struct ProductOrderOptions: ParsableArguments {
    @Option(help: ArgumentHelp("What to order by (default: name).", valueName: "key"))
    var sort: ProductOrder.Key?

    @Option(
        name: .customLong("order"),
        help: ArgumentHelp(
            "Which way (default: what is earned highest first, everything else lowest first).", valueName: "way"))
    var direction: ProductOrder.Direction?

    @Option(
        parsing: .unconditional, help: ArgumentHelp("Only so many, from the first one on.", valueName: "number"),
        transform: Self.count)
    var limit: Int?

    var order: ProductOrder { ProductOrder(sort ?? .name, direction) }

    /// Whether products can only be shown once all are known.
    var isAskedFor: Bool { sort != nil || direction != nil || limit != nil }

    private static func count(_ text: String) throws -> Int {
        guard let count = Int(text), count > 0 else { throw ValidationError("give a whole number, 1 or more") }
        return count
    }
}
