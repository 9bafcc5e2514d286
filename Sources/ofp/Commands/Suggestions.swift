import OpenFinance

/// Commands that a user is told of: each works as it stands, pasted into a shell.
struct Suggestions {
    private let banks: [SavedLFI]

    init(banks: [SavedLFI]) { self.banks = banks }

    /// `LFI/ID`, with the bank's name where that means it alone and can be typed, else with its id. Nil for a product
    /// without id.
    func reference(to product: ListedProduct) -> String? {
        guard let id = product.product.id, id == id.forTerminal else { return nil }
        let name = product.lfi.name
        let isPlain =
            !name.isEmpty && name == name.forTerminal && !name.contains("/") && !name.hasPrefix("-")
            && LFI.isUnmistakable(name, among: banks)
        return "\(isPlain ? name : product.lfi.id)/\(id)"
    }

    func apply(_ product: ListedProduct) -> String? {
        reference(to: product).map { "ofp apply \(($0.hasPrefix("-") ? "-- " : ""))\($0.shellQuoted)" }
    }

    /// Nil where the bank takes no leads, too.
    func lead(_ product: ListedProduct) -> String? {
        guard banks.first(where: { $0.id == product.lfi.id })?.takesLeads != false else { return nil }
        return reference(to: product).map { "ofp lead --product\($0.hasPrefix("-") ? "=" : " ")\($0.shellQuoted)" }
    }
}
