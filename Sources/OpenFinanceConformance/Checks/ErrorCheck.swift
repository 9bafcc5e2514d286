package import OpenFinance

/// What a bank answers to a request that is wrong on purpose. None of them asks for anything but products.
package struct ErrorCheck: Sendable {
    package enum Token: Sendable { case none, foreign, own }

    package let rule: RuleID
    package let token: Token
    package let namesCustomer: Bool
    package let parameters: [(name: String, value: String)]
    private let status: Int

    /// What is asked, for who has no answer to it.
    package var question: String {
        switch token {
        case .none: "a request without a token"
        case .foreign: "a request with an invented token"
        case .own where !namesCustomer: "a request without the customer's address"
        case .own: parameters.question
        }
    }

    /// In the shapes; the answer has no body where it says so.
    private var shape: String { "GET /products \(status)" }

    package static func all(for version: APIVersion) -> [ErrorCheck] {
        var checks = [
            ErrorCheck(.errorNoToken, .none, 401), ErrorCheck(.errorForeignToken, .foreign, 401),
            ErrorCheck(.errorCategory, .own, 400, parameters: [("ProductCategory", "NoSuchCategory")]),
        ]
        if version.takesCustomerIPAddress {
            checks.append(ErrorCheck(.errorNoAddress, .own, 400, namesCustomer: false))
        }
        return checks
    }

    private init(
        _ rule: RuleID, _ token: Token, _ status: Int, namesCustomer: Bool = true,
        parameters: [(name: String, value: String)] = []
    ) {
        self.rule = rule
        self.token = token
        self.status = status
        self.namesCustomer = namesCustomer
        self.parameters = parameters
    }

    package func check(
        _ seen: Seen, by shapes: PublishedShapes, _ deviations: inout Deviations
    ) {
        let evidence = Deviations.Evidence(interactionID: seen.interactionID, time: seen.time)
        deviations.look(at: [rule])
        let code = seen.status
        guard code == status else {
            deviations.add(rule, value: "status \(code)", expected: "status \(status)", by: evidence)
            return
        }
        ProductsAnswerCheck.checkInteractionID(of: seen, at: "/\(status)", evidence, &deviations)
        if case .nothing? = shapes[shape] {
            if !seen.body.isEmpty {
                deviations.add(
                    rule, value: "a body of \(seen.body.count) bytes", expected: "no body", by: evidence)
            }
            return
        }
        deviations.look(at: [.errorBody])
        guard !seen.body.isEmpty else {
            deviations.add(.errorBody, value: "no body", expected: "a JSON object with Errors", by: evidence)
            return
        }
        if !seen.isJSON {
            deviations.add(.errorBody, value: seen.mediaType, expected: "application/json", by: evidence)
        }
        if seen.hasByteOrderMark {
            deviations.add(
                .errorBody, value: "a byte order mark", expected: "a JSON object without it", by: evidence)
        }
        guard let body = try? JSONValue(document: seen.body) else {
            deviations.add(.errorBody, value: "no JSON", expected: "a JSON object with Errors", by: evidence)
            return
        }
        for violation in shapes.violations(of: body, as: shape) {
            deviations.add(
                .errorBody, at: violation.pointer, value: violation.value,
                schema: "\(violation.schema) of \(shapes.version)",
                expected: violation.expected, by: evidence)
        }
    }
}
