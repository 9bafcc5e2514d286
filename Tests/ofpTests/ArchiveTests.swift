import Foundation
import OpenFinanceTransport
import TestSupport
import Testing

@testable import OpenFinance
@testable import ofp

@Suite("An archive of lists")
struct ArchiveTests {
    /// A report of some products of two banks, at a time.
    static func report(
        _ count: Int, at time: String = "2026-11-29T08:00:00Z", rate: String = "2.10", failed: Bool = false
    ) throws -> ProductsReport {
        let products = (0..<count).map { index in
            let bank = index % 3 == 0 ? ("Liwa Bank", "l") : ("بنك الفلج", "f")
            return #"""
                {"LFIId":"X","LFIBrandId":"X","LFIName":"\#(bank.0)","AuthorisationServerId":"\#(bank.1)","ProductId":"P/\#(index)",
                "ProductName":"Saver \#(index)","ProductCategory":"SavingsAccount","Product":{"DepositRates":{"RateDetails":
                [{"AnnualRate":\#(rate)}]}},"Padding":"\#(String(repeating: "words ", count: 40))\#(index)"}
                """#
        }
        let failure = #"{"LFIName":"Liwa Bank","AuthorisationServerId":"l","Stage":"token","Reason":"timeout"}"#
        let saved = try SavedProducts(
            Data(#"{"Products":[\#(products.joined(separator: ","))],"Failures":[\#(failed ? failure : "")]}"#.utf8))
        return ProductsReport(
            catalogue: try saved.catalogue(matching: .init(), of: .init()), lfis: saved.lfis, lfisAsked: 2,
            retrievedAt: Timestamp.parse(time))
    }

    /// Of a test's own, and not there yet.
    static func folder() -> URL {
        FileManager.default.temporaryDirectory.appending(path: "ofp-archive-\(UUID())/lists")
    }

    private func permissions(_ path: String) throws -> Int? {
        try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    }

    @Test("is unpacked by any gzip as what --format json prints", arguments: [0, 1, 16, 17, 70])
    func unpacked(count: Int) throws {
        let report = try Self.report(count)
        let list = ArchivedList.packed(report)
        #expect(try Gzip.unpacked(list, limit: 1 << 30) == ReportFormat.json.data(report))
        #expect(try ArchivedList.whole(list).products.count == count)
    }

    @Test("finds a product without unpacking all")
    func found() throws {
        let list = ArchivedList.packed(try Self.report(100))
        for id in ["P/0", "P/17", "P/99"] {
            let found = try ArchivedList.list(list, withProducts: ["99", id])
            #expect(found.products.contains { $0.product.id == id })
            #expect(found.products.count < 50 && found.lfis.count == 2)
        }
        let none = try ArchivedList.list(list, withProducts: ["nobody has this"])
        #expect(none.retrievedAt == Timestamp.parse("2026-11-29T08:00:00Z"))
        #expect(none.products.count < 50)
    }

    @Test("names every cut and nearly every flipped bit, and reads no other product for it")
    func damaged() throws {
        let list = ArchivedList.packed(try Self.report(40))
        var random = SeededRandom(seed: 20_261_129)
        for length in [0, 1, 9, 17, 40] + (0..<60).map({ _ in random.next(in: 0...(list.count - 1)) }) {
            #expect(throws: ArchivedList.Failure.self, "cut to \(length)") {
                try ArchivedList.list(list.prefix(length), withProducts: ["P/3"])
            }
        }
        for _ in 0..<200 {
            var other = list
            let place = random.next(in: 0...(list.count - 1))
            other[place] ^= UInt8(1 << random.next(in: 0...7))
            // What gzip itself does not mind, such as a time in its header, may be as it likes.
            guard let read = try? ArchivedList.list(other, withProducts: ["P/3"]) else { continue }
            #expect(read.products.contains { $0.product.id == "P/3" }, "byte \(place)")
        }
    }

    @Test("names every flipped bit between its first note and its end, in what is not unpacked, too")
    func flipped() throws {
        let list = ArchivedList.packed(try Self.report(40))
        var random = SeededRandom(seed: 20_261_130)
        for _ in 0..<200 {
            var other = list
            let place = random.next(in: 100...(list.count - 100))
            other[place] ^= UInt8(1 << random.next(in: 0...7))
            #expect(throws: ArchivedList.Failure.self, "byte \(place)") {
                try ArchivedList.list(other, withProducts: ["P/3"])
            }
        }
    }

    @Test("keeps no list that was interrupted: nobody could tell what is missing from what is gone")
    func interrupted() throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let archive = try Archive(writingTo: folder.path)
        let report = try Self.report(3)
        let interruption = Interruption(after: nil) {}
        defer { interruption.end() }
        func names() throws -> [String] { try FileManager.default.contentsOfDirectory(atPath: folder.path) }
        interruption.interrupt()
        guard case .interrupted = archive.keeping(report, of: .init(report: report, interruption: interruption)) else {
            Issue.record("is kept")
            return
        }
        #expect(try names().isEmpty)
        guard case .kept(let name) = archive.keeping(report, of: .init(report: report)) else {
            Issue.record("is not kept")
            return
        }
        #expect(try names() == [name])
    }

    @Test("keeps each list in a private file of its own, never over another one")
    func kept() throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let archive = try Archive(writingTo: folder.path)
        let names = try [1, 2, 3].map { try archive.keep(Self.report($0)) }
        #expect(
            names == [
                "2026-11-29T08-00-00Z.json.gz", "2026-11-29T08-00-00Z-2.json.gz", "2026-11-29T08-00-00Z-3.json.gz",
            ])
        #expect(try permissions(folder.path) == 0o700)
        for (index, name) in names.enumerated() {
            let file = folder.appending(path: name)
            #expect(try permissions(file.path) == 0o600)
            #expect(try ArchivedList.whole(Data(contentsOf: file)).products.count == index + 1)
        }
        #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
        // One that is there stays as it is.
        try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: folder.path)
        _ = try Archive(writingTo: folder.path).keep(Self.report(1, at: "2026-11-30T08:00:00Z"))
        #expect(try permissions(folder.path) == 0o755)
    }

    @Test("that cannot be written is refused before anybody is asked", arguments: ["/dev/null", "/proc/nowhere", ""])
    func refused(path: String) {
        #expect { try Archive(writingTo: path) } throws: { ($0 as? CommandFailure)?.status == .usage }
    }

    @Test("is a list wherever one is read")
    func readAsList() async throws {
        let folder = Self.folder()
        defer { try? FileManager.default.removeItem(at: folder.deletingLastPathComponent()) }
        let name = try Archive(writingTo: folder.path).keep(Self.report(5))
        let seen = try await Seen(["products", "--from", folder.appending(path: name).path, "--format", "csv"])
            .text(columns: nil, isColoured: false)
        #expect(seen.contains("P/4") && seen.contains("5 products, as of 2026-11-29T08:00:00Z"))
    }
}
