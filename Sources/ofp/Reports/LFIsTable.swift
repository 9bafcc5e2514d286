import FoundationEssentials

/// LFIs for a person at a terminal.
struct LFIsTable {
    /// Nil for as wide as it takes.
    var width: Int?
    var style: Style

    func text(_ report: LFIsReport) -> Data {
        let offered = table(
            [
                .init(title: "BANK", narrowest: 16), .init(title: "ORGANISATION", narrowest: 12),
                .init(title: "SEGMENT", narrowest: 6), .init(title: "API"), .init(title: "LEADS"),
                .init(title: report.hasAddresses ? "REGISTRATION" : "DISCOVERY DOCUMENT", narrowest: 12),
                .init(title: "ID", narrowest: 8),
            ],
            report.lfis.map {
                [
                    $0.label, $0.organisationName, $0.segments.joined(separator: ", "), $0.version,
                    $0.leadsEndpoint == nil ? "no" : "yes",
                    report.hasAddresses ? $0.registrationEndpoint ?? ProductColumn.unknown : $0.discoveryDocument,
                    $0.authorisationServerID,
                ]
            })
        guard let leftOut = report.leftOut else { return offered }
        return offered + "\n".utf8
            + table(
                [
                    .init(title: "LEFT OUT", narrowest: 16), .init(title: "ORGANISATION", narrowest: 12),
                    .init(title: "WHY"),
                ],
                leftOut.map { [$0.name ?? $0.organisationName, $0.organisationName, $0.reason] })
    }

    private func table(_ columns: [TableLayout.Column], _ cells: [[String]]) -> Data {
        let layout = TableLayout(columns: columns)
        let rows = cells.map { $0.map(\.forTerminal) }
        let widths = layout.widths(of: rows, available: width)
        let title = layout.line(columns.map(\.title), widths: widths) { style.bold($1) }
        let lines = [title] + rows.map { layout.line($0, widths: widths) }
        return Data((lines.joined(separator: "\n") + "\n").utf8)
    }
}
