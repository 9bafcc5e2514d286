import FoundationEssentials
import OpenFinance

/// The ids of the products that were listed last, kept for the shell's completion. There is nothing of a person in them.
enum ListedIDs {
    private static let key = CacheKey(.listedIDs)
    /// Enough for eighty banks, and soon read.
    private static let most = 5_000

    /// Keeps an id alone where it is one product's, else with the bank before it.
    static func keep(_ products: [ListedProduct], banks: [SavedLFI], in cache: any CacheStore) async {
        let suggestions = Suggestions(banks: banks, products: products)
        let counts = Dictionary(products.compactMap(\.product.id).map { ($0, 1) }, uniquingKeysWith: +)
        let references = products.prefix(most).compactMap { product -> String? in
            guard let id = product.product.id, id == id.forTerminal else { return nil }
            return counts[id] == 1 ? id : suggestions.reference(to: product)
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
