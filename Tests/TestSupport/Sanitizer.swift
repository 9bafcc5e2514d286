import Foundation
public import Testing

/// Whether `make sanitize` built what is tested. A sanitizer keeps books of its own in memory, reserves terabytes, and maps
/// files, so that a limit for the program strikes it first.
public enum Sanitizer {
    /// By the environment that `make sanitize` sets.
    public static let isOn = ProcessInfo.processInfo.environment["OFP_SANITIZED"] != nil

    /// Of its own a program takes a bounded amount of memory; the books come on top.
    public static func megabytes(_ usual: Int) -> Int { isOn ? 10 * usual : usual }
}

extension Trait where Self == ConditionTrait {
    /// For what a sanitizer takes away, or does itself.
    public static func unsanitized(_ why: Comment) -> Self { .disabled(if: Sanitizer.isOn, why) }

    /// For what sets a limit to the size of files.
    public static var limitOfFiles: Self { unsanitized("The thread sanitizer maps a file, which has the same limit.") }
}
