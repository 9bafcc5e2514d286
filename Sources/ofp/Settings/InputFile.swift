import FoundationEssentials
import OpenFinance
import Synchronization

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// A file that a setting or a flag names; `-` is standard input, and a pipe will do.
struct InputFile {
    let path: String

    init(_ path: String) { self.path = path }

    /// For a sentence.
    var name: String { path == "-" ? "standard input" : "'\(path)'" }

    var readsStandardInput: Bool { path == "-" || path == "/dev/stdin" || path == "/dev/fd/0" }

    /// More than any key, certificate chain or configuration has.
    static let smallFile = 4 << 20
    /// A saved list of a thousand banks.
    static let largeFile = 4 << 30

    /// For what is no secret: what came out of a pipe is kept for whoever asks for the same again.
    func contents(limit: Int) throws(FileReading.Failure) -> Data {
        guard FileReading.isPipe(path) else {
            // A large one need not be held in memory.
            if let data = try? Data(contentsOf: URL(filePath: path), options: .mappedIfSafe), data.count <= limit {
                return data
            }
            return try FileReading.contents(of: path, limit: limit)
        }
        if let kept = Self.kept.withLock({ $0[path] }) { return kept }
        let data = try FileReading.contents(of: path, limit: limit)
        Self.kept.withLock { $0[path] = data }
        return data
    }

    /// The same for a command's data.
    ///
    /// - Parameters:
    ///   - noun: what it is, for a sentence.
    ///   - advice: which file to name; a sentence without final stop.
    func contents(of noun: String, advice: String) throws(CommandFailure) -> Data {
        do throws(FileReading.Failure) {
            return try contents(limit: Self.largeFile)
        } catch {
            throw CommandFailure(.notFound, "The \(noun) \(name) cannot be read: \(error.reason)", advice: advice)
        }
    }

    private static let kept = Mutex<[String: Data]>([:])

    /// - Throws: a ``CommandFailure`` where several of what a command reads are standard input.
    static func checkStandardInput(_ files: [(name: String, path: String?)]) throws(CommandFailure) {
        let readers = files.filter { $0.path.map { InputFile($0).readsStandardInput } ?? false }.map(\.name)
        guard readers.count > 1 else { return }
        throw CommandFailure(
            .usage, "Several things are to be read from standard input: \(readers.joined(separator: ", "))",
            advice: "Only one of them can be; name files or pipes for the others")
    }

    /// - Parameter flag: which names the file that would be written.
    /// - Throws: a ``CommandFailure`` where that is a file that is read, under whichever name.
    static func check(
        noneOf files: [(name: String, path: String?)], isWritten output: String, by flag: String
    ) throws(CommandFailure) {
        func identity(_ path: String) -> (device: dev_t, number: ino_t)? {
            var status = stat()
            let isKnown = path == "-" ? fstat(STDIN_FILENO, &status) == 0 : stat(path, &status) == 0
            guard isKnown, status.st_mode & S_IFMT == S_IFREG else { return nil }
            return (status.st_dev, status.st_ino)
        }
        // What is written to standard output goes where the shell has it go.
        guard output != "-", let written = identity(output),
            let file = files.first(where: { $0.path.flatMap(identity).map { $0 == written } ?? false })
        else { return }
        throw CommandFailure(
            .usage, "\(flag) would overwrite '\(output)', the file of \(file.name)",
            advice: "Name another file with \(flag)")
    }
}
