import Foundation
import Testing

/// The programs of `Examples/`, which see no more of the library than a stranger's would.
@Suite("The example programs")
struct ExamplesEndToEndTests {
    private func run(_ name: String, _ arguments: [String] = []) async throws -> Tool.Outcome {
        try await Tool.run(
            "ofp-sandbox", ["run", "--fixtures", Tool.fixtures.path, "--", Tool.path(name)] + arguments)
    }

    @Test("list every bank's savings accounts")
    func products() async throws {
        let outcome = try await run("example-products")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.outputLines.count >= 14)
        #expect(!outcome.output.contains("failed"))
    }

    @Test("count every bank's savings accounts, as the README does")
    func readme() async throws {
        let outcome = try await run("example-readme")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.outputLines.count == 14 && outcome.output.contains("Liwa Bank "), "\(outcome.output)")
    }

    @Test("send a lead about one product, and not the same twice")
    func lead() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-example-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let script = "'\(Tool.path("example-lead"))' N100 && '\(Tool.path("example-lead"))' N100"
        let outcome = try await Tool.run(
            "ofp-sandbox", ["run", "--fixtures", Tool.fixtures.path, "--", "sh", "-c", script],
            environment: ["TMPDIR": folder.path])
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.outputLines.first?.contains("has the lead as") == true)
        #expect(outcome.outputLines.last?.contains("went to") == true)
    }

    @Test("work over a transport of their own")
    func transport() async throws {
        let outcome = try await run("example-transport")
        #expect(outcome.status == 0, "\(outcome.errors)")
        #expect(outcome.output == "A bank: Saver\n")
    }
}

/// The README and the articles show code; what they show has to be what is built and run.
@Suite("The code in the README and in the library's articles")
struct ArticleTests {
    private static let articles: [URL] = {
        let sources = Tool.repository.appending(path: "Sources").path
        let paths = (try? FileManager.default.subpathsOfDirectory(atPath: sources)) ?? []
        return paths.filter { $0.contains(".docc/") && $0.hasSuffix(".md") }
            .map { Tool.repository.appending(path: "Sources/\($0)") } + [Tool.repository.appending(path: "README.md")]
    }()

    @Test("stands word for word in the examples, which are built and run")
    func code() throws {
        var count = 0
        for article in Self.articles {
            let lines = try String(contentsOf: article, encoding: .utf8).components(separatedBy: "\n")
            for (index, line) in lines.enumerated() where line == "```swift" {
                count += 1
                let place = lines[index - 1].trimmingPrefix("<!-- ").replacing(" -->", with: "")
                    .split(separator: ": ").map(String.init)
                try #require(place.count == 2, "\(article.lastPathComponent), line \(index): whose code is it?")
                let source = try String(
                    contentsOf: Tool.repository.appending(path: place[0]), encoding: .utf8)
                let code = try #require(Self.code(place[1], in: source), "\(place[0]) has no '\(place[1])'")
                let shown = lines[(index + 1)...].prefix { $0 != "```" }
                #expect(Array(shown) == code, "\(article.lastPathComponent), \(place[1])")
            }
        }
        #expect(count >= 6)
    }

    /// The lines between `// docs: NAME` and `// end`, moved to the left as far as those stand.
    private static func code(_ name: String, in source: String) -> [String]? {
        let lines = source.components(separatedBy: "\n")
        guard let start = lines.firstIndex(where: { $0.hasSuffix("// docs: \(name)") }) else { return nil }
        let indent = lines[start].prefix { $0 == " " }
        return lines[(start + 1)...].prefix { $0 != "\(indent)// end" }.map { String($0.trimmingPrefix(indent)) }
    }
}
