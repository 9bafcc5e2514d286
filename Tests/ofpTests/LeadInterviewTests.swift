import Foundation
import Synchronization
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads
@testable import ofp

@Suite("The questions of 'ofp lead'")
struct LeadInterviewTests {
    @Test("can be gone back from where a change makes them necessary, which leaves all as it was")
    func backFromChange() throws {
        let answers = Mutex(
            [
                "", "Sara", "Ahmed", "", "sara@example.ae", "784-1990-1234567-6", "", "", "", "", "2", "c", "1", "3",
                "<", "y",
            ])
        let questions = Questions { _ in answers.withLock { $0.isEmpty ? nil : $0.removeFirst() } }
        let console = Console(writeOutput: { _ in }, writeError: { _ in }, errorTerminal: Terminal(width: 80))
        let interview = try #require(LeadInterview(questions, console: console))
        let product = try #require(try Walk.saved().products.first { $0.product.id == "N100" })
        let bank = try GoldenWorld.lfi("Waha Retail")
        let form = try interview.complete(LeadForm(about: product.product))
        let prepared = try interview.agreed(form, to: bank) { (draft) throws(CommandFailure) in
            try PreparedLead(draft, for: bank, of: product.product, "sandbox")
        }
        #expect(prepared?.body.json.contains(Data(#""Name":{"GivenName":"Sara","LastName":"Ahmed"}"#.utf8)) == true)
        let left = answers.withLock { $0.count }
        #expect(left == 0)
    }
}
