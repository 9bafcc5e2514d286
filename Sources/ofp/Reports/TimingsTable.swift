import OpenFinance

/// How long each request took, for a person at a terminal and for a bank's support.
struct TimingsTable {
    var timings: [RequestTiming]

    /// Columns from which on the interaction id, by which a bank's support finds a request, stands beside the rest.
    private static let widthWithIDs = 120

    func text(on terminal: Terminal) -> String {
        let showsIDs = terminal.width.map { $0 >= Self.widthWithIDs } ?? true
        let steps = ["Lookup", "Connect", "TLS", "First byte", "Total"]
        var columns: [Table.Column] = [.init(title: "Bank", narrowest: 10), .init(title: "Step")]
        columns += steps.map { .init(title: $0, alignment: .trailing) }
        columns.append(.init(title: "Ended"))
        if showsIDs { columns.append(.init(title: "Interaction id")) }
        let rows = timings.inOrder.map { timing -> [String?] in
            let steps = TimingSteps(timing.timings)
            return [timing.lfi?.name ?? "(directory)", timing.purpose.rawValue]
                + [steps.nameLookup, steps.connect, steps.tls, steps.firstByte, steps.total].map(Self.milliseconds)
                + [timing.status.map(String.init) ?? timing.reason?.rawValue ?? ""]
                + (showsIDs ? [timing.interactionID.description] : [])
        }
        return Table(columns, rows).text(on: terminal)
    }

    private static func milliseconds(_ time: Duration?) -> String? {
        guard let time else { return nil }
        let tenths = time.components.seconds * 10_000 + time.components.attoseconds / 100_000_000_000_000
        return tenths < 100 ? "\(tenths / 10).\(tenths % 10) ms" : "\(tenths / 10) ms"
    }
}
