import FoundationEssentials
import OpenFinanceCrypto

/// An entry as it lies on disk: a line of JSON about it, then the body as it is.
///
/// The line holds what the entry is about and a digest of the body, so that a file that was damaged, cut short, renamed
/// or written by a later version is told from a good one.
enum CacheFile {
    private struct Header: Codable {
        var version: Int
        var identity: String
        var storedAt, freshUntil: Date
        var entityTag: String?
        var digest: String
    }

    private static let version = 1

    static func encode(_ entry: CacheEntry, for key: CacheKey) -> Data? {
        let header = Header(
            version: version, identity: SHA256.hex(key.identity.utf8), storedAt: entry.storedAt,
            freshUntil: entry.freshUntil, entityTag: entry.entityTag, digest: SHA256.hex(entry.body))
        guard let line = try? JSONEncoder().encode(header) else { return nil }
        return line + [UInt8(ascii: "\n")] + entry.body
    }

    /// Nil for anything but an entry about `key` that is whole.
    static func decode(_ file: Data, for key: CacheKey) -> CacheEntry? {
        guard let end = file.firstIndex(of: UInt8(ascii: "\n")),
            let header = try? JSONDecoder().decode(Header.self, from: file[..<end]),
            header.version == version, header.identity == SHA256.hex(key.identity.utf8)
        else { return nil }
        let body = Data(file[(end + 1)...])
        guard header.digest == SHA256.hex(body) else { return nil }
        return CacheEntry(
            storedAt: header.storedAt, freshUntil: header.freshUntil, entityTag: header.entityTag, body: body)
    }
}
