public import FoundationEssentials
import Synchronization

/// The certificate and private key that the transport presents in every TLS handshake (RFC 8446 §4.4.2).
///
/// The bytes are kept once, outside Swift's copying collections, and are overwritten when the last owner lets go.
public final class ClientIdentity: Sendable {
    let certificateChain: PinnedBytes
    let privateKey: PinnedBytes

    /// - Parameters:
    ///   - certificateChain: PEM, the leaf first, then any intermediates.
    ///   - privateKey: PEM, unencrypted.
    public init(certificateChain: Data, privateKey: Data) {
        self.certificateChain = PinnedBytes(copying: certificateChain)
        self.privateKey = PinnedBytes(copying: privateKey)
    }
}

/// Bytes at an address that does not move, as libcurl wants for blobs that it is told not to copy.
///
/// `@unchecked`: the memory is written in `init` and `deinit` only, when nobody else can hold the object.
final class PinnedBytes: @unchecked Sendable {
    let memory: UnsafeRawBufferPointer

    init(copying data: Data) {
        let copy = UnsafeMutableRawBufferPointer.allocate(byteCount: data.count, alignment: 16)
        data.withUnsafeBytes { copy.copyBytes(from: $0) }
        memory = UnsafeRawBufferPointer(copy)
    }

    deinit {
        let mutable = UnsafeMutableRawBufferPointer(mutating: memory)
        for index in mutable.indices { mutable[index] = 0 }
        // The fence keeps the optimiser from dropping stores to memory that is freed next.
        atomicMemoryFence(ordering: .sequentiallyConsistent)
        mutable.deallocate()
    }
}
