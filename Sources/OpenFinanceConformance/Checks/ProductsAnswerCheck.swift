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
        var stated: [(total: JSONValue, evidence: Deviations.Evidence)] = []
        for page in pages {
            let evidence = Deviations.Evidence(interactionID: page.interactionID, time: page.time)
            guard checkHead(page, evidence, &deviations),
                let envelope = envelope(of: page, lfi, by: shapes, evidence, &deviations)
            else { continue }
            deviations.look(at: ProductCheck.rules(for: lfi.version))
            if let total = envelope["Meta"]?["TotalPages"], total.figure.map({ $0 >= 0 }) == true {
                stated.append((total, evidence))
            }
        }
        guard let first = stated.first, stated.count == pages.count else { return }
        deviations.look(at: [.pageCount])
        // The document does not say whether what has nothing in it is a page.
        if first.total.figure != Double(pages.count), products > 0 || first.total.figure != 0 {
            deviations.add(
                .pageCount, at: "/Meta/TotalPages", value: first.total.shown,
                expected: "\(pages.count), as there were", by: first.evidence)
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
        deviations.look(at: [.productsMediaType])
        if !answer.isJSON {
            deviations.add(
                .productsMediaType, at: place, value: answer.mediaType, expected: "application/json", by: evidence)
        }
    }

    /// What stands around an answer's products, held against what it has to be; nil where it cannot be read.
    ///
    /// - Parameters:
    ///   - products: those that were read out of it already.
    ///   - asked: the parameters of the request, where it had some.
    ///   - place: where a finding about the answer as a whole stands.
    static func envelope(
        of answer: Seen, besides products: [ListedProduct] = [], _ lfi: LFI, asked: String? = nil,
        at place: String = "", by shapes: PublishedShapes,
        _ evidence: Deviations.Evidence, _ deviations: inout Deviations
    ) -> JSONValue? {
        let envelope: JSONValue
        do {
            envelope = try JSONValue(answer.body, emptying: "Products", besides: products.map(\.json))
        } catch {
            guard !error.isOfLimit else { return nil }
            deviations.look(at: [.productsJSON])
            deviations.add(.productsJSON, at: place, value: error.message, expected: "JSON", by: evidence)
            return nil
        }
        deviations.look(at: [.productsJSON, .repeatedName, .pageLinks])
        if answer.hasByteOrderMark {
            deviations.add(
                .productsJSON, at: place, value: "a byte order mark", expected: "JSON without it", by: evidence)
        }
        let clause = asked.map { ", where asked for \($0)" } ?? ""
        deviations.add(
            // Products are looked at one by one.
            shapes.violations(of: envelope, as: "GET /products 200", withAnyObjectAs: "Product"), in: shapes.version,
            where: clause, by: evidence)
        for found in FigureCheck.repeatedNames(in: envelope) {
            deviations.add(
                found.rule, at: found.pointer, value: found.value, expected: found.expected + clause, by: evidence)
        }
        checkLinks(envelope, of: lfi, evidence, &deviations)
        return envelope
    }

    private static func checkLinks(
        _ envelope: JSONValue, of lfi: LFI, _ evidence: Deviations.Evidence, _ deviations: inout Deviations
    ) {
        guard case .object(let links)? = envelope["Links"] else { return }
        for link in links {
            guard let text = link.value.string, !text.isEmpty else { continue }
            let isOurs =
                Endpoint(text).map { $0.hasSameOrigin(as: lfi.products) }
                ?? (text.hasPrefix("/") && !text.hasPrefix("//"))
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
    /// - Parameters:
    ///   - document: the version whose schema it is.
    ///   - clause: what else there is to say of where they are.
    mutating func add(
        _ violations: [Violation], in document: String, of productID: String? = nil, where clause: String = "",
        by evidence: Evidence
    ) {
        for violation in violations {
            add(
                RuleID(violation.keyword), at: violation.pointer, of: productID, value: violation.value,
                schema: "\(violation.schema) of \(document)", expected: violation.expected + clause, by: evidence)
        }
    }
}
