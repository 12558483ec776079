import MailGrammar
import MailKitCore
import Testing

@Suite("The shown text for scripts")
struct PlainTextTests {
    private func window(
        _ text: String, isFlowed: Bool = false, isMarked: Bool = false, remaining: UInt64 = 0
    ) -> MessageText {
        MessageText(
            text: text, isFlowed: isFlowed, deletesSpace: false, isMarked: isMarked, remaining: ByteSize(remaining),
            notes: [])
    }

    private func plain(_ windows: MessageText..., limit: Int = 1000) -> (text: String, isCut: Bool) {
        var plain = PlainText(limit: limit)
        for window in windows where !plain.append(window) { break }
        return (plain.finish(), plain.isCut)
    }

    @Test("windows are joined, and what a terminal would act on goes")
    func cleaned() {
        let shown = plain(window("a\u{1B}[31mb\t\u{202E}", remaining: 3), window("\u{9B}c\u{FEFF}\r\nd 会👩\u{200D}👩\n"))
        #expect(shown.text == "a[31mb\tc\nd 会👩\u{200D}👩\n")
    }

    @Test("flowed paragraphs are one line, in windows, too")
    func flowed() {
        let shown = plain(
            window("one \ntwo\n> three \n> fo", isFlowed: true, remaining: 5), window("ur\nfive", isFlowed: true))
        #expect(shown.text == "one two\n> three four\nfive\n")
    }

    @Test("marks go, and a quote goes on from window to window")
    func marked() {
        let quote = String(TextMark.quote(1).scalar)
        let bold = String(TextMark.on(.bold).scalar)
        let shown = plain(
            window("a\n\(quote)b", isMarked: true, remaining: 4), window("\nc \(bold)d\n", isMarked: true))
        #expect(shown.text == "a\n> b\n> c d\n")
    }

    @Test(
        "what is above the limit is left out, and told",
        arguments: [(3, "äb", true), (4, "äbc", false), (2, "ä", true)])
    func cut(limit: Int, expected: String, isCut: Bool) {
        let shown = plain(window("äbc"), limit: limit)
        #expect(shown.text == expected)
        #expect(shown.isCut == isCut)
    }
}
