import Foundation
import Testing

@testable import OpenFinance

@Suite("The cache on disk")
struct FileCacheStoreTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "cache-\(UUID())/ofp")
    private let key = CacheKey(.token, "client", "issuer")
    private let entry = CacheEntry(
        storedAt: Date(timeIntervalSince1970: 1), freshUntil: Date(timeIntervalSince1970: 2), entityTag: "\"a\"",
        body: Data("line\nline\u{0}".utf8))
    private var store: FileCacheStore { FileCacheStore(folder: folder) }
    private var path: String { folder.appending(path: key.fileName).path }

    private func mode(_ path: String) throws -> Int {
        try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
    }

    @Test("gives back what was put in, and nothing for another key")
    func roundTrip() async {
        #expect(await store.read(key) == nil)
        await store.write(entry, for: key)
        #expect(await store.read(key) == entry)
        #expect(await store.read(CacheKey(.discovery, "client", "issuer")) == nil)
        #expect(await store.read(CacheKey(.token, "clienti", "ssuer")) == nil)
        await store.remove(key)
        #expect(await store.read(key) == nil)
    }

    @Test("is this user's alone: the folder 0700, files 0600")
    func modes() async throws {
        await store.write(entry, for: key)
        #expect(try mode(folder.path) == 0o700)
        #expect(try mode(path) == 0o600)
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        await store.write(entry, for: key)
        #expect(try mode(folder.path) == 0o700)
    }

    @Test("names no client and no issuer in its files' names")
    func names() async throws {
        await store.write(entry, for: key)
        let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
        #expect(names.allSatisfy { !$0.contains("client") && !$0.contains("issuer") })
    }

    @Test("takes any damage for a miss: every file cut short, and every byte changed")
    func damage() async throws {
        await store.write(entry, for: key)
        let whole = try Data(contentsOf: URL(filePath: path))
        for length in 0..<whole.count {
            #expect(CacheFile.decode(whole.prefix(length), for: key) == nil)
        }
        for index in whole.indices {
            var changed = whole
            changed[index] ^= 0x01
            let read = CacheFile.decode(changed, for: key)
            // A changed time or tag is no damage that could be seen; the body never is another.
            #expect(read == nil || read?.body == entry.body)
        }
    }

    @Test("takes what others could have put there for a miss")
    func foreign() async throws {
        await store.write(entry, for: key)
        try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: path)
        #expect(await store.read(key) == nil, "readable by others")

        await store.write(entry, for: key)
        let elsewhere = folder.appending(path: "elsewhere").path
        try FileManager.default.moveItem(atPath: path, toPath: elsewhere)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: elsewhere)
        #expect(await store.read(key) == nil, "a link")

        try FileManager.default.removeItem(atPath: path)
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
        #expect(await store.read(key) == nil, "a folder")

        try FileManager.default.removeItem(atPath: path)
        let other = CacheKey(.token, "another")
        await store.write(entry, for: other)
        try FileManager.default.moveItem(
            atPath: folder.appending(path: other.fileName).path, toPath: path)
        #expect(await store.read(key) == nil, "another entry's file")
    }

    @Test("cannot be written, and nothing happens")
    func unwritable() async {
        let store = FileCacheStore(folder: URL(filePath: "/proc/nowhere/ofp"))
        await store.write(entry, for: key)
        #expect(await store.read(key) == nil)
        await store.clear()
        await store.prune()
    }

    @Test("takes no write of any of many threads away from another")
    func threads() async {
        let store = store
        let keys = (0..<200).map { CacheKey(.discovery, "\($0)") }
        await withTaskGroup { group in
            for key in keys { group.addTask { await store.write(entry, for: key) } }
        }
        for key in keys { #expect(await store.read(key) == entry) }
    }

    @Test("waits once for a process that does not let go of the lock, and writes nothing while it is held")
    func blocked() async throws {
        await store.write(entry, for: key)
        let other = CacheKey(.discovery, "x")
        let descriptor = open(folder.appending(path: ".lock").path, O_RDWR | O_CLOEXEC)
        try #require(descriptor >= 0 && flock(descriptor, LOCK_EX | LOCK_NB) == 0)
        let blocked = store
        await blocked.write(entry, for: other)
        close(descriptor)
        // It has given up for good; the next run tries again.
        await blocked.write(entry, for: other)
        let (new, old) = (await blocked.read(other), await blocked.read(key))
        #expect(new == nil && old == entry)
        await store.write(entry, for: other)
        #expect(await store.read(other) == entry)
    }

    @Test("counts, clears and prunes its own files, and leaves others alone")
    func maintenance() async throws {
        await store.write(entry, for: key)
        await store.write(entry, for: CacheKey(.discovery, "x"))
        let remains = folder.appending(path: ".tmp-remains").path
        let others = folder.appending(path: "somebody's notes").path
        for path in [remains, others] { try Data("x".utf8).write(to: URL(filePath: path)) }
        #expect(store.contents()[.token]?.files == 1)
        #expect(store.contents()[.directory] == nil)

        await store.prune()
        #expect(await store.read(key) != nil)
        #expect(FileManager.default.fileExists(atPath: remains))
        await store.prune(now: Date(timeIntervalSinceNow: 7_200))
        #expect(await store.read(key) != nil)
        #expect(!FileManager.default.fileExists(atPath: remains))
        await store.prune(now: Date(timeIntervalSinceNow: 8 * 86_400))
        #expect(await store.read(key) == nil)

        await store.write(entry, for: key)
        await store.clear()
        #expect(store.contents().isEmpty)
        #expect(FileManager.default.fileExists(atPath: others))
    }
}
