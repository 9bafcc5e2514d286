/// What became of asking several LFIs for their products.
public typealias LFIOutcomes = Outcomes<LFIOutcome>

/// The outcomes of asking several LFIs, each as soon as it is known, in no fixed order; one for every LFI asked.
public struct Outcomes<Outcome: Sendable>: AsyncSequence, Sendable {
    private let stream: AsyncStream<Outcome>
    private let work: Task<Void, Never>

    /// Asks at most `limit` LFIs at once with `ask`; each runs on its own and waits for no other.
    package init(of lfis: [LFI], atOnce limit: Int, ask: @escaping @Sendable (LFI) async -> Outcome) {
        let (stream, continuation) = AsyncStream.makeStream(of: Outcome.self)
        let work = Task {
            await withTaskGroup(of: Outcome.self) { group in
                var waiting = lfis.makeIterator()
                func startNext() {
                    if let lfi = waiting.next() { group.addTask { await ask(lfi) } }
                }
                for _ in 0..<limit { startNext() }
                for await outcome in group {
                    continuation.yield(outcome)
                    startNext()
                }
            }
            continuation.finish()
        }
        continuation.onTermination = { _ in work.cancel() }
        self.stream = stream
        self.work = work
    }

    /// Outcomes by hand, for a test: they come out at once, in their order, and nobody is asked.
    public init(_ outcomes: some Sequence<Outcome>) {
        let (stream, continuation) = AsyncStream.makeStream(of: Outcome.self)
        for outcome in outcomes { continuation.yield(outcome) }
        continuation.finish()
        self.stream = stream
        work = Task {}
    }

    /// Ends what is still under way. The outcomes of the LFIs that are not done come out as failures, at once.
    public func stop() { work.cancel() }

    /// One loop alone: two that run at once share the outcomes between them. Leaving the loop ends what is still under
    /// way.
    public func makeAsyncIterator() -> AsyncIterator {
        AsyncIterator(base: stream.makeAsyncIterator(), loop: Loop(work: work))
    }

    /// Gives each outcome as soon as it is known.
    public struct AsyncIterator: AsyncIteratorProtocol {
        fileprivate var base: AsyncStream<Outcome>.AsyncIterator
        fileprivate let loop: Loop

        /// Nil once every LFI's outcome was given.
        public mutating func next() async -> Outcome? { await base.next() }
    }

    /// Lives as long as a loop does, and ends the work with it: the sequence itself may be kept for longer.
    fileprivate final class Loop: Sendable {
        private let work: Task<Void, Never>

        init(work: Task<Void, Never>) { self.work = work }

        deinit { work.cancel() }
    }
}
