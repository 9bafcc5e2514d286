import Synchronization

/// Random numbers that are the same for the same seed (SplitMix64), for anybody who asks.
final class Dice: Sendable, Equatable {
    private let state: Mutex<UInt64>

    init(seed: UInt64) { state = Mutex(seed) }

    static func == (left: Dice, right: Dice) -> Bool { left === right }

    private func next() -> UInt64 {
        state.withLock { state in
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    /// One of the sides, each as likely as the others.
    func roll(of sides: Int) -> Int { Int(next() % UInt64(sides)) }
}
