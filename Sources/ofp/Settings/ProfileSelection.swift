import FoundationEssentials
import OpenFinance

/// Which file and which profile count: by flag, else by environment, else the usual ones.
struct ProfileSelection {
    /// Where the configuration file is, or would be.
    let path: String
    /// Nil where there is no file.
    let file: ConfigurationFile?
    /// Nil where none is chosen.
    let profile: Profile?

    /// - Throws: a ``CommandFailure`` where a file or profile that was named is not there, or the file is wrong.
    init(file namedFile: String?, profile namedProfile: String?, environment: [String: String]) throws(CommandFailure) {
        path = Self.path(namedFile, environment)
        // A file at the usual place may be missing; one that was named may not. Where nobody may look there may be one, and
        // in it the only banks that may be contacted.
        let isNamed = namedFile != nil || environment["OFP_CONFIG"] != nil
        if !isNamed, case .absent = PrivateFile.presence(of: path) {
            file = nil
        } else {
            file = try ConfigurationFile(path: path, home: BaseDirectories(environment).home)
        }

        guard let name = namedProfile ?? environment["OFP_PROFILE"] ?? file?.usualProfile else {
            profile = nil
            return
        }
        profile = try Self.profile(name, in: file, path)
    }

    /// Where the configuration file is, or would be.
    static func path(_ named: String?, _ environment: [String: String]) -> String {
        named ?? environment["OFP_CONFIG"]
            ?? BaseDirectories(environment).configuration.appending(path: "config.yaml").path
    }

    /// A profile of the file extends a built-in one of the same name.
    private static func profile(
        _ name: String, in file: ConfigurationFile?, _ path: String
    ) throws(CommandFailure) -> Profile {
        let builtIn = Profile.builtIn.first { $0.name == name }
        if var profile = file?.profiles.first(where: { $0.name == name }) {
            profile.settings.merge(builtIn?.settings ?? [:]) { own, _ in own }
            return profile
        }
        guard let builtIn else {
            let known = Set((file?.profiles.map(\.name) ?? []) + Profile.builtIn.map(\.name)).sorted()
            throw CommandFailure(
                .notFound, "There is no profile '\(name.forTerminal)' in '\(path)'",
                advice: "Known profiles: \(known.joined(separator: ", "))")
        }
        return builtIn
    }
}
