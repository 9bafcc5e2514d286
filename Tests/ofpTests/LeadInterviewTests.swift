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

    @Test("ask for every member of which there is a choice, and every answer is sent")
    func everyMember() throws {
        var sent: Set<LeadMember> = []
        for form in LeadMember.NameForm.allCases {
            var lead = LeadForm()
            var asked: Set<LeadForm.Question> = []
            while let question = lead.questions.first(where: { !asked.contains($0) }) {
                asked.insert(question)
                let isAnswered = Self.answers(to: question, form).contains { lead.answer(question, $0) == nil }
                #expect(isAnswered, "no answer to \(question) is known here")
            }
            let draft = lead.draft
            #expect(throws: Never.self) { try draft.validated() }
            let said = LeadMember.allCases.filter { draft[$0] != nil }
            #expect(said.filter { $0.group == .name } == form.members)
            sent.formUnion(said)
        }
        // There is one type of address, which says nothing that the address does not.
        #expect(Set(LeadMember.allCases).subtracting(sent) == [.addressType])
    }

    /// Those of which one will do.
    private static func answers(to question: LeadForm.Question, _ form: LeadMember.NameForm) -> [String] {
        switch question {
        case .nameForm: ["\((LeadMember.NameForm.allCases.firstIndex(of: form) ?? 0) + 1)"]
        case .hasAddress, .namesProduct: ["yes"]
        case .line, .member: ["1", "Sara", "AE", "sara@example.ae", "784-1990-1234567-6", "+971501234567"]
        }
    }
}
