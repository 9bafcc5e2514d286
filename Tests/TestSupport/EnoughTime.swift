/// Looks on while something is done under a time limit that has to run out: first under a short one, then, where the
/// machine was too busy to get as far as it should within that, under longer ones.
///
/// - Parameters:
///   - isFar: whether all had happened that does not have to wait for the limit.
///   - body: gets the limit in seconds.
/// - Returns: the first outcome that got far enough; that of the longest limit where none did.
public func withEnoughTime<Outcome>(
    until isFar: (Outcome) -> Bool, _ body: (_ seconds: Int) async throws -> Outcome
) async throws -> Outcome {
    for seconds in [4, 20] {
        let outcome = try await body(seconds)
        if isFar(outcome) { return outcome }
    }
    return try await body(120)
}
