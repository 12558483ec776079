import MailGrammar
import TestSupport
import Testing

@Suite("HTML as text")
struct HTMLTextTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let html: String
        let text: String
        var testDescription: String { name }

        init(_ name: String, _ html: String, _ text: String) {
            self.name = name
            self.html = html
            self.text = text
        }
    }

    static let cases: [Case] = [
        Case("empty", "", ""),
        Case("plain", "abc", "abc"),
        Case("white space", "  a \n\t b  ", "a b"),
        Case("inline tags", "a <b>bold</b>, <i>i</i>.", "a bold, i."),
        Case("paragraphs", "<p>a</p><p>b</p>", "a\n\nb"),
        Case("blocks", "<div>a</div><div><div>b</div></div>c", "a\nb\nc"),
        Case("line break", "a<br>b<br/>c<BR />d", "a\nb\nc\nd"),
        Case("many line breaks", "a<br><br><br><br>b", "a\n\nb"),
        Case("headings", "<h1>a</h1>b", "a\n\nb"),
        Case("list", "<ul><li>a</li><li>b <b>c</b></li></ul>d", "- a\n- b c\nd"),
        Case("table", "<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        Case("rule", "a<hr>b", "a\n---\nb"),
        Case("link keeps its text", "<a href=\"https://x.example/?a>b\">here</a>", "here"),
        Case("picture", "a <img src=x alt=\"Logo &amp; more\"> b", "a Logo & more b"),
        Case("picture without alt", "a <img src=x> <img alt=''> b", "a b"),
        Case("picture, attribute before", "<img src='a b' ALT = Foto>", "Foto"),
        Case("script", "a<script>if (a<b) document.write(\"<p>x</p>\")</script>b", "ab"),
        Case("style", "a<style type='text/css'>p > a { }</style>b", "ab"),
        Case("script with a quote", "a<script>'</p>\"</script>b", "ab"),
        Case("script that never ends", "a<script>b</p>c", "a"),
        Case("head", "<html><head><title>t</title>x<meta a></head><body>b</body></html>", "b"),
        Case("head without an end", "<head><title>t</title>x<body>b", "b"),
        Case("comment", "a<!-- x > <p>y</p> -->b", "ab"),
        Case("short comments", "a<!-->b<!--->c", "abc"),
        Case("comment with dashes", "a<!-- - -- ->x--->b", "ab"),
        Case("comment that never ends", "a<!-- b", "a"),
        Case("doctype", "<!DOCTYPE html><p>a", "a"),
        Case("processing instruction", "<?xml version='1.0'?>a", "a"),
        Case("conditional comment", "a<!--[if mso]>x<![endif]-->b<![endif]>c", "abc"),
        Case("named references", "&lt;&amp;&gt; &uuml;&szlig; &euro; &hellip;", "<&> üß € …"),
        Case("numbers", "&#228;&#xE4;&#XE4;&#8364;&#x1F4F7;", "äää€📷"),
        Case("numbers of Windows", "&#132;&#147;", "„“"),
        Case("bad numbers", "&#0;&#xD800;&#x110000;&#99999999999;", "\u{FFFD}\u{FFFD}\u{FFFD}\u{FFFD}"),
        Case("no reference", "a & b &x; &unknown; &;", "a & b &x; &unknown; &;"),
        Case("reference without an end", "a&auml b&amp", "aä b&"),
        Case("no-break space", "a&nbsp;&nbsp;b", "a\u{A0}\u{A0}b"),
        Case("less than", "1 < 2 <3 a<", "1 < 2 <3 a<"),
        Case("tag that never ends", "a<b c", "a"),
        Case("quote", "a<blockquote>b<br>c<blockquote>d</blockquote></blockquote>e", "a\n\n> b\n> c\n>\n>> d\n\ne"),
        Case("preformatted", "<pre>a  b\n  c\n\nd</pre>e", "a  b\n  c\n\nd\n\ne"),
        Case("ends without beginnings", "</p></blockquote></pre></li></b>a", "a"),
        Case("textarea", "a<textarea><b>x</textarea>b", "ab"),
        Case("broken attribute", "<p class=it's>a</p>b", "a\n\nb"),
        Case("UTF-8", "<p>会議 📷</p>", "会議 📷"),
    ]

    @Test("strips", arguments: cases)
    func strips(row: Case) {
        #expect(HTMLText.strip(row.html) == row.text)
    }

    @Test("the same text in any windows", arguments: cases)
    func windows(row: Case) {
        let scalars = Array(row.html.unicodeScalars)
        for split in 0...scalars.count {
            var machine = HTMLText()
            machine.append(String(String.UnicodeScalarView(scalars[..<split])))
            var text = machine.take()
            machine.append(String(String.UnicodeScalarView(scalars[split...])))
            text += machine.finish()
            #expect(text == row.text, "split at \(split)")
        }
    }

    @Test(
        "any amount of anything stays linear",
        arguments: [
            "<div>", "<", "<!--", "&", "<a b='", "<blockquote>", "</p>", "&amp;", "<li>", "<img alt=x>", "<script>",
            "\u{0}",
        ])
    func hostile(piece: String) {
        let text = HTMLText.strip(String(repeating: piece, count: 100_000))
        #expect(text.utf8.count <= 100_000 * piece.utf8.count)
    }

    @Test("the output is limited and never cuts a character")
    func limit() {
        #expect(HTMLText.strip("äöüß", limit: 5) == "äöü")
        #expect(HTMLText.strip("abc", limit: 0) == "")
        #expect(HTMLText.strip(String(repeating: "会", count: 1000), limit: 100).utf8.count == 102)
    }

    @Test("mutated documents never trap", arguments: 1...4 as ClosedRange<UInt64>)
    func mutated(seed: UInt64) {
        print("HTML, seed \(seed)")
        var generator = SeededGenerator(seed: seed)
        for _ in 0..<1000 {
            let html = generator.brokenMarkup(of: Self.cases.map(\.html), count: 3)
            #expect(!HTMLText.strip(html).contains("\u{FFFD}") || html.contains("&#"), "seed \(seed)")
        }
    }

    @Test("the HTML mails of the corpus keep their words and lose their markup")
    func corpus() {
        for path in Corpus.isPresent ? Corpus.files(under: "mimekit/UnitTests/TestData/text", suffix: ".html") : [] {
            guard let html = Corpus.text(path) else { continue }
            let text = HTMLText.strip(html)
            #expect(!text.contains("</") && !text.contains("{"), "\(path)")
            #expect(text.count > 100, "\(path)")
        }
    }
}
