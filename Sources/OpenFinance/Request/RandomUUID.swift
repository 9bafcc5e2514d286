import FoundationEssentials

extension UUID {
    /// A UUID of version 4 (RFC 9562 §5.4) from the system's generator.
    ///
    /// Foundation's own initialiser opens a file on Linux, and gives zeros where the process has no descriptor left: an
    /// assertion's id would then come twice.
    static func random() -> UUID {
        var generator = SystemRandomNumberGenerator()
        var bytes = uuid_t(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
        withUnsafeMutableBytes(of: &bytes) { bytes in
            bytes.storeBytes(of: generator.next(), as: UInt64.self)
            bytes.storeBytes(of: generator.next(), toByteOffset: 8, as: UInt64.self)
        }
        bytes.6 = bytes.6 & 0x0F | 0x40
        bytes.8 = bytes.8 & 0x3F | 0x80
        return UUID(uuid: bytes)
    }
}
