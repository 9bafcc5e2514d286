import Dispatch

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
        return [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
            // Safe although unchecked: each piece writes to elements of its own and reads none, and `concurrentPerform`
            // returns only when all pieces have ended, before the memory is anybody else's.
            nonisolated(unsafe) let results = buffer
            DispatchQueue.concurrentPerform(iterations: pieces) { piece in
                let start = piece * pieceLength
                for offset in start..<Swift.min(start + pieceLength, count) {
                    results.initializeElement(at: offset, to: transform(self[startIndex + offset]))
                }
            }
            initialized = count
        }
    }
}
