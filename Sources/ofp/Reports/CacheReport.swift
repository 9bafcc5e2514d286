import FoundationEssentials
import OpenFinance

/// What `ofp cache show` prints, in the shape of its JSON.
struct CacheReport: Encodable {
    struct Entry: Encodable {
        let kind: String
        let files, bytes: Int

        private enum CodingKeys: String, CodingKey { case kind = "Kind", files = "Files", bytes = "Bytes" }
    }

    let path: String
    let entries: [Entry]

    init(_ store: FileCacheStore) {
        path = store.folder.path
        let contents = store.contents()
        entries = CacheKey.Kind.allCases.map { kind in
            Entry(kind: kind.rawValue, files: contents[kind]?.files ?? 0, bytes: contents[kind]?.bytes ?? 0)
        }
    }

    var text: String {
        let layout = TableLayout(columns: [
            .init(title: "KIND"), .init(title: "FILES", alignment: .trailing),
            .init(title: "BYTES", alignment: .trailing),
        ])
        let rows = entries.map { [$0.kind, "\($0.files)", "\($0.bytes)"] }
        let widths = layout.widths(of: rows, available: nil)
        let lines = [layout.columns.map(\.title)] + rows
        return "\(path)\n" + lines.map { layout.line($0, widths: widths) + "\n" }.joined()
    }

    private enum CodingKeys: String, CodingKey { case path = "Path", entries = "Entries" }
}
