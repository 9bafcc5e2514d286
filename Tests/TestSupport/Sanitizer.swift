import Foundation

/// Whether `make sanitize` built what is tested. A sanitizer keeps books of its own in memory, reserves terabytes, and maps
/// files, so that a limit for the program strikes it first.
public enum Sanitizer {
    /// Whether there is one.
    public static let isOn = ProcessInfo.processInfo.environment["OFP_SANITIZED"] != nil

    /// Of its own a program takes a bounded amount of memory; the books come on top.
    public static func megabytes(_ usual: Int) -> Int { isOn ? 10 * usual : usual }
}
