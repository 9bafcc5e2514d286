public import FoundationEssentials
import Synchronization

/// The certificate and private key that the transport presents in every TLS handshake (RFC 8446 §4.4.2).
public final class ClientIdentity: Sendable {
    enum Form: Sendable {
        /// Kept once, outside Swift's copying collections, and overwritten when the last owner lets go.
        case text(certificateChain: PinnedBytes, privateKey: PinnedBytes)
        case parsed(ContextSetup)
    }

    /// Puts certificate and key into the context of a TLS connection, an `SSL_CTX` of OpenSSL. False where that fails.
    package typealias ContextSetup = @Sendable (_ context: UnsafeMutableRawPointer) -> Bool

    let form: Form

    /// - Parameters:
    ///   - certificateChain: PEM, the leaf first, then any intermediates.
    ///   - privateKey: PEM, unencrypted.
    public init(certificateChain: Data, privateKey: Data) {
        form = .text(
            certificateChain: PinnedBytes(copying: certificateChain), privateKey: PinnedBytes(copying: privateKey))
    }

    /// One that need not be parsed for every connection; only where ``CurlTransport/usesOpenSSL(_:)`` says so.
    ///
    /// - Parameter setup: is called for each connection.
    package init(setup: @escaping ContextSetup) { form = .parsed(setup) }
}

/// Bytes at an address that does not move, as libcurl wants for blobs that it is told not to copy.
final class PinnedBytes: Sendable {
    // Safe to share, since it is written in `init` and `deinit` only, when nobody else can hold the object, and only read
    // between them.
    nonisolated(unsafe) let memory: UnsafeRawBufferPointer

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
