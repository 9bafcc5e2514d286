/// Looks for one sequence of bytes in many texts, and reads only some of their bytes: it skips by what stands where the
/// sequence would end (R. N. Horspool, "Practical fast searching in strings", 1980).
struct ByteSearch: Sendable {
    private let pattern: [UInt8]
    /// By how much to go on, for each byte.
    private let skips: [Int]

    init(_ pattern: [UInt8]) {
        self.pattern = pattern
        var skips = [Int](repeating: max(1, pattern.count), count: 256)
        for (index, byte) in pattern.dropLast().enumerated() { skips[Int(byte)] = pattern.count - 1 - index }
        self.skips = skips
    }

    func finds(in text: UnsafeRawBufferPointer) -> Bool {
        var end = pattern.count
        while end <= text.count {
            if text[(end - pattern.count)..<end].elementsEqual(pattern) { return true }
            guard end > 0 else { return true }
            end += skips[Int(text[end - 1])]
        }
        return false
    }
}
