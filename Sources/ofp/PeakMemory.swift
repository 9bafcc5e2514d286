import FoundationEssentials

#if canImport(Darwin)
import Darwin
#endif

/// The most memory that this process has had resident at once.
enum PeakMemory {
    /// In megabytes of 2²⁰ bytes, rounded up; nil where the system does not say.
    static var megabytes: Int? { bytes.map { ($0 + (1 << 20) - 1) >> 20 } }

    #if canImport(Darwin)
    private static var bytes: Int? {
        var usage = rusage()
        return getrusage(RUSAGE_SELF, &usage) == 0 ? usage.ru_maxrss : nil
    }
    #else
    /// From `proc(5)`: what `getrusage` says counts the process that started this one, too.
    private static var bytes: Int? {
        guard let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8) else { return nil }
        let line = status.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
        return line?.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
    }
    #endif
}
