import FoundationEssentials
import OpenFinance

/// All that `ofp products` has to tell once every LFI's outcome is known.
struct ProductsReport {
    var catalogue: Catalogue
    var lfisAsked: Int
    var retrievedAt: Date
}
