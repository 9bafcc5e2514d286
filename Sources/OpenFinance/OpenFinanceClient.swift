public import FoundationEssentials
public import Logging
public import OpenFinanceTransport

/// Asks the LFIs of UAE Open Finance for their products.
///
/// ```swift
/// let client = OpenFinanceClient(configuration: configuration, transport: transport, logger: logger)
/// let directory = try await client.directory(from: .sandbox)
/// let products = client.products(
///     matching: .init(categories: [.savingsAccount]), from: directory.lfis, onBehalfOf: CustomerIPAddress("203.0.113.7"))
/// for await outcome in products { … }
/// ```
public struct OpenFinanceClient: Sendable {
    /// What a client is told once, for all that it asks.
    public struct Configuration: Sendable {
        /// With what the client asks each LFI for a token.
        public var credentials: ClientCredentials
        /// `scope` of token requests.
        public var scope = "products"
        /// Of the transport certificate, in hexadecimal: tokens are bound to it, and kept apart by it.
        public var certificateThumbprint: String?
        /// What one LFI may take in all.
        public var timePerLFI: Duration = .seconds(30)
        /// Bounds of each single request; its time is bounded by what is left of ``timePerLFI``, too.
        public var limits = TransferLimits()
        /// When a request that failed is made again, within ``timePerLFI``.
        public var retries = RetryPolicy()
        /// LFIs that are asked at once; further ones wait for one to be done. Each may hold three connections.
        public var lfisAtOnce = 256
        /// Who is told of each request when it has ended: for traces, metrics, timings.
        public var observers: [any ExchangeObserver] = []

        /// Everything else has the value that stands beside it, until it is set.
        public init(credentials: ClientCredentials) { self.credentials = credentials }
    }

    /// As it was given: a client that should have another one is made anew.
    public let configuration: Configuration
    let exchange: Exchange
    let cache: (any CacheStore)?
    let tokens: TokenCache
    package let now: @Sendable () -> Date
    let directoryLifetime = DirectoryLifetime()

    /// - Parameter cache: where directory, discovery and tokens are kept between runs; tokens are kept within this
    ///   client in any case.
    public init(
        configuration: Configuration, transport: any HTTPTransport, cache: (any CacheStore)? = nil, logger: Logger,
        now: @escaping @Sendable () -> Date = { Date() }
    ) {
        self.configuration = configuration
        self.cache = cache
        self.now = now
        exchange = Exchange(transport: transport, logger: logger, observers: configuration.observers)
        tokens = TokenCache(store: cache, now: now)
    }

    /// The same client, of which an observer is told all that is asked: nothing comes out of a cache.
    package func asking(anewFor observer: any ExchangeObserver) -> OpenFinanceClient {
        var configuration = configuration
        configuration.observers.append(observer)
        return OpenFinanceClient(
            configuration: configuration, transport: exchange.transport, logger: exchange.logger, now: now)
    }

    /// The LFIs that offer products.
    ///
    /// - Parameters:
    ///   - time: what the directory may take; as long as an LFI where nil.
    ///   - isAskedAnew: whether it is asked although a kept answer is fresh.
    public func directory(
        from source: DirectorySource, within time: Duration? = nil, isAskedAnew: Bool = false
    ) async throws(OpenFinanceError) -> Directory {
        let directory = DirectoryClient(
            exchange: exchange, cache: cache, limits: configuration.limits, time: time ?? configuration.timePerLFI,
            retries: configuration.retries, now: now)
        let answer = try await directory.directory(from: source, isAskedAnew: isAskedAnew)
        directoryLifetime.set(answer.lifetime)
        return answer
    }

    /// The products of every given LFI, each LFI's outcome as soon as it is known, in no fixed order.
    ///
    /// Each LFI's line runs on its own: it waits for no other, and its failure touches no other. Leaving the loop early
    /// ends what is still under way.
    ///
    /// - Parameters:
    ///   - customer: the address of the customer in session, whom the products are for; nil where there is none.
    ///   - directory: where to look, once, whether an LFI has moved that seems to; nil where there is none.
    public func products(
        matching query: ProductQuery, from lfis: [LFI], onBehalfOf customer: CustomerIPAddress?,
        of directory: DirectoryRefresh? = nil
    ) -> LFIOutcomes {
        LFIOutcomes(of: lfis, atOnce: configuration.lfisAtOnce) { lfi in
            let bank = LFIClient(lfi, client: self, onBehalfOf: customer)
            let outcome = await bank.products(matching: query)
            guard case .failed(let failure) = outcome, failure.mayMeanMoved,
                let now = await directory?.entry(of: lfi)
            else { return outcome }
            if now == lfi, await !bank.hasKeptDiscovery() { return outcome }
            return await LFIClient(now, insteadOf: bank).products(matching: query)
        }
    }

    /// The products that have an id, once all the given LFIs have answered or failed.
    ///
    /// The API has no way to ask for one product, so that each LFI is asked for all. Ids are an LFI's own: several may
    /// have the same, and one that failed may have it, too.
    public func products(
        withID id: String, from lfis: [LFI], onBehalfOf customer: CustomerIPAddress?
    ) async -> Catalogue {
        var outcomes: [LFIOutcome] = []
        for await outcome in products(matching: ProductQuery(), from: lfis, onBehalfOf: customer) {
            guard case .answered(let lfi, var answer) = outcome else {
                outcomes.append(outcome)
                continue
            }
            answer.products.removeAll { $0.product.id != id }
            outcomes.append(.answered(lfi, answer))
        }
        return Catalogue(outcomes)
    }

    /// Whether each of the given LFIs gives what it is asked for: TLS, discovery, issuer, token, one page of products. Of an
    /// answer nothing is kept.
    public func check(_ lfis: [LFI], onBehalfOf customer: CustomerIPAddress?) -> LFIOutcomes {
        LFIOutcomes(of: lfis, atOnce: configuration.lfisAtOnce) { lfi in
            await LFIClient(lfi, client: self, onBehalfOf: customer).check()
        }
    }
}
