/// A gzip stream (RFC 1952) that unpacks to far more than it is: one byte, and then over and over "the same 258 again".
enum GzipBomb {
    /// About a hundred and sixtieth of what comes out. Its checksum is wrong: nobody should get that far.
    static func bytes(megabytes: Int) -> [UInt8] {
        var bits = BitWriter(bytes: [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 0xFF])
        // RFC 1951 §3.2.6: one last block with the fixed codes.
        bits.append(0b1, count: 1)
        bits.append(0b01, count: 2)
        bits.appendCode(0x30 + UInt(UInt8(ascii: " ")), count: 8)
        for _ in 0..<((megabytes << 20) / 258) {
            bits.appendCode(0b1100_0101, count: 8)  // length 258
            bits.appendCode(0, count: 5)  // distance 1
        }
        bits.appendCode(0, count: 7)  // end of block
        bits.end()
        return bits.bytes + [UInt8](repeating: 0, count: 8)
    }

    /// Bits from the least significant on (RFC 1951 §3.1.1).
    private struct BitWriter {
        var bytes: [UInt8]
        /// What is not yet a byte.
        private var rest: UInt = 0
        private var restCount = 0

        init(bytes: [UInt8]) { self.bytes = bytes }

        mutating func append(_ value: UInt, count: Int) {
            rest |= value << restCount
            restCount += count
            while restCount >= 8 {
                bytes.append(UInt8(truncatingIfNeeded: rest))
                rest >>= 8
                restCount -= 8
            }
        }

        /// Huffman codes begin with their most significant bit.
        mutating func appendCode(_ code: UInt, count: Int) {
            append((0..<count).reduce(0) { $0 << 1 | code >> $1 & 1 }, count: count)
        }

        /// The last byte is filled up with zeros.
        mutating func end() {
            if restCount > 0 { append(0, count: 8 - restCount) }
        }
    }
}
