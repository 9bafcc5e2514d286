import OpenFinance

/// The bank that a lead of the command line is for: one LFI, named, or found as the one whose product it is.
struct LeadBankSearch {
    let session: Session
    let lfi: LFI
    /// Of the product that the lead came from.
    let product: ListedProduct?

    /// - Throws: a ``CommandFailure`` where the LFI or the product is not found, or ambiguous.
    init(
        lfi name: String?, product reference: String?, from list: String?, _ settings: SettingsOptions,
        _ context: CommandContext
    ) async throws(CommandFailure) {
        guard let reference else {
            session = try Session(settings, context)
            product = nil
            lfi = try await session.unmistakableLFI(name ?? "")
            return
        }
        let source = try ProductSource(from: list, settings, context)
        // Where personal data goes is not decided by what was kept.
        if case .live(let session) = source { _ = try await session.directory(isAskedAnew: true) }
        // A bank that stands before the product's id is named as well as one after --lfi.
        var name = name
        if name == nil { name = ProductReference(reference).banks(among: try await source.banks())?.name }
        guard list == nil || name != nil else {
            throw CommandFailure(
                .notFound, "A saved list does not tell whether another bank has a product '\(reference)', too",
                advice: "Say whose you mean, with the bank and a slash before the id, or with --lfi")
        }
        let search = try await ProductSearch(
            [reference], of: name.map { [$0] } ?? [], in: source)
        // Whoever did not answer may have a product of this id.
        let silent = search.collected.report.catalogue.failures.map { $0.lfi.name }
        guard silent.isEmpty || list != nil else {
            throw CommandFailure(
                .notFound,
                "It is not certain whose product '\(reference)' is: no answer came from \(silent.joined(separator: ", "))",
                advice:
                    "Say whose you mean, with the bank and a slash before the id, or try again later; nothing was sent")
        }
        switch source {
        case .live(let session): self.session = session
        case .saved: session = try Session(settings, context)
        }
        guard Set(search.found.map { $0.product.category?.canonical }).count == 1 else {
            throw CommandFailure(
                .notFound, "The products with the id '\(reference)' are of different categories",
                advice: "Name the bank with --lfi and the category with --category")
        }
        product = search.found.first
        let owner = try await session.unmistakableLFI(product?.lfi.id ?? "")
        // A name by which the bank was chosen has to be its alone, and not only among those that were asked.
        if let name {
            guard try await session.unmistakableLFI(name).id == owner.id else { throw Self.otherBank(reference, name) }
        }
        lfi = owner
    }

    private static func otherBank(_ id: String, _ name: String) -> CommandFailure {
        CommandFailure(
            .notFound, "'\(name)' is another bank than the one that has the product '\(id)'",
            advice: "Give the bank's id with --lfi")
    }
}
