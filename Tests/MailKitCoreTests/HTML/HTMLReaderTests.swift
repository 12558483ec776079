import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("HTML as marked text")
struct HTMLReaderTests {
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

    static let lineCases: [Case] = [
        Case("empty", "", ""),
        Case("plain", "abc", "abc"),
        Case("white space", "  a \n\t b  ", "a b"),
        Case("bold first", "<b>Hallo</b> Welt", "«b»Hallo«/b» Welt"),
        Case("looks", "a <b>b</b>, <i>i</i>, <u>u</u> <s>s</s>.", "a «b»b«/b», «i»i«/i», «u»u«/u» «s»s«/s»."),
        Case("looks in each other", "<b>a<i>b</i></b>c", "«b»a«i»b«/b»«/i»c"),
        Case("no empty looks", "a<b></b><i> </i>b", "a b"),
        Case("paragraphs", "<p>a</p><p>b</p>", "a\n\nb"),
        Case("paragraphs without ends", "<p>a<p>b", "a\n\nb"),
        Case("never two empty lines", "<p>a</p><p>&nbsp;</p><br><br><p></p><p>b</p>", "a\n\nb"),
        Case("blocks", "<div>a</div><div><div>b</div></div>c", "a\nb\nc"),
        Case("an empty line as mail programs write it", "<div>a</div><div><br></div><div>b</div>", "a\n\nb"),
        Case("line break", "a<br>b<br/>c<BR />d", "a\nb\nc\nd"),
        Case("headings", "<h1>a</h1>b", "«h»a«/h»\n\nb"),
        Case(
            "list", "<ul><li>a</li><li>b <b>c</b></li></ul>d",
            "«indent 2»«hang 2»• a\n• b «b»c«/b»\n\n«indent 0»«hang 0»d"),
        Case(
            "numbers", "<ol start=3><li>a<li value=9>b</ol>",
            "«indent 2»«hang 3»3. a\n9. b«indent 0»«hang 0»"),
        Case("letters", "<ol type=a><li>x</ol>", "«indent 2»«hang 3»a. x«indent 0»«hang 0»"),
        Case("Roman numbers", "<ol type=I start=4><li>x</ol>", "«indent 2»«hang 4»IV. x«indent 0»«hang 0»"),
        Case(
            "list in a list", "<ul><li>a<ul><li>b</ul><li>c</ul>",
            "«indent 2»«hang 2»• a\n«indent 6»– b\n«indent 2»• c«indent 0»«hang 0»"),
        Case(
            "second line of an item", "<ul><li>a<br>b</ul>",
            "«indent 2»«hang 2»• a\n«indent 4»«hang 0»b«indent 0»"),
        Case("item without text", "<ul><li></li></ul>a", "a"),
        Case(
            "quote", "a<blockquote>b<blockquote>c</blockquote></blockquote>d",
            "a\n\n«quote 1»b\n\n«quote 2»c\n«quote 0»\nd"),
        Case("preformatted", "<pre>\na  b\n  c\n\n\nd</pre>e", "«code»a  b\n  c\n\n\nd«/code»\n\ne"),
        Case("code", "use <code>a&lt;b</code> now", "use «code»a<b«/code» now"),
        Case("rule", "a<hr>b", "a\n«rule»\nb"),
        Case("rule between paragraphs", "<p>a</p><hr><p>b</p>", "a\n\n«rule»\n\nb"),
        Case("terms", "<dl><dt>a<dd>b</dl>", "«b»a«/b»\n«indent 4»b«indent 0»"),
        Case("citation", "<q>a</q>", "“a”"),
        Case("head", "<html><head><title>t</title><meta a></head><body>b</body></html>c", "bc"),
        Case("script", "a<script>if (a<b) document.write(\"<p>x</p>\")</script>b", "ab"),
        Case("style", "a<style type='text/css'>p > a { }</style>b", "ab"),
        Case("comment", "a<!-- x > <p>y</p> -->b<!-->c<!--->d", "abcd"),
        Case(
            "conditional comment", "a<!--[if mso]>x<![endif]-->b<![endif]>c<!--[if !mso]><!-->d<!--<![endif]-->", "abcd"
        ),
        Case("unknown elements", "a<o:p>&nbsp;</o:p><foo>b</foo>", "a\u{A0}b"),
        Case("named references", "&lt;&amp;&gt; &uuml;&szlig; &euro; &hellip; &check; &Gamma;", "<&> üß € … ✓ Γ"),
        Case("numbers of characters", "&#228;&#xE4;&#x1F4F7;&#132;&#147;", "ää📷„“"),
        Case("no reference", "a & b &x; &unknown; &; &amp;check;", "a & b &x; &unknown; &; &check;"),
        Case("no-break space", "a&nbsp;&nbsp;b&nbsp;", "a\u{A0}\u{A0}b"),
        Case("what takes no room", "a&shy;b&#8203;c\u{FEFF}d&zwnj;e&#847;&#8202;", "abcde"),
        Case("marks of its own", "a&#x100100;\u{100100}b<img alt='&#x100100;c'>", "ab«faint»[c]«/faint»"),
        Case("directions", "a\u{202E}b\u{2066}c&#x200F;", "abc"),
        Case("NUL and controls", "a\0b\u{1B}[31mc\u{7F}", "ab[31mc"),
        Case("less than", "1 < 2 <3 a<", "1 < 2 <3 a<"),
        Case("tag that never ends", "a<b c", "a"),
        Case("ends without beginnings", "</blockquote></pre></li></b>a</div>b", "ab"),
        Case("document in a document", "<html><body>a<html><body bgcolor=red>b</body></html>c", "abc"),
    ]

    @Test("lines and looks", arguments: lineCases)
    func lines(row: Case) { #expect(RenderedHTML(row.html).readable == row.text) }

    @Test("the same in any two windows", arguments: lineCases + tableCases + linkCases)
    func windows(row: Case) {
        for split in 0...row.html.unicodeScalars.count {
            #expect(RenderedHTML(row.html, windows: [split]).readable == row.text, "split at \(split)")
        }
    }

    static let tableCases: [Case] = [
        Case(
            "data", "<table><tr><th>a<th>b<tr><td>c<td>d</table>e",
            "«table»«row»«head»«b»a«/b»«head»«b»b«/b»«row»«cell»c«cell»d«/table»\n\ne"),
        Case(
            "short words in rows", "x<table><tr><td>a<td>b<tr><td>c<td>d</table>e",
            "x\n\n«table»«row»«cell»a«cell»b«row»«cell»c«cell»d«/table»\n\ne"),
        Case("one row", "<table><tr><td>a</td><td>b</td></tr></table>c", "a  b\nc"),
        Case("one column", "<table border=1><tr><td>a</td></tr><tr><td>b</td></tr></table>c", "a\nb\nc"),
        Case(
            "columns without words", "<table><tr><td>a<td>&nbsp;<td>b<tr><td>c<td><td>d</table>",
            "«table»«row»«cell»a«cell»b«row»«cell»c«cell»d«/table»"),
        Case(
            "spans",
            "<table border=1><tr><td rowspan=2>a<td colspan=2>b<tr><td>c<td>d</table>",
            "«table»«row»«cell»a«cell»b«row»«cell»«cell»c«cell»d«/table»"),
        Case(
            "looks inside", "<table border=1><tr><td><b>a</b> <i>b</i><td><p>c</p><tr><td>d<td>e<br>f</table>",
            "«table»«row»«cell»«b»a«/b» «i»b«/i»«cell»c«row»«cell»d«cell»e f«/table»"),
        Case("for places only", "<table role=presentation><tr><td>a<td>b<tr><td>c<td>d</table>", "a  b\nc  d"),
        Case(
            "a table in a table",
            "<table><tr><td>a<td><table border=1><tr><td>1<td>2<tr><td>3<td>4</table><td>b</table>",
            "a\n\n«table»«row»«cell»1«cell»2«row»«cell»3«cell»4«/table»\n\nb"),
        Case("blocks of text", "<table><tr><td><p>a</p><p>b</p><td>c<tr><td>d<td>e</table>", "a\n\nb\n\nc\nd  e"),
        Case(
            "caption", "<table><caption>t</caption><tr><td>a<td>b<tr><td>c<td>d</table>",
            "t\n«table»«row»«cell»a«cell»b«row»«cell»c«cell»d«/table»"),
        Case("hidden rows", "<table border=1><tr><td>a<td>b<tr style='display:none'><td>c<td>d</table>", "a  b"),
        Case("text beside cells", "<table border=1><tr><td>a<td>b</tr>x<tr><td>c<td>d</table>", "a  b\nx\nc  d"),
    ]

    @Test("tables", arguments: tableCases)
    func tables(row: Case) { #expect(RenderedHTML(row.html).readable == row.text) }

    static let linkCases: [Case] = [
        Case("link", "a <a href='https://x.example/'>b</a> c", "a «a»b\u{A0}[1]«/a» c"),
        Case("block in a link", "<a href='https://x.example/'><div>b</div></a>c", "«a»b\u{A0}[1]«/a»\nc"),
        Case(
            "the same target", "<a href='http://x.example/'>b</a> <a href=' http://x.example/\n'>c</a>",
            "«a»b\u{A0}[1] c\u{A0}[1]«/a»"),
        Case("place in the mail", "<a href='#top'>b</a><a name=x>c</a>", "bc"),
        Case("script", "<a href='JaVa\tscript:alert(1)'>b</a> <a href='data:text/html,x'>c</a>", "b c"),
        Case(
            "picture in a link", "<a href='http://x.example/'><img src='cid:a' alt='Logo'></a>",
            "«a»«faint»[Logo]«/faint»\u{A0}[1]«/a»"),
        Case("picture without words", "<a href='http://x.example/'><img src='http://x.example/a'></a>b", "«a»[1]«/a»b"),
        Case("link without anything", "<a href='http://x.example/'></a>b", "b"),
        Case(
            "link in a link", "<a href='http://x.example/'>a<a href='http://y.example/'>b</a>",
            "«a»a\u{A0}[1]b\u{A0}[2]«/a»"),
    ]

    @Test("links", arguments: linkCases)
    func links(row: Case) { #expect(RenderedHTML(row.html).readable == row.text) }
}
