import FoundationEssentials
import OpenFinance

/// What `ofp history` prints.
struct HistoryReport: Report {
    static let formats = ReportFormat.ofLists + [.html]

    let history: ProductHistory
    var unreadable: [ProductHistory.Unreadable] = []

    /// `365 lists from 2026-01-01 to 2026-12-31; in 360 of them. Days are those of the UAE.`
    var summary: String {
        let count = history.entries.count
        let listed = history.entries.count(where: \.isListed)
        let days = [history.entries.first, history.entries.last].compactMap { $0?.time.dayInUAE }
        let times = days.first == days.last ? "of \(days.first ?? "")" : "from \(days.joined(separator: " to "))"
        return "\(count) \(count == 1 ? "list" : "lists") \(times); in \(listed) of them. "
            + "\(areDaysEnough ? "Days" : "Days and times") are those of the UAE."
    }

    /// Whether no two lists are of one day.
    private var areDaysEnough: Bool { Set(history.entries.map(\.time.dayInUAE)).count == history.entries.count }

    /// Whose product it is: `Noor Savings · Waha Retail · N100`.
    private var subject: String {
        [history.displayName, history.lfi.label, history.id].compactMap(\.self).joined(separator: " · ")
    }

    var notes: [String] { [subject, summary] + unreadable.map(\.sentence) + [ProductsReport.noOffers] }

    /// Of each headline that has figures.
    var courses: [HeadlineCourse] {
        let states = history.entries.map(\.state)
        return HeadlineChange.Headline.allCases.compactMap { HeadlineCourse($0, states) }
    }
}

// MARK: - Tables

extension HistoryReport {
    /// A time over which nothing that is shown has changed.
    private struct Stretch {
        var first, last: ProductHistory.Entry
        var lists = 1
        /// Its headlines, and what it is called.
        let cells: [String]
    }

    private var stretches: [Stretch] {
        var stretches: [Stretch] = []
        for entry in history.entries {
            let headlines = HeadlineChange.Headline.allCases.map { $0.text(entry.state) ?? ProductColumn.unknown }
            let cells = headlines + [entry.displayName ?? ProductColumn.unknown]
            if let last = stretches.indices.last, stretches[last].cells == cells {
                stretches[last].last = entry
                stretches[last].lists += 1
            } else {
                stretches.append(Stretch(first: entry, last: entry, cells: cells))
            }
        }
        return stretches
    }

    var table: Table {
        let stretches = stretches
        // The first is there always: it says where there is no figure, too.
        let figures = HeadlineChange.Headline.allCases.indices.filter { index in
            index == 0 || stretches.contains { $0.cells[index] != ProductColumn.unknown }
        }
        let isRenamed = Set(history.entries.compactMap(\.displayName)).count > 1
        let areDaysEnough = areDaysEnough
        func time(_ entry: ProductHistory.Entry) -> String {
            areDaysEnough ? entry.time.dayInUAE : entry.time.momentInUAE
        }
        return Table(
            [
                .init(title: "From"), .init(title: "To", dropOrder: 1),
                .init(title: "Lists", alignment: .trailing, dropOrder: 2),
            ]
                + figures.map {
                    .init(
                        title: HeadlineChange.Headline.allCases[$0].title, alignment: .trailing,
                        dropOrder: $0 == 0 ? nil : 2 + $0
                    )
                } + (isRenamed ? [.init(title: ProductColumn.product.title)] : []),
            stretches.map { stretch in
                [time(stretch.first), time(stretch.last), "\(stretch.lists)"] + figures.map { stretch.cells[$0] }
                    + (isRenamed ? stretch.cells.suffix(1) : [])
            })
    }

    /// Each list, by the names of the JSON.
    var records: Table {
        let titles = ["LFIName", "AuthorisationServerId", "ProductId", "ProductName", "RetrievedAt", "File", "State"]
        return Table(
            columns: (titles + HeadlineChange.Headline.allCases.flatMap(\.recordTitles)).map { .init(title: $0) },
            rows: history.entries.map { entry in
                [
                    history.lfi.name, history.lfi.id, history.id, entry.name ?? history.name,
                    entry.time.formatted(.iso8601),
                    entry.file,
                    entry.state.word,
                ].map(Table.Cell.init) + HeadlineChange.Headline.allCases.flatMap { $0.recordCells(entry.state) }
            })
    }
}

// MARK: - For a person

extension HistoryReport {
    func text(on terminal: Terminal) -> String {
        let name = terminal.style.bold((history.displayName ?? history.id ?? ProductColumn.unknown).forTerminal)
        let whose = [history.lfi.label, history.id].compactMap { $0?.forTerminal }.joined(separator: " · ")
        return "\(name)\n\(whose)\n\n" + sparklines(on: terminal) + table.text(on: terminal)
    }

    /// A line for each figure that has changed: `Rate  ▁▁▂▅█  2.05% to 2.80%`. On a terminal that shows bars.
    private func sparklines(on terminal: Terminal) -> String {
        guard let width = terminal.width, terminal.hasUTF8 else { return "" }
        let lines = courses.compactMap { course in
            course.range.map { (title: course.headline.title, figures: course.figures, range: $0) }
        }
        guard !lines.isEmpty else { return "" }
        let titleWidth = lines.map(\.title.displayWidth).max() ?? 0
        let rangeWidth = lines.map(\.range.displayWidth).max() ?? 0
        let room = max(8, min(Self.widestLine, width - titleWidth - rangeWidth - 4))
        return lines.map { line in
            let bars = Sparkline.text(line.figures, width: room)
            return "\(line.title.padded(to: titleWidth))  \(terminal.style.green(bars))  \(line.range)\n"
        }.joined() + "\n"
    }

    private static let widestLine = 100
}

// MARK: - JSON

extension HistoryReport: Encodable {
    private enum CodingKeys: String, CodingKey {
        case lfiName = "LFIName", authorisationServerID = "AuthorisationServerId", productID = "ProductId"
        case productName = "ProductName", lists = "Lists", unreadable = "Unreadable"
    }

    private struct ListJSON: Encodable {
        let time: Date
        let file, state: String
        let name: String?
        let headlines: HeadlinesJSON?

        init(_ entry: ProductHistory.Entry) {
            time = entry.time
            file = entry.file
            state = entry.state.word
            name = entry.name
            headlines = if case .listed(let headlines) = entry.state { HeadlinesJSON(headlines) } else { nil }
        }

        private enum CodingKeys: String, CodingKey {
            case time = "RetrievedAt", file = "File", state = "State", name = "ProductName", headlines = "Headlines"
        }
    }

    private struct UnreadableJSON: Encodable {
        let file, reason: String

        private enum CodingKeys: String, CodingKey { case file = "File", reason = "Reason" }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(history.lfi.name, forKey: .lfiName)
        try container.encode(history.lfi.id, forKey: .authorisationServerID)
        try container.encodeIfPresent(history.id, forKey: .productID)
        try container.encodeIfPresent(history.name, forKey: .productName)
        try container.encode(history.entries.map(ListJSON.init), forKey: .lists)
        try container.encode(
            unreadable.map { UnreadableJSON(file: $0.file, reason: $0.reason) }, forKey: .unreadable)
    }
}
