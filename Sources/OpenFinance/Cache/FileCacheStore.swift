import Dispatch
public import FoundationEssentials
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// Entries as files of one folder: the folder with mode 0700, files with 0600, since tokens are among them.
///
/// A file is replaced as a whole or not at all, so that a process that is killed leaves the old one or the new one.
/// Writers of several processes take turns at a lock; readers need none.
public struct FileCacheStore: CacheStore {
    /// Where the files are. It need not be there yet: the first entry makes it.
    public let folder: URL
    private let turns = Turns()

    /// Threads of this process take turns here, which costs next to nothing: at the file's lock they would sleep.
    private final class Turns: Sendable {
        /// Whether another process holds the file's lock and does not let go.
        let isBlocked = Mutex(false)
        /// One after the other, and not on a thread that others wait for.
        let queue = DispatchQueue(label: "ofp.cache")
    }

    /// Neither reads nor writes anything.
    public init(folder: URL) { self.folder = folder }

    /// Nil, too, for a file that is damaged, is another key's, or can be read by others.
    public func read(_ key: CacheKey) async -> CacheEntry? {
        await BlockingWork.run(on: turns.queue) {
            PrivateFile.read(folder.appending(path: key.fileName).path).flatMap { CacheFile.decode($0, for: key) }
        }
    }

    /// Writes nothing where the folder is another user's, the disk is full, or the lock cannot be had.
    public func write(_ entry: CacheEntry, for key: CacheKey) async {
        await BlockingWork.run(on: turns.queue) {
            guard let file = CacheFile.encode(entry, for: key), PrivateFile.makeFolder(folder.path) else { return }
            withLock { PrivateFile.replace(folder.appending(path: key.fileName).path, with: file) }
        }
    }

    /// The file stays where the lock cannot be had.
    public func remove(_ key: CacheKey) async {
        await BlockingWork.run(on: turns.queue) {
            withLock { _ = unlink(folder.appending(path: key.fileName).path) }
        }
    }

    // MARK: - As a whole

    /// Why nobody can say what is in it, in the system's words; nil where one can, or where there is no folder.
    public var obstacle: String? {
        if case .hidden(let reason) = PrivateFile.presence(ofFolder: folder.path) { reason } else { nil }
    }

    /// Of each kind, how many files there are and how many bytes they take; none where there is an ``obstacle``.
    public func contents() -> [CacheKey.Kind: (files: Int, bytes: Int)] {
        entries().reduce(into: [:]) { contents, entry in
            var status = stat()
            guard stat(folder.appending(path: entry.name).path, &status) == 0 else { return }
            let known = contents[entry.kind] ?? (0, 0)
            contents[entry.kind] = (known.files + 1, known.bytes + Int(status.st_size))
        }
    }

    /// Removes every entry, and what killed processes left. Files of others in the folder stay.
    public func clear() async {
        await BlockingWork.run(on: turns.queue) {
            withLock {
                for entry in entries() { unlink(folder.appending(path: entry.name).path) }
                removeRemains(olderThan: 0)
            }
        }
    }

    /// Removes entries that nobody has renewed for a week, and what killed processes left.
    public func prune(now: Date = Date()) async {
        await BlockingWork.run(on: turns.queue) {
            withLock {
                for entry in entries() {
                    let path = folder.appending(path: entry.name).path
                    if let age = age(of: path, now), age > 7 * 86_400 { unlink(path) }
                }
                removeRemains(olderThan: 3_600, now)
            }
        }
    }

    private func removeRemains(olderThan seconds: Double, _ now: Date = Date()) {
        for name in names() where name.hasPrefix(PrivateFile.temporaryPrefix) {
            let path = folder.appending(path: name).path
            if let age = age(of: path, now), age >= seconds { unlink(path) }
        }
    }

    private func age(of path: String, _ now: Date) -> Double? {
        var status = stat()
        guard lstat(path, &status) == 0 else { return nil }
        #if canImport(Darwin)
        return now.timeIntervalSince1970 - Double(status.st_mtimespec.tv_sec)
        #else
        return now.timeIntervalSince1970 - Double(status.st_mtim.tv_sec)
        #endif
    }

    private func names() -> [String] { (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [] }

    private func entries() -> [(name: String, kind: CacheKey.Kind)] {
        names().compactMap { name in
            let parts = name.split(separator: "-")
            guard parts.count == 2, parts[1].count == 64, let kind = CacheKey.Kind(rawValue: String(parts[0])) else {
                return nil
            }
            return (name, kind)
        }
    }

    /// Runs `body` while no other process writes. Where the lock cannot be had within half a second, `body` is not run,
    /// nor is any after it: a stopped process must not stop this one, and what is not cached is asked for again.
    private func withLock(_ body: () -> Void) {
        turns.isBlocked.withLock { isBlocked in
            guard !isBlocked else { return }
            let descriptor = open(
                folder.appending(path: ".lock").path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o600)
            guard descriptor >= 0 else { return }
            defer { close(descriptor) }
            for _ in 0..<50 {
                if flock(descriptor, LOCK_EX | LOCK_NB) == 0 {
                    body()
                    return
                }
                usleep(10_000)
            }
            isBlocked = true
        }
    }
}
