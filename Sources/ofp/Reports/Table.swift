import FoundationEssentials

/// Rows under titles: all that a format has to know of a report to lay it out. What the cells mean it does not know.
struct Table: Sendable {
    struct Column: Sendable {
        /// As in a sentence: `Min balance`.
        var title: String
        var alignment = TextAlignment.leading
        /// A narrow terminal makes the column no narrower than this; nil where its text is not to be cut.
        var narrowest: Int?
        /// Which column a narrow terminal does without first, the highest; nil for one that stays.
        var dropOrder: Int?
        /// Whether it is there to be copied rather than read.
        var isFaint = false
    }

    enum Cell: Sendable {
        /// Plain text, which each format makes harmless in its own way.
        case text(String)
        case number(Decimal)
        /// A moment, with the text in which it was stated.
        case time(Date, String)
        /// Where a page is.
        case link(String)
        case unknown

        init(_ text: String?) { self = text.map(Cell.text) ?? .unknown }

        /// For a person.
        var text: String {
            switch self {
            case .text(let text), .time(_, let text), .link(let text): text
            case .number(let number): "\(number)"
            case .unknown: ProductColumn.unknown
            }
        }
    }

    var columns: [Column]
    /// Each has as many cells as there are columns.
    var rows: [[Cell]]
}

enum TextAlignment { case leading, trailing }

extension Table {
    init(_ columns: [Column], _ rows: [[String?]]) {
        self.init(columns: columns, rows: rows.map { $0.map(Cell.init) })
    }
}
