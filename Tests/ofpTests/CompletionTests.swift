import ArgumentParser
import Testing

@testable import ofp

@Suite("What a shell is offered")
struct CompletionTests {
    @Test("is nothing that a shell could run or a terminal obey, whoever wrote it")
    func hostile() {
        let names = [
            "Liwa Bank", "$(touch /tmp/x)", "`id`", "a\\b", "it's", "\"quoted\"", "two\nlines", "\u{1B}[31mred", "hey!",
            "",
            "بنك الفلج",
        ]
        #expect(CompletionCandidates.inShell(names, shell: .fish) == ["Liwa Bank", "بنك الفلج"])
    }

    @Test("is written as each of them reads it")
    func shells() {
        let names = ["Bank: one; two & (three)"]
        #expect(CompletionCandidates.inShell(names, shell: .bash) == [#"Bank:\ one\;\ two\ \&\ \(three\)"#])
        #expect(CompletionCandidates.inShell(names, shell: .zsh) == [#"Bank\: one; two & (three)"#])
        #expect(CompletionCandidates.inShell(names, shell: .fish) == names)
    }
}
