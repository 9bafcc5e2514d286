import ArgumentParser
import FoundationEssentials

/// Which world the sandbox serves, and how it behaves.
struct SandboxOptions: ParsableArguments {
    @Option(help: ArgumentHelp("Directory of the fixtures.", valueName: "directory"))
    var fixtures: String?

    @Option(
        help: ArgumentHelp(
            "Serve your own banks and products, which lie in this directory as those of the fixtures do.",
            valueName: "directory"))
    var catalogue: String?

    @Option(help: ArgumentHelp("Serve this many generated LFIs in place of the fixtures'.", valueName: "n"))
    var lfis: Int?

    @Option(help: ArgumentHelp("Products of each generated LFI (default: 20).", valueName: "n"))
    var products: Int?

    @Option(help: ArgumentHelp("Milliseconds that a hub thinks before each answer.", valueName: "ms"))
    var thinkTime = 0

    @Option(help: ArgumentHelp("Seconds that an access token lives.", valueName: "seconds"))
    var tokenLifetime = 600

    @Option(
        help: ArgumentHelp(
            "The client is not registered at this LFI (its code, or all); may be given several times.", valueName: "lfi"
        ))
    var unregistered: [String] = []

    @Option(help: "Whether LFIs activate a client that registers at once, or by hand (here: never).")
    var activation = Registrations.Activation.atOnce

    @Flag(name: .customLong("http1"), help: "Speak HTTP/1.1 alone, and no HTTP/2.")
    var onlyHTTP1 = false

    @Option(help: ArgumentHelp("LFI:STEP:KIND[:ARG][*TIMES]; may be given several times. See 'ofp-sandbox faults'."))
    var fault: [String] = []

    @Option(
        defaultAsFlag: 0, parsing: .next,
        help: ArgumentHelp(
            """
            Let the sandbox be asked and changed while it runs, over plain HTTP on this port of the loopback interface, \
            or any free one.
            """, valueName: "port"))
    var control: Int?

    func validate() throws {
        if let control, !(0...65_535).contains(control) { throw ValidationError("--control takes 0 to 65535.") }
        if let lfis, !(1...10_000).contains(lfis) { throw ValidationError("--lfis takes 1 to 10000.") }
        if let products, !(0...100_000).contains(products) { throw ValidationError("--products takes 0 to 100000.") }
        if catalogue != nil, fixtures != nil { throw ValidationError("--catalogue takes the place of --fixtures.") }
        if products != nil, lfis == nil { throw ValidationError("--products needs --lfis.") }
        guard (0...Pace.longestThinkTime).contains(thinkTime) else {
            throw ValidationError("--think-time takes 0 to \(Pace.longestThinkTime).")
        }
        guard (0...86_400).contains(tokenLifetime) else { throw ValidationError("--token-lifetime takes 0 to 86400.") }
    }

    func sandbox() throws -> Sandbox {
        let fixtures = try catalogue.map(Catalogue.world) ?? Fixtures(path: fixtures).world()
        let world = try lfis.map { try World.generated(lfis: $0, products: products ?? 20, from: fixtures) } ?? fixtures
        let faults = Faults(all: try fault.map { try Fault($0, in: world) })
        return Sandbox(
            world: world, pki: try SandboxPKI(keys: .ofEnvironment), faults: faults,
            thinkTime: .milliseconds(thinkTime),
            tokenLifetime: tokenLifetime, protocols: onlyHTTP1 ? ["http/1.1"] : ["h2", "http/1.1"],
            registrations: Registrations(unregistered: try unregistered(in: world), activation: activation))
    }

    private func unregistered(in world: World) throws -> [String] {
        let codes = world.hubs.map(\.code)
        if unregistered.contains("all") { return codes }
        if let unknown = unregistered.first(where: { !codes.contains($0) }) {
            throw SandboxError(
                "There is no LFI '\(unknown)' in the sandbox. Name one of \(codes.joined(separator: ", ")), or all.")
        }
        return unregistered
    }
}

extension Registrations.Activation: ExpressibleByArgument {}
