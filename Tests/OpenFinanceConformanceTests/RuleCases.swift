import Foundation
import HTTPTypes
import OpenFinance
import OpenFinanceConformance
import OpenFinanceTransport
import Testing

/// Something that a bank does, and the rules that it breaks by it.
struct RuleCase: Sendable, CustomTestStringConvertible {
    var name: String
    var rules: Set<RuleID>
    var found: @Sendable () throws -> [Deviation]

    var testDescription: String { name }

    static let all = directory + discovery + tls + token + products + answers + filters + errors

    // MARK: - A bank

    static func lfi(name: String = "Liwa Bank", version: APIVersion = .v2_1, logo: String? = nil) throws -> LFI {
        let host = "liwa.apihub.openfinance.ae"
        return LFI(
            id: name, name: name, logoURI: logo, organisationID: "o", organisationName: "Liwa",
            issuer: Issuer("https://auth1.\(host)"),
            discoveryDocument: try endpoint("https://auth1.\(host)/.well-known/openid-configuration"),
            products: try endpoint("https://rs1.\(host)/open-finance/product/\(version)/products"), version: version)
    }

    static func endpoint(_ text: String) throws -> Endpoint {
        guard let endpoint = Endpoint(text) else { throw NoEndpoint() }
        return endpoint
    }

    struct NoEndpoint: Error {}

    static let time = Date(timeIntervalSince1970: 1_790_000_000)

    static func seen(
        _ body: String, _ purpose: RequestStep = .products, status: Int = 200, echoes: Bool = true,
        fields: HTTPFields = [.contentType: "application/json"], connection: ConnectionDetails? = nil
    ) -> Seen {
        let id = InteractionID()
        var head = HTTPResponse(status: .init(code: status), headerFields: fields)
        if echoes { head.headerFields[.interactionID] = id.description.uppercased() }
        return Seen(
            purpose: purpose, interactionID: id, time: time,
            answer: TransportResponse(head: head, body: Data(body.utf8)), connection: connection)
    }

    static func deviations(_ find: (LFI, inout Deviations) throws -> Void) throws -> [Deviation] {
        let lfi = try RuleCase.lfi()
        var deviations = Deviations(of: lfi.identity)
        try find(lfi, &deviations)
        return deviations.all
    }
}
