import Dispatch
import Synchronization

extension RandomAccessCollection where Self: Sendable, Element: Sendable, Index == Int {
    /// `map` over all cores; the results stand in the order of the elements. For transformations that take time, such as
    /// the reading of a product.
    ///
    /// - Parameter pieceLength: elements that one core takes at a time.
    package func concurrentMap<Result: Sendable>(
        pieceLength: Int = 64, _ transform: @Sendable (Element) -> Result
    ) -> [Result] {
        let pieces = (count + pieceLength - 1) / pieceLength
        guard pieces > 1 else { return map(transform) }
        let results = Mutex([[Result]](repeating: [], count: pieces))
        DispatchQueue.concurrentPerform(iterations: pieces) { piece in
            let start = startIndex + piece * pieceLength
            let part = self[start..<Swift.min(start + pieceLength, endIndex)].map(transform)
            results.withLock { $0[piece] = part }
        }
        return results.withLock { $0.flatMap(\.self) }
    }
}
