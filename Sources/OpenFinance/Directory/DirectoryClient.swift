public import FoundationEssentials
import HTTPTypes
public import Logging
public import OpenFinanceTransport

/// Reads the Trust Framework's directory, which is public: nobody's keys are needed.
public struct DirectoryClient: Sendable {
    private let exchange: Exchange
    private let cache: (any CacheStore)?
    private let limits: TransferLimits
    private let time: Duration
    private let retries: RetryPolicy
    private let now: @Sendable () -> Date

    /// - Parameters:
    ///   - cache: where the directory is kept between runs.
    ///   - time: what the directory may take in all.
    public init(
        transport: any HTTPTransport, cache: (any CacheStore)? = nil, logger: Logger, limits: TransferLimits = .init(),
        time: Duration = .seconds(30), retries: RetryPolicy = .init(),
        observers: [any ExchangeObserver] = [], now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.init(
            exchange: Exchange(transport: transport, logger: logger, observers: observers), cache: cache,
            limits: limits, time: time,
            retries: retries, now: now)
    }

    init(
        exchange: Exchange, cache: (any CacheStore)?, limits: TransferLimits, time: Duration, retries: RetryPolicy,
        now: @escaping @Sendable () -> Date
    ) {
        self.exchange = exchange
        self.cache = cache
        self.limits = limits
        self.time = time
        self.retries = retries
        self.now = now
    }

    /// The LFIs that offer products.
    ///
    /// - Parameter isAskedAnew: whether the directory is asked although a kept answer is fresh.
    public func directory(
        from source: DirectorySource, isAskedAnew: Bool = false
    ) async throws(OpenFinanceError) -> Directory {
        switch source {
        case .file(let path):
            guard let data = try? FileReading.contents(of: path, limit: limits.bodyBytes) else {
                throw OpenFinanceError(
                    .unreadableDirectory, "The directory file '\(path)' cannot be read")
            }
            return try Directory(participants: data, now: now())
        case .endpoint(let endpoint):
            return try await directory(at: endpoint, isAskedAnew)
        case .preproduction:
            return try await directory(from: .sandbox, isAskedAnew: isAskedAnew).onlyPreproduction()
        }
    }

    /// The one that was kept last, however old it is, or the file's. Nobody is asked.
    package static func kept(from source: DirectorySource, in cache: any CacheStore) async -> Directory? {
        switch source {
        case .file(let path):
            let data = try? FileReading.contents(of: path, limit: TransferLimits().bodyBytes)
            return data.flatMap { try? Directory(participants: $0, now: Date()) }
        case .endpoint(let endpoint):
            let entry = await cache.read(CacheKey(.directory, endpoint.description))
            return entry.flatMap { try? Directory(participants: $0.body, now: Date()) }
        case .preproduction:
            return await kept(from: .sandbox, in: cache)?.onlyPreproduction()
        }
    }

    /// As fresh as the directory asks for; where it cannot be reached, the one that was kept, and it says how old it is.
    private func directory(
        at endpoint: Endpoint, _ isAskedAnew: Bool
    ) async throws(OpenFinanceError) -> Directory {
        let key = CacheKey(.directory, endpoint.description)
        let revalidation = Revalidation(kept: await cache?.read(key))
        if !isAskedAnew, let body = revalidation.freshBody(at: now()),
            var directory = try? Directory(participants: body, now: now())
        {
            directory.isKept = true
            directory.lifetime = revalidation.kept?.lifetime
            return directory
        }
        do throws(OpenFinanceError) {
            let answer = try await participants(at: endpoint, revalidation)
            var directory = try Directory(participants: answer.body, now: now())
            directory.serverTime = answer.serverTime
            directory.lifetime = answer.keep?.lifetime
            if let keep = answer.keep { await cache?.write(keep, for: key) }
            return directory
        } catch  where [.directoryUnreachable, .directoryUntrusted, .invalidDirectory].contains(error.code) {
            guard let kept = revalidation.kept, var directory = try? Directory(participants: kept.body, now: now())
            else {
                throw error
            }
            directory.outdated = .init(since: kept.storedAt, reason: error.message)
            return directory
        }
    }

    private func participants(
        at endpoint: Endpoint, _ revalidation: Revalidation
    ) async throws(OpenFinanceError) -> (body: Data, keep: CacheEntry?, serverTime: Date?) {
        let deadline = ContinuousClock.now + time
        do throws(RequestError) {
            return try await Attempts(policy: retries, deadline: deadline).run { () async throws(RequestError) in
                var limits = limits
                limits.total = max(.milliseconds(1), deadline - .now)
                let request = TransportRequest(head: endpoint.request(.get, revalidation.fields), limits: limits)
                return try await exchange.ask(request, for: .init(purpose: .directory)) {
                    (response) throws(RequestError) in
                    let (body, keep) = try revalidation.accept(response, at: now())
                    return (body, keep, response.serverTime)
                }
            }
        } catch {
            throw OpenFinanceError(directory: endpoint, error)
        }
    }
}

extension OpenFinanceError {
    fileprivate init(directory endpoint: Endpoint, _ error: RequestError) {
        switch error.reason {
        case .http:
            let words = error.words.map { ": \(LFIFailure.shortened($0))" } ?? ""
            self.init(
                .directoryUnreachable,
                "The directory at \(endpoint) answered with status \(error.status ?? 0)\(words)", error)
        // It is asked without a certificate, and no trust roots make it do without one.
        case .tls where error.isRefusal:
            self.init(
                .directoryUnreachable,
                "The directory at \(endpoint) wants a client certificate, which no public one does", error)
        case .unusableTrust:
            self.init(
                .unusableTrust, "The certificate, the key or the trust roots cannot be used: \(error.message)", error)
        case .tls:
            self.init(.directoryUntrusted, "The directory at \(endpoint) cannot be trusted: \(error.message)", error)
        default:
            self.init(.directoryUnreachable, "The directory at \(endpoint) cannot be reached: \(error.message)", error)
        }
    }
}
