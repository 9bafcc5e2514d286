import Dispatch

extension RandomAccessCollection where Self: Sendable, Element: Sendable, Index == Int {
    /// `map` over all cores; the results stand in the order of the elements. For transformations that take time, such as
    /// the decoding of a product.
    func concurrentMap<Result: Sendable>(_ transform: @Sendable (Element) -> Result) -> [Result] {
        let pieces = (count + Self.pieceLength - 1) / Self.pieceLength
        guard pieces > 1 else { return map(transform) }
        return [Result](unsafeUninitializedCapacity: count) { buffer, initialized in
            // Every piece writes to its own part of the memory, and all have ended when this returns.
            nonisolated(unsafe) let results = buffer
            DispatchQueue.concurrentPerform(iterations: pieces) { piece in
                let start = piece * Self.pieceLength
                for offset in start..<Swift.min(start + Self.pieceLength, count) {
                    results.initializeElement(at: offset, to: transform(self[startIndex + offset]))
                }
            }
            initialized = count
        }
    }

    /// Elements that one core takes at a time.
    private static var pieceLength: Int { 64 }
}
