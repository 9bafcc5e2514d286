import Testing

@testable import ofp

@Suite("Keys of a terminal")
struct KeyDecoderTests {
    private static let examples: [(String, [Key])] = [
        ("a", [.text("a")]), ("\r", [.enter]), ("\n", [.enter]), ("\u{7F}", [.erase]), ("\u{8}", [.erase]),
        ("\u{3}", [.interrupt]), ("\u{1A}", [.suspend]), ("\u{15}", [.eraseLine]),
        ("\u{1B}[A", [.up]), ("\u{1B}OA", [.up]), ("\u{1B}[B", [.down]), ("\u{1B}[C", [.right]), ("\u{1B}[D", [.left]),
        ("\u{1B}[1;5A", [.up]), ("\u{1B}[5~", [.pageUp]), ("\u{1B}[6~", [.pageDown]), ("\u{1B}[5;2~", [.pageUp]),
        ("\u{1B}[H", [.home]), ("\u{1B}[1~", [.home]), ("\u{1B}[F", [.end]), ("\u{1B}[4~", [.end]),
        ("\u{1B}[15~", []), ("\u{7}", []), ("é", [.text("é")]),
        ("حساب", [.text("ح"), .text("س"), .text("ا"), .text("ب")]), ("🏦", [.text("🏦")]),
        ("\u{1B}q", [.escape, .text("q")]), ("\u{1B}\u{1B}[A", [.escape, .up]),
        ("ab\u{1B}[Ac", [.text("a"), .text("b"), .up, .text("c")]),
        ("a\u{1B}[200~3\ny\u{1B}[A\u{1B}[201~c", [.text("a"), .paste("3\ny\u{1B}[A"), .text("c")]),
        ("\u{1B}[200~حساب\u{1B}[201~\u{1B}[200~\u{1B}[201~", [.paste("حساب"), .paste("")]),
        ("\u{1B}[201~x", [.text("x")]), ("\u{1B}[200~half\u{3}q", [.paste("half"), .interrupt, .text("q")]),
    ]

    @Test("are what they mean, however the bytes come in", arguments: examples.indices)
    func decoded(index: Int) {
        let (text, expected) = Self.examples[index]
        var whole = KeyDecoder()
        #expect(whole.feed(text.utf8) == expected && !whole.isWaiting)
        var pieces = KeyDecoder()
        #expect(text.utf8.flatMap { pieces.feed([$0]) } == expected && !pieces.isWaiting)
    }

    @Test("are Escape alone where nothing follows it, and nothing where a sequence stays half")
    func alone() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0x1B]).isEmpty && decoder.isWaiting)
        #expect(decoder.settle() == [.escape] && !decoder.isWaiting)
        #expect(decoder.feed([0xD8]).isEmpty && decoder.settle().isEmpty && !decoder.isWaiting)
    }

    @Test("are one paste, however long it is, and however slowly it comes")
    func paste() {
        let text = String(repeating: "3\n", count: 30_000)
        var decoder = KeyDecoder()
        #expect(decoder.feed("\u{1B}[200~\(text)\u{1B}[201~".utf8) == [.paste(text)])
        // In pieces or not, no more of it is kept than anything takes.
        let long = String(repeating: "3", count: 100_000)
        #expect(decoder.feed("\u{1B}[200~\(long)\u{1B}[201~".utf8) == [.paste(String(long.prefix(65_536)))])
        #expect(decoder.feed("\u{1B}[200~\(long)".utf8).isEmpty && decoder.feed(long.utf8).isEmpty)
        #expect(decoder.feed("\u{1B}[201~".utf8) == [.paste(String(long.prefix(65_536)))])
        #expect(decoder.feed("\u{1B}[200~3\u{1B}[20".utf8).isEmpty && decoder.settle().isEmpty)
        #expect(decoder.feed("0~\u{1B}[201~3".utf8) == [.paste("3\u{1B}[200~"), .text("3")])
    }

    @Test("take no harm from bytes that mean nothing")
    func rubbish() {
        var decoder = KeyDecoder()
        #expect(decoder.feed([0xFF, 0xFF, 0xFF, 0xFF, 0x61]) == [.text("a")])
        // Nor is waited for what could follow them.
        #expect(decoder.feed([0x80]).isEmpty && !decoder.isWaiting)
        #expect(decoder.feed([0x1B, 0x5B] + Array(repeating: 0x30, count: 100)).isEmpty && !decoder.isWaiting)
    }
}
