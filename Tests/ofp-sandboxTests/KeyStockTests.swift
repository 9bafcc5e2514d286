import Foundation
import Testing

@testable import ofp_sandbox

@Suite("The keys of the sandbox")
struct KeyStockTests {
    private let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-keys-\(UUID())/of its own")

    @Test("stay the same where a folder keeps them, which nobody else may read")
    func kept() throws {
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let stock = KeyStock(folder: folder.path)
        let first = try stock.rsa("signing")
        #expect(try stock.rsa("signing").pem() == first.pem())
        #expect(try stock.rsa("server").pem() != first.pem())
        for (path, mode) in [(folder.path, 0o700), (folder.appending(path: "signing.key").path, 0o600)] {
            #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == mode)
        }
        try Data("no key".utf8).write(to: folder.appending(path: "signing.key"))
        let another = try stock.rsa("signing")
        #expect(try another.pem() != first.pem() && stock.rsa("signing").pem() == another.pem())
    }

    @Test("are made anew where no folder is named, and not at all where it can keep nothing")
    func fresh() throws {
        #expect(try KeyStock().rsa("signing").pem() != KeyStock().rsa("signing").pem())
        #expect(throws: SandboxError.self) { try KeyStock(folder: "/dev/null/keys").rsa("signing") }
    }
}
