import OpenFinance

/// Commands that a user is told of: each works as it stands, pasted into a shell.
struct Suggestions {
    private let banks: [SavedLFI]
    private let products: [ListedProduct]

    /// - Parameter products: all that are known: an id may be that of several.
    init(banks: [SavedLFI], products: [ListedProduct]) {
        self.banks = banks
        self.products = products
    }

    /// `LFI/ID`, with the bank's name where that means it alone and can be typed, else with its id. Nil for a product
    /// without id.
    func reference(to product: ListedProduct) -> String? {
        guard let id = product.product.id, id == id.forTerminal else { return nil }
        return "\(bank(of: product))/\(id)"
    }

    /// Its name where that means it alone and can be typed, else its id.
    func bank(of product: ListedProduct) -> String { name(of: product.lfi) }

    func name(of lfi: LFI.Identity) -> String {
        let name = lfi.name
        let isPlain =
            !name.isEmpty && name == name.forTerminal && !name.contains("/") && !name.hasPrefix("-")
            && LFI.isUnmistakable(name, among: banks)
        return isPlain ? name : lfi.id
    }

    func apply(_ product: ListedProduct) -> String? {
        reference(to: product).map { "ofp apply \(($0.hasPrefix("-") ? "-- " : ""))\($0.shellQuoted)" }
    }

    /// Nil where the bank takes no leads, too.
    func lead(_ product: ListedProduct) -> String? {
        guard banks.first(where: { $0.id == product.lfi.id })?.takesLeads != false else { return nil }
        let namesakes = products.filter { $0.lfi == product.lfi && $0.product.id == product.product.id }
        guard Set(namesakes.map { $0.product.category?.canonical }).count < 2 else {
            // The id does not say what the lead is about.
            guard let category = product.product.category?.canonical, ProductCategory.all.contains(category) else {
                return nil
            }
            return "ofp lead --lfi \(bank(of: product).shellQuoted) --category \(category)"
        }
        return reference(to: product).map { "ofp lead --product\($0.hasPrefix("-") ? "=" : " ")\($0.shellQuoted)" }
    }
}
