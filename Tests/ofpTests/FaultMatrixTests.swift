import Foundation
import TestSupport
import Testing

@testable import OpenFinance
@testable import ofp
@testable import ofp_sandbox

@Suite("Every fault at every step")
struct FaultMatrixTests {
    private struct Answer: Decodable {
        struct Product: Decodable { var AuthorisationServerId, ProductId: String }
        struct Failure: Decodable {
            var LFIName, AuthorisationServerId, Stage, Reason: String
            var Attempts: Int?
            var InteractionId: String?
        }
        var Products: [Product]
        var Failures: [Failure]
    }

    /// Why the LFI's products are missing, by the fault's name.
    private static let reasons: [String: LFIFailure.Reason] = [
        "status": .http, "bare": .http, "echo": .http, "refuse": .http, "rate-limit": .http, "html": .http,
        "redirect": .http,
        "garbage": .invalidResponse, "empty": .invalidResponse, "wrong-types": .invalidResponse,
        "bad-utf8": .invalidResponse, "deep": .invalidResponse, "huge": .tooLarge, "gzip-bomb": .tooLarge,
        // Over HTTP/2 the library for it ends the stream.
        "huge-header": .connection, "half": .connection, "drip": .timeout, "reset": .connection, "hang": .timeout,
        "refuse-certificate": .tls, "expired-certificate": .tls, "wrong-name": .tls, "unknown-authority": .tls,
        "wrong-issuer": .issuerMismatch, "plain-endpoint": .invalidResponse, "bad-token": .invalidResponse,
        "token-type": .invalidResponse, "page-loop": .paging, "foreign-next": .paging, "endless-pages": .paging,
        "coded": .invalidResponse, "empty-blocks": .invalidResponse, "many-values": .tooLarge,
        "many-members": .tooLarge,
        "many-products": .tooLarge, "many-errors": .http, "refused-stream": .connection,
    ]

    /// What is read of a small document ends before it is known what is wrong with it.
    private static let largerThanDocuments: Set<String> = ["empty-blocks", "many-errors"]

    private static func reason(_ name: String, at step: Step) -> LFIFailure.Reason? {
        step != .products && largerThanDocuments.contains(name) ? .tooLarge : reasons[name]
    }

    private static let passing: Set<String> = [
        "status", "bare", "html", "half", "reset", "refused-stream", "huge-header",
    ]

    /// Names of faults that need an argument to be over soon, or to be no burden on the machine.
    private static let arguments = [
        "rate-limit": "100000", "huge": "40", "gzip-bomb": "40", "drip": "5000",
        "empty-blocks": "4", "many-values": "4", "many-members": "8", "many-products": "4", "many-errors": "4",
    ]

    @Test(
        "costs the products of the LFI that has it, which is named with stage and reason, and nobody else's",
        arguments: [Step.discovery, .token, .products])
    func matrix(step: Step) async throws {
        try await expect(faults(at: step) { $0 != .timeout }, at: step) { world, _ in
            // None of these waits for the time to be up; a slow machine may take what it needs.
            try await Self.products(of: world, seconds: 3_500)
        }
    }

    @Test("ends with the LFI's time where it would not end by itself", arguments: [Step.discovery, .token, .products])
    func waiting(step: Step) async throws {
        try await expect(faults(at: step) { $0 == .timeout }, at: step) { world, count in
            try await withEnoughTime {
                $0.answer.Products.count == count && $0.answer.Failures.allSatisfy { $0.Stage == step.rawValue }
            } _: { seconds in
                try await Self.products(of: world, seconds: seconds)
            }
        }
    }

    private static func products(
        of world: SandboxWorld, seconds: Int
    ) async throws -> (status: CommandStatus, answer: Answer) {
        let arguments = ["products", "--format", "json", "--no-cache", "--timeout", "\(seconds)"]
        let outcome = try await world.run(arguments)
        // Where no bank has answered in time there is no list.
        let output = outcome.output.isEmpty ? #"{"Products":[],"Failures":[]}"# : outcome.output
        return (outcome.status, try JSONDecoder().decode(Answer.self, from: Data(output.utf8)))
    }

    private func faults(
        at step: Step, whose matches: (LFIFailure.Reason) -> Bool
    ) throws -> [FaultCatalogue.Entry] {
        // Endless frames would keep the sandbox busy, which is in this process.
        let others = ["empty-frames", "ping-frames", "unknown-frames"]
        return try FaultCatalogue.entries.filter {
            $0.steps.contains(step) && $0.failsARun && !others.contains($0.name)
        }.filter { entry in
            matches(try #require(Self.reason(entry.name, at: step), "\(entry.name) has no reason"))
        }
    }

    /// Each fault has an LFI of its own; as many again are well.
    ///
    /// - Parameter ask: gets the number of products of those that are well.
    private func expect(
        _ entries: [FaultCatalogue.Entry], at step: Step,
        ask: @escaping @Sendable (SandboxWorld, Int) async throws -> (status: CommandStatus, answer: Answer)
    ) async throws {
        #expect(!entries.isEmpty)
        @Sendable func code(_ number: Int) -> String {
            "lfi" + String(repeating: "0", count: 4 - "\(number)".count) + "\(number)"
        }
        let faults = entries.enumerated().map { index, entry in
            let argument = Self.arguments[entry.name].map { ":\($0)" } ?? ""
            return "\(code(index + 1)):\(step.rawValue):\(entry.name)\(argument)"
        }
        try await SandboxWorld.with(faults: faults, lfis: entries.count * 2) { world in
            let productCount = entries.count * SandboxWorld.productsPerLFI
            let (status, answer) = try await ask(world, productCount)
            #expect(status == .partial)
            #expect(answer.Products.count == productCount)
            #expect(Set(answer.Products.map(\.AuthorisationServerId)).count == entries.count)
            let failures = Dictionary(uniqueKeysWithValues: answer.Failures.map { ($0.LFIName, $0) })
            #expect(failures.count == entries.count)
            for (index, entry) in entries.enumerated() {
                let failure = try #require(failures["Bank \(code(index + 1).dropFirst(3))"])
                #expect(failure.Stage == step.rawValue, "\(entry.name)")
                #expect(failure.Reason == Self.reason(entry.name, at: step)?.rawValue, "\(entry.name)")
                // In TLS 1.3 the connection may break before the alert about our certificate is read: then it is tried again.
                let attempts =
                    Self.passing.contains(entry.name) ? 4...4 : entry.name == "refuse-certificate" ? 1...4 : 1...1
                #expect(attempts.contains(failure.Attempts ?? 0), "\(entry.name)")
                #expect(failure.InteractionId != nil, "\(entry.name)")
            }
            #expect(world.sandbox.journal.report.rulesBroken.isEmpty)
        }
    }
}
