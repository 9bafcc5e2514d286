import FoundationEssentials
import HTTPTypes
package import OpenFinance
import OpenFinanceTransport

/// What one bank was found to break.
package struct BankConformance: Sendable {
    package var lfi: LFI.Identity
    package var deviations: [Deviation]
    /// How many were looked at.
    package var products = 0
    /// By which request its products can be had: `GET https://…/products`; nil where nobody was asked.
    package var request: String?
    /// Why it gave no list of its products; nil where it did.
    package var failure: LFIFailure?
    /// What else was asked, and not answered.
    package var unanswered: [LFIFailure] = []
    /// The rules that there was something to look at by. A rule that is not among them may be kept or not.
    package var looked: Set<RuleID> = []

    /// Why not all could be looked at; none where it could.
    package var failures: [LFIFailure] { [failure].compactMap(\.self) + unanswered }

    package init(lfi: LFI.Identity, deviations: [Deviation], products: Int = 0, failure: LFIFailure? = nil) {
        self.lfi = lfi
        self.deviations = deviations
        self.products = products
        self.failure = failure
    }
}

/// What is looked at.
package struct ConformanceScope: Sendable {
    /// Of products; empty means every category.
    package var categories: Set<ProductCategory> = []
    /// Whether requests are made that are wrong on purpose.
    package var probes = false

    package init(categories: Set<ProductCategory> = [], probes: Bool = false) {
        self.categories = categories
        self.probes = probes
    }

    func includes(_ product: ListedProduct) -> Bool {
        categories.isEmpty || product.product.category.map { categories.contains($0.canonical) } ?? true
    }
}

extension OpenFinanceClient {
    /// Holds each of the given LFIs against the published rules, as soon as it has answered. Nothing comes from a cache, and
    /// nothing is ever sent to `/leads`.
    ///
    /// - Parameter entries: what the directory has of them, where that is to be looked at as well.
    package func conformance(
        of lfis: [LFI], entries: [LFI.ID: JSONValue] = [:], _ scope: ConformanceScope,
        onBehalfOf customer: CustomerIPAddress?
    ) -> Outcomes<BankConformance> {
        let recorder = AnswerRecorder()
        let client = asking(anewFor: recorder)
        return Outcomes(of: lfis, atOnce: configuration.lfisAtOnce) { lfi in
            await BankCheck(
                lfi: lfi, entry: entries[lfi.id], bank: LFIClient(lfi, client: client, onBehalfOf: customer),
                recorder: recorder, scope: scope,
                tokenScope: client.configuration.scope, now: client.now()
            ).run()
        }
    }
}

/// One bank's way: what every command asks of it, then what only this one asks.
struct BankCheck {
    let lfi: LFI
    let entry: JSONValue?
    let bank: LFIClient
    let recorder: AnswerRecorder
    let scope: ConformanceScope
    let tokenScope: String
    let now: Date

    func run() async -> BankConformance {
        var deviations = Deviations(of: lfi.identity)
        DirectoryCheck.check(lfi, &deviations, by: .init(time: now))
        if let entry { DirectoryCheck.check(entry: entry, &deviations, by: .init(time: now)) }
        let outcome = await bank.products(matching: ProductQuery())
        let kept = recorder.remove(lfi.identity)
        // Who asks to wait, which the documents allow, has said nothing yet of what was asked for.
        let seen = kept.answers.filter { $0.status != HTTPResponse.Status.tooManyRequests.code }
        // Before anything is told of what was seen.
        deviations.secrets = kept.secrets
        if let discovery = seen.last(where: { $0.purpose == .discovery }) {
            DiscoveryCheck.check(discovery, of: lfi, &deviations)
        }
        if let token = seen.last(where: { $0.purpose == .token }) {
            TokenCheck.check(token, scope: tokenScope, &deviations)
        }
        TLSCheck.check(kept.answers, &deviations)
        if case .failed(let failure) = outcome { TLSCheck.check(failure, at: now, &deviations) }
        // While the bank is asked the rest: they have nothing to do with each other, and it may be far.
        let endpoints = endpoints(seen)
        async let offered = offered(to: endpoints)
        async let withoutCertificate = handshakesWithoutCertificate(endpoints)
        var result = BankConformance(lfi: lfi.identity, deviations: [])
        result.request = "GET \(lfi.products)"
        guard let shapes = try? PublishedShapes(answersOf: lfi.version) else { return result }
        let lists = seen.filter { $0.purpose == .products }.lists(beginningAt: beginnings)
        var known: [JSONText: Product] = [:]
        if case .answered(_, let answer) = outcome { known = answer.products.known }
        let listed = check(lists, by: shapes, known, &deviations)
        result.products = listed.count { scope.includes($0) }
        switch outcome {
        case .failed(let failure): result.failure = failure
        case .answered:
            let discovery = seen.last { $0.purpose == .discovery }
                .flatMap { try? DiscoveryDocument($0.body, of: lfi) }
            let questions = BankQuestions(lfi: lfi, bank: bank, discovery: discovery)
            result.unanswered = await check(questions, about: listed, known, by: shapes, &deviations)
        }
        for told in await offered { TLSCheck.check(told, at: now, &deviations) }
        for (place, isAccepted) in await withoutCertificate {
            TLSCheck.checkWithoutCertificate(at: place, isAccepted: isAccepted, at: now, &deviations)
        }
        deviations.secrets.formUnion(recorder.remove(lfi.identity).secrets)
        result.deviations = deviations.all
        result.looked = deviations.looked
        return result
    }

    /// One that was reached over a network, and that wants a client's certificate.
    private struct ReachedEndpoint: Sendable {
        /// `token` or `products`.
        var place: String
        var authority: String
        /// Whether it has asked for the certificate.
        var asksForCertificate: Bool
    }

    private func endpoints(_ seen: [Seen]) -> [ReachedEndpoint] {
        let reached = Dictionary(grouping: seen.filter { $0.connection != nil }, by: \.purpose)
        var endpoints: [ReachedEndpoint] = []
        func add(_ purpose: RequestStep, _ authority: String) {
            guard let connections = reached[purpose]?.compactMap(\.connection) else { return }
            endpoints.append(
                ReachedEndpoint(
                    place: purpose.rawValue, authority: authority,
                    asksForCertificate: connections.contains { $0.wasCertificateRequested == true }))
        }
        let metadata = seen.last { $0.purpose == .discovery }.flatMap { try? JSONValue(document: $0.body) }
        let token = metadata?["mtls_endpoint_aliases"]?["token_endpoint"] ?? metadata?["token_endpoint"]
        if let endpoint = token?.string.flatMap(Endpoint.init) { add(.token, endpoint.authority) }
        add(.products, lfi.products.authority)
        return endpoints
    }

    /// How long an endpoint that was reached a moment ago may take for its first words.
    private static let longestAnswer = Duration.seconds(5)

    /// Whether those places go on with a client that has no certificate. Who does not even ask for one is told of already.
    private func handshakesWithoutCertificate(
        _ endpoints: [ReachedEndpoint]
    ) async -> [(place: String, isAccepted: Bool)] {
        await withTaskGroup(of: (place: String, isAccepted: Bool)?.self) { group in
            for endpoint in endpoints where endpoint.asksForCertificate {
                group.addTask {
                    await UncertifiedHandshake.made(to: endpoint.authority, within: Self.longestAnswer)
                        .map { (endpoint.place, $0 == .accepted) }
                }
            }
            var places: [(place: String, isAccepted: Bool)] = []
            for await place in group { if let place { places.append(place) } }
            return places.sorted { $0.place < $1.place }
        }
    }

    /// What an endpoint says to the offers, up to the one that it refuses.
    private func answers(of endpoint: ReachedEndpoint, to offers: [TLSOffer]) async -> [TLSCheck.Told] {
        var told: [TLSCheck.Told] = []
        for offer in offers {
            guard let answer = await offer.made(to: endpoint.authority, within: Self.longestAnswer) else { continue }
            told.append(TLSCheck.Told(place: endpoint.place, offer: offer, answer: answer))
            if answer == .refused { break }
        }
        return told
    }

    private func offered(to endpoints: [ReachedEndpoint]) async -> [TLSCheck.Told] {
        await withTaskGroup(of: [TLSCheck.Told].self) { group in
            for endpoint in endpoints {
                group.addTask { await answers(of: endpoint, to: [.otherSuites]) }
                // Who speaks no TLS 1.1 and nothing older has said so of TLS 1.0, too.
                group.addTask { await answers(of: endpoint, to: [.tls11, .tls10]) }
            }
            var told: [TLSCheck.Told] = []
            for await some in group { told += some }
            return told.sorted { ($0.place, $0.offer.rawValue) < ($1.place, $1.offer.rawValue) }
        }
    }

    /// - Returns: all products, whatever their category.
    private func check(
        _ lists: [[Seen]], by shapes: PublishedShapes, _ known: [JSONText: Product], _ deviations: inout Deviations
    ) -> [ListedProduct] {
        let listed = lists.map { pages in
            pages.map { page in
                page.status == 200 ? ListedProduct.all(in: page.body, of: lfi.identity, known: known) : []
            }
        }
        let all = listed.flatMap { $0.flatMap(\.self) }
        ProductsAnswerCheck.check(lists.flatMap(\.self), holding: all.count, of: lfi, by: shapes, &deviations)
        var check = ProductCheck(shapes: shapes, version: lfi.version, now: now)
        for (page, products) in zip(lists.flatMap(\.self), listed.flatMap(\.self)) {
            let evidence = Deviations.Evidence(interactionID: page.interactionID, time: page.time)
            for product in products where scope.includes(product) { check.check(product, by: evidence, &deviations) }
        }
        for (pages, products) in zip(lists, listed) {
            guard let first = pages.first(where: { $0.status == 200 }) else { continue }
            let evidence = Deviations.Evidence(interactionID: first.interactionID, time: first.time)
            FilterCheck.checkDefaultOrder(of: products.flatMap(\.self), by: evidence, &deviations)
        }
        return all
    }

    /// Path and query of the first page of all products, and of each category's, which a bank may want to be named.
    private var beginnings: Set<String> {
        let categories = ProductCategory.all.map { [("ProductCategory", $0.inTerms(of: lfi.version).rawValue)] }
        return Set(([[]] + categories).map { lfi.products.asking($0).path })
    }

    /// What a bank answers to each parameter, and to what is wrong.
    ///
    /// - Returns: why some of it could not be seen.
    private func check(
        _ questions: BankQuestions, about listed: [ListedProduct], _ known: [JSONText: Product],
        by shapes: PublishedShapes,
        _ deviations: inout Deviations
    ) async -> [LFIFailure] {
        var unanswered = UnansweredQuestions()
        var checks = FilterCheck.all(for: listed, of: lfi.version)[...]
        while let check = checks.popFirst() {
            do throws(RequestError) {
                let seen = try await questions.answer(to: check)
                check.check(seen, of: lfi, against: listed, known: known, &deviations)
                if seen.status != 200 { checks += check.parts }
            } catch {
                unanswered.add(check.question, error)
            }
        }
        for check in scope.probes ? ErrorCheck.all(for: lfi.version) : [] {
            do throws(RequestError) {
                check.check(try await questions.answer(to: check), by: shapes, &deviations)
            } catch {
                unanswered.add(check.question, error)
            }
        }
        return unanswered.failures(of: lfi)
    }
}

/// What was asked of a bank without an answer. What failed in one way is told in one sentence.
private struct UnansweredQuestions {
    private var groups: [(error: RequestError, questions: [String])] = []

    mutating func add(_ question: String, _ error: RequestError) {
        let index = groups.firstIndex { ($0.error.reason, $0.error.message) == (error.reason, error.message) }
        if let index { groups[index].questions.append(question) } else { groups.append((error, [question])) }
    }

    func failures(of lfi: LFI) -> [LFIFailure] {
        groups.map { group in
            var error = group.error
            error.message =
                "what it answers to \(group.questions.joined(separator: ", ")) is not known: \(error.message)"
            return LFIFailure(lfi, .products, error)
        }
    }
}

extension PublishedShapes {
    /// What an LFI that is asked in this version may answer.
    package init(answersOf version: APIVersion) throws {
        let document =
            switch version {
            case ..<APIVersion(2, 0): "v1.2-errata1"
            case ..<APIVersion(2, 1): "v2.0-errata1"
            case ..<APIVersion(2, 2): "v2.1"
            default: "v2.2-rc2"
            }
        try self.init(version: document)
    }
}
