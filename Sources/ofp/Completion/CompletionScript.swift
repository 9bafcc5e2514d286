/// What a shell reads to complete command lines, as the parser writes it.
enum CompletionScript {
    /// Names of banks have blanks: what bash puts into the command line has to be quoted, unless a quote has been opened or
    /// a blank escaped, when bash does it. Paths stay as they are, since `~` has to mean what it means.
    static func quoting(_ script: String) -> String {
        guard script.hasPrefix("#!/bin/bash") else { return script }
        return script.replacing(
            addition,
            with: #"""
                        [[ "${1}" != -W || "${COMP_WORDS[COMP_CWORD]}" == *[\"\'\\]* ]] || printf -v completion '%q' "${completion}"
                """# + "\n" + addition)
    }

    private static let addition = #"        COMPREPLY+=("${completion}")"#
}
