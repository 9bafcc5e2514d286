package import Foundation
import OpenFinance
package import OpenFinanceConformance

extension PublishedShapes {
    /// What is wrong with a body, each with the place; empty where nothing is.
    ///
    /// - Parameter name: as in the file: `Product`, `GET /products 200`.
    package func faults(in body: Data, as name: String) -> [String] {
        guard let shape = self[name] else { return ["\(version) has no \(name)"] }
        if case .nothing = shape { return body.isEmpty ? [] : ["\(name): there is a body"] }
        guard let value = try? JSONValue(body) else { return ["\(name): no JSON"] }
        return violations(of: value, as: name).map { violation in
            "\(name)\(violation.pointer): \(violation.keyword.rawValue), \(violation.value ?? "nothing") is not \(violation.expected)"
        }
    }
}
