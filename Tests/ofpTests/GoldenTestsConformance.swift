import Foundation
import OpenFinanceConformance

@testable import OpenFinance
@testable import ofp

extension GoldenCase {
    static let conformance: [GoldenCase] = [
        GoldenCase(name: "conformance") {
            let report = conformanceReport()
            return try await atEveryWidth { width, isColoured in
                report.text(on: Terminal(width: width, style: Style(isColoured: isColoured))) + "\(report.summary)\n"
            }
        },
        GoldenCase(name: "conformance-formats") {
            let report = conformanceReport()
            return try ConformanceReport.formats.filter { $0 != .html && $0 != .junit }.map { format in
                "=== \(format.rawValue) ===\n\(String(decoding: try format.data(report), as: UTF8.self))\n"
            }.joined()
        },
        GoldenCase(name: "conformance-rules") { RulesReport().text(on: Terminal(width: 80)) },
    ]

    /// Two banks, of which one could not be asked to the end.
    private static func conformanceReport() -> ConformanceReport {
        let time = Date(timeIntervalSince1970: 1_795_680_000)
        let id = InteractionID("6d4ee8a6-1f0a-4a0e-9d39-0f3b2a4f9b11")
        let evidence = Deviations.Evidence(interactionID: id, time: time)
        let liwa = LFI.Identity(id: "l", name: "Liwa Bank")
        let falaj = LFI.Identity(id: "f", name: "Falaj Islamic Bank · بنك الفلج الإسلامي")
        var first = Deviations(of: liwa)
        for index in 0..<12 {
            first.add(
                .schemaPattern, at: "/Product/SavingsAccount/Charges/\(index)/Charge/0/Amount/Amount",
                of: "SAV-\(index)",
                value: "AED 1,000", schema: "Money/Amount", expected: #"what matches ^\d{1,13}$|^\d{1,13}\.\d{1,5}$"#,
                by: evidence)
        }
        first.add(
            .schemaRequired, at: "/ProductName", of: "SAV-1", schema: "Product/ProductName", expected: "a value",
            by: evidence)
        first.add(
            .applyNow, at: "/Links", of: "SAV-2", expected: "one of ApplicationUri, ApplicationEmail", by: evidence)
        var second = Deviations(of: falaj)
        second.add(.tokenNoStore, value: "no Cache-Control", expected: "no-store", by: evidence)
        second.add(
            .clientAuthentication, at: "/token_endpoint_auth_methods_supported", value: "<b>client_secret_basic</b>",
            expected: "private_key_jwt among them", by: evidence)
        let failure = LFIFailure(
            lfi: falaj, stage: .products, reason: .http, status: 503, message: "the answer has status 503",
            interactionID: id, attempts: 3)
        return ConformanceReport(
            [
                BankConformance(lfi: liwa, deviations: first.all, products: 40),
                BankConformance(lfi: falaj, deviations: second.all, products: 0, failure: failure),
            ], lookingAt: .answers, level: .warning, baseline: nil, at: time)
    }
}
