/// What became of one LFI's line.
public enum LFIOutcome: Sendable {
    /// It gave its products. There may be fewer than it has: the answer's remarks say so.
    case answered(LFI, LFIAnswer)
    /// Nothing of it is known.
    case failed(LFIFailure)

    /// Whose outcome it is, whichever it is.
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
    public var products: [ListedProduct] = []
    /// Those that the user's preferences alone leave out.
    public var excluded: [ListedProduct] = []
    /// What was odd about it, each said once.
    public var remarks: [LFIRemark] = []
    /// Seconds by which our clock is ahead of the server's (RFC 9110 §6.6.1); nil where that was not looked at.
    public var clockSkew: Double?

    /// An answer by hand, for a test: usually they come from asking.
    public init(products: [ListedProduct] = [], excluded: [ListedProduct] = [], remarks: [LFIRemark] = []) {
        self.products = products
        self.excluded = excluded
        self.remarks = remarks
    }

    mutating func add(_ verdict: ProductQuery.Verdict) {
        switch verdict {
        case .listed(let product): products.append(product)
        case .excluded(let product): excluded.append(product)
        case .other: break
        }
    }
}
