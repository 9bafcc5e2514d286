import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
    /// For what a sanitizer takes away, or does itself.
    static func unsanitized(_ why: Comment) -> Self { .disabled(if: Sanitizer.isOn, why) }

    /// For what sets a limit to the size of files.
    static var limitOfFiles: Self { unsanitized("The thread sanitizer maps a file, which has the same limit.") }
}
