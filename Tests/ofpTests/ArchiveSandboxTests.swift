import Foundation
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("Lists of banks that are asked now")
struct ArchiveSandboxTests {
    @Test("are kept whole, whatever is shown of them, and are what a later one is compared with")
    func kept() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-kept-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await SandboxWorld.with { world in
            let shown = try await world.run([
                "products", "--category", "CreditCard", "--limit", "1", "--format", "ndjson", "--archive", folder,
            ])
            #expect(shown.status == .success)
            #expect(shown.output.split(separator: "\n").count == 1 && shown.output.contains("CreditCard"))
            #expect(shown.errors.contains("Kept in the archive: 20"))
        }
        let file = "\(folder)/\(try FileManager.default.contentsOfDirectory(atPath: folder)[0])"
        let list = try ArchivedList.whole(Data(contentsOf: URL(filePath: file)))
        #expect(list.products.count == 87 && Set(list.products.map(\.product.category)).count >= 5)

        try await SandboxWorld.with(faults: ["liwa:products:status:404"]) { world in
            let same = try await world.run(["diff", file, "--exclude-lfi", "Liwa Bank", "--exit-code"])
            #expect(same.status == .success && same.output.isEmpty, "\(same.output)\(same.errors)")
            let partial = try await world.run(["diff", file, "--format", "json"])
            #expect(partial.status == .partial && partial.output.contains(#""Withdrawn":[\#n]"#))
            #expect(partial.errors.contains("12 products are not compared"), "\(partial.errors)")
            let again = try await world.run(["products", "--archive", folder])
            #expect(again.status == .partial)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == 2)
    }

    @Test("are kept although what is shown of them cannot be written, and both are told")
    func keptAllTheSame() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-kept-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await SandboxWorld.with { world in
            let outcome = try await world.run([
                "products", "--archive", folder, "--format", "json", "--output", "/dev/full",
            ])
            #expect(outcome.status == .outputFailed, "\(outcome.errors)")
            #expect(outcome.errors.contains("The file '/dev/full' could not be written"))
            #expect(outcome.errors.contains("Kept in the archive: 20"))
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.count == 1)
    }

    @Test("that cannot be kept are shown all the same, and that is told")
    func shownAllTheSame() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-kept-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        // Whatever the second is, its names are taken.
        let seconds = (0..<300).map { Date(timeIntervalSinceNow: Double($0)).formatted(.iso8601) }
        for second in seconds.map({ $0.replacing(":", with: "-") }) {
            for name in [second] + (2...100).map({ "\(second)-\($0)" }) {
                #expect(FileManager.default.createFile(atPath: "\(folder.path)/\(name).json.gz", contents: nil))
            }
        }
        try await SandboxWorld.with { world in
            try FileManager.default.createDirectory(at: world.home, withIntermediateDirectories: true)
            let file = world.home.appending(path: "all.csv").path
            let outcome = try await world.run(["products", "--archive", folder.path, "--output", file])
            #expect(outcome.status == .outputFailed, "\(outcome.errors)")
            #expect(outcome.errors.contains("has 100 lists of this second"))
            #expect(try String(contentsOfFile: file, encoding: .utf8).contains("Liwa Bank"))
        }
    }

    @Test("are not kept where nobody answered")
    func nobody() async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-kept-\(UUID())").path
        defer { try? FileManager.default.removeItem(atPath: folder) }
        try await SandboxWorld.with(faults: ["*:products:status:404"]) { world in
            let outcome = try await world.run(["products", "--archive", folder])
            #expect(outcome.status == .unavailable)
        }
        let files = try FileManager.default.contentsOfDirectory(atPath: folder)
        #expect(files.isEmpty)
    }
}
