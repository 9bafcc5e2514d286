import FoundationEssentials
import OpenFinanceConformance
import TestSupport
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads

@Suite("Generated leads, by the official document of each version")
struct PublishedLeadTests {
    private static let documents: [(version: APIVersion, document: String)] = [
        (APIVersion(1, 2), "v1.2-errata1"), (.v2_0, "v2.0"), (.v2_0, "v2.0-errata1"), (.v2_1, "v2.1"),
    ]

    @Test("are valid, or refused with what that version has no place for", arguments: 0..<4)
    func valid(index: Int) throws {
        let (version, document) = Self.documents[index]
        let shapes = try PublishedShapes(version: document)
        var generator = GeneratedLead(seed: 20_261_125)
        print("seed: 20261125, \(document)")
        var sent = 0
        var refused = Set<String>()
        for number in 0..<500 {
            let lead = try LeadDraft(document: Data(generator.next(number).json.utf8)).validated()
            do {
                let body = try LeadBody(lead, version: version).json
                let faults = shapes.faults(in: body, as: "POST /leads")
                #expect(faults == [], "\(String(decoding: body, as: UTF8.self))")
                sent += 1
            } catch {
                refused.insert(String(error.message.prefix(40)))
            }
        }
        // Neither of the two may be the only way out.
        #expect(sent >= 100)
        #expect(refused.isEmpty == (version == .v2_1), "\(refused)")
    }
}
