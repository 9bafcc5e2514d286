import Foundation

/// What takes minutes by its count has that count in `make soak`, and a smaller one in `make test`.
public enum Soak {
    /// Whether somebody has the time.
    public static let isOn = ProcessInfo.processInfo.environment["OFP_SOAK_RUNS"] != nil

    /// `full` in `make soak`, `usual` otherwise.
    public static func count(_ full: Int, usually usual: Int) -> Int { isOn ? full : usual }

    /// All of them, or every so many-th from a place that the group decides: groups together have nearly all.
    public static func some<Element>(of elements: [Element], every stride: Int, group: Int) -> [Element] {
        isOn ? elements : elements.enumerated().filter { $0.offset % stride == group % stride }.map(\.element)
    }
}
