import ArgumentParser
import Testing

@testable import OpenFinance
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

    @Test("knows the products of the last whole list, and those of a part only with their bank, where there is none")
    func ids() async throws {
        try await SandboxWorld.with { world in
            let cache = FileCacheStore(folder: BaseDirectories(world.variables).cache)
            _ = try await world.run(["products", "--sort", "id", "--limit", "1"])
            let first = await ListedIDs.kept(in: cache)
            #expect(first.count == 1 && first[0].contains("/"))
            _ = try await world.run(["products"])
            let all = await ListedIDs.kept(in: cache)
            #expect(all.count > 80 && all.contains("N110"))
            let parts = [
                ["--limit", "1"], ["--category", "Mortgage"], ["--lfi", "Liwa Bank"], ["--salary", "5000"],
            ]
            for part in parts {
                _ = try await world.run(["products"] + part)
                #expect(await ListedIDs.kept(in: cache) == all, "\(part)")
            }
        }
    }

    @Test("is written as each of them reads it")
    func shells() {
        let names = ["Bank: one; two & (three)"]
        #expect(CompletionCandidates.inShell(names, shell: .bash) == [#"Bank:\ one\;\ two\ \&\ \(three\)"#])
        #expect(CompletionCandidates.inShell(names, shell: .zsh) == [#"Bank\: one; two & (three)"#])
        #expect(CompletionCandidates.inShell(names, shell: .fish) == names)
    }
}
