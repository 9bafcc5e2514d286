import FoundationEssentials

extension World {
    /// A larger world: `lfiCount` LFIs of `productCount` products each. The same on every run.
    ///
    /// The products are those of `fixtures` in turn, under ids and names of their own, so that they keep the depth of
    /// real ones. Participants that have to be left alone are not among them: the fixtures have those.
    static func generated(lfis lfiCount: Int, products productCount: Int, from fixtures: World) throws -> World {
        let templates = fixtures.hubs.filter { $0.version == "v2.1" }.flatMap(\.products)
        guard !templates.isEmpty else { throw SandboxError("The fixtures have no products. Check --fixtures.") }
        var organisations: [String] = []
        var hubs: [Hub] = []
        for number in 1...lfiCount {
            let digits = "\(number)"
            let suffix = String(repeating: "0", count: max(0, 4 - digits.count)) + digits
            let code = "lfi\(suffix)"
            let products = try (0..<productCount).map { index in
                try templates[(number * 7 + index) % templates.count]
                    .renamed(id: "P\(suffix)-\(index + 1)", brandID: "LFI\(suffix)")
            }
            let hub = Hub(
                code: code, lfiID: "LFI\(suffix)", version: "v2.1", pageSize: nil, hasTokenEndpointAlias: true,
                products: products)
            hubs.append(hub)
            organisations.append(hub.participant(name: "Bank \(suffix)", number: number))
        }
        return World(participants: "[\n\(organisations.joined(separator: ",\n"))\n]", hubs: hubs)
    }
}

extension SandboxProduct {
    /// The same product under another id; everything else stays byte for byte.
    fileprivate func renamed(id newID: String, brandID: String) throws -> SandboxProduct {
        let text = String(decoding: json, as: UTF8.self)
        return try SandboxProduct(json: Data(text.replacing("\"\(id)\"", with: "\"\(newID)\"").utf8), brandID: brandID)
    }
}

extension Hub {
    /// The hub's organisation in the directory's shape, with UUIDs that depend on `number` alone.
    func participant(name: String, number: Int) -> String {
        func uuid(_ kind: Int) -> String {
            let digits = String(number, radix: 16)
            return "0000000\(kind)-0000-4000-8000-" + String(repeating: "0", count: 12 - digits.count) + digits
        }
        let port = World.portPlaceholder
        // Within a string of JSON; everything else here is letters and digits.
        let name =
            (try? JSONEncoder().encode(name)).map { String(decoding: $0, as: UTF8.self).dropFirst().dropLast() } ?? ""
        let api = "https://\(resourceHost):\(port)/open-finance/product/\(version)"
        let leads = takesLeads ? #", {"ApiDiscoveryId": "\#(uuid(5))", "ApiEndpoint": "\#(api)/leads"}"# : ""
        return """
            {"OrganisationId": "\(uuid(1))", "Status": "Active", "OrganisationName": "\(name)", \
            "RegisteredName": "\(name) PJSC", "Country": "AE", "Size": "LFI", "AuthorisationServers": [\
            {"AuthorisationServerId": "\(uuid(2))", "OrganisationId": "\(uuid(1))", \
            "CustomerFriendlyName": "\(name)", "CustomerFriendlyLogoUri": "https://\(code).example/logo.svg", \
            "Issuer": "https://\(authorisationHost):\(port)", \
            "OpenIDDiscoveryDocument": "https://\(authorisationHost):\(port)/.well-known/openid-configuration", \
            "Status": "Active", "ApiResources": [{"ApiResourceId": "\(uuid(3))", "ApiVersion": "\(version.dropFirst())", \
            "ApiFamilyType": "product", "Status": "Active", "ApiDiscoveryEndpoints": [\
            {"ApiDiscoveryId": "\(uuid(4))", "ApiEndpoint": "\(api)/products"}\(leads)]}]}]}
            """
    }
}
