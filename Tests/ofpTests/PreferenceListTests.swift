import ArgumentParser
import OpenFinance
import Testing

@testable import ofp

@Suite("What somebody says of themselves")
struct PreferenceListTests {
    /// A new one has to be asked for on the journey, and to have a flag, before these tests pass again.
    @Test("is asked for on the journey, goes into command lines, and is told to whoever reads the list")
    func everyPreference() async throws {
        let names = try Walk.throughList().journey.names
        var wishes = Wishes()
        for row in PreferenceRow.allCases {
            if let choice = row.choices(wishes, names).last {
                wishes = choice.wishes
            } else {
                let isTaken = ["30", "12000", "48m"].contains { row.store($0, into: &wishes) }
                #expect(isTaken, "\(row)")
            }
            #expect(row.value(wishes, names) != nil, "\(row)")
        }
        let preferences = Mirror(reflecting: wishes.preferences).children
        for preference in preferences { #expect(Self.saysSomething(preference.value), "\(preference.label ?? "")") }

        let person = Wishes(preferences: wishes.preferences)
        let arguments = ["products"] + person.arguments(names)
        let command = try #require(try await OFP.asyncParseAsRoot(arguments) as? ProductsCommand)
        #expect(command.preferences.preferences == wishes.preferences)
        #expect(person.query.filters.count == preferences.count)
        #expect(command.askedFor(among: []).count == preferences.count)
    }

    private static func saysSomething(_ value: Any) -> Bool {
        let mirror = Mirror(reflecting: value)
        return mirror.displayStyle != .optional && mirror.displayStyle != .set || !mirror.children.isEmpty
    }
}
