import FoundationEssentials
import HTTPTypes
import Synchronization
import TestSupport
import OpenFinanceTestSupport
import Testing
import OpenFinanceTransport

@testable import OpenFinance

@Suite("Asking many LFIs")
struct LFIOutcomesTests {
    @Test("one LFI's failure leaves the others whole, and every LFI has an outcome")
    func isolation() async throws {
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            if request.head.authority == "rs1.lfi3.example" { throw TransportError(.connection, "gone") }
            return .ok(Example.products(Example.product("1"), Example.product("2")))
        }
        let lfis = (0..<10).map { Example.lfi("lfi\($0)") }
        var outcomes: [LFIOutcome] = []
        let all = try Example.client(transport).products(
            matching: .init(), from: lfis, onBehalfOf: Example.customer)
        for await outcome in all {
            outcomes.append(outcome)
        }
        let catalogue = Catalogue(outcomes)
        #expect(catalogue.products.count == 18)
        #expect(catalogue.failures.map(\.lfi.id) == ["id-lfi3"])
        #expect(catalogue.lfisAnswered == 9)
    }

    @Test("outcomes come as they are known: a slow LFI holds nobody up")
    func streaming() async throws {
        let gate = Gate()
        let transport = StubTransport.hub { (request) async throws(TransportError) in
            if request.head.authority == "rs1.slow.example" { await gate.wait() }
            return .ok(Example.products())
        }
        let lfis = [Example.lfi("slow"), Example.lfi("fast")]
        var order: [String] = []
        let all = try Example.client(transport).products(
            matching: .init(), from: lfis, onBehalfOf: Example.customer)
        for await outcome in all {
            order.append(outcome.lfi.id)
            // Only the other's outcome lets the slow one go on.
            await gate.open()
        }
        #expect(order == ["id-fast", "id-slow"])
    }

    @Test("no more LFIs are asked at once than allowed, and all are asked")
    func bounded() async throws {
        let inFlight = Mutex((now: 0, peak: 0))
        let transport = StubTransport { (_) async throws(TransportError) in
            inFlight.withLock { $0 = ($0.now + 1, max($0.peak, $0.now + 1)) }
            await Task.yield()
            inFlight.withLock { $0.now -= 1 }
            throw TransportError(.connection, "none")
        }
        let client = try Example.client(transport) { $0.lfisAtOnce = 4 }
        var count = 0
        for await _ in client.products(
            matching: .init(), from: (0..<50).map { Example.lfi("lfi\($0)") }, onBehalfOf: Example.customer)
        { count += 1 }
        #expect(count == 50)
        #expect(inFlight.withLock(\.peak) <= 4)
    }

    @Test("the order of products does not depend on who answers first")
    func totalOrder() throws {
        var random = SeededRandom(seed: 7)
        print("seed \(random.seed)")
        let listed = try ["b", "a", "C", "A", "é", "ب"].flatMap { name in
            try ["2", "1"].map { id in
                let json = #"{"ProductId":"\#(id)","ProductName":"\#(name)"}"#
                return ListedProduct(
                    ProductsPage.Entry(
                        lfiID: nil, lfiBrandID: nil,
                        product: try Example.product(json),
                        json: JSONText(scanned: Data(json.utf8))),
                    of: Example.lfi().identity)
            }
        }
        func order(_ products: [ListedProduct]) -> [String] {
            Catalogue(products.map { .answered(Example.lfi(), LFIAnswer(products: [$0])) }).products.map {
                "\($0.product.name ?? "") \($0.product.id ?? "")"
            }
        }
        let expected = order(listed)
        #expect(expected.prefix(4) == ["A 1", "A 2", "a 1", "a 2"])
        for _ in 0..<50 { #expect(order(listed.shuffled(using: &random)) == expected) }
    }
}

/// Holds tasks up until it is opened.
private actor Gate {
    private var isOpen = false
    private var waiting: [CheckedContinuation<Void, Never>] = []

    func wait() async {
        if isOpen { return }
        await withCheckedContinuation { waiting.append($0) }
    }

    func open() {
        isOpen = true
        for continuation in waiting { continuation.resume() }
        waiting = []
    }
}
