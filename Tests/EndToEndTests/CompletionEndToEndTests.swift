import Foundation
import Testing

@Suite("Completion in bash")
struct CompletionEndToEndTests {
    @Test(
        "knows the banks, the products of the last list, the profiles, values and files, quoted as one would type them")
    func bash() async throws {
        let script = #"""
            d=$(mktemp -d); export XDG_CACHE_HOME=$d XDG_CONFIG_HOME=$d; PATH=$(dirname "$0"):$PATH; cd $d
            mkdir ofp-files; mkdir -p ofp; touch list.json
            printf 'profiles:\n  pilot: {}\n' > ofp/config.yaml
            ofp products > /dev/null || exit
            ofp --generate-completion-script bash > ofp.bash; . ./ofp.bash
            complete_words() {
                COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMP_LINE="$*"; COMP_POINT=${#COMP_LINE}; COMPREPLY=()
                _ofp ofp "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
                (IFS=,; echo "${COMPREPLY[*]}")
            }
            complete_words ofp products --lfi Liw
            complete_words ofp lfis --profile pil
            complete_words ofp apply N11
            complete_words ofp products --category Sav
            complete_words ofp products --from lis
            complete_words ofp products --sort annual
            cd /; rm -r $d
            """#
        let outcome = try await Tool.run(
            "ofp-sandbox",
            ["run", "--fixtures", Tool.fixtures.path, "--", "bash", "-c", script, Tool.path("ofp")])
        #expect(
            outcome.output == """
                Liwa\\ Bank,Liwa\\ Private
                pilot
                N110
                SavingsAccount
                list.json
                annual-return,annual-fee

                """, "\(outcome.errors)")
    }
}
