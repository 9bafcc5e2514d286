/// Something about one LFI's answer that was used all the same, and that its reader should know.
public struct LFIRemark: Sendable, Hashable {
    public let lfi: LFI.Identity
    /// A sentence without final stop.
    public let message: String
    /// Whether the LFI has more products than those that came: then not all that was asked for is there.
    public let meansIncomplete: Bool

    init(_ lfi: LFI.Identity, _ message: String, meansIncomplete: Bool = false) {
        self.lfi = lfi
        self.message = message
        self.meansIncomplete = meansIncomplete
    }
}
