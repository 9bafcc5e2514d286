import FoundationEssentials

/// The invented LFIs and products that lie in `fixtures/`.
///
/// - `participants.json`: the directory's answer, `{port}` where the port belongs.
/// - `hubs.json`: what the directory does not say of each hub.
/// - `catalogues/<code>/<LFIBrandId>/<ProductId>.json`: one product a file, served byte for byte.
struct Fixtures {
    let directory: URL

    /// - Parameter path: where the fixtures are; looked for beside the executable and in the working directory where nil.
    init(path: String?) throws {
        let candidates = path.map { [URL(filePath: $0)] } ?? Self.usualPlaces
        let found = candidates.first { FileManager.default.fileExists(atPath: $0.appending(path: "hubs.json").path) }
        guard let found else {
            let places = candidates.map { "'\($0.path)'" }.joined(separator: ", ")
            throw SandboxError("There are no fixtures at \(places). Name their directory with --fixtures.")
        }
        directory = found
    }

    func world() throws -> World {
        World(participants: try text("participants.json"), hubs: try hubs())
    }

    private func hubs() throws -> [Hub] {
        try read("hubs.json") { data in
            try JSONDecoder().decode([HubDescription].self, from: data)
        }.map { description in
            Hub(
                code: description.code, lfiID: description.lfiID, version: description.version ?? "v2.1",
                pageSize: description.pageSize, hasTokenEndpointAlias: description.hasTokenEndpointAlias ?? true,
                takesLeads: description.takesLeads ?? true, products: try products(of: description.code))
        }
    }

    private func products(of code: String) throws -> [SandboxProduct] {
        let catalogue = "catalogues/\(code)"
        return try names(in: catalogue).flatMap { brand in
            try names(in: "\(catalogue)/\(brand)").map { file in
                try read("\(catalogue)/\(brand)/\(file)") { try SandboxProduct(json: $0, brandID: brand) }
            }
        }
    }

    private func names(in folder: String) throws -> [String] {
        let path = directory.appending(path: folder).path
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: path) else {
            throw SandboxError("The folder '\(path)' cannot be read. Check the fixtures.")
        }
        return names.filter { !$0.hasPrefix(".") }.sorted()
    }

    private func text(_ file: String) throws -> String { try read(file) { String(decoding: $0, as: UTF8.self) } }

    private func read<Value>(_ file: String, _ body: (Data) throws -> Value) throws -> Value {
        let url = directory.appending(path: file)
        do {
            return try body(Data(contentsOf: url))
        } catch {
            throw SandboxError("The fixture '\(url.path)' cannot be used: \(error). Check the file.")
        }
    }

    private struct HubDescription: Decodable {
        var code: String
        var lfiID: String
        var version: String?
        var pageSize: Int?
        var hasTokenEndpointAlias: Bool?
        var takesLeads: Bool?

        private enum CodingKeys: String, CodingKey {
            case code = "Code", lfiID = "LFIId", version = "Version", pageSize = "PageSize"
            case hasTokenEndpointAlias = "HasTokenEndpointAlias", takesLeads = "TakesLeads"
        }
    }

    /// Beside an installed executable, in the tree that the executable was built in, or else here: a folder of this name
    /// that lies where somebody works is more likely theirs than ours.
    private static var usualPlaces: [URL] {
        let executable = OwnExecutable.folder
        return [
            executable.appending(path: "../share/ofp/fixtures").standardized,
            tree(above: executable)?.appending(path: "fixtures"),
            URL(filePath: "fixtures"),
        ].compactMap { $0 }
    }

    /// The package that a folder of builds lies in, however deep: it can be named with `--scratch-path`.
    private static func tree(above folder: URL) -> URL? {
        sequence(first: folder) { $0.path == "/" ? nil : $0.deletingLastPathComponent() }
            .first { FileManager.default.fileExists(atPath: $0.appending(path: "Package.swift").path) }
    }
}
