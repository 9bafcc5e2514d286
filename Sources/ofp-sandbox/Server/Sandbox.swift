import FoundationEssentials
import Synchronization

/// The running sandbox, as its parts see it: the world, the keys, the faults, and what has happened so far.
struct Sandbox: Sendable {
    let world: World
    let pki: SandboxPKI
    let faults: Faults
    let pace: Pace
    /// As ALPN names them (RFC 7301), the preferred one first.
    let protocols: [String]
    let sites: [String: Site]
    let journal = Journal()
    let assertions = UsedOnce()
    let interactions = UsedOnce()
    let tokens: TokenStore
    let leads = LeadsTaken()
    let registrations: Registrations
    let pageMarks = PageMarks()

    init(
        world: World, pki: SandboxPKI, faults: Faults, thinkTime: Duration, tokenLifetime: Int,
        protocols: [String] = ["h2", "http/1.1"], registrations: Registrations = Registrations()
    ) {
        self.registrations = registrations
        self.protocols = protocols
        self.world = world
        self.pki = pki
        self.faults = faults
        pace = Pace(thinkTime: thinkTime)
        tokens = TokenStore(lifetime: tokenLifetime)
        sites = Site.all(in: world)
    }

    /// Forgets what has happened, and behaves as at the start. Tokens stay good, and what may come once stays used.
    func reset() {
        journal.reset()
        leads.reset()
        registrations.reset()
        faults.reset()
        pace.reset()
    }
}

/// How long a hub thinks before each answer; it may change while the sandbox runs.
final class Pace: Sendable {
    private let initial: Duration
    private let current: Mutex<Duration>

    static let longestThinkTime = 600_000

    init(thinkTime: Duration) {
        initial = thinkTime
        current = Mutex(thinkTime)
    }

    var thinkTime: Duration {
        get { current.withLock(\.self) }
        set { current.withLock { $0 = newValue } }
    }

    func reset() { thinkTime = initial }
}

/// What a host name stands for.
enum Site: Sendable {
    case directory
    /// Where everybody's public keys stand.
    case keystore
    case authorisation(Hub)
    case token(Hub)
    case resource(Hub)

    var hub: Hub? {
        switch self {
        case .directory, .keystore: nil
        case .authorisation(let hub), .token(let hub), .resource(let hub): hub
        }
    }

    /// The step of a client's line that happens here; leads are taken where products are had.
    var step: Step {
        switch self {
        case .directory, .keystore: .directory
        case .authorisation: .discovery
        case .token: .token
        case .resource: .products
        }
    }

    /// Whether the handshake asks for a client certificate, and fails without one.
    var requiresClientCertificate: Bool { step == .token || step == .products }

    static func all(in world: World) -> [String: Site] {
        var sites: [String: Site] = [Hosts.directory: .directory, Hosts.keystore: .keystore]
        for hub in world.hubs {
            sites[hub.authorisationHost] = .authorisation(hub)
            sites[hub.tokenHost] = .token(hub)
            sites[hub.resourceHost] = .resource(hub)
        }
        return sites
    }
}

/// The steps of a client's way to products and leads.
enum Step: String, Sendable, Hashable, CaseIterable, Codable {
    case directory, discovery, registration, token, products, leads
}
