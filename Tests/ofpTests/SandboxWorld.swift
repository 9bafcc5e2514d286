import ArgumentParser
import Foundation
import Synchronization
import TestSupport

@testable import ofp
@testable import ofp_sandbox

/// The sandbox within the tests' own process, and commands that are run against it in process, too.
struct SandboxWorld: Sendable {
    let sandbox: Sandbox
    /// As `ofp-sandbox` sets them, with folders of the test's own.
    let variables: [String: String]
    /// Holds everything that a command may leave.
    let home: URL

    /// Of each generated LFI.
    static let productsPerLFI = 3

    /// Of all tests: making three RSA keys takes longer than most of them.
    private static let pki = Result { try SandboxPKI(keys: .ofEnvironment) }

    /// - Parameters:
    ///   - lfis: how many are generated in place of the fixtures'.
    ///   - products: what a hub has in place of its own products; nil for those.
    static func with(
        faults: [String] = [], lfis: Int? = nil, protocols: [String] = ["h2", "http/1.1"],
        products: @escaping (Hub) throws -> [SandboxProduct]? = { _ in nil },
        _ body: @escaping @Sendable (SandboxWorld) async throws -> Void
    ) async throws {
        let fixtures = URL(filePath: #filePath).appending(path: "../../../fixtures").standardized.path
        let ours = try Fixtures(path: fixtures).world()
        var world = try lfis.map { try World.generated(lfis: $0, products: productsPerLFI, from: ours) } ?? ours
        world = World(participants: world.participants, hubs: try world.hubs.map { try $0.having(products($0)) })
        let sandbox = Sandbox(
            world: world, pki: try pki.get(), faults: Faults(all: try faults.map { try Fault($0, in: world) }),
            thinkTime: .zero, tokenLifetime: 600, protocols: protocols)
        let keys = try KeyDirectory()
        defer { keys.remove() }
        let home = FileManager.default.temporaryDirectory.appending(path: "ofp-world-\(UUID())")
        defer { try? FileManager.default.removeItem(at: home) }
        try await withSandbox(sandbox, port: 0, keys: keys) { environment in
            var variables = ClientKeys.told(
                Dictionary(uniqueKeysWithValues: environment.variables.map { ($0.name, $0.value) }))
            for name in ["CACHE", "CONFIG", "STATE"] { variables["XDG_\(name)_HOME"] = home.appending(path: name).path }
            // No test that is not about time may fail for want of it.
            variables["OFP_TIMEOUT"] = "3500"
            try await body(SandboxWorld(sandbox: sandbox, variables: variables, home: home))
        }
    }

    struct Outcome: Sendable {
        var status: CommandStatus
        var output: String
        var errors: String
    }

    /// What the program would do with these arguments, without a process for it.
    func run(
        _ arguments: [String], answers: [String]? = nil, variables changes: [String: String] = [:], columns: Int? = nil
    ) async throws -> Outcome {
        try await Self.run(
            arguments, answers: answers, variables: variables.merging(changes) { $1 }, columns: columns)
    }

    /// - Parameters:
    ///   - answers: what a person types, line by line; nil where there is no person.
    ///   - columns: of the terminal that standard error is; nil where it is none.
    static func run(
        _ arguments: [String], answers: [String]? = nil, variables: [String: String] = [:], columns: Int? = nil
    ) async throws -> Outcome {
        let (output, errors) = (TextSink(), TextSink())
        let console = Console(
            writeOutput: { output.write($0) }, writeError: { errors.write($0) },
            errorTerminal: Terminal(width: columns))
        var questions = Questions.nobody
        if let answers {
            let left = Mutex(answers)
            questions.ask = { prompt in
                errors.write(Data("\(prompt)\n".utf8))
                return left.withLock { $0.isEmpty ? nil : $0.removeFirst() }
            }
        }
        let context = CommandContext(
            console: console, environment: variables, questions: questions)
        let status: CommandStatus
        do {
            guard let command = try OFP.parseAsRoot(arguments) as? any OFPCommand else { throw CancellationError() }
            status = try await command.perform(in: context)
        } catch let failure as CommandFailure {
            console.error(failure)
            status = failure.status
        }
        return Outcome(status: status, output: output.text, errors: errors.text)
    }

    /// Every file below ``home``, as text.
    func files() throws -> [String: String] {
        let paths = FileManager.default.enumerator(at: home, includingPropertiesForKeys: [.isRegularFileKey])
        var files: [String: String] = [:]
        for case let url as URL in paths ?? .init() {
            if let data = try? Data(contentsOf: url) { files[url.path] = String(decoding: data, as: UTF8.self) }
        }
        return files
    }
}

private final class TextSink: Sendable {
    private let data = Mutex(Data())
    var text: String { data.withLock { String(decoding: $0, as: UTF8.self) } }
    func write(_ bytes: Data) { data.withLock { $0.append(bytes) } }
}

extension Hub {
    fileprivate func having(_ products: [SandboxProduct]?) -> Hub {
        guard let products else { return self }
        return Hub(
            code: code, lfiID: lfiID, version: version, pageSize: pageSize,
            hasTokenEndpointAlias: hasTokenEndpointAlias, takesLeads: takesLeads, products: products)
    }
}

extension FaultCatalogue.Entry {
    /// Not so for texts in answers that are right, and for what only somebody without a certificate would see.
    var failsARun: Bool {
        HostileText(rawValue: name) == nil && !["no-client-certificate", "optional-client-certificate"].contains(name)
    }
}
