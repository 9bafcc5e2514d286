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
        parsing: .unconditional, help: ArgumentHelp("Only so many, from the first one on.", valueName: "number"))
    var limit: Int?

    func validate() throws {
        if let limit, limit < 1 { throw ValidationError("--limit \(limit) leaves nothing to show") }
    }

    var order: ProductOrder { ProductOrder(sort ?? .name, direction) }

    /// Whether products can only be shown once all are known.
    var isAskedFor: Bool { sort != nil || direction != nil || limit != nil }
}
