import CZlib
import Foundation
import HTTPTypes
import Testing

@testable import OpenFinanceTransport
@testable import ofp_sandbox

@Suite("How an answer is packed")
struct ContentCodingTests {
    private func coding(_ values: [String]) -> Result<ContentCoding, TransportError> {
        var head = HTTPResponse(status: .ok)
        for value in values { head.headerFields.append(HTTPField(name: .contentEncoding, value: value)) }
        do throws(TransportError) {
            return .success(try ContentCoding(of: head))
        } catch {
            return .failure(error)
        }
    }

    @Test("is understood where it is not at all, or in the one coding that was offered")
    func understood() {
        for plain in [[], [""], ["identity"], ["identity, identity"]] { #expect(coding(plain) == .success(.none)) }
        for packed in [["gzip"], ["GZIP"], [" x-gzip "], ["identity, gzip"], ["gzip", "identity"]] {
            #expect(coding(packed) == .success(.gzip))
        }
    }

    @Test(
        "is refused where it is another, or more than one",
        arguments: [
            ["gzip, gzip"], ["gzip", "gzip"], ["gzip,gzip,gzip"], ["x-gzip, gzip"], ["br"], ["deflate"], ["zstd"],
            ["compress"], ["gzip\u{301}"], ["rubbish"],
        ])
    func refused(values: [String]) {
        guard case .failure(let error) = coding(values) else {
            Issue.record("\(values) was understood")
            return
        }
        #expect(error.code == .invalidResponse)
    }

    /// An empty stored block of DEFLATE (RFC 1951 §3.2.4) that is not the last one.
    private static let emptyBlock: [UInt8] = [0x00, 0x00, 0x00, 0xFF, 0xFF]
    private static let head: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3]

    @Test("costs time by what comes in, where nothing comes out of it")
    func emptyBlocks() throws {
        let packed = Data(
            Self.head + Array(repeating: Self.emptyBlock, count: 1_000_000).flatMap(\.self)
                + [0x01, 0x00, 0x00, 0xFF, 0xFF] + Array(repeating: 0, count: 8))
        #expect(try ContentCoding.gzip.unpacked(packed, limit: 10).isEmpty)
    }

    @Test("is read to the end of the last of several members, and holds all of them to one limit")
    func members() throws {
        let twice = gzippedZeros + gzippedZeros
        #expect(try ContentCoding.gzip.unpacked(twice, limit: 2_000_000).count == 2_000_000)
        let error = #expect(throws: TransportError.self) { try ContentCoding.gzip.unpacked(twice, limit: 1_999_999) }
        #expect(error?.code == .tooLarge)
    }

    @Test("is refused where it is cut off, damaged, or followed by something else")
    func broken() {
        var damaged = gzippedZeros
        damaged[damaged.count / 2] ^= 0x55
        for packed in [gzippedZeros.dropLast(), damaged, gzippedZeros + Data("rubbish".utf8), Data("rubbish".utf8)] {
            let error = #expect(throws: TransportError.self) {
                try ContentCoding.gzip.unpacked(Data(packed), limit: 2_000_000)
            }
            #expect(error?.code == .invalidResponse)
        }
        #expect(throws: Never.self) { try ContentCoding.gzip.unpacked(Data(), limit: 0) }
    }

    @Test("in layers ends a request at once, and nothing of it is unpacked", arguments: ["gzip, gzip, gzip", "br"])
    func layers(value: String) async throws {
        try await LoopbackServer.serve { _ in
            Response(
                status: .ok, headers: [.contentEncoding: value],
                body: .bytes(gzippedZeros))
        } to: { server in
            let error = await #expect(throws: TransportError.self) {
                try await server.transport().send(server.request())
            }
            #expect(error?.code == .invalidResponse)
            #expect(error?.requestMayHaveLeft == true)
        }
    }
}
