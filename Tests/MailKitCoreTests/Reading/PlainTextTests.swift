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

    /// As `show --json` gives it.
    private func plain(html: String, limit: Int = 1000) throws -> (text: String, isCut: Bool) {
        let mail = "Content-Type: text/html; charset=utf-8\n\n" + html
        let file = try FileMessage(HeldOctets(Array(mail.utf8)), charsets: IconvCharsets())
        var reading = FileReading(file, charsets: IconvCharsets())
        var plain = PlainText(limit: limit)
        while let window = try reading.next() { if !plain.append(window) { break } }
        return (plain.finish(), plain.isCut)
    }

    @Test(
        "lists are indented, and a table's cells stand apart in rows",
        arguments: [
            ("<ul><li>a<ul><li>b<br>c</ul><li>d</ul>", "  • a\n      – b\n        c\n  • d"),
            ("<ol start=9><li>a<li>b</ol>", "  9. a\n  10. b"),
            ("<blockquote><ul><li>a</ul></blockquote>b", ">   • a\n\nb"),
            (
                "<table border=1><tr><th>Day<th>EUR<tr><td>Mon<td>9,50<tr><td><td>1</table>x",
                "Day | EUR\nMon | 9,50\n | 1\n\nx"
            ),
            ("<table border=1><tr><td>a|b<td>c<tr><td>d<td></table>e|f", "a\\|b | c\nd\n\ne|f"),
            (
                "<blockquote><table border=1><tr><td>a<td>b<tr><td>c<td>d</table></blockquote>",
                "> a | b\n> c | d"
            ),
        ])
    func shape(html: String, expected: String) throws {
        #expect(try plain(html: html).text == expected)
    }

    @Test("white space before lines counts for the limit")
    func indented() throws {
        let html = String(repeating: "<ul><li>a", count: 20) + String(repeating: "<li>a", count: 1_000)
        let shown = try plain(html: html, limit: 20_000)
        #expect(shown.isCut && shown.text.utf8.count == 20_000)
        #expect(try plain(html: html, limit: 1 << 20).text.utf8.count > 40_000)
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
