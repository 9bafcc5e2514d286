import FoundationEssentials
import OpenFinance

/// All that `ofp products` has to tell once every LFI's outcome is known.
struct ProductsReport {
    var catalogue: Catalogue
    var order = ProductOrder()
    var scenario = Scenario()
    /// Whether what preferences leave out is shown in place of the rest.
    var showsExcluded = false
    /// How many are shown; nil for all.
    var limit: Int?
    /// The LFIs that were asked, or that a saved list knows of.
    var lfis: [SavedLFI] = []
    /// Nil where a saved list does not say.
    var lfisAsked: Int?
    var retrievedAt: Date?
    /// Of every request, in the order in which they ended; nil where nobody wants to know.
    var timings: [RequestTiming]?
    /// Whether the products come out of a saved list.
    var isSaved = false
}
