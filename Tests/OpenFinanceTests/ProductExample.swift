import FoundationEssentials
import OpenFinanceTestSupport
import Testing

@testable import OpenFinance

extension Example {
    static func product(_ json: String) throws -> Product {
        Product(try #require(JSONMembers(JSONText(scanned: Data(json.utf8)))))
    }
}
