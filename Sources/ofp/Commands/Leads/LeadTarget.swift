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
            lfi = try await session.lfi(called: name ?? "")
            return
        }
        let search = try await ProductSearch(
            [id], of: name.map { [$0] } ?? [], from: list, settings, context)
        switch search.source {
        case .live(let session): self.session = session
        case .saved: session = try Session(settings, context)
        }
        product = search.found.first
        lfi = try await session.lfi(called: product?.lfi.id ?? "")
    }
}

extension Session {
    /// The one LFI that a name or an id means.
    func lfi(called name: String) async throws(CommandFailure) -> LFI {
        let lfis = try await lfis(LFISelection(included: [name]))
        guard lfis.count == 1, let lfi = lfis.first else {
            let names = lfis.map { "'\($0.name)' (\($0.id))" }.joined(separator: ", ")
            throw CommandFailure(
                .notFound, "'\(name)' means \(lfis.count) banks: \(names)", advice: "Name one of them with --lfi")
        }
        return lfi
    }
}
