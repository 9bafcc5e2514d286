import FoundationEssentials
import OpenFinance

/// What `ofp cache show` prints, in the shape of its JSON.
struct CacheReport: Report, Encodable {
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

    var table: Table {
        Table(
            columns: [
                .init(title: "Kind"), .init(title: "Files", alignment: .trailing),
                .init(title: "Bytes", alignment: .trailing),
            ],
            rows: entries.map { [.text($0.kind), .number(Decimal($0.files)), .number(Decimal($0.bytes))] })
    }

    /// Where it is, and what is in it.
    func text(on terminal: Terminal) -> String { "\(path.forTerminal)\n" + table.text(on: terminal) }

    private enum CodingKeys: String, CodingKey { case path = "Path", entries = "Entries" }
}
