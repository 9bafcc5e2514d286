/// What became of one LFI's line.
public enum LFIOutcome: Sendable {
    case answered(LFI, LFIAnswer)
    case failed(LFIFailure)

    public var lfi: LFI.Identity {
        switch self {
        case .answered(let lfi, _): lfi.identity
        case .failed(let failure): failure.lfi
        }
    }
}

/// What an LFI answered.
public struct LFIAnswer: Sendable {
    /// Of all its pages, in its own order, reduced to what was asked for.
    public internal(set) var products: [ListedProduct] = []
    /// Those that the user's preferences alone leave out.
    public internal(set) var excluded: [ListedProduct] = []
    /// What was odd about it, each said once.
    public internal(set) var remarks: [LFIRemark] = []

    mutating func add(_ verdict: ProductQuery.Verdict) {
        switch verdict {
        case .listed(let product): products.append(product)
        case .excluded(let product): excluded.append(product)
        case .other: break
        }
    }
}
