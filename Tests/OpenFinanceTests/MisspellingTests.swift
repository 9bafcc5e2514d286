import Testing

@testable import OpenFinance

@Suite("A name that is none")
struct MisspellingTests {
    @Test(
        "leads to those that may have been meant, the closest first",
        arguments: [
            ("savings", ["SavingsAccount"]), ("credit card", ["CreditCard"]), ("CREDIT-CARDS", ["CreditCard"]),
            ("morgtage", ["Mortgage"]), ("account", ["SavingsAccount", "CurrentAccount"]),
            ("fiance", ["Finance"]), ("Finánce", ["Finance"]), ("loan", []), ("x", []), ("", []), ("cat", []),
            (String(repeating: "Mortgage", count: 100_000), []),
        ])
    func categories(typed: String, meant: [String]) {
        let names = ["SavingsAccount", "CurrentAccount", "CreditCard", "Finance", "Mortgage"]
        #expect(Misspelling.meant(by: typed, among: names) == meant)
    }

    @Test(
        "is not guessed at from a few letters that happen to be alike",
        arguments: [("json", "on"), ("csv", "lfi"), ("id", "on"), ("Waha", "Saqr"), ("DIB", "ADIB Egypt")])
    func unlike(typed: String, name: String) {
        #expect(Misspelling.meant(by: typed, among: [name]).isEmpty == (name != "ADIB Egypt"))
    }

    @Test("finds a bank with swapped letters, and one by a word of its name")
    func banks() {
        let names = ["Liwa Bank", "Waha Retail", "بنك الفلج الإسلامي", "Falaj Islamic Bank"]
        #expect(Misspelling.meant(by: "Liwa Bnak", among: names) == ["Liwa Bank"])
        #expect(Misspelling.meant(by: "islamic", among: names) == ["Falaj Islamic Bank"])
        #expect(Misspelling.meant(by: "الفلج", among: names) == ["بنك الفلج الإسلامي"])
    }

    @Test(
        "of several words is found word by word: misspelled, swapped, missing",
        arguments: [
            ("Falaj Islmaic Bank", ["Falaj Islamic Bank · بنك الفلج"]), ("Hajr National", ["Hajar National Bank"]),
            ("national hajar bank", ["Hajar National Bank"]), ("Bank Liwa", ["Liwa Bank"]),
            ("Hajr", ["Hajar National Bank"]),
            ("Bnak", []), ("Bank Atlantis", []), ("Hajar National Bank of Elsewhere", []),
        ])
    func words(typed: String, meant: [String]) {
        let names = [
            "Liwa Bank", "Hajar National Bank", "Falaj Islamic Bank · بنك الفلج", "Qurm Bank", "Sidr Bank", "Saqr",
        ]
        #expect(Misspelling.meant(by: typed, among: names) == meant)
    }
}
