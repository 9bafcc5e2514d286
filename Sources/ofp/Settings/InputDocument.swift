import FoundationEssentials

/// A document that a flag names: a file, or `-` for standard input.
struct InputDocument {
    let path: String

    init(_ path: String) { self.path = path }

    /// For a sentence.
    var name: String { path == "-" ? "standard input" : "'\(path)'" }

    /// - Parameter noun: what it is, for the sentence that says it cannot be read: `The saved list`.
    func read(_ noun: String, advice: String) throws(CommandFailure) -> Data {
        do {
            return path == "-"
                ? try DescriptorReading.readAll(from: 0)
                : try Data(contentsOf: URL(filePath: path), options: .mappedIfSafe)
        } catch {
            throw CommandFailure(.notFound, "\(noun) \(name) cannot be read", advice: advice)
        }
    }
}
