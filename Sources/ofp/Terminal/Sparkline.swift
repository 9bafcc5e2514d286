import FoundationEssentials

/// Figures over time as one line of bars.
enum Sparkline {
    private static let bars = Array("▁▂▃▄▅▆▇█")

    /// - Parameters:
    ///   - figures: nil for a time of which none is known; there the line has a gap.
    ///   - width: columns at the most. Where there are more figures, each bar stands for the last one of some.
    static func text(_ figures: [Decimal?], width: Int) -> String {
        let columns = min(figures.count, max(1, width))
        let shown = (0..<columns).map { column in
            figures[(column * figures.count / columns)..<((column + 1) * figures.count / columns)].last { $0 != nil }
                ?? nil
        }
        let known = shown.compactMap(\.self)
        guard let low = known.min(), let high = known.max() else { return "" }
        return String(shown.map { $0.map { bar(for: $0, from: low, to: high) } ?? " " })
    }

    private static func bar(for figure: Decimal, from low: Decimal, to high: Decimal) -> Character {
        guard low < high else { return bars[bars.count / 2] }
        let step = (figure - low) * Decimal(bars.count) / (high - low)
        return bars[bars.indices.last { Decimal($0) <= step } ?? 0]
    }
}
