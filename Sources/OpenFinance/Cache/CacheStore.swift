public import FoundationEssentials
import OpenFinanceCrypto

/// Keeps entries between runs. It may lose any of them at any time, and never fails: a cache that cannot be read or
/// written is an empty one.
public protocol CacheStore: Sendable {
    /// What is kept under a key; nil where there is nothing, or it cannot be read.
    func read(_ key: CacheKey) async -> CacheEntry?
    /// Keeps an entry in place of the one that is there.
    func write(_ entry: CacheEntry, for key: CacheKey) async
    /// Forgets what is kept under a key.
    func remove(_ key: CacheKey) async
}

/// What an entry is about: its kind, and everything that makes it different from others of its kind.
public struct CacheKey: Sendable, Hashable {
    /// What is kept.
    public enum Kind: String, Sendable, CaseIterable {
        /// The directory's answer.
        case directory
        /// An LFI's discovery document.
        case discovery
        /// An access token: a secret.
        case token
        /// Of the products that a user saw last.
        case listedIDs = "ids"
    }

    /// For stores that count their entries, or clear them, by what they are about.
    public let kind: Kind
    /// The parts in one text that no other parts give.
    let identity: String

    /// - Parameter parts: what tells the entry from others of its kind, such as an issuer and a client id. Their order
    ///   counts.
    public init(_ kind: Kind, _ parts: String...) {
        self.kind = kind
        // Each part with its length, so that no two lists of parts run together into the same text.
        identity = parts.map { "\($0.utf8.count):\($0)" }.joined()
    }

    /// A name for a file: it tells the kind, and nothing of the parts.
    var fileName: String { "\(kind.rawValue)-\(SHA256.hex(identity.utf8))" }
}

/// A kept body, with what has to be known about it.
public struct CacheEntry: Sendable, Hashable {
    /// When it was stored or last found to be unchanged.
    public var storedAt: Date
    /// Until when it may be used without asking.
    public var freshUntil: Date
    /// With which to ask whether it has changed (RFC 9110 §8.8.3).
    public var entityTag: String?
    /// What is kept, such as the answer that a server gave. A token stands in it in plain text.
    public var body: Data

    /// Seconds for which it may be used without asking.
    var lifetime: TimeInterval { max(0, freshUntil.timeIntervalSince(storedAt)) }

    /// - Parameter entityTag: nil where the server gave none: then it cannot be asked whether the body has changed.
    public init(storedAt: Date, freshUntil: Date, entityTag: String? = nil, body: Data) {
        self.storedAt = storedAt
        self.freshUntil = freshUntil
        self.entityTag = entityTag
        self.body = body
    }
}
