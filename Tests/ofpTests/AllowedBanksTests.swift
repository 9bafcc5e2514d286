import Foundation
import Testing

@testable import ofp
@testable import ofp_sandbox

@Suite("Banks that may be asked")
struct AllowedBanksTests {
    /// The hosts' codes of the banks that were contacted at all.
    private func contacted(_ world: SandboxWorld) -> Int {
        let requests = world.sandbox.journal.report.requests
        return (requests["discovery"] ?? 0) + (requests["token"] ?? 0) + (requests["products"] ?? 0)
            + (requests["leads"] ?? 0)
    }

    @Test("are all that any command contacts, and no flag adds one")
    func allowed() async throws {
        try await SandboxWorld.with { world in
            let only = ["OFP_LFI": "Liwa Bank, sidr  bank"]
            let products = try await world.run(["products", "--format", "json"], variables: only)
            #expect(products.status == .success)
            #expect(products.errors.contains("2 of 2 banks"))
            #expect(world.sandbox.journal.report.requests["discovery"] == 2)
            let narrowed = try await world.run(["products", "--lfi", "Liwa Bank"], variables: only)
            #expect(narrowed.errors.contains("1 of 1 bank"))
            let before = contacted(world)
            for arguments in [
                ["products", "--lfi", "Saqr"], ["product", "N100", "--lfi", "Waha Retail"],
                ["register", "--lfi", "Saqr", "--dry-run"], ["conformance", "--lfi", "Saqr"],
                ["product", "Waha Retail/N100"],
                [
                    "lead", "--lfi", "Saqr", "--category", "Mortgage", "--consent-given", "--full-name", "A", "--email",
                    "a@b.ae", "--emirates-id", "784-1990-1234567-6", "--marketing-opt-out", "no",
                ],
            ] {
                let outcome = try await world.run(arguments, variables: only)
                #expect(outcome.status == .notFound)
                #expect(outcome.errors.contains("is not among the banks that may be asked"))
            }
            let typo = try await world.run(["products"], variables: ["OFP_LFI": "Liwa Bnak"])
            #expect(typo.status == .notFound)
            #expect(contacted(world) == before)
            let doctor = try await world.run(["doctor", "--format", "json"], variables: only)
            #expect(doctor.output.contains("Sidr Bank") && !doctor.output.contains("Saqr"))
            let other = try await world.run(["doctor", "--lfi", "Saqr"], variables: only)
            #expect(other.output.contains("'Saqr' is not among the banks that may be asked"))
        }
    }

    @Test("are told by the deadline where that has ended them, and nobody who has not interrupted them")
    func deadline() async throws {
        try await SandboxWorld.with(faults: ["hajar:discovery:hang"]) { world in
            let outcome = try await world.run(["products", "--deadline", "2"])
            #expect(outcome.errors.contains("the deadline of the command was over before it had an answer"))
            let directory = try await world.run(["products", "--deadline", "0.000001", "--no-cache"])
            #expect(directory.status == .unavailable)
            #expect(directory.errors.contains("The deadline was over before the directory had answered. Give"))
        }
    }

    @Test("are nobody where the list names nobody, and nobody is asked", arguments: [" ", ",", ""])
    func nobody(list: String) async throws {
        try await SandboxWorld.with { world in
            let file = world.home.appending(path: "config.yaml")
            try FileManager.default.createDirectory(at: world.home, withIntermediateDirectories: true)
            try Data("profile: p\nprofiles:\n  p:\n    lfi:\n  q:\n    lfi: []\n".utf8).write(to: file)
            let outcomes = [
                try await world.run(["products"], variables: ["OFP_LFI": list]),
                try await world.run(["doctor"], variables: ["OFP_LFI": list]),
                try await world.run(
                    ["products"], variables: list == "," ? ["OFP_EXCLUDE_LFI": list] : ["OFP_LFI": list]),
                try await world.run(["lfis", "--registration"], variables: ["OFP_LFI": list]),
                try await world.run(["products", "--config", file.path]),
                try await world.run(["products", "--config", file.path, "--profile", "q"]),
            ]
            for outcome in outcomes {
                #expect(outcome.status == .configuration, "\(outcome.errors)")
                #expect((outcome.output + outcome.errors).contains("names no bank"))
            }
            #expect(contacted(world) == 0)
        }
    }

    @Test("stand in a profile as a list, or without those that stand in another")
    func profile() async throws {
        try await SandboxWorld.with { world in
            let file = world.home.appending(path: "config.yaml")
            try FileManager.default.createDirectory(at: world.home, withIntermediateDirectories: true)
            try Data(
                "profiles:\n  proving:\n    lfi:\n      - Liwa Bank\n      - Sidr Bank\n    exclude-lfi: Sidr Bank\n"
                    .utf8
            ).write(to: file)
            let outcome = try await world.run(["products", "--config", file.path, "--profile", "proving"])
            #expect(outcome.status == .success)
            #expect(outcome.errors.contains("1 of 1 bank"))
            #expect(world.sandbox.journal.report.requests["discovery"] == 1)
        }
    }
}
