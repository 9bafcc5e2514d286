import FoundationEssentials
import HTTPTypes
import OpenFinanceTransport

extension LFIClient {
    /// All of the LFI's products, every page of them.
    package func products(matching query: ProductQuery) async -> LFIOutcome {
        do throws(StepError) {
            return .answered(
                lfi,
                try await withToken(for: .products) { (token) async throws(RequestError) in
                    try await products(matching: query, token)
                })
        } catch {
            return .failed(LFIFailure(lfi, error.stage, error.error))
        }
    }

    /// The way up to the first page, of which nothing is kept: whether the LFI gives what it is asked for.
    func check() async -> LFIOutcome {
        do throws(StepError) {
            let answer = try await withToken(for: .products) { (token) async throws(RequestError) in
                try await attempts.run { () async throws(RequestError) in try await firstPage(with: token) }
            }
            return .answered(lfi, answer)
        } catch {
            return .failed(LFIFailure(lfi, error.stage, error.error))
        }
    }

    private func firstPage(with token: AccessToken) async throws(RequestError) -> LFIAnswer {
        var request = ResourceRequest(.get, lfi.products, for: .products)
        request.longestAnswer = client.configuration.limits.bodyBytes
        return try await ask(request, with: token) { (response) throws(RequestError) in
            var answer = LFIAnswer()
            answer.clockSkew = response.clockSkew
            guard response.head.status.isOK else {
                let error = RequestError(unexpected: response)
                // It knows the client, and would answer to another question.
                if error.asksForCategory { return answer }
                throw error
            }
            _ = try ProductsPage(response.body)
            return answer
        }
    }

    private func products(
        matching query: ProductQuery, _ token: AccessToken
    ) async throws(RequestError) -> LFIAnswer {
        do throws(RequestError) {
            return try await list(query, token)
        } catch  where query.categories.count != 1 && error.asksForCategory {
            // Some banks want one category named, which the API leaves open: then each is asked for by itself.
            var answer = LFIAnswer()
            let categories =
                query.categories.isEmpty ? ProductCategory.all : ProductCategory.all.filter(query.categories.contains)
            for category in categories {
                var query = query
                query.categories = [category]
                // What is of another category was left out, whatever the bank has sent.
                let part = try await list(query, token)
                answer.products += part.products
                answer.excluded += part.excluded
                for remark in part.remarks { answer.add(remark) }
            }
            return answer
        }
    }

    /// Every page of one list.
    private func list(_ query: ProductQuery, _ token: AccessToken) async throws(RequestError) -> LFIAnswer {
        let secrets = secrets(of: token)
        let telltale = RequestSecrets.PlainSearch(for: secrets)
        var answer = LFIAnswer()
        var withheld = 0
        var known: Set<[JSONText?]> = []
        var repeated = 0
        var walk: PageWalk? = PageWalk(from: lfi.products.asking(query.parameters(for: lfi.version)))
        // All pages together may be as long as one: a list in a thousand pieces fills the memory like one in one piece.
        var bytesLeft = client.configuration.limits.bodyBytes
        var productsLeft = ProductsPage.productLimit
        while let here = walk {
            let (page, next, length, skew) = try await attempts.run { () async throws(RequestError) in
                var request = ResourceRequest(.get, here.current, for: .products)
                request.longestAnswer = bytesLeft
                return try await ask(request, with: token) { (response) throws(RequestError) in
                    guard response.head.status.isOK else { throw RequestError(unexpected: response) }
                    let page = try ProductsPage(
                        response.body, linkField: response.head.headerFields[.link])
                    return (page, try here.advanced(along: page.links), response.body.count, response.clockSkew)
                }
            }
            answer.clockSkew = answer.clockSkew ?? skew
            productsLeft -= page.entries.count
            guard productsLeft >= 0 else {
                throw RequestError(.tooLarge, "there are more than \(ProductsPage.productLimit) products")
            }
            for entry in page.entries {
                // Pages overlap where the list is changed while it is read, or the server counts otherwise.
                if telltale.finds(in: entry.json) {
                    withheld += 1
                } else if known.insert(entry.identity).inserted {
                    answer.add(query.verdict(on: ListedProduct(entry, of: lfi.identity)))
                } else {
                    repeated += 1
                }
            }
            let read = ProductsPage.productLimit - productsLeft
            let end = next == nil ? here.remark(atEnd: page.links, products: read) : nil
            for remark in page.remarks + [end].compactMap(\.self) {
                answer.add(LFIRemark(lfi.identity, remark.without(secrets)))
            }
            bytesLeft -= length
            walk = next
        }
        if withheld > 0 {
            let products = withheld == 1 ? "1 product was" : "\(withheld) products were"
            answer.add(
                LFIRemark(
                    lfi.identity, "\(products) left out for repeating the access token or the customer's address",
                    meansIncomplete: true))
        }
        if repeated > 0 {
            let products = repeated == 1 ? "1 product was" : "\(repeated) products were"
            answer.add(LFIRemark(lfi.identity, "\(products) sent more than once, and counted once"))
        }
        return answer
    }
}

extension LFIAnswer {
    fileprivate mutating func add(_ remark: LFIRemark) {
        if !remarks.contains(remark) { remarks.append(remark) }
    }
}

extension RequestError {
    /// Whether the bank wants one category named.
    fileprivate var asksForCategory: Bool { status == 400 && message.contains("ProductCategory") }
}
