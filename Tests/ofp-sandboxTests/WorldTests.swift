import Foundation
import Testing

@testable import ofp_sandbox

@Suite("The sandbox's worlds")
struct WorldTests {
    private let fixtures: World

    init() throws { fixtures = try Fixtures(path: Self.folder).world() }

    private static let folder = URL(filePath: #filePath).appending(path: "../../../fixtures").standardized.path

    @Test("the fixtures are as rich as the ecosystem")
    func richness() throws {
        #expect(fixtures.hubs.count >= 10)
        let products = fixtures.hubs.flatMap(\.products)
        #expect(products.count >= 60)
        #expect(products.filter { $0.category == "SavingsAccount" }.count == 40)
        let categories = Set(products.map(\.category))
        #expect(categories == ["SavingsAccount", "CurrentAccount", "CreditCard", "Finance", "Mortgage", "Loan"])
        #expect(products.contains { $0.isShariaCompliant == true })
        #expect(products.contains { $0.isShariaCompliant == false })
        #expect(fixtures.hubs.contains { Set($0.products.map(\.brandID)).count > 1 })
        #expect(fixtures.hubs.contains { $0.pageSize != nil })
        #expect(Set(fixtures.hubs.map(\.version)) == ["v2.2", "v2.1", "v2.0", "v1.2"])

        let texts = products.map { String(decoding: $0.json, as: UTF8.self) }
        for member in [
            "ApplicationUri", "ApplicationPhoneNumber", "ApplicationEmail", "ApplicationDescription", "Tiers",
            "Charges",
            "FinancialRequirements", "RewardsBenefits", "AssetBacked", "Tenor", "DepositRates", "DownPayment",
        ] {
            #expect(texts.contains { $0.contains("\"\(member)\"") }, "\(member)")
        }
        for rateType in [
            "FixedInterest", "FixedProfit", "VariableInterest", "VariableProfit", "HybridInterest", "HybridProfit",
            "InterestRateOptions", "ProfitRateOptions",
        ] {
            #expect(texts.contains { $0.contains("\"\(rateType)\"") }, "\(rateType)")
        }
        let channels = ["ApplicationUri", "ApplicationPhoneNumber", "ApplicationEmail", "ApplicationDescription"]
        #expect(texts.contains { text in !channels.contains { text.contains($0) } }, "a product without any channel")
        #expect(texts.contains { $0.unicodeScalars.contains { (0x600...0x6FF).contains($0.value) } }, "Arabic")
    }

    @Test("every hub stands in the directory, and the directory has others to leave alone")
    func participants() throws {
        let text = fixtures.participants(port: 8443)
        #expect(!text.contains(World.portPlaceholder))
        for hub in fixtures.hubs {
            let url = "https://\(hub.resourceHost):8443/open-finance/product/\(hub.version)/products"
            #expect(text.contains(url))
            #expect(text.contains(hub.issuer(port: 8443)))
        }
        for stranger in ["Noqta Fintech", "Amana Takaful", "Liwa Legacy", "Sahra Bank", "Wadi Bank", "Bahr Bank"] {
            #expect(text.contains(stranger))
        }
    }

    @Test("a generated world has as many LFIs and products as it was asked for, the same each time")
    func generated() throws {
        let world = try World.generated(lfis: 83, products: 20, from: fixtures)
        #expect(world.hubs.count == 83)
        #expect(world.hubs.allSatisfy { $0.products.count == 20 && Set($0.products.map(\.id)).count == 20 })
        let organisations = try JSONDecoder().decode(
            [[String: JSONValue]].self, from: Data(world.participants(port: 1).utf8))
        #expect(organisations.count == 83)
        let again = try World.generated(lfis: 83, products: 20, from: fixtures)
        #expect(again.participants == world.participants)
        #expect(again.hubs.map { $0.products.map(\.json) } == world.hubs.map { $0.products.map(\.json) })
    }

    /// Only whether it is JSON matters.
    private struct JSONValue: Decodable {
        init(from _: any Decoder) {}
    }

    @Test(
        "faults that cannot be understood are explained",
        arguments: [
            "liwa", "liwa:token", "nobody:token:hang", "liwa:lunch:hang", "liwa:directory:hang", "liwa:token:hiccup",
            "liwa:token:status:99", "liwa:token:status:x", "liwa:discovery:refuse-certificate",
            "liwa:leads:refuse-certificate",
            "liwa:products:cut-after", "liwa:token:no-body", "liwa:leads:random-cut:x", "liwa:leads:rate-limit:-1",
            "liwa:leads:status:500*", "liwa:leads:status:500*0", "liwa:token:hang:1", "liwa:leads:page-loop",
        ])
    func unknownFaults(text: String) { #expect(throws: SandboxError.self) { try Fault(text, in: fixtures) } }

    @Test("faults strike where they are told to, the last one given first")
    func faults() throws {
        let faults = Faults(
            all: try ["*:token:status:503", "liwa:token:hang", "liwa:products:garbage"].map {
                try Fault($0, in: fixtures)
            })
        let liwa = fixtures.hubs.first { $0.code == "liwa" }
        let other = fixtures.hubs.first { $0.code != "liwa" }
        #expect(faults.kind(at: .token, of: liwa) == .hang)
        #expect(faults.kind(at: .token, of: other) == .answer(.apiError(status: 503, code: "GenericError")))
        #expect(faults.kind(at: .products, of: liwa) == .answer(.garbage))
        #expect(faults.kind(at: .products, of: other) == nil)
        #expect(faults.kind(at: .discovery, of: liwa) == nil)
    }

    @Test("faults strike as often as they are told to, and no more")
    func times() throws {
        let liwa = fixtures.hubs.first { $0.code == "liwa" }
        let faults = Faults(all: [try Fault("*:leads:rate-limit:7*2", in: fixtures)])
        let strikes = (0..<4).map { _ in faults.strike(at: .leads, of: liwa) }
        let limit = FaultKind.answer(.rateLimit(seconds: 7))
        #expect(strikes == [limit, limit, nil, nil])
    }

    @Test("connections of leads break at every place, the same ones for the same seed")
    func randomCuts() throws {
        func places(_ seed: Int) throws -> [CutPoint?] {
            let kind = try FaultCatalogue.entry("random-cut").make(.init(text: "\(seed)"))
            return (0..<200).map { _ in kind.cutsConnection ? .connection : kind.cutPoint }
        }
        let first = try places(1)
        #expect(try first == places(1) && first != places(2))
        #expect(Set(first) == Set(CutPoint.allCases.map(Optional.some) + [nil]))
    }

    @Test("the journal counts how much happens at once")
    func journal() {
        let journal = Journal()
        let (first, second) = (fixtures.hubs[0], fixtures.hubs[1])
        journal.connectionOpened(to: .directory)
        journal.connectionClosed()
        journal.connectionOpened(to: .authorisation(first))
        journal.connectionOpened(to: .token(first))
        journal.connectionOpened(to: .authorisation(second))
        journal.lineEnded(first)
        journal.connectionOpened(to: .resource(second))
        journal.request(.token)
        journal.request(.token)
        journal.broken(.path, .init())
        #expect(journal.report.peakLines == 2)
        #expect(journal.report.peakConnections == 4)
        #expect(journal.report.requests == ["token": 2])
        #expect(journal.report.rulesBroken == ["http.path": 1])
    }
}
