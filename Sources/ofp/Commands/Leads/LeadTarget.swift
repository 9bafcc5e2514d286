import OpenFinance

/// Where a lead goes: one LFI, named, or found as the one whose product it is.
struct LeadTarget {
    let session: Session
    let lfi: LFI
    /// Of the product that the lead came from.
    let product: ListedProduct?

    /// - Throws: a ``CommandFailure`` where the LFI or the product is not found, or ambiguous.
    init(
        lfi name: String?, product id: String?, from list: String?, _ settings: SettingsOptions,
        _ context: CommandContext
    ) async throws(CommandFailure) {
        guard let id else {
            session = try Session(settings, context)
            product = nil
            lfi = try await session.unmistakableLFI(name ?? "")
            return
        }
        guard list == nil || name != nil else {
            throw CommandFailure(
                .notFound, "A saved list does not tell whether another bank has a product '\(id)', too",
                advice: "Say whose you mean with --lfi")
        }
        let search = try await ProductSearch(
            [id], of: name.map { [$0] } ?? [], from: list, settings, context)
        // Whoever did not answer may have a product of this id.
        let silent = search.collected.report.catalogue.failures.map { $0.lfi.name }
        guard silent.isEmpty || list != nil else {
            throw CommandFailure(
                .notFound,
                "It is not certain whose product '\(id)' is: no answer came from \(silent.joined(separator: ", "))",
                advice: "Say whose you mean with --lfi, or try again later; nothing was sent")
        }
        switch search.source {
        case .live(let session): self.session = session
        case .saved: session = try Session(settings, context)
        }
        product = search.found.first
        let owner = try await session.unmistakableLFI(product?.lfi.id ?? "")
        // A name by which the bank was chosen has to be its alone, and not only among those that were asked.
        if let name {
            guard try await session.unmistakableLFI(name).id == owner.id else { throw Self.otherBank(id, name) }
        }
        lfi = owner
    }

    private static func otherBank(_ id: String, _ name: String) -> CommandFailure {
        CommandFailure(
            .notFound, "The product '\(id)' is not one of '\(name)' alone", advice: "Give the bank's id with --lfi")
    }
}
