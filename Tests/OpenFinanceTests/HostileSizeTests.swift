import FoundationEssentials
import Testing

@testable import OpenFinance

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What a bank may repeat as often as it likes must not cost by the square of that.
@Suite("Many that look alike")
struct HostileSizeTests {
    /// Seconds that this thread had of a processor, however busy the machine, and this process, are with other things.
    private func seconds(_ work: () throws -> Void) rethrows -> Double {
        func now() -> Double {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
        }
        let start = now()
        try work()
        return now() - start
    }

    /// By how much more four times as many cost; a straight line is 4, a square 16.
    private func growth(_ count: Int, _ work: (Int) throws -> Void) rethrows -> Double {
        try work(10)
        let (few, many) = (try seconds { try work(count) }, try seconds { try work(4 * count) })
        return many / max(few, 0.001)
    }

    @Test("products with one beginning are told apart by all of it")
    func products() {
        let beginning = String(repeating: "x", count: 200)
        let growth = growth(3_000) { count in
            let texts = (0..<count).map { JSONText(scanned: Data("\"\(beginning)\($0)\"".utf8)) }
            #expect(Set(texts).count == count)
        }
        #expect(growth < 9, "\(growth)")
    }

    @Test(
        "rates of one product are each found where they stand, without a look at all before it",
        arguments: [
            (#""DepositRates":{"RateDetails":["#, #"{"RateCategory":"Standard","AnnualRate":1.5}"#, "]}"),
            (
                #""FinanceRates":{"RateType":"FixedInterest","Rate":3.5,"Tiers":[{"BalanceTierDetails":["#,
                #"{"TierRate":3,"MinimumTierValue":"1","MaximumTierValue":"2"}"#, "]}]}"
            ),
            (
                #""FinanceRates":{"RateType":"FixedInterest","Rate":3.5,"IntroductoryPeriodOptions":["#,
                #"{"Period":"P1M","IndicativeRate":{"StartingFrom":1,"UpTo":5}}"#, "]}"
            ),
        ])
    func rates(start: String, rate: String, end: String) throws {
        let growth = try growth(4_000) { count in
            let rates = Array(repeating: rate, count: count).joined(separator: ",")
            let product = try #require(JSONReader(Data(#"{"Product":{\#(start)\#(rates)\#(end)}}"#.utf8)))
            let terms = try ProductTerms(from: product)
            let finance = terms.financeRates?.all ?? []
            let read =
                (terms.depositRates?.details.count ?? 0) + finance.flatMap(\.tiers).count
                + finance.flatMap(\.introductoryPeriods).count
            #expect(read == count)
        }
        #expect(growth < 9, "\(growth)")
    }

    @Test("groups without end are read once each")
    func groups() throws {
        let growth = try growth(2_000) { count in
            let group = #"{"LFIId":"L","Products":[{"ProductId":"1"}]}"#
            let body = #"{"Data":["# + Array(repeating: group, count: count).joined(separator: ",") + "]}"
            let page = try ProductsPage(Data(body.utf8))
            #expect(page.entries.count == count)
        }
        #expect(growth < 9, "\(growth)")
    }

    @Test("names in other letters that are there in their own, too, are passed over one by one")
    func names() {
        let growth = growth(3_000) { count in
            let members = #""rate":{"tiers":1}"#
            let json = #"{"Rate":1,"# + Array(repeating: members, count: count).joined(separator: ",") + "}"
            let corrected = String(decoding: MemberSpelling.terms.corrected(Data(json.utf8)), as: UTF8.self)
            #expect(corrected.hasPrefix(#"{"Rate":1,"rate":{"Tiers":1}"#))
        }
        #expect(growth < 9, "\(growth)")
    }
}
