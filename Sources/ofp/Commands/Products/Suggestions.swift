import OpenFinance

/// What banks are called in a command: each by its name where that means it alone and can be typed, else by its id.
struct NamedBanks: Sendable {
    let banks: [SavedLFI]
    private let unmistakable: UnmistakableNames

    /// - Parameter banks: all that there are.
    init(_ banks: [SavedLFI]) {
        self.banks = banks
        unmistakable = UnmistakableNames(banks)
    }

    func name(of lfi: LFI.Identity) -> String {
        let name = lfi.name
        let isPlain =
            !name.isEmpty && name == name.forTerminal && !name.contains("/") && !name.hasPrefix("-")
            && unmistakable.contains(name)
        return isPlain ? name : lfi.id
    }
}

/// Commands that a user is told of: each works as it stands, pasted into a shell.
struct Suggestions {
    private let names: NamedBanks
    private let products: [ListedProduct]

    /// - Parameter products: all that are known: an id may be that of several.
    init(_ names: NamedBanks, products: [ListedProduct]) {
        self.names = names
        self.products = products
    }

    /// `LFI/ID`, with the bank's name where that means it alone and can be typed, else with its id. Nil for a product
    /// without id.
    func reference(to product: ListedProduct) -> String? {
        guard let id = product.product.id, id == id.forTerminal else { return nil }
        return "\(bank(of: product))/\(id)"
    }

    func bank(of product: ListedProduct) -> String { names.name(of: product.lfi) }

    func apply(_ product: ListedProduct) -> String? {
        reference(to: product).map { "ofp apply \(($0.hasPrefix("-") ? "-- " : ""))\($0.shellQuoted)" }
    }

    /// Nil where the bank takes no leads, too.
    func lead(_ product: ListedProduct) -> String? {
        guard names.banks.first(where: { $0.id == product.lfi.id })?.takesLeads != false else { return nil }
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
