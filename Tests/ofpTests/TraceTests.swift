import Foundation
import Testing

@testable import ofp

@Suite("A trace")
struct TraceTests {
    private static let lead = [
        "lead", "--lfi", "Liwa Bank", "--category", "SavingsAccount", "--email", "sara.ahmed@example.ae",
        "--emirates-id", "784-1990-1234567-6", "--given-name", "Sara", "--last-name", "Ahmed", "--marketing-opt-out",
        "no", "--consent-given",
    ]

    @Test("shows each step to a bank, with its connection, and nothing that is secret")
    func text() async throws {
        try await SandboxWorld.with { world in
            let outcome = try await world.run(["products", "--lfi", "Liwa Bank", "--trace"])
            #expect(outcome.status == .success)
            for step in ["Liwa Bank: discovery", "Liwa Bank: token", "Liwa Bank: products", "the directory: directory"]
            {
                #expect(outcome.errors.contains("* \(step), at "), "\(step)")
            }
            for line in [
                "TLSv1.3, TLS_", "* server's certificate: CN=", "our certificate, which the server asked for: ",
                "* assertion's header: {\"alg\":\"PS256\"", "* assertion's claims: {\"aud\":\"https://",
                "> Authorization: Bearer (hidden)", "> x-fapi-customer-ip-address: (hidden)",
                #"< {"access_token":"(hidden)""#, "< HTTP/2 200", "in all",
            ] {
                #expect(outcome.errors.contains(line), "\(line)")
            }
            #expect(!outcome.errors.contains("203.0.113.7"))
            for word in [#""access_token":""#, "Bearer "] {
                for rest in outcome.errors.components(separatedBy: word).dropFirst() {
                    #expect(rest.hasPrefix("(hidden)"), "\(rest.prefix(40))")
                }
            }
            // The data is what it would be without.
            #expect(outcome.output == (try await world.run(["products", "--lfi", "Liwa Bank"])).output)
        }
    }

    @Test("as HAR is whole after each exchange, and holds nothing of a lead's person")
    func har() async throws {
        try await SandboxWorld.with { world in
            let file = world.home.appending(path: "trace.har")
            try FileManager.default.createDirectory(at: world.home, withIntermediateDirectories: true)
            let outcome = try await world.run(Self.lead + ["--trace-file", file.path])
            #expect(outcome.status == .success)
            let data = try Data(contentsOf: file)
            let document = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
            let log = try #require(document["log"] as? [String: Any])
            let entries = try #require(log["entries"] as? [[String: Any]])
            #expect(log["version"] as? String == "1.2")
            #expect(entries.compactMap { $0["_step"] as? String }.suffix(3) == ["discovery", "token", "leads"])
            for entry in entries {
                for member in ["startedDateTime", "time", "request", "response", "cache", "timings"] {
                    #expect(entry[member] != nil, "\(member)")
                }
            }
            let text = String(decoding: data, as: UTF8.self).lowercased()
            for secret in ["sara", "ahmed", "1234567", "203.0.113.7"] { #expect(!text.contains(secret), "\(secret)") }
            #expect(
                try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test(
        "that cannot be kept is said, and is no success",
        arguments: [("/dev/full", CommandStatus.outputFailed), ("/proc/trace", .usage), ("/proc/none/trace", .usage)])
    func unwritable(path: String, status: CommandStatus) async throws {
        try await SandboxWorld.with { world in
            let outcome = try await world.run(["lfis", "--trace-file", path])
            #expect(outcome.status == status && outcome.errors.contains("The trace '\(path)'"), "\(outcome)")
        }
    }

    @Test(
        "is written over nothing that the command reads, under whichever name",
        arguments: ["list.json", "./other.json", "link.json"])
    func inputs(name: String) async throws {
        try await SandboxWorld.with { world in
            try FileManager.default.createDirectory(at: world.home, withIntermediateDirectories: true)
            let list = world.home.appending(path: "list.json")
            let saved = try await world.run(["products", "--lfi", "Liwa Bank", "--format", "json"])
            try Data(saved.output.utf8).write(to: list)
            try FileManager.default.linkItem(at: list, to: world.home.appending(path: "other.json"))
            try FileManager.default.createSymbolicLink(
                at: world.home.appending(path: "link.json"), withDestinationURL: list)
            let outcome = try await world.run(
                ["products", "--from", list.path, "--trace-file", world.home.appending(path: name).path])
            #expect(outcome.status == .usage && outcome.errors.contains("the file of --from"))
            #expect(try Data(contentsOf: list) == Data(saved.output.utf8))
        }
    }

    @Test("and the data itself are written over no key", arguments: [["products"], ["keys", "csr"]])
    func keys(command: [String]) async throws {
        try await SandboxWorld.with { world in
            let key = try #require(world.variables["OFP_TRANSPORT_KEY"])
            let before = try Data(contentsOf: URL(filePath: key))
            let subject = ["--for", "transport", "--organisation", "TPP", "--organisation-id", "o-1"]
            let rest = command == ["products"] ? [] : subject
            let outcome = try await world.run(command + rest + ["--output", key])
            #expect(outcome.status == .usage && outcome.errors.contains("the file of --transport-key"))
            #expect(try Data(contentsOf: URL(filePath: key)) == before)
        }
    }

    @Test("is one command's, for its owner alone, and of nothing that was there before")
    func ownership() async throws {
        try await SandboxWorld.with { world in
            try FileManager.default.createDirectory(at: world.home, withIntermediateDirectories: true)
            let file = world.home.appending(path: "trace.har")
            try Data(String(repeating: "earlier ", count: 10_000).utf8).write(to: file)
            try FileManager.default.setAttributes([.posixPermissions: 0o644], ofItemAtPath: file.path)
            do {
                let other = try TraceFile(file.path)
                #expect(other.append(Data("other".utf8)) == nil)
                let refused = try await world.run(["lfis", "--trace-file", file.path])
                #expect(refused.status == .outputFailed && refused.errors.contains("another command is writing to it"))
                #expect(try String(contentsOf: file, encoding: .utf8) == "other")
            }
            #expect(try await world.run(["lfis", "--trace-file", file.path]).status == .success)
            _ = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
            #expect(
                try FileManager.default.attributesOfItem(atPath: file.path)[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("goes to standard error for a file that is called -")
    func hyphen() async throws {
        try await SandboxWorld.with { world in
            let outcome = try await world.run(["lfis", "--no-cache", "--trace-file", "-"])
            #expect(outcome.status == .success && outcome.errors.contains("* the directory: directory, at "))
        }
    }

    @Test("needs a file as HAR, and something to trace")
    func usage() async throws {
        let har = try await SandboxWorld.run(["lfis", "--trace", "--trace-format", "har"])
        #expect(har.status == .usage && har.errors.contains("needs a file"))
        let nothing = try await SandboxWorld.run(["lfis", "--trace-format", "text"])
        #expect(nothing.status == .usage && nothing.errors.contains("nothing is traced"))
    }
}
