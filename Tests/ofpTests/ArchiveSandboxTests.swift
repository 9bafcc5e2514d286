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
