import FoundationEssentials
import OpenFinance

/// An answer of the token endpoint. Nothing of the token itself is ever told.
package enum TokenCheck {
    private static let shapes = try? PublishedShapes(version: "authorization")

    /// Seconds that the ecosystem's tokens live.
    private static let longestLife = 600.0

    /// - Parameter scope: that was asked for.
    package static func check(_ seen: Seen, scope: String, _ deviations: inout Deviations) {
        let evidence = Deviations.Evidence(interactionID: seen.interactionID, time: seen.time)
        func tell(_ rule: RuleID, _ pointer: String, _ value: String?, _ expected: String) {
            deviations.add(rule, at: pointer, value: value, expected: expected, by: evidence)
        }
        deviations.look(at: [.tokenStatus])
        guard seen.status == 200 else {
            return tell(.tokenStatus, "", "status \(seen.status)", "status 200")
        }
        deviations.look(at: [.tokenMediaType, .tokenNoStore, .tokenShape])
        if !seen.isJSON { tell(.tokenMediaType, "", seen.mediaType, "application/json") }
        let directives = (seen.cacheControl ?? "").lowercased().split { $0 == "," || $0 == " " || $0 == "\t" }
        if !directives.contains("no-store") {
            tell(.tokenNoStore, "", seen.cacheControl ?? "no Cache-Control", "no-store")
        }
        guard let token = try? JSONValue(document: seen.body), case .object = token else {
            return tell(.tokenShape, "", "another body", "a JSON object")
        }
        deviations.look(at: RuleID.all(of: .token))
        for violation in shapes?.violations(of: token, as: "POST /token 200") ?? [] {
            let isTold = ["/token_type", "/expires_in", "/scope"].contains(violation.pointer)
            // The type has a rule of its own.
            guard violation.pointer != "/token_type" || violation.keyword != .enumeration else { continue }
            tell(.tokenShape, violation.pointer, isTold ? violation.value : nil, violation.expected)
        }
        for found in FigureCheck.repeatedNames(in: token) { tell(.tokenShape, found.pointer, nil, found.expected) }
        if seen.hasByteOrderMark { tell(.tokenShape, "", "a byte order mark", "a JSON object without it") }
        if let type = token["token_type"]?.string, type.lowercased() != "bearer" {
            tell(.tokenType, "/token_type", type, "Bearer")
        }
        let lifetime = token["expires_in"]?.figure
        if lifetime.map({ !(1...longestLife).contains($0) }) ?? true {
            tell(.tokenLifetime, "/expires_in", token["expires_in"]?.shown, "1 to 600 seconds")
        }
        if let given = token["scope"]?.string {
            let missing = Set(scope.split(separator: " ")).subtracting(given.split(separator: " "))
            if !missing.isEmpty { tell(.tokenScope, "/scope", given, scope) }
        }
    }
}
