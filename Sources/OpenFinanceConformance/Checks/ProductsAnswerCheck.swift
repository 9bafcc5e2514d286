import FoundationEssentials
package import OpenFinance

/// The answers to `GET /products` without their products: status, fields, what stands around the lists.
package enum ProductsAnswerCheck {
    /// - Parameters:
    ///   - pages: of one list, in their order; the requests had nothing wrong with them.
    ///   - products: how many all of them hold.
    package static func check(
        _ pages: [Seen], holding products: Int, of lfi: LFI, by shapes: PublishedShapes,
        _ deviations: inout Deviations
    ) {
        var stated: [(total: Int, evidence: Deviations.Evidence)] = []
        for page in pages {
            let evidence = Deviations.Evidence(interactionID: page.interactionID, time: page.time)
            guard checkHead(page, evidence, &deviations) else { continue }
            let envelope: JSONValue
            do {
                envelope = try JSONValue(page.body, emptying: "Products")
            } catch {
                deviations.add(.productsJSON, value: error.message, expected: "JSON", by: evidence)
                continue
            }
            deviations.look(at: ProductCheck.rules(for: lfi.version) + [.repeatedName, .pageLinks])
            deviations.add(shapes.violations(of: envelope, as: "GET /products 200"), in: shapes.version, by: evidence)
            checkLinks(envelope, of: lfi, evidence, &deviations)
            if let total = envelope["Meta"]?["TotalPages"]?.figure, total >= 0, total < 1e6 {
                stated.append((Int(total), evidence))
            }
        }
        guard let first = stated.first, stated.count == pages.count else { return }
        deviations.look(at: [.pageCount])
        // The document does not say whether what has nothing in it is a page.
        if first.total != pages.count, products > 0 || first.total != 0 {
            deviations.add(
                .pageCount, at: "/Meta/TotalPages", value: "\(first.total)", expected: "\(pages.count), as there were",
                by: first.evidence)
        }
    }

    private static func checkHead(
        _ page: Seen, _ evidence: Deviations.Evidence, _ deviations: inout Deviations
    ) -> Bool {
        let status = page.status
        deviations.look(at: [.productsStatus])
        checkInteractionID(of: page, evidence, &deviations)
        guard status == 200 else {
            deviations.add(.productsStatus, value: "status \(status)", expected: "status 200", by: evidence)
            return false
        }
        checkMediaType(of: page, evidence, &deviations)
        return true
    }

    /// Every answer has it, whatever its status.
    static func checkInteractionID(
        of answer: Seen, at place: String = "", _ evidence: Deviations.Evidence, _ deviations: inout Deviations
    ) {
        deviations.look(at: [.interactionID])
        let echoed = answer.echoedID
        if echoed.flatMap(InteractionID.init) != answer.interactionID {
            deviations.add(
                .interactionID, at: place, value: echoed ?? "no x-fapi-interaction-id",
                expected: "\(answer.interactionID)", by: evidence)
        }
    }

    static func checkMediaType(
        of answer: Seen, at place: String = "", _ evidence: Deviations.Evidence, _ deviations: inout Deviations
    ) {
        deviations.look(at: [.productsMediaType, .productsJSON])
        if !answer.isJSON {
            deviations.add(
                .productsMediaType, at: place, value: answer.mediaType, expected: "application/json", by: evidence)
        }
    }

    private static func checkLinks(
        _ envelope: JSONValue, of lfi: LFI, _ evidence: Deviations.Evidence, _ deviations: inout Deviations
    ) {
        guard case .object(let links)? = envelope["Links"] else { return }
        for link in links {
            guard let text = link.value.string, !text.isEmpty else { continue }
            let isOurs = Endpoint(text).map { $0.hasSameOrigin(as: lfi.products) } ?? text.hasPrefix("/")
            if !isOurs {
                deviations.add(
                    .pageLinks, at: "/Links/\(link.name.asPointerStep)", value: text,
                    expected: "a URL of \(lfi.products.authority)", by: evidence)
            }
        }
    }
}

extension Deviations {
    /// Each of a schema's violations as a deviation from the rule of its keyword.
    ///
    /// - Parameter document: the version whose schema it is.
    mutating func add(
        _ violations: [Violation], in document: String, of productID: String? = nil, by evidence: Evidence
    ) {
        for violation in violations {
            add(
                RuleID(violation.keyword), at: violation.pointer, of: productID, value: violation.value,
                schema: "\(violation.schema) of \(document)", expected: violation.expected, by: evidence)
        }
    }
}
