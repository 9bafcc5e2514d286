import Foundation
import Testing

extension Tool {
    /// A file with all products of the sandbox that all tests share, asked for once.
    static let savedList = Task { () throws -> String in
        let file = FileManager.default.temporaryDirectory.appending(path: "ofp-list-\(UUID()).json").path
        let outcome = try await Tool.ofp(["products", "--output", file])
        #expect(outcome.status == 0, "\(outcome.errors)")
        return file
    }
}
