extension [String] {
    /// `Did you mean 'a' or 'b'?`; nil where nothing was.
    var didYouMean: String? {
        isEmpty ? nil : "Did you mean \(map { "'\($0)'" }.joined(separator: " or "))?"
    }
}
