/// What a shell reads to complete command lines, as the parser writes it.
enum CompletionScript {
    /// The parser has bash take all that it offers for names of files: it would quote them by itself, and add a slash to a
    /// bank or a command that a folder is called like. So only files are taken for files, and the rest is quoted here: names
    /// of banks have blanks. Where a quote is open, bash closes it.
    static func quoting(_ script: String) -> String {
        guard script.hasPrefix("#!/bin/bash") else { return script }
        return script.replacing("complete -o filenames -F", with: "complete -F").replacing(
            addition,
            with: #"""
                        if [[ "${1}" == -W ]]; then
                            [[ "${COMP_WORDS[COMP_CWORD]}" == [\"\']* ]] || printf -v completion '%q' "${completion}"
                        else
                            compopt -o filenames 2> /dev/null
                        fi
                """# + "\n" + addition)
    }

    private static let addition = #"        COMPREPLY+=("${completion}")"#
}
