import FoundationEssentials
import OpenFinance

/// The ids of the products that were listed last, kept for the shell's completion. There is nothing of a person in them.
enum ListedIDs {
    private static let key = CacheKey(.listedIDs)
    /// Enough for eighty banks, and soon read.
    private static let most = 5_000

    /// Keeps an id alone where it is one product's, else with the bank before it.
    ///
    /// - Parameter isWhole: whether these are all products of all banks. Of some it is not known whose ids others have, too, and
    ///   they take nobody else's place.
    static func keep(_ products: [ListedProduct], isWhole: Bool, banks: [SavedLFI], in cache: any CacheStore) async {
        if !isWhole, await !kept(in: cache).isEmpty { return }
        let suggestions = Suggestions(NamedBanks(banks), products: products)
        let counts = Dictionary(products.compactMap(\.product.id).map { ($0, 1) }, uniquingKeysWith: +)
        // To find out by which name a bank cannot be mistaken, it is compared with all others.
        var names: [LFI.ID: String] = [:]
        let references = products.prefix(most).compactMap { product -> String? in
            guard let id = product.product.id, id == id.forTerminal else { return nil }
            guard counts[id] != 1 || !isWhole else { return id }
            let name = names[product.lfi.id] ?? suggestions.bank(of: product)
            names[product.lfi.id] = name
            return "\(name)/\(id)"
        }
        guard let body = try? JSONEncoder().encode(references) else { return }
        let now = Date()
        await cache.write(CacheEntry(storedAt: now, freshUntil: now, body: body), for: key)
    }

    static func kept(in cache: any CacheStore) async -> [String] {
        guard let entry = await cache.read(key) else { return [] }
        return (try? JSONDecoder().decode([String].self, from: entry.body)) ?? []
    }
}
