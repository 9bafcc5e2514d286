import ArgumentParser
import OpenFinance

/// Where the products that a command names by their ids are looked for.
struct NamedProductOptions: ParsableArguments {
    @Option(
        name: .customLong("lfi"),
        help: ArgumentHelp(
            "Whose product it is, by the bank's name or id, with commas between several; may be given several times.",
            valueName: "bank"),
        completion: .banks,
        transform: BankNames.argument)
    var included: [String] = []

    @OptionGroup var saved: SavedListOptions
}

/// Products found by their ids.
struct ProductSearch {
    let found: [ListedProduct]
    let collected: CollectedProducts
    let source: ProductSource
    /// How to name what was found to other commands.
    let suggestions: Suggestions

    /// - Throws: a ``CommandFailure`` for an id that nobody has, or several LFIs have.
    init(
        _ ids: [String], of lfis: [String], in source: ProductSource
    ) async throws(CommandFailure) {
        self.source = source
        let references = ids.map(ProductReference.init)
        let banks = try await source.banks()
        if case .live(let session) = source {
            let barred = try await session.directory().barred
            for reference in references where reference.banks(among: banks) == nil {
                if let lfi = reference.banks(among: barred)?.banks.first { throw .barred(lfi) }
            }
        }
        var request = ProductsRequest(selection: LFISelection(included: lfis))
        // Whoever names the bank with the product saves asking the others.
        let named = references.map { $0.banks(among: banks)?.banks.map(\.id) }
        if lfis.isEmpty, named.allSatisfy({ $0 != nil }) {
            request.selection.included = named.compactMap(\.self).flatMap(\.self)
        }
        var collected = try await source.collect(request)
        let isFound = references.allSatisfy {
            !$0.matches(in: collected.report.catalogue.products, banks: banks).isEmpty
        }
        if !isFound, lfis.isEmpty, !request.selection.included.isEmpty, !collected.wasInterrupted {
            collected.interruption?.end()
            // What looks like a bank before a slash may be part of an id that somebody else has.
            request.selection.included = []
            collected = try await source.collect(request)
        }
        self.collected = collected
        collected.interruption?.end()
        let report = collected.report
        // Whose bank failed may be the one that has the product: the reasons come before any other message.
        for sentence in report.failureSentences + report.remarkSentences { source.console.warn(sentence) }
        if case .live(let session) = source { await session.end() }
        if collected.wasInterrupted {
            throw CommandFailure(.interrupted, "Interrupted before every bank had answered", advice: "Try again")
        }
        if report.catalogue.lfisAnswered == 0, !report.catalogue.failures.isEmpty {
            _ = try collected.status(allowPartial: false)
        }
        suggestions = Suggestions(NamedBanks(banks), products: report.catalogue.products)
        let resolution = Resolution(
            catalogue: report.catalogue, banks: banks, suggestions: suggestions, console: source.console)
        found = try resolution.products(references)
    }

    init(
        _ ids: [String], _ options: NamedProductOptions, _ settings: SettingsOptions, _ context: CommandContext
    ) async throws(CommandFailure) {
        try await self.init(
            ids, of: options.included, in: ProductSource(from: options.saved.from, settings, context))
    }
}

/// Which products of all that are known the references mean.
private struct Resolution {
    let catalogue: Catalogue
    let banks: [SavedLFI]
    let suggestions: Suggestions
    let console: Console

    /// In the order in which they were named. A reference that stands several times may mean that many banks' products.
    func products(_ references: [ProductReference]) throws(CommandFailure) -> [ListedProduct] {
        var waiting: [ProductReference: [ListedProduct]] = [:]
        for reference in Set(references) {
            waiting[reference] = try products(reference, named: references.filter { $0 == reference }.count)
        }
        var products: [ListedProduct] = []
        for (index, reference) in references.enumerated() {
            let isLast = !references[(index + 1)...].contains(reference)
            let taken = waiting[reference, default: []].prefix(isLast ? .max : 1)
            waiting[reference]?.removeFirst(taken.count)
            products += taken
        }
        return products
    }

    private func products(
        _ reference: ProductReference, named count: Int
    ) throws(CommandFailure) -> [ListedProduct] {
        let matches = reference.matches(in: catalogue.products, banks: banks)
        guard !matches.isEmpty else {
            throw CommandFailure(
                .notFound, "No bank that answered has a product '\(reference.text)'", advice: advice(for: reference))
        }
        let owners = Set(matches.map(\.lfi)).count
        let list = matches.map { "'\($0.lfi.label)' (\($0.lfi.id))" }.joined(separator: ", ")
        if count > matches.count {
            throw CommandFailure(
                .notFound, "The product '\(reference.text)' is named \(count) times, but only \(list) has it",
                advice: "Name each product once")
        }
        if owners > 1, count != owners {
            let example = matches.first.flatMap { suggestions.reference(to: $0) }.map { ", as in \($0.shellQuoted)" }
            throw CommandFailure(
                .notFound, "\(matches.count) products have the id '\(reference.text)': those of \(list)",
                advice: "Say whose you mean, with the bank and a slash before the id\(example ?? "")")
        }
        if matches.count > count {
            console.warn(
                "\(matches[0].lfi.label) has \(matches.count) different products with the id '\(matches[0].product.id ?? "")': all are meant."
                    .forTerminal)
        }
        return matches
    }

    /// Ids that contain what was typed, or differ by case alone.
    private func advice(for reference: ProductReference) -> String {
        let typed =
            (reference.banks(among: banks).map { String(reference.text.dropFirst($0.name.count + 1)) }
            ?? reference.text).lowercased()
        let ids = catalogue.products.compactMap(\.product.id)
        let alike = Array(Set(ids.filter { !typed.isEmpty && $0.lowercased().contains(typed) }).sorted().prefix(5))
        if let question = alike.didYouMean { return question }
        return catalogue.failures.isEmpty
            ? "See 'ofp products' for the ids" : "See 'ofp products' for the ids; the banks that failed may have it"
    }
}
