import FoundationEssentials
import OpenFinance

/// How long each request took, for a person at a terminal and for a bank's support.
struct TimingsTable {
    /// Nil for as wide as it takes.
    var width: Int?
    var style: Style

    /// Columns from which on the interaction id, by which a bank's support finds a request, stands beside the rest.
    private static let widthWithIDs = 120

    func text(_ timings: [RequestTiming]) -> Data {
        let showsIDs = width.map { $0 >= Self.widthWithIDs } ?? true
        let layout = TableLayout(
            columns: [
                .init(title: "BANK", narrowest: 10), .init(title: "STEP"), .init(title: "LOOKUP", alignment: .trailing),
                .init(title: "CONNECT", alignment: .trailing), .init(title: "TLS", alignment: .trailing),
                .init(title: "FIRST BYTE", alignment: .trailing), .init(title: "TOTAL", alignment: .trailing),
                .init(title: "ENDED"),
            ] + (showsIDs ? [.init(title: "INTERACTION ID")] : []))
        let rows = timings.inOrder.map { timing in
            let steps = TimingSteps(timing.timings)
            return [timing.lfi?.name ?? "(directory)", timing.purpose.rawValue]
                + [steps.nameLookup, steps.connect, steps.tls, steps.firstByte, steps.total].map(Self.milliseconds)
                + [timing.status.map(String.init) ?? timing.reason?.rawValue ?? ""]
                + (showsIDs ? [timing.interactionID.description] : [])
        }.map { $0.map(\.forTerminal) }
        let widths = layout.widths(of: rows, available: width)
        let title = layout.line(layout.columns.map(\.title), widths: widths) { style.bold($1) }
        let lines = [title] + rows.map { layout.line($0, widths: widths) }
        return Data((lines.joined(separator: "\n") + "\n").utf8)
    }

    private static func milliseconds(_ time: Duration?) -> String {
        guard let time else { return "-" }
        let tenths = time.components.seconds * 10_000 + time.components.attoseconds / 100_000_000_000_000
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) ms" : "\(tenths / 10) ms"
    }
}
