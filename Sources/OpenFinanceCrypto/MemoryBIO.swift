import COpenSSL
import FoundationEssentials

/// OpenSSL's stream over bytes in memory, freed with its owner.
struct MemoryBIO: ~Copyable {
    let pointer: OpaquePointer

    /// An empty one to write to; its memory is overwritten when it is freed.
    init() throws(SigningError) {
        guard let pointer = BIO_new(BIO_s_secmem()) else { throw .openSSL("allocate memory") }
        self.pointer = pointer
    }

    /// One to read a PEM text from.
    static func reading(_ pem: Data) throws(SigningError) -> MemoryBIO {
        let bio = try MemoryBIO()
        let data = pem.withoutByteOrderMark
        let written = data.withUnsafeBytes { BIO_write(bio.pointer, $0.baseAddress, Int32(clamping: $0.count)) }
        guard Int(written) == data.count else { throw .openSSL("read \(data.count) bytes") }
        return bio
    }

    deinit { BIO_free(pointer) }

    var contents: Data {
        var start: UnsafeMutablePointer<CChar>?
        let length = ofp_bio_contents(pointer, &start)
        guard let start, length > 0 else { return Data() }
        return Data(bytes: start, count: length)
    }
}
