import Foundation
import TestSupport
import Testing

@Suite("Memory")
struct MemoryEndToEndTests {
    /// Of a body at its limit of 64 MB while it grows, and of the program itself.
    private static let bound = Sanitizer.megabytes(160)

    @Test(
        "stays within bounds whatever one bank sends",
        arguments: [
            "huge:300", "gzip-bomb:2000", "huge-header:9000", "deep:9000000", "endless-pages", "bad-utf8", "garbage",
        ])
    func hostile(fault: String) async throws {
        let outcome = try await Tool.ofp(
            ["products", "--lfi", "Liwa Bank,Sidr Bank", "-vv", "--timeout", "3500"],
            sandbox: ["--fault", "liwa:products:\(fault)"])
        #expect(outcome.status == 3)
        #expect(outcome.errors.contains("Liwa Bank failed at products"))
        let line = try #require(outcome.errorLines.first { $0.contains("Most memory at once: ") })
        let peak = try #require(line.split(separator: " ").dropLast().last.flatMap { Int($0) })
        #expect((1...Self.bound).contains(peak), "\(peak) MB")
    }
}
