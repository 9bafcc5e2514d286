/// A named set of settings.
struct Profile {
    let name: String
    var settings: [Setting: String]
    /// Where its settings come from, for a person.
    let source: String

    /// Those that are there without any file.
    static let builtIn = ["sandbox", "production"].map { name in
        Profile(name: name, settings: [.directory: name], source: "built-in profile \(name)")
    }
}
