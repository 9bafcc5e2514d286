import FoundationEssentials
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance
@testable import OpenFinanceLeads

@Suite("A draft of a lead")
struct LeadDraftTests {
    private func faults(_ draft: LeadDraft) -> [String] {
        do {
            _ = try draft.validated()
            return []
        } catch {
            return error.faults.map { "\($0.path) \($0.message)" }
        }
    }

    private func faults(_ document: String) throws -> [String] { faults(try LeadDraft(document: Data(document.utf8))) }

    @Test("says everything that is missing at once")
    func missing() {
        #expect(
            faults(LeadDraft()) == [
                "Data.Email is missing", "Data.EmiratesId is missing", "Data.Name is missing",
                "Data.MarketingOptOut is missing", "Data.ProductCategories is missing",
            ])
    }

    @Test("says everything that is wrong at once, each by its place")
    func wrong() {
        var draft = LeadDraft()
        draft[.email] = "secret-email"
        draft[.emiratesID] = "123"
        draft[.givenName] = .text(String(repeating: "x", count: 71))
        draft[.phoneNumber] = "050"
        draft[.nationality] = "UAE"
        draft[.addressLines] = .list(["", String(repeating: "y", count: 71)] + (1...6).map { "line \($0)" })
        draft[.countrySubDivision] = "Mars"
        draft[.postBox] = .text(String(repeating: "1", count: 17))
        draft[.note] = "\u{7}"
        draft[.marketingOptOut] = true
        draft[.categories] = ["SavingsAccount", "Insurance"]
        let places = faults(draft).map { String($0.prefix { $0 != " " }) }
        #expect(
            places == [
                "Data.Email", "Data.EmiratesId", "Data.Name.GivenName", "Data.Name.LastName", "Data.PhoneNumber",
                "Data.Nationality", "Data.ResidentialAddress.AddressLine", "Data.ResidentialAddress.AddressLine[0]",
                "Data.ResidentialAddress.AddressLine[1]", "Data.ResidentialAddress.PostBox",
                "Data.ResidentialAddress.CountrySubDivision", "Data.ResidentialAddress.Country",
                "Data.LeadInformation", "Data.ProductCategories[1]",
            ])
        #expect(!faults(draft).joined().contains("secret-email"))
    }

    @Test("knows of every part of a name to which form it belongs")
    func nameForms() {
        #expect(LeadMember.NameForm.allCases.flatMap(\.members) == LeadMember.Group.name.members)
        #expect(LeadMember.allCases.allSatisfy { ($0.definition.nameForm != nil) == ($0.group == .name) })
    }

    @Test("takes exactly one form of a name")
    func names() throws {
        func name(_ given: String?, _ last: String?, _ full: String?, _ business: String?) -> [String] {
            var draft = Example.draft()
            for (member, text) in [
                (LeadMember.givenName, given), (.lastName, last), (.fullName, full), (.businessName, business),
            ] { draft[member] = text.map(LeadValue.text) }
            return faults(draft)
        }
        #expect(name("A", "B", nil, nil).isEmpty)
        #expect(name(nil, nil, "A", nil).isEmpty)
        #expect(name(nil, nil, nil, "A").isEmpty)
        #expect(name("A", nil, nil, nil) == ["Data.Name.LastName is missing"])
        #expect(name(nil, nil, nil, nil) == ["Data.Name is missing"])
        #expect(name(nil, "B", "A", nil).first?.hasPrefix("Data.Name has several forms") == true)
        #expect(name(nil, nil, "A", "B").first?.hasPrefix("Data.Name has several forms") == true)
    }

    @Test(
        "is read from a document, whose faults are told with the others",
        arguments: [
            (#"{}"#, 5), (#"{"Email":1,"EmiratesId":null,"Name":"x","MarketingOptOut":"no","ProductCategories":1}"#, 5),
            (#"{"Name":{"FullName":1}}"#, 5), (#"{"Data":{}}"#, 5), (#"{"Nickname":"x"}"#, 6),
            (#"{"Email":"a@b.ae","Email":"a@b.ae"}"#, 5), (#"{"ResidentialAddress":{}}"#, 6),
            (#"{"ResidentialAddress":{"AddressLine":[1],"Country":"AE","Planet":"x"}}"#, 7),
            (#"{"ProductCategories":[{"Type":"Loan"},{"Kind":"x"}]}"#, 5), (#"{"ProductCategories":[]}"#, 5),
        ])
    func document(text: String, count: Int) throws {
        #expect(try faults(text).count == count)
    }

    @Test("refuses a document that is none")
    func noDocument() {
        for text in ["", "[]", "1", "{", "{\"Email\":\"\\x\"}", "{\"Email\":\"\u{1}\"}"] {
            #expect(throws: LeadDraft.UnreadableDocument.self) { try LeadDraft(document: Data(text.utf8)) }
        }
    }

    @Test("does not repeat what may be personal in the place of a member's name")
    func memberNames() throws {
        let faults = try faults(#"{"784-1990-1234567-6":"x","sara@example.ae":1,"sara@example.ae":1}"#).joined()
        #expect(!faults.contains("784") && !faults.contains("sara"))
        #expect(faults.contains("Data (member 1) is not a member that the API knows"))
    }

    @Test("takes what flags say over what a document says, and a name as one thing")
    func precedence() throws {
        let document = #"{"Email":"a@b.ae","Name":{"GivenName":"A","LastName":"B"},"MarketingOptOut":true}"#
        var flags = LeadDraft()
        flags[.email] = "c@d.ae"
        flags[.fullName] = "C D"
        let draft = try LeadDraft(document: Data(document.utf8)).updated(with: flags)
        #expect(draft[.email] == "c@d.ae")
        #expect(draft[.fullName] == "C D" && draft[.givenName] == nil && draft[.lastName] == nil)
        #expect(draft[.marketingOptOut] == true)
    }

    @Test(
        "half a surrogate pair is refused with its place, wherever it stands",
        arguments: [
            (#"{"LeadInformation":"Thanks \ud83d"}"#, "Data.LeadInformation"),
            (#"{"Email":"\udc00a@b.ae"}"#, "Data.Email"),
            (#"{"Name":{"FullName":"\ud83d\ud83d"}}"#, "Data.Name.FullName"),
            (#"{"ResidentialAddress":{"AddressLine":["ok","x\ud800"]}}"#, "Data.ResidentialAddress.AddressLine[1]"),
            (#"{"ProductCategories":["\udfff"]}"#, "Data.ProductCategories[0]"), (#"{"\ud83d":1}"#, "Data (member 1)"),
        ])
    func surrogates(document: String, path: String) throws {
        let draft = try LeadDraft(document: Data(document.utf8))
        let faults = try #require(#expect(throws: LeadFaults.self) { try draft.validated() })
        #expect(faults.faults.contains { $0.path == path })
        let whole = try LeadDraft(document: Data(#"{"LeadInformation":"Thanks \ud83d\ude00"}"#.utf8))
        #expect(whole[.note] == "Thanks 😀")
    }
}
