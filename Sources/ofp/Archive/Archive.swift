import FoundationEssentials
import OpenFinance

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A folder of saved lists, each under the time that it is from.
struct Archive {
    let path: String

    private static let ending = ".json.gz"

    // MARK: - Writing

    /// The folder, made for this user alone where it is not there. One that is there stays as it is: it may be shared.
    ///
    /// - Throws: a ``CommandFailure`` where nothing can be kept there, before anybody is asked for anything.
    init(writingTo path: String) throws(CommandFailure) {
        self.path = path
        // An argument that is no UTF-8 is another folder's name by the time that it is a text.
        guard !path.isEmpty, !path.hasScalar({ $0 == "\u{FFFD}" }) else {
            throw Self.unusable(path, path.isEmpty ? "it has no name" : "its name is not UTF-8")
        }
        var status = stat()
        if stat(path, &status) == 0 {
            guard status.st_mode & S_IFMT == S_IFDIR else { throw Self.unusable(path, "it is not a folder") }
        } else if !PrivateFile.makeFolder(path), mkdir(path, 0o700) != 0 {
            let code = errno
            throw Self.unusable(path, "it cannot be made: \(SystemMessage.of(code))", OutputFile.status(of: code))
        }
        guard access(path, W_OK | X_OK) == 0 else {
            throw Self.unusable(path, SystemMessage.last, .outputFailed)
        }
    }

    /// Keeps a list beside all others, in a file of its own.
    ///
    /// - Returns: the file's name.
    /// - Throws: a ``CommandFailure``; then nothing of it is there.
    func keep(_ report: ProductsReport) throws(CommandFailure) -> String {
        let list = ArchivedList.packed(report)
        // Colons are no part of a file's name on every system.
        let time = (report.retrievedAt ?? Date()).formatted(.iso8601).replacing(":", with: "-")
        for number in 1...Self.mostOfOneSecond {
            let name = time + (number == 1 ? "" : "-\(number)") + Self.ending
            switch PrivateFile.make("\(path)/\(name)", with: list) {
            case .made: return name
            case .exists: continue
            case .failed(let reason):
                throw CommandFailure(
                    .outputFailed, "The list could not be kept in the archive '\(path)': \(reason)",
                    advice: "Nothing of it was written: check the disk, or name another folder")
            }
        }
        throw CommandFailure(
            .outputFailed, "The archive '\(path)' has \(Self.mostOfOneSecond) lists of this second",
            advice: "Try again")
    }

    /// What became of a list that is to be kept.
    enum Keeping {
        /// In a file of this name.
        case kept(String)
        /// Nobody could tell what is missing from what is gone.
        case interrupted
        /// No bank has answered.
        case notKept
        case failed(CommandFailure)

        /// Says so, but for a failure, which it gives back.
        func told(on console: Console) -> CommandFailure? {
            switch self {
            case .kept(let name): console.note("Kept in the archive: \(name)")
            case .interrupted: console.warn("Nothing is kept in the archive: the list was interrupted.")
            case .notKept: break
            case .failed(let failure): return failure
            }
            return nil
        }
    }

    /// Keeps a list that is worth it.
    func keeping(_ report: ProductsReport, of collected: CollectedProducts) -> Keeping {
        do throws(CommandFailure) {
            guard try collected.status(allowPartial: true) != .interrupted else { return .interrupted }
        } catch {
            return .notKept
        }
        do throws(CommandFailure) {
            return .kept(try keep(report))
        } catch {
            return .failed(error)
        }
    }

    private static let mostOfOneSecond = 100

    private static func unusable(
        _ path: String, _ reason: String, _ status: CommandStatus = .usage
    ) -> CommandFailure {
        CommandFailure(
            status, "The archive '\(path)' cannot be used: \(reason)",
            advice: "Name a folder with --archive that you may write to")
    }

    // MARK: - Reading

    /// - Throws: a ``CommandFailure`` where there is no such folder, or it may not be read.
    init(readingFrom path: String) throws(CommandFailure) {
        self.path = path
        do {
            files = try FileManager.default.contentsOfDirectory(atPath: path)
                .filter { !$0.hasPrefix(".") && ($0.hasSuffix(Self.ending) || $0.hasSuffix(".json")) }.sorted()
        } catch {
            var status = stat()
            let reason = stat(path, &status) == 0 ? "it is not a folder, or may not be read" : "it is not there"
            throw CommandFailure(
                .notFound, "The archive '\(path)' cannot be read: \(reason)",
                advice: "Name a folder with --archive that 'ofp products --archive' has kept lists in")
        }
    }

    /// Names of saved lists, packed or not.
    private(set) var files: [String] = []

    /// A list with those of its products that have one of these ids, and maybe some others.
    func list(_ file: String, withProducts ids: [String]) throws(ArchivedList.Failure) -> SavedProducts {
        let path = "\(path)/\(file)"
        guard !FileReading.isPipe(path) else { throw ArchivedList.Failure(reason: "it is not a file") }
        let data: Data
        do throws(FileReading.Failure) {
            data = try FileReading.contents(of: path, limit: Self.largestFile)
        } catch {
            throw ArchivedList.Failure(reason: error.reason)
        }
        return try ArchivedList.list(data, withProducts: ids)
    }

    /// A list of every bank takes a few megabytes, packed or not.
    private static let largestFile = 1 << 30
}
