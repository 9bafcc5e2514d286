import FoundationEssentials

@testable import OpenFinance

/// Listed products for tests, out of the JSON that a bank would send.
enum Listing {
    static func listed(_ json: String, lfi: String = "liwa", lfiID: String? = "LIWA") throws -> ListedProduct {
        let page = try ProductsPage(
            Data(
                #"{"Data":[{"LFIId":\#(lfiID.map { "\"\($0)\"" } ?? "null"),"LFIBrandId":"B","Products":[\#(json)]}]}"#
                    .utf8))
        return ListedProduct(page.entries[0], of: LFI.Identity(id: "id-\(lfi)", name: "\(lfi) bank"))
    }

    /// A product of a category with the given members under `Product`.
    static func listed(_ category: String, details: String, currency: String = "AED", sharia: Bool? = nil) throws
        -> ListedProduct
    {
        let sharia = sharia.map { #","IsShariaCompliant":\#($0)"# } ?? ""
        return try listed(
            #"{"ProductId":"1","ProductCategory":"\#(category)","DenominationCurrency":"\#(currency)"\#(sharia),"Product":\#(details)}"#
        )
    }
}

extension ProductQuery.Verdict {
    var isListed: Bool { if case .listed = self { true } else { false } }
}
