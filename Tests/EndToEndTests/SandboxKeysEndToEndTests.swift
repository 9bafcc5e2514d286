import Foundation
import Testing

@Suite("ofp-sandbox serve --directory")
struct SandboxKeysEndToEndTests {
    private func shell(_ script: String) async throws -> Tool.Outcome {
        let folder = FileManager.default.temporaryDirectory.appending(path: "ofp-keys-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await Tool.shell(script, [Tool.path("ofp-sandbox"), Tool.fixtures.path], in: folder.path)
    }

    @Test("takes the same directory at the next start, and writes down which files are its own")
    func twice() async throws {
        let outcome = try await shell(
            """
            for round in 1 2; do
                "$0" serve --fixtures "$1" --directory keys >env$round 2>log & child=$!
                until grep -q CUSTOMER_IP env$round || ! kill -0 $child 2>/dev/null; do sleep 0.05; done
                kill $child; wait $child; echo "exit $?"
            done
            ls -A keys; cd keys; sha256sum * | grep -cFxf - .ofp-sandbox; stat -c %a signing.key transport.key
            """)
        #expect(
            outcome.output == """
                exit 0
                exit 0
                .ofp-sandbox
                ca.pem
                signing.key
                transport.key
                transport.pem
                4
                600
                600

                """, "\(outcome)")
    }

    @Test("replaces no key of the user's, and says what to do")
    func refused() async throws {
        let outcome = try await shell(
            """
            mkdir keys; echo mine >keys/signing.key; echo mine >real; ln -s ../real keys/transport.key
            timeout 300 "$0" serve --fixtures "$1" --directory keys; echo "exit $?"
            cat keys/signing.key real; [ -L keys/transport.key ] && ls -A keys
            """)
        #expect(outcome.output == "exit 64\nmine\nmine\nsigning.key\ntransport.key\n", "\(outcome)")
        #expect(outcome.errors.contains("has files that this sandbox did not write: signing.key, transport.key. Move"))
    }
}
