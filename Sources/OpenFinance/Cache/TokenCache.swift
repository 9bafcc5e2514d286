import FoundationEssentials

/// Access tokens by what they are good for: kept until shortly before they expire, and asked for once however many
/// callers want one at the same time.
actor TokenCache {
    private let store: (any CacheStore)?
    private let now: @Sendable () -> Date
    private var tokens: [CacheKey: AccessToken] = [:]
    private var refused: [CacheKey: AccessToken] = [:]
    private var underWay: [CacheKey: Task<Result<AccessToken, RequestError>, Never>] = [:]

    init(store: (any CacheStore)?, now: @escaping @Sendable () -> Date) {
        self.store = store
        self.now = now
    }

    /// The kept token, or the one that `fetch` gets.
    func token(
        for key: CacheKey, fetch: @escaping @Sendable () async throws(RequestError) -> AccessToken
    ) async throws(RequestError) -> AccessToken {
        while true {
            if let token = tokens[key], token.isUsable(at: now()) { return token }
            let isOurs = underWay[key] == nil
            let task = underWay[key] ?? start(key, fetch)
            let outcome = await withTaskCancellationHandler {
                await task.value
            } onCancel: {
                // Whoever only waits along has no say over the request of another.
                if isOurs { task.cancel() }
            }
            // Where the one who asked gave up, whoever still wants the token asks for it.
            if case .failure(let error) = outcome, error.reason == .interrupted, !isOurs, !Task.isCancelled { continue }
            return try outcome.get()
        }
    }

    /// Forgets a token that was refused, unless a newer one has taken its place.
    func drop(_ token: AccessToken, for key: CacheKey) async {
        guard tokens[key] == token else { return }
        tokens[key] = nil
        refused[key] = token
        await store?.remove(key)
    }

    private func start(
        _ key: CacheKey, _ fetch: @escaping @Sendable () async throws(RequestError) -> AccessToken
    ) -> Task<Result<AccessToken, RequestError>, Never> {
        let task = Task<Result<AccessToken, RequestError>, Never> {
            do throws(RequestError) {
                // Gone before anybody is told, so that nobody waits for it again.
                defer { underWay[key] = nil }
                if let token = await kept(key) { return .success(token) }
                let token = try await fetch()
                await keep(token, key)
                return .success(token)
            } catch {
                return .failure(error)
            }
        }
        underWay[key] = task
        return task
    }

    /// What the store has, but for a token that was refused: the store may still be forgetting it.
    private func kept(_ key: CacheKey) async -> AccessToken? {
        guard let token = await store?.read(key).flatMap(AccessToken.init), token != refused[key],
            token.isUsable(at: now())
        else { return nil }
        tokens[key] = token
        return token
    }

    private func keep(_ token: AccessToken, _ key: CacheKey) async {
        guard token.isUsable(at: now()) else { return }
        tokens[key] = token
        await store?.write(token.cacheEntry(at: now()), for: key)
    }
}

extension AccessToken {
    /// How long before its end a token is no longer used: it has to reach the bank, which has a clock of its own.
    private static let margin: TimeInterval = 30

    fileprivate func isUsable(at now: Date) -> Bool { now < expiresAt.addingTimeInterval(-Self.margin) }

    fileprivate func cacheEntry(at now: Date) -> CacheEntry {
        CacheEntry(storedAt: now, freshUntil: expiresAt, body: Data(value.utf8))
    }

    fileprivate init?(_ entry: CacheEntry) {
        self.init(String(decoding: entry.body, as: UTF8.self), expiresAt: entry.freshUntil)
    }
}
