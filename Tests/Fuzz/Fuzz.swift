import Foundation
import HTTPTypes
import OpenFinanceTransport

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

/// What is fuzzed: whatever reads bytes that others wrote. Named by `OFP_FUZZ_TARGET`; libFuzzer calls it with each input.
/// A trap, a sanitizer's complaint and a broken promise end it.
private enum Target: String, CaseIterable {
    case participants, discovery, token, products, errors, lead, saved, configuration

    static let chosen: Target = {
        let name = ProcessInfo.processInfo.environment["OFP_FUZZ_TARGET"] ?? ""
        guard let target = Target(rawValue: name) else {
            fatalError("OFP_FUZZ_TARGET has to be one of \(allCases.map(\.rawValue).joined(separator: ", "))")
        }
        return target
    }()

    func feed(_ data: Data) {
        switch self {
        case .participants: _ = try? Directory(participants: data, now: Date(timeIntervalSince1970: 1_800_000_000))
        case .discovery:
            let document = try? DiscoveryDocument(data, expecting: Issuer("https://auth1.liwa.example"))
            // Whatever it says, it leads nowhere but over TLS.
            if let document { precondition(document.tokenEndpoint.description.hasPrefix("https://")) }
        case .token:
            let token = try? AccessToken(answer: data, requestedAt: Date(timeIntervalSince1970: 0))
            // It goes into a header field.
            if let token { precondition(token.value.utf8.allSatisfy { (0x21...0x7E).contains($0) }) }
            let head = HTTPResponse(status: .badRequest)
            _ = RequestError(unexpectedToken: TransportResponse(head: head, body: data))
        case .products: products(data)
        case .errors:
            let head = HTTPResponse(status: .internalServerError)
            _ = RequestError(unexpected: TransportResponse(head: head, body: data))
        case .lead: lead(data)
        case .saved: _ = try? SavedProducts(data)
        case .configuration: configuration(data)
        }
    }

    private func products(_ data: Data) {
        guard let page = try? ProductsPage(data) else { return }
        let lfi = LFI.Identity(id: "id", name: "name")
        for entry in page.entries {
            let product = ListedProduct(entry, of: lfi)
            _ = (product.headlines(), product.terms, product.json.value, product.statedLFIIDText)
            // What is passed on is JSON, and what is read of it does not depend on how it is spaced.
            let compact = product.json.compact
            precondition(
                (try? JSONScanner.scan(compact) { (scanner) throws(JSONScanner.Failure) in try scanner.value() }) != nil
            )
        }
        if let next = page.next {
            let home = Endpoint("https://rs1.liwa.example/products")
            let walk = home.flatMap { try? PageWalk(from: $0).advanced(to: next) }
            if let walk, let home { precondition(walk.current.hasSameOrigin(as: home)) }
        }
    }

    private func configuration(_ data: Data) {
        do throws(CommandFailure) {
            let file = try ConfigurationFile(path: "config.yaml", contents: data, home: "/")
            precondition(file.profiles.allSatisfy { !$0.name.isEmpty })
        } catch {
            precondition(error.sentences.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7F })
        }
    }

    private func lead(_ data: Data) {
        guard let draft = try? LeadDraft(document: data), let lead = try? draft.validated() else { return }
        for version in [APIVersion.v2_1, .v2_0, APIVersion(1, 2)] {
            guard let body = try? LeadBody(lead, version: version) else { continue }
            // What is sent is a lead that would be taken again.
            let again = try? LeadDraft(document: body.json)
            precondition(again != nil)
        }
    }
}

/// libFuzzer's own loop. In C: `int LLVMFuzzerRunDriver(int *argc, char ***argv, int (*test)(const uint8_t *, size_t))`;
/// there is no header for it, and its arguments travel the same way in both languages.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
    _ count: UnsafeMutablePointer<CInt>,
    _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
    _ test: @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt
) -> CInt

/// What libFuzzer's own main function would call; it is asked for by name when the program is linked.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    Target.chosen.feed(bytes.map { Data(bytes: $0, count: count) } ?? Data())
    return 0
}

/// Swift programs have a main function of their own, which has to start libFuzzer's loop.
@main
enum Fuzz {
    static func main() {
        var count = CommandLine.argc
        var arguments = CommandLine.unsafeArgv
        exit(runDriver(&count, &arguments, testOneInput))
    }
}
