import FoundationEssentials

/// All that the sandbox serves: the directory's participants and the hubs behind them.
struct World: Sendable {
    /// The answer of `GET /participants`, with ``portPlaceholder`` where the port belongs.
    let participants: String
    let hubs: [Hub]

    /// The port is known only once the server listens.
    static let portPlaceholder = "{port}"

    func participants(port: Int) -> String { participants.replacing(Self.portPlaceholder, with: "\(port)") }
}
