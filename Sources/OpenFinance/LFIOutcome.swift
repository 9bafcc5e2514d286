/// What became of one LFI's line.
public enum LFIOutcome: Sendable {
    /// All its pages, in its own order, reduced to what was asked for.
    case answered(LFI, products: [ListedProduct])
    case failed(LFIFailure)

    public var lfi: LFI.Identity {
        switch self {
        case .answered(let lfi, _): lfi.identity
        case .failed(let failure): failure.lfi
        }
    }
}
