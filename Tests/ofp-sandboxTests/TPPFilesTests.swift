import Foundation
import Testing

@testable import ofp_sandbox

@Suite("The files of a client's keys")
struct TPPFilesTests {
    private static let names = ["ca.pem", "signing.key", "transport.key", "transport.pem"]
    private static let record = ".ofp-sandbox"

    /// In a directory of its own, with what an earlier sandbox has left there.
    private func inDirectory(
        written: Bool = true, _ body: (URL) throws -> Void
    ) throws {
        let directory = FileManager.default.temporaryDirectory.appending(path: "ofp-files-\(UUID())")
        try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: directory) }
        if written { _ = try TPPFiles(SandboxPKI(keys: .ofEnvironment), in: directory) }
        try body(directory)
    }

    /// What each name stands for, links and folders told from files.
    private func contents(of directory: URL) throws -> [String: String] {
        let manager = FileManager.default
        return try manager.contentsOfDirectory(atPath: directory.path).reduce(into: [:]) { contents, name in
            let path = directory.appending(path: name).path
            contents[name] =
                (try? manager.destinationOfSymbolicLink(atPath: path)).map { "link to \($0)" }
                ?? (try? String(contentsOfFile: path, encoding: .utf8)) ?? "folder"
        }
    }

    @Test("are replaced at each start by those of the next one, and by nobody else's")
    func again() throws {
        try inDirectory { directory in
            var certificates: Set<String> = []
            for _ in 0..<3 {
                let files = try TPPFiles(SandboxPKI(keys: .ofEnvironment), in: directory)
                certificates.insert(try String(contentsOf: files.transportCertificate, encoding: .utf8))
            }
            #expect(certificates.count == 3)
            #expect(try Set(contents(of: directory).keys) == Set(Self.names + [Self.record]))
        }
    }

    @Test("are replaced, too, where a start ended before it had written all of them")
    func cutShort() throws {
        try inDirectory { directory in
            let before = try contents(of: directory)
            _ = try TPPFiles(SandboxPKI(keys: .ofEnvironment), in: directory)
            // The last one was not written any more, and one was taken away to be.
            try Data(#require(before["ca.pem"]).utf8).write(to: directory.appending(path: "ca.pem"))
            try FileManager.default.removeItem(at: directory.appending(path: "transport.key"))
            _ = try TPPFiles(SandboxPKI(keys: .ofEnvironment), in: directory)
            #expect(try contents(of: directory)["ca.pem"] != before["ca.pem"])
        }
    }

    /// Somebody's own things under a name of the sandbox.
    private enum Foreign {
        case file, folder
        case link(to: String)

        func put(at file: URL) throws {
            let manager = FileManager.default
            switch self {
            case .file: try Data("the user's own".utf8).write(to: file)
            case .folder: try manager.createDirectory(at: file, withIntermediateDirectories: false)
            case .link(let path): try manager.createSymbolicLink(atPath: file.path, withDestinationPath: path)
            }
        }
    }

    private static let foreign: [(name: String, what: Foreign)] =
        (names + [record]).map { ($0, .file) } + [
            ("signing.key", .link(to: "mine.key")), ("ca.pem", .link(to: "nowhere")), ("transport.key", .folder),
        ]

    @Test("never replace somebody's own, whatever that is and whoever was there before", arguments: foreign.indices)
    func refused(number: Int) throws {
        let (name, what) = Self.foreign[number]
        for written in [true, false] {
            try inDirectory(written: written) { directory in
                let file = directory.appending(path: name)
                try? FileManager.default.removeItem(at: file)
                try what.put(at: file)
                try Data("the user's own key".utf8).write(to: directory.appending(path: "mine.key"))
                let before = try contents(of: directory)
                let error = #expect(throws: SandboxError.self) {
                    try TPPFiles(SandboxPKI(keys: .ofEnvironment), in: directory)
                }
                #expect(error?.status == 64)
                // Of a record that is not the sandbox's nobody can tell whose the rest is.
                let isKnown = name != Self.record || !written
                let says = "a file that this sandbox did not write: \(name). Move it away"
                #expect(!isKnown || error?.description.contains(says) == true)
                #expect(try contents(of: directory) == before)
            }
        }
    }

    @Test("of a sandbox that kept no record are refused, with what to do")
    func withoutRecord() throws {
        try inDirectory { directory in
            try FileManager.default.removeItem(at: directory.appending(path: Self.record))
            let before = try contents(of: directory)
            // With keys of its own: those of the stock would be the same.
            let error = #expect(throws: SandboxError.self) { try TPPFiles(SandboxPKI(), in: directory) }
            #expect(
                error?.description == """
                    The directory '\(directory.path)' has files that this sandbox did not write: signing.key, \
                    transport.pem, transport.key, ca.pem. Move them away (an earlier version of it may have left \
                    them), or name another directory with --directory.
                    """)
            #expect(try contents(of: directory) == before)
        }
    }

    @Test("may lie where the sandbox keeps its keys from one start to the next")
    func stock() throws {
        try inDirectory(written: false) { directory in
            let keys = KeyStock(folder: directory.path)
            for _ in 0..<2 { _ = try TPPFiles(SandboxPKI(keys: keys), in: directory) }
            #expect(try Set(contents(of: directory).keys) == Set(Self.names + [Self.record, "server.key"]))
        }
    }
}
