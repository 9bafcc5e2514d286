import FoundationEssentials
import Testing

@testable import OpenFinance

@Suite("Random UUIDs")
struct RandomUUIDTests {
    @Test("are of version 4, and never the same")
    func version4() {
        let ids = (0..<1_000).map { _ in UUID.random().uuidString }
        #expect(Set(ids).count == ids.count)
        for id in ids {
            let characters = Array(id)
            #expect(characters[14] == "4")
            #expect("89AB".contains(characters[19]))
        }
    }
}
