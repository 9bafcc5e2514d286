import FoundationEssentials

#if canImport(Darwin)
import Darwin
#endif

/// Where this program itself lies.
enum OwnExecutable {
    static var folder: URL {
        #if os(Linux)
        let path = (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "."
        return URL(filePath: path).deletingLastPathComponent()
        #else
        return URL(filePath: CommandLine.arguments[0]).resolvingSymlinksInPath().deletingLastPathComponent()
        #endif
    }
}
