import Testing

@testable import OpenFinance

@Suite("A map over all cores")
struct ConcurrentMapTests {
    @Test("gives what map gives, in the same order", arguments: [0, 1, 63, 64, 65, 128, 1_000])
    func order(count: Int) {
        let numbers = Array(0..<count)
        #expect(numbers.concurrentMap { "\($0)" } == numbers.map { "\($0)" })
        #expect(numbers.concurrentMap(pieceLength: 1) { -$0 } == numbers.map { -$0 })
        #expect(numbers.dropFirst().concurrentMap { $0 * 2 } == numbers.dropFirst().map { $0 * 2 })
    }
}
