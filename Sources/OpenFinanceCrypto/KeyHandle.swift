import COpenSSL

/// OpenSSL's object for a key, an `EVP_PKEY`, freed with its last owner.
final class KeyHandle: Sendable {
    // Safe to share, since nobody changes the key once it is made: OpenSSL counts its owners atomically, gives each signature a
    // context of its own, and keeps RSA's blinding behind a lock.
    nonisolated(unsafe) let pointer: OpaquePointer

    /// Takes over one reference to it.
    init(taking pointer: OpaquePointer) { self.pointer = pointer }

    deinit { EVP_PKEY_free(pointer) }
}
