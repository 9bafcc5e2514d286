import FoundationEssentials
import OpenFinance

/// Products side by side: the lines of their sheets, each beside its like.
struct Comparison: Encodable {
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

    let titles: [String]
    let rows: [Row]

    init(_ products: [ListedProduct], in scenario: Scenario = Scenario()) {
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
        self.rows = order.map { Row(section: $0.section, name: $0.name, values: rows[$0] ?? []) }
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
                let label = section.title == "At a glance" && line.isRate ? "Rate" : line.label
                above = Array(above.prefix(line.depth)) + [label]
                guard let value = line.value else { return nil }
                seen[above, default: 0] += 1
                let path = LinePath(section: section.title, labels: above, occurrence: seen[above] ?? 1)
                return (path, label == line.label ? value : "\(value) (\(line.label.lowercased()))")
            }
        }
    }
}

extension ProductSheet.Line {
    /// Whether it is the headline rate, whatever it is called.
    fileprivate var isRate: Bool {
        ["Interest rate", "Profit rate", "Annual percentage rate"].contains(label)
    }
}
