import FoundationEssentials
import OpenFinance

/// Products side by side: the lines of their sheets, each beside its like.
struct Comparison: Report {
    static let formats = ReportFormat.ofLists + [.html]

    struct Row: Encodable {
        let section: String
        let name: String
        /// In the order of the products; nil where a product has no such line.
        let values: [String?]

        var differs: Bool { Set(values).count > 1 }

        private enum CodingKeys: String, CodingKey {
            case section = "Section", name = "Name", values = "Values", differs = "Differs"
        }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            try container.encode(section, forKey: .section)
            try container.encode(name, forKey: .name)
            try container.encode(values, forKey: .values)
            try container.encode(differs, forKey: .differs)
        }
    }

    let products: [ListedProduct]
    private let scenario: Scenario
    let provenance: Provenance
    let titles: [String]
    let rows: [Row]

    /// - Parameter onlyDifferences: whether lines that say the same of all are left out.
    init(
        _ products: [ListedProduct], in scenario: Scenario = Scenario(), onlyDifferences: Bool = false,
        from provenance: Provenance = Provenance()
    ) {
        self.products = products
        self.provenance = provenance
        self.scenario = scenario
        let sheets = products.map { ProductSheet($0, in: scenario) }
        titles = sheets.map(\.title)
        var rows: [LinePath: [String?]] = [:]
        // Each line's next one, from the first one on: a line that only one product has stands where it stands there, not
        // at the end.
        var next: [LinePath?: LinePath] = [:]
        var order: [LinePath] = []
        for (index, sheet) in sheets.enumerated() {
            var last: LinePath?
            for (path, value) in sheet.paths {
                if rows[path] == nil {
                    rows[path] = Array(repeating: nil, count: sheets.count)
                    next[path] = next[last]
                    next[last] = path
                }
                rows[path]?[index] = value
                last = path
            }
        }
        var line = next[nil]
        while let path = line {
            order.append(path)
            line = next[path]
        }
        // A section that only one product has may stand within another one's.
        var sections: [String: [Row]] = [:]
        var titles: [String] = []
        for path in order {
            let row = Row(section: path.section, name: path.name, values: rows[path] ?? [])
            guard row.differs || !onlyDifferences else { continue }
            if sections[path.section] == nil { titles.append(path.section) }
            sections[path.section, default: []].append(row)
        }
        self.rows = titles.flatMap { sections[$0] ?? [] }
    }

    /// Stands before a line in which the products differ.
    static let mark = "≠"

    var table: Table {
        Table(
            (["", ""] + titles).map { .init(title: $0) },
            rows.map { row in
                [row.differs ? Self.mark : "", "\(row.section): \(row.name)"] + row.values
            })
    }

    var disclaimer: String { products.disclaimer(in: scenario) }
    var notes: [String] { provenance.notes(disclaimer) }

    /// By the names of the JSON.
    var records: Table {
        Table(
            (["Section", "Name", "Differs"] + titles).map { .init(title: $0) },
            rows.map { row in [row.section, row.name, "\(row.differs)"] + row.values })
    }

    func text(on terminal: Terminal) -> String {
        ComparisonText(width: terminal.width, style: terminal.style).text(self)
    }

    /// The products as in `ofp products`, the rows, and when they were asked for.
    func writeJSON(to write: (Data) -> Void) {
        var document = Data("{\(SavedListMember.products.label)[\n".utf8)
        document.append(contentsOf: products.map { $0.outputJSON(in: scenario) }.joined(separator: Data(",\n".utf8)))
        document.append(contentsOf: "\n],\"Rows\":".utf8)
        document.append(JSONOutput.encode(rows))
        document.append(contentsOf: ",\(SavedListMember.failures.label)".utf8)
        document.append(JSONOutput.encode(provenance.failures.map(SavedFailure.init)))
        document.append(contentsOf: ",\(SavedListMember.meta.label)".utf8)
        document.append(JSONOutput.encode(NamedProductsMetaJSON(provenance)))
        document.append(contentsOf: "}\n".utf8)
        write(document)
    }
}

/// Where a line stands: two lines of one path are compared with each other.
private struct LinePath: Hashable {
    let section: String
    /// The labels of the lines above it and its own.
    let labels: [String]
    /// Tells the second of two lines with the same labels from the first.
    let occurrence: Int

    var name: String { labels.joined(separator: " › ") + (occurrence > 1 ? " (\(occurrence))" : "") }
}

extension ProductSheet {
    /// Every line that has a value. The interest rate of one product is beside the profit rate of another.
    fileprivate var paths: [(LinePath, String)] {
        sections.flatMap { section in
            var above: [String] = []
            var seen: [[String]: Int] = [:]
            return section.lines.compactMap { line -> (LinePath, String)? in
                let compared = line.compared(in: section.title)
                above = Array(above.prefix(line.depth)) + [compared.label]
                guard let value = compared.value else { return nil }
                seen[above, default: 0] += 1
                return (LinePath(section: section.title, labels: above, occurrence: seen[above] ?? 1), value)
            }
        }
    }
}

extension ProductSheet.Line {
    /// The line as it stands beside its like: the headline rate is one line, whatever it is called.
    func compared(in section: String) -> (label: String, value: String?) {
        let isRate = ["Interest rate", "Profit rate", "Annual percentage rate"].contains(label)
        guard section == "At a glance", isRate else { return (label, value) }
        return ("Rate", value.map { "\($0) (\(label.lowercased()))" })
    }
}
