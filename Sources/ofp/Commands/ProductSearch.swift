import ArgumentParser
import OpenFinance

/// Where the products that a command names by their ids are looked for.
struct NamedProductOptions: ParsableArguments {
    @Option(
        name: .customLong("lfi"),
        help: ArgumentHelp(
            "Whose product it is, by the bank's name or id; may be given several times.", valueName: "bank"))
    var included: [String] = []

    @OptionGroup var saved: SavedListOptions
}

/// Products found by their ids.
struct ProductSearch {
    let found: [ListedProduct]
    let collected: CollectedProducts
    let source: ProductSource

    /// - Throws: a ``CommandFailure`` for an id that nobody has, or several LFIs have.
    init(
        _ ids: [String], of lfis: [String], from list: String?, _ settings: SettingsOptions, _ context: CommandContext
    ) async throws(CommandFailure) {
        source = try ProductSource(from: list, settings, context)
        collected = try await source.collect(ProductsRequest(selection: LFISelection(included: lfis)))
        let report = collected.report
        // Whose bank failed may be the one that has the product: the reasons come before any other message.
        for sentence in report.failureSentences { source.console.warn(sentence) }
        if case .live(let session) = source { session.end() }
        if collected.wasInterrupted {
            throw CommandFailure(.interrupted, "Interrupted before every bank had answered", advice: "Try again")
        }
        if report.catalogue.lfisAnswered == 0, !report.catalogue.failures.isEmpty {
            _ = try collected.status(allowPartial: false)
        }
        var found: [ListedProduct] = []
        for id in ids where !found.contains(where: { $0.product.id == id }) {
            found += try Self.products(called: id, wanted: ids.filter { $0 == id }.count, in: report.catalogue)
        }
        // In the order in which they were named.
        self.found = ids.map { id in
            let index = found.firstIndex { $0.product.id == id } ?? 0
            return found.remove(at: index)
        }
    }

    init(
        _ ids: [String], _ options: NamedProductOptions, _ settings: SettingsOptions, _ context: CommandContext
    ) async throws(CommandFailure) {
        try await self.init(ids, of: options.included, from: options.saved.from, settings, context)
    }

    /// The products of one id. An id that is named twice may be that of two LFIs' products.
    private static func products(
        called id: String, wanted: Int, in catalogue: Catalogue
    ) throws(CommandFailure) -> [ListedProduct] {
        let matches = catalogue.products.filter { $0.product.id == id }
        guard !matches.isEmpty else {
            throw CommandFailure(
                .notFound, "No bank that answered has a product '\(id)'", advice: advice(for: id, in: catalogue))
        }
        if matches.count == wanted { return matches }
        let banks = matches.map { "'\($0.lfi.name)' (\($0.lfi.id))" }.joined(separator: ", ")
        guard matches.count > wanted else {
            throw CommandFailure(
                .notFound, "The product '\(id)' is named \(wanted) times, but only \(banks) has it",
                advice: "Name each product once")
        }
        throw CommandFailure(
            .notFound, "\(matches.count) products have the id '\(id)': those of \(banks)",
            advice: "Say whose you mean with --lfi")
    }

    /// Ids that contain what was typed, or differ by case alone.
    private static func advice(for id: String, in catalogue: Catalogue) -> String {
        let typed = id.lowercased()
        let ids = catalogue.products.compactMap(\.product.id)
        let alike = Set(ids.filter { !typed.isEmpty && $0.lowercased().contains(typed) }).sorted().prefix(5)
        if !alike.isEmpty { return "Did you mean \(alike.map { "'\($0)'" }.joined(separator: " or "))?" }
        return catalogue.failures.isEmpty
            ? "See 'ofp products' for the ids" : "See 'ofp products' for the ids; the banks that failed may have it"
    }
}
