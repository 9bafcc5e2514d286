import CArguments

/// What the process was started with.
enum ProcessArguments {
    /// Without the program's own name.
    static let all: [String] = {
        let count = ofp_argument_count()
        guard count > 0 else { return Array(CommandLine.arguments.dropFirst()) }
        return (1..<max(1, count)).compactMap { index in ofp_argument(index).map { String(cString: $0) } }
    }()

    /// Where one stands that is not UTF-8, counted from 1: as a text it would be another value, with marks in place of letters.
    static var firstUnreadable: Int? {
        let places: Range<Int32> = 1..<max(1, ofp_argument_count())
        return places.first { index in
            ofp_argument(index).map { String(validatingCString: $0) == nil } ?? false
        }.map(Int.init)
    }
}
