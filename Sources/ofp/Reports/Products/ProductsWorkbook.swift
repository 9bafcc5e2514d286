import FoundationEssentials
import OpenFinance

extension ProductsReport {
    /// The products, the banks that failed, and what all of it is.
    var workbook: Workbook {
        Workbook(sheets: [
            .init(name: "Products", table: records), .init(name: "Failures", table: failureTable),
            .init(name: "About", table: about, isList: false),
        ])
    }

    private var failureTable: Table {
        Table(
            columns: ["Bank", "Stage", "Reason", "Status", "Code", "Message", "Attempts", "InteractionId"]
                .map { .init(title: $0) },
            rows: catalogue.failures.map { failure in
                [
                    .text(failure.lfi.label), .text(failure.stage.rawValue), .text(failure.reason.rawValue),
                    failure.status.map { .number(Decimal($0)) } ?? .unknown, Table.Cell(failure.code),
                    .text(failure.message), failure.attempts.map { .number(Decimal($0)) } ?? .unknown,
                    Table.Cell(failure.interactionID?.description),
                ]
            })
    }

    private var about: Table {
        let figures: [(String, Table.Cell)] = [
            ("Asked at (UTC)", retrievedAt.map { .time($0, $0.formatted(.iso8601)) } ?? .unknown),
            ("Banks asked", lfisAsked.map { .number(Decimal($0)) } ?? .unknown),
            ("Banks that answered", .number(Decimal(catalogue.lfisAnswered))),
            ("Products", .number(Decimal(shown.count))),
            ("Left out by criteria", .number(Decimal(catalogue.excluded.count))),
        ]
        let notes = [summary, leftOpen, outOfDate, disclaimer].compactMap(\.self)
        return Table(
            columns: [.init(title: "About this list"), .init(title: "")],
            rows: figures.map { [.text($0.0), $0.1] } + asked.map { [.text($0.label), .text($0.value)] }
                + notes.map { [.text($0), .unknown] })
    }
}
