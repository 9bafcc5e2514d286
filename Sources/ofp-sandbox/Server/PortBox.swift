import Synchronization

/// The port, which is known only once the server listens and which addresses in answers need.
final class PortBox: Sendable {
    private let port = Atomic<Int>(0)
    var value: Int { port.load(ordering: .acquiring) }
    func set(_ value: Int) { port.store(value, ordering: .releasing) }
}
