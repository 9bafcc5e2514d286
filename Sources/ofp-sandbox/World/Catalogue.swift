import Foundation

/// Participants and products of the user's own, in the shape of the fixtures. All of it is checked before any is served:
/// what would make a hub that nobody finds or an answer that is no JSON is told by file and place. What is served may still
/// break the API's schema, as a bank's products may.
struct Catalogue {
    private let directory: URL
    private var mistakes: [Mistake] = []

    /// Something that has to be corrected first.
    struct Mistake: Equatable, CustomStringConvertible {
        /// Below the catalogue's own directory.
        let file: String
        /// A JSON pointer (RFC 6901), or a line and a column; empty for the whole.
        var place = ""
        let problem: String

        var description: String { "\(file)\(place.isEmpty ? "" : ", \(place)"): \(problem)" }
    }

    /// - Throws: a ``SandboxError`` with every mistake.
    static func world(in path: String) throws -> World {
        var catalogue = Catalogue(directory: URL(filePath: path))
        let world = catalogue.world()
        let mistakes = catalogue.mistakes
        guard let world, mistakes.isEmpty else {
            let shown = mistakes.prefix(20).map { "\n  \($0)" }.joined()
            let more = mistakes.count > 20 ? "\n  and \(mistakes.count - 20) more" : ""
            throw SandboxError(
                "The catalogue '\(path)' cannot be served.\(shown)\(more)\nCorrect its files, and start the sandbox again.",
                status: 78)
        }
        return world
    }

    /// For tests: what is wrong, one by one.
    static func mistakes(in path: String) -> [Mistake] {
        var catalogue = Catalogue(directory: URL(filePath: path))
        _ = catalogue.world()
        return catalogue.mistakes
    }

    private mutating func world() -> World? {
        let hubs = hubs()
        checkFolders(of: hubs)
        let isListed = FileManager.default.fileExists(atPath: url("participants.json").path)
        guard isListed else {
            let organisations = hubs.enumerated().map { $1.hub.participant(name: $1.name, number: $0 + 1) }
            return World(participants: "[\n\(organisations.joined(separator: ",\n"))\n]", hubs: hubs.map(\.hub))
        }
        guard let tree = json("participants.json") else { return nil }
        checkParticipants(tree, hubs.map(\.hub))
        let text = (try? String(contentsOf: url("participants.json"), encoding: .utf8)) ?? ""
        return World(participants: text, hubs: hubs.map(\.hub))
    }

    // MARK: - Hubs

    /// A member of an object: what is wrong with a value, nil for a good one.
    private struct Member: Sendable {
        let name: String
        var isRequired = false
        let problem: @Sendable (JSONTree) -> String?

        static func text(
            _ name: String, _ form: String, isRequired: Bool = false, _ isGood: @escaping @Sendable (String) -> Bool
        ) -> Member {
            Member(name: name, isRequired: isRequired) { value in
                if case .string(let text) = value, isGood(text) { nil } else { "has to be \(form)" }
            }
        }

        static func bool(_ name: String) -> Member {
            Member(name: name) { if case .bool = $0 { nil } else { "has to be true or false" } }
        }

        static func name(_ name: String, isRequired: Bool = false) -> Member {
            text(name, "a text of 1 to 140 characters", isRequired: isRequired) { (1...140).contains($0.count) }
        }
    }

    private static let versions = Hub.olderVersions + ["v2.1", "v2.2"]

    private static let hubMembers: [Member] = [
        // It becomes a part of host names.
        .text("Code", "small letters and digits, 1 to 40 of them", isRequired: true) { isCode($0) },
        .text("LFIId", idForm, isRequired: true) { isID($0) },
        .name("Name"),
        .text("Version", "one of \(versions.joined(separator: ", "))") { versions.contains($0) },
        Member(name: "PageSize") { value in
            if case .number(let size) = value, let size = Int(exactly: size), size > 0 {
                nil
            } else {
                "has to be a number above 0"
            }
        },
        .bool("HasTokenEndpointAlias"), .bool("TakesLeads"),
    ]

    private static let idForm = "letters, digits, '.', '_' and '-', 1 to 64 of them"
    private static func isCode(_ text: String) -> Bool { text.wholeMatch(of: /[a-z0-9]{1,40}/) != nil }
    private static func isID(_ text: String) -> Bool { text.wholeMatch(of: /[A-Za-z0-9._-]{1,64}/) != nil }

    private mutating func hubs() -> [(hub: Hub, name: String)] {
        guard let tree = json("hubs.json") else { return [] }
        guard case .array(let elements) = tree, !elements.isEmpty else {
            add(
                "hubs.json", "",
                "has to be a list with at least one hub, as in [{\"Code\": \"mybank\", \"LFIId\": \"MYBANK\"}]")
            return []
        }
        var codes: Set<String> = []
        var hubs: [(hub: Hub, name: String)] = []
        for (index, element) in elements.enumerated() {
            guard let members = check(element, Self.hubMembers, isOpen: false, "hubs.json", "/\(index)"),
                // With a name for its folder it goes on, whatever else is wrong with it: its products are looked at, too.
                let code = members.text("Code"), Self.isCode(code)
            else { continue }
            guard codes.insert(code).inserted else {
                add("hubs.json", "/\(index)/Code", "is also the Code of another hub")
                continue
            }
            let version = members.text("Version").flatMap { Self.versions.contains($0) ? $0 : nil } ?? "v2.1"
            let hub = Hub(
                code: code, lfiID: members.text("LFIId") ?? code, version: version,
                pageSize: members.number("PageSize"),
                hasTokenEndpointAlias: members.bool("HasTokenEndpointAlias") ?? true,
                takesLeads: members.bool("TakesLeads") ?? true, products: products(of: code, version: version))
            hubs.append((hub, members.text("Name") ?? code))
        }
        return hubs
    }

    // MARK: - Products

    private static func productMembers(version: String) -> [Member] {
        let categories = ProductsQuery.categories(of: version)
        return [
            .name("ProductId", isRequired: true),
            .text("ProductCategory", "one of \(categories.joined(separator: ", ")), as in \(version)", isRequired: true)
            { categories.contains($0) },
            .bool("IsShariaCompliant"),
            .text("LastUpdatedDateTime", "a date-time of RFC 3339, as in 2026-11-29T08:00:00Z") {
                InternetTime.parse($0) != nil
            },
        ]
    }

    private mutating func products(of code: String, version: String) -> [SandboxProduct] {
        let folder = "catalogues/\(code)"
        guard let brands = names(in: folder) else {
            add(folder, "", "is not a folder; make one, with a folder for each brand, even if there are no products")
            return []
        }
        var files: [String: String] = [:]
        var products: [SandboxProduct] = []
        for brand in brands {
            guard Self.isID(brand), let names = names(in: "\(folder)/\(brand)") else {
                add(
                    "\(folder)/\(brand)", "",
                    "has to be a folder with the name of the brand's LFIBrandId: \(Self.idForm)")
                continue
            }
            for name in names {
                let file = "\(folder)/\(brand)/\(name)"
                let count = mistakes.count
                guard let tree = json(file),
                    let members = check(tree, Self.productMembers(version: version), isOpen: true, file, ""),
                    mistakes.count == count, let id = members.text("ProductId")
                else { continue }
                if let other = files.updateValue(file, forKey: id) {
                    add(file, "/ProductId", "is also the id of \(other)")
                    continue
                }
                do {
                    products.append(try SandboxProduct(json: Data(contentsOf: url(file)), brandID: brand))
                } catch {
                    add(file, "", "cannot be read as a product")
                }
            }
        }
        return products
    }

    /// A folder for a hub that there is not was meant for one that there is.
    private mutating func checkFolders(of hubs: [(hub: Hub, name: String)]) {
        let codes = Set(hubs.map(\.hub.code))
        // Where no hub can be read, that is what is wrong.
        guard !codes.isEmpty else { return }
        for name in names(in: "catalogues") ?? [] where !codes.contains(name) {
            add("catalogues/\(name)", "", "belongs to no hub of hubs.json; give it the Code of a hub as its name")
        }
    }

    // MARK: - Participants

    /// Each hub has to be found, and at addresses where it is.
    private mutating func checkParticipants(_ tree: JSONTree, _ hubs: [Hub]) {
        let file = "participants.json"
        guard case .array(let organisations) = tree else { return add(file, "", "has to be a list of organisations") }
        var found: Set<String> = []
        for (number, organisation) in organisations.enumerated() {
            guard case .object(let organisation) = organisation else {
                add(file, "/\(number)", "has to be an object")
                continue
            }
            guard case .array(let servers)? = organisation["AuthorisationServers"] else { continue }
            for (index, server) in servers.enumerated() {
                let place = "/\(number)/AuthorisationServers/\(index)"
                guard case .object(let server) = server, let issuer = server.text("Issuer") else {
                    add(file, place, "has to be an object with an Issuer")
                    continue
                }
                guard let hub = hubs.first(where: { $0.issuer == issuer }) else {
                    // Others may be there to be left alone.
                    if organisation.isActive, server.isActive, server.offersProducts {
                        add(
                            file, "\(place)/Issuer",
                            "belongs to no hub of hubs.json, which has \(hubs.map(\.issuer).joined(separator: ", "))")
                    }
                    continue
                }
                found.insert(hub.code)
                let document = "\(hub.issuer)/.well-known/openid-configuration"
                if server.text("OpenIDDiscoveryDocument") != document {
                    add(file, "\(place)/OpenIDDiscoveryDocument", "has to be \(document)")
                }
                let products = "https://\(hub.resourceHost):\(World.portPlaceholder)\(hub.productsPath)"
                if !server.endpoints.contains(products) {
                    add(file, "\(place)/ApiResources", "has no ApiEndpoint \(products)")
                }
            }
        }
        for hub in hubs where !found.contains(hub.code) {
            add(file, "", "lists no authorisation server with the Issuer \(hub.issuer)")
        }
    }

    // MARK: - Files

    private func url(_ file: String) -> URL { directory.appending(path: file) }

    private mutating func add(_ file: String, _ place: String, _ problem: String) {
        mistakes.append(Mistake(file: file, place: place, problem: problem))
    }

    /// Without those that editors and systems leave lying about.
    private func names(in folder: String) -> [String]? {
        (try? FileManager.default.contentsOfDirectory(atPath: url(folder).path))?.filter { !$0.hasPrefix(".") }.sorted()
    }

    private mutating func json(_ file: String) -> JSONTree? {
        guard let data = try? Data(contentsOf: url(file)) else {
            add(file, "", "cannot be read")
            return nil
        }
        do throws(StrictJSON.Failure) {
            return try StrictJSON.read(data)
        } catch {
            let before = data.prefix(error.offset).split(
                separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            let column = String(decoding: before.last ?? Data(), as: UTF8.self).count + 1
            add(file, "line \(max(1, before.count)), column \(column)", error.problem)
            return nil
        }
    }

    /// The members of an object, of which each is as it has to be, or a mistake.
    private mutating func check(
        _ tree: JSONTree, _ members: [Member], isOpen: Bool, _ file: String, _ place: String
    ) -> [String: JSONTree]? {
        guard case .object(let object) = tree else {
            add(file, place, "has to be an object")
            return nil
        }
        for member in members {
            guard let value = object[member.name] else {
                if member.isRequired { add(file, place, "has no \(member.name)") }
                continue
            }
            if let problem = member.problem(value) { add(file, "\(place)/\(member.name)", problem) }
        }
        let names = members.map(\.name)
        for name in object.keys.sorted() where !isOpen && !names.contains(name) {
            let token = name.replacing("~", with: "~0").replacing("/", with: "~1")
            add(file, "\(place)/\(token)", "is unknown here; known are \(names.joined(separator: ", "))")
        }
        return object
    }
}

extension Hub {
    /// As the directory's file has it, before the port is known.
    fileprivate var issuer: String { "https://\(authorisationHost):\(World.portPlaceholder)" }
}

extension [String: JSONTree] {
    fileprivate func text(_ name: String) -> String? { if case .string(let text)? = self[name] { text } else { nil } }
    fileprivate func bool(_ name: String) -> Bool? { if case .bool(let bool)? = self[name] { bool } else { nil } }
    fileprivate func number(_ name: String) -> Int? {
        if case .number(let number)? = self[name] { Int(exactly: number) } else { nil }
    }

    fileprivate var isActive: Bool { text("Status") == "Active" }

    /// Of an authorisation server, as clients look at it.
    fileprivate var offersProducts: Bool {
        guard case .array(let resources)? = self["ApiResources"] else { return false }
        return resources.contains { resource in
            guard case .object(let resource) = resource else { return false }
            return resource.isActive && resource.text("ApiFamilyType") == "product"
        }
    }

    /// Of an authorisation server: all there are.
    fileprivate var endpoints: [String] {
        guard case .array(let resources)? = self["ApiResources"] else { return [] }
        return resources.flatMap { resource -> [String] in
            guard case .object(let resource) = resource, case .array(let endpoints)? = resource["ApiDiscoveryEndpoints"]
            else { return [] }
            return endpoints.compactMap {
                if case .object(let endpoint) = $0 { endpoint.text("ApiEndpoint") } else { nil }
            }
        }
    }
}
