/// One product of one LFI, taken out of the group in which it was sent.
public struct ListedProduct: Sendable, Hashable {
    public let lfi: LFI
    /// `LFIId` of the group, as it was sent.
    public let lfiID: JSONText?
    /// `LFIBrandId` of the group, as it was sent.
    public let lfiBrandID: JSONText?
    public let product: Product
    /// The product object as the LFI sent it: unknown members, number spellings, order.
    public let json: JSONText

    init(_ entry: ProductsPage.Entry, of lfi: LFI) {
        self.lfi = lfi
        lfiID = entry.lfiID
        lfiBrandID = entry.lfiBrandID
        product = entry.product
        json = entry.json
    }
}
