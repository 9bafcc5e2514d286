import FoundationEssentials
import OpenFinance

extension HistoryReport {
    /// A chart for each headline, and below them all of it as a table; it does without a script.
    var page: Page? {
        let name = history.displayName ?? history.id ?? ProductColumn.unknown
        // Each name has its own direction: one in Arabic does not turn the others round.
        let whose = [history.lfi.label, history.id].compactMap { $0 }.map { text -> HTML in "<bdi>\(text)</bdi>" }
        let charts = courses.map { HistoryChart($0, at: history.entries.map(\.time)).html }
        return Page(
            title: "\(name) over time",
            main: """
                <header class="top"><h1><bdi>\(name)</bdi> over time</h1>
                <p>\(HTML(whose.enumerated().map { $0 == 0 ? $1 : " · \($1)" }))</p>
                <p>\(summary) <span class="plain">\(ProductsReport.noOffers)</span></p>
                \(HTML(gaps: unreadable.map(\.sentence), titled: "Some lists are skipped"))</header>
                <main id="main" class="alone history" tabindex="-1">
                <div class="courses">
                \(HTML(charts))</div>
                <section><h2>Day by day</h2>
                <div class="scroll" role="region" aria-label="Day by day" tabindex="0">
                \(table.html(captioned: "A line for each time over which the headlines were the same."))</div></section></main>
                """)
    }
}

/// A headline over time as a small picture: a step for each change, a gap where no list says what it was.
private struct HistoryChart {
    private let course: HeadlineCourse
    private let points: [(time: Date, figure: Decimal)?]
    private let times: ClosedRange<Date>

    /// - Parameter times: of each list.
    init(_ course: HeadlineCourse, at times: [Date]) {
        self.course = course
        points = zip(times, course.figures).map { time, figure in figure.map { (time, $0) } }
        self.times = (times.first ?? .distantPast)...(times.last ?? .distantFuture)
    }

    private static let (width, height) = (360.0, 132.0)
    private static let (right, top, bottom) = (10.0, 12.0, 26.0)
    /// Room for the figures.
    private var left: Double {
        Double([course.lowest, course.highest].map { label($0).displayWidth }.max() ?? 0) * 7 + 14
    }

    /// A figure beside the picture: of one that would leave no room for it the beginning, since all of it stands in the words.
    private func label(_ figure: Decimal) -> String { course.text(figure).truncated(to: Self.widestLabel) }

    private static let widestLabel = 16

    private func x(_ time: Date) -> Double {
        let length = times.upperBound.timeIntervalSince(times.lowerBound)
        let share = length > 0 ? time.timeIntervalSince(times.lowerBound) / length : 0.5
        return left + share * (Self.width - left - Self.right)
    }

    private func y(_ figure: Decimal) -> Double {
        let span = course.highest - course.lowest
        let share = span > 0 ? Double("\((figure - course.lowest) / span)") ?? 0 : 0.5
        return Self.height - Self.bottom - share * (Self.height - Self.top - Self.bottom)
    }

    private func place(_ coordinate: Double) -> String { "\((coordinate * 10).rounded() / 10)" }

    var html: HTML {
        let title = course.headline.title
        let id = "course-\(course.headline.rawValue)"
        let others: HTML =
            course.others == 0
            ? ""
            : "<p class=\"hint\">\(course.others) \(course.others == 1 ? "list has a figure" : "lists have figures") of another kind, not drawn here.</p>"
        return """
            <figure><figcaption><h2>\(title)</h2>\(others)</figcaption>
            <svg viewBox="0 0 \(Int(Self.width)) \(Int(Self.height))" role="img" aria-labelledby="\(id)"><title id="\(id)">\(words)</title>
            \(grid)<path class="course" d="\(steps)"/>
            \(HTML(dots))</svg></figure>

            """
    }

    /// The same for whoever does not see it.
    private var words: String {
        let known = points.compactMap(\.self)
        guard let first = known.first, let last = known.last else { return course.headline.title }
        func point(_ point: (time: Date, figure: Decimal)) -> String {
            "\(course.text(point.figure)) on \(point.time.dayInUAE)"
        }
        let way =
            course.range == nil
            ? "\(course.text(first.figure)) in all of \(known.count.counted("list"))"
            : "\(point(first)), \(point(last)); lowest \(course.text(course.lowest)), highest \(course.text(course.highest))"
        return "\(course.headline.title): \(way). The figures stand in the table below."
    }

    private var grid: HTML {
        let figures = Set([course.lowest, course.highest]).sorted()
        let lines = figures.map { figure -> HTML in
            """
            <line class="grid" x1="\(place(left))" x2="\(place(Self.width - Self.right))" y1="\(place(y(figure)))" \
            y2="\(place(y(figure)))"/><text class="soft" x="\(place(left - 6))" y="\(place(y(figure) + 4))" \
            text-anchor="end">\(label(figure))</text>

            """
        }
        // In the order of time, which is not that of their texts: '10000-01-01' comes after '9999-12-31'.
        let (first, last) = (times.lowerBound.dayInUAE, times.upperBound.dayInUAE)
        let days = first == last ? [first] : [first, last]
        let names = days.enumerated().map { place, day -> HTML in
            let isLast = place > 0
            let (x, anchor) =
                days.count == 1
                ? ((left + Self.width - Self.right) / 2, "middle")
                : isLast ? (Self.width - Self.right, "end") : (left, "start")
            return """
                <text class="soft" x="\(self.place(x))" y="\(self.place(Self.height - 6))" text-anchor="\(anchor)">\(day)</text>

                """
        }
        return HTML(lines + names)
    }

    /// A figure stands until the next list; nobody knows what was while there is none.
    private var steps: String {
        var isDrawing = false
        return points.map { point -> String in
            defer { isDrawing = point != nil }
            guard let point else { return "" }
            let (x, y) = (place(x(point.time)), place(y(point.figure)))
            return isDrawing ? "H\(x)V\(y)" : "M\(x) \(y)"
        }.joined()
    }

    /// Each list, where they have room; else those that no line leads to.
    private var dots: [HTML] {
        points.enumerated().compactMap { index, point -> HTML? in
            guard let point else { return nil }
            let isAlone =
                (index == 0 || points[index - 1] == nil) && (index == points.count - 1 || points[index + 1] == nil)
            guard isAlone || points.count <= Self.mostDots else { return nil }
            return
                "<circle class=\"course-dot\" cx=\"\(place(x(point.time)))\" cy=\"\(place(y(point.figure)))\" r=\"2.5\"/>"
        }
    }

    private static let mostDots = 40
}
