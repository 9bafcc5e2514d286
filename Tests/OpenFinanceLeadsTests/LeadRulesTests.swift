import Foundation
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads

@Suite("The rules of a lead")
struct LeadRulesTests {
    @Test(
        "take e-mail addresses",
        arguments: ["a@b.ae", "sara.ahmed+bank@mail.example.co", "o'neil@x-y.example", "A_B-c@EXAMPLE.AE", " a@b.ae "])
    func email(text: String) throws {
        #expect(try LeadRules.email(text) == text.trimmingCharacters(in: .whitespaces))
    }

    @Test(
        "refuse what is no e-mail address",
        arguments: [
            "", "a", "a@", "@b.ae", "a@b", "a@@b.ae", "a b@c.ae", "a..b@c.ae", ".a@b.ae", "a@-b.ae", "a@b-.ae",
            "a@b..ae", "a@1.2.3.4", "سارة@example.ae", "a@b.ae\r\nBcc: c@d.ae", "\"a\"@b.ae", "a@[1.2.3.4]",
            String(repeating: "a", count: 65) + "@b.ae", "a@" + String(repeating: "b.", count: 130) + "ae",
        ])
    func noEmail(text: String) {
        #expect(throws: LeadRules.Violation.self) { try LeadRules.email(text) }
    }

    @Test(
        "write telephone numbers as E.164 does",
        arguments: [
            ("+971501234567", "+971501234567"), ("00971 50 123 4567", "+971501234567"),
            ("+971 (50) 123-4567", "+971501234567"), ("+1.212.555.0100", "+12125550100"), ("+12", "+12"),
        ])
    func phone(text: String, written: String) throws {
        #expect(try LeadRules.phoneNumber(text) == written)
    }

    @Test(
        "refuse what is no telephone number with its country",
        arguments: [
            "", "+", "+1", "0501234567", "971501234567", "+0971501234567", "+1234567890123456", "+97150123456x",
            "+971٥٠١٢٣٤٥٦٧", "++971501234567",
        ])
    func noPhone(text: String) {
        #expect(throws: LeadRules.Violation.self) { try LeadRules.phoneNumber(text) }
    }

    @Test("know the 249 countries, in any case, and nobody else")
    func countries() throws {
        #expect(CountryCode.assigned.count == 249)
        let known = Set(Locale.Region.isoRegions.map(\.identifier))
        #expect(CountryCode.assigned.isSubset(of: known))
        #expect(try LeadRules.country("ae").rawValue == "AE")
        for text in ["", "UAE", "A", "XX", "EU", "UK", "784"] {
            #expect(throws: LeadRules.Violation.self) { try LeadRules.country(text) }
        }
    }

    @Test("take the categories of v2.1 in any case, and Loan as what it is now called")
    func categories() throws {
        for category in ProductCategory.all {
            #expect(try LeadRules.category(category.rawValue.lowercased()) == category)
        }
        #expect(try LeadRules.category("Loan") == .finance)
        #expect(throws: LeadRules.Violation.self) { try LeadRules.category("Insurance") }
    }

    @Test("count characters as JSON Schema does: by Unicode scalars, not by what is seen as one")
    func lengths() throws {
        // A flag is two scalars, and one character.
        let flags = String(repeating: "🇦🇪", count: 35)
        #expect(try LeadRules.text(flags, longest: 70) == flags)
        #expect(throws: LeadRules.Violation.self) { try LeadRules.text(flags + "x", longest: 70) }
        #expect(throws: LeadRules.Violation.self) { try LeadRules.text("  ", longest: 70) }
        #expect(throws: LeadRules.Violation.self) { try LeadRules.text("a\u{1B}[2J", longest: 70) }
        #expect(throws: LeadRules.Violation.self) { try LeadRules.text("a\nb", longest: 70) }
        #expect(try LeadRules.note("a\nb") == "a\nb")
    }
}
