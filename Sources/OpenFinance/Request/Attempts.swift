package import OpenFinanceTransport

/// Makes one request again and again until it succeeds, trying again makes no sense, or the time is over.
package struct Attempts {
    package let policy: RetryPolicy
    let deadline: ContinuousClock.Instant

    /// Which attempt of a request this is, for the log.
    @TaskLocal static var number = 1

    /// - Parameter attempt: one request, with an interaction id and, where it needs one, an assertion of its own. It must
    ///   be one that the server may get more than once.
    /// - Throws: what the last attempt threw, with the count of all.
    package func run<Value>(_ attempt: () async throws(RequestError) -> Value) async throws(RequestError) -> Value {
        var count = 1
        while true {
            let outcome: Result<Value, RequestError> = await Self.$number.withValue(count) {
                do throws(RequestError) { return .success(try await attempt()) } catch { return .failure(error) }
            }
            do throws(RequestError) {
                return try outcome.get()
            } catch {
                guard let pause = pause(after: error, count), await wait(pause) else {
                    var error = error
                    error.attempts = count
                    throw error
                }
            }
            count += 1
        }
    }

    /// Waits, unless the time would be over by then; false where there was no waiting to the end.
    package func wait(_ time: Duration) async -> Bool {
        guard ContinuousClock.now + time < deadline else { return false }
        return (try? await Task.sleep(for: time)) != nil
    }

    private func pause(after error: RequestError, _ count: Int) -> Duration? {
        guard error.mayPass, let pause = policy.pause(after: count) else { return nil }
        return max(pause, error.retryAfter ?? .zero)
    }
}

extension RequestError {
    /// Whether the same request may be answered the next time.
    fileprivate var mayPass: Bool {
        if let status { return RetryPolicy.transientStatuses.contains(status) }
        // Where the time that ran out was the LFI's own, there is none left to wait.
        return reason == .connection || reason == .timeout
    }
}
