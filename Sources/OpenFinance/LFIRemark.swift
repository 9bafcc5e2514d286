/// Something about one LFI that its reader should know: about an answer that was used all the same, or why it was not asked.
public struct LFIRemark: Sendable, Hashable {
    /// Whom it is about. Its id is empty where the directory gives none.
    public let lfi: LFI.Identity
    /// A sentence without final stop.
    public let message: String
    /// Whether the LFI has more products than those that came: then not all that was asked for is there.
    public let meansIncomplete: Bool
    /// Whether it is about the LFI's entry in the directory: then the LFI was not asked.
    public let isOfDirectory: Bool

    /// - Parameter message: a sentence without final stop.
    public init(_ lfi: LFI.Identity, _ message: String, meansIncomplete: Bool = false, isOfDirectory: Bool = false) {
        self.lfi = lfi
        self.isOfDirectory = isOfDirectory
        self.message = message
        self.meansIncomplete = meansIncomplete
    }

    init(_ lfi: LFI.Identity, _ remark: ProductsPage.Remark) {
        self.init(lfi, remark.message, meansIncomplete: remark.meansIncomplete)
    }
}
