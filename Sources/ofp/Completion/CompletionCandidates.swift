import ArgumentParser
import FoundationEssentials
import OpenFinance

extension CompletionKind {
    /// The banks of the directory that was kept last. Nobody is asked.
    static let banks = CompletionKind.custom { words, _, _ in
        guard let directory = await CompletionSettings(words)?.keptDirectory() else { return [] }
        return CompletionCandidates.inShell(directory.lfis.map(\.name))
    }

    /// The ids of the products that were listed last.
    static let products = CompletionKind.custom { words, _, _ in
        guard let store = CompletionSettings(words)?.reader.cacheStore else { return [] }
        return CompletionCandidates.inShell(await ListedIDs.kept(in: store))
    }

    /// The profiles of the configuration file, and those that are built in.
    static let profiles = CompletionKind.custom { words, _, _ in
        let own = CompletionSettings(words, profile: nil)?.selection.file?.profiles.map(\.name) ?? []
        return CompletionCandidates.inShell(own + Profile.builtIn.map(\.name).filter { !own.contains($0) })
    }
}

/// What settings a half-typed command line has so far.
private struct CompletionSettings {
    let selection: ProfileSelection
    let reader: SettingsReader

    /// Nil where they are wrong: then nothing is offered, and the command will say why.
    init?(_ words: [String]) { self.init(words, profile: Self.value(of: "--profile", in: words)) }

    init?(_ words: [String], profile: String?) {
        let environment = ProcessEnvironment.variables
        do throws(CommandFailure) {
            selection = try ProfileSelection(
                file: Self.value(of: "--config", in: words), profile: profile, environment: environment)
        } catch {
            return nil
        }
        let directory = Self.value(of: "--directory", in: words)
        reader = SettingsReader(
            flags: directory.map { [.directory: $0] } ?? [:], environment: environment, profile: selection.profile)
    }

    func keptDirectory() async -> Directory? {
        guard let source = try? reader.directory(), let allowed = try? reader.allowedLFIs() else { return nil }
        return try? await DirectoryClient.kept(from: source, in: reader.cacheStore)?.restricted(to: allowed)
    }

    private static func value(of flag: String, in words: [String]) -> String? {
        guard let place = words.lastIndex(of: flag), words.indices.contains(place + 1) else { return nil }
        return words[place + 1]
    }
}

/// Candidates as the shell that asks wants them.
enum CompletionCandidates {
    /// Whoever writes a name writes into somebody's command line: what a shell could run, or a terminal obey, is not offered.
    private static let unsafe: Set<Unicode.Scalar> = ["$", "`", "\\", "\"", "'", "!", "\n", "\r", "\t"]

    static func inShell(_ candidates: [String], shell: CompletionShell? = CompletionShell.requesting) -> [String] {
        let safe = candidates.filter { candidate in
            !candidate.isEmpty && candidate == candidate.forTerminal && !candidate.looksSecret
                && !candidate.unicodeScalars.contains(where: unsafe.contains)
        }
        switch shell {
        // bash expands once more what it is given.
        case .bash: return safe.map(\.escapedForBash)
        case .zsh: return safe.map { $0.replacing(":", with: "\\:") }
        default: return safe
        }
    }
}

extension String {
    /// With a backslash before all that may mean something to a shell.
    fileprivate var escapedForBash: String {
        String(
            String.UnicodeScalarView(
                unicodeScalars.flatMap { scalar -> [Unicode.Scalar] in
                    let isPlain =
                        scalar.properties.isAlphabetic || scalar.properties.numericType != nil || !scalar.isASCII
                    return isPlain || "-_./+:@%,=".unicodeScalars.contains(scalar) ? [scalar] : ["\\", scalar]
                }))
    }
}
