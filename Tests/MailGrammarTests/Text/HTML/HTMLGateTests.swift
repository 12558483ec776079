import Testing

@testable import MailGrammar

@Suite("The gate before the HTML parser")
struct HTMLGateTests {
    private func pass(_ html: String, split: Int? = nil) -> (out: String, sheet: String) {
        var gate = HTMLGate()
        let bytes = Array(html.utf8)
        let cut = min(split ?? bytes.count, bytes.count)
        for part in [bytes[..<cut], bytes[cut...]] { Array(part).withUnsafeBufferPointer { gate.append($0) } }
        gate.finish()
        return (String(decoding: gate.take(), as: UTF8.self), String(decoding: gate.takeStyleSheet(), as: UTF8.self))
    }

    static let rows: [(String, String)] = [
        ("a<P Class=x ONCLICK='y' id=\"z\">b</P >", "a<p class=\"x\" id=\"z\">b</p>"),
        ("<img alt=a\"b'c src>d", "<img alt=\"a&quot;b'c\" src=\"\">d"),
        ("<img alt='a>b<c'>", "<img alt=\"a>b&lt;c\">"),
        ("<br/><br /><p / id=x>", "<br/><br/><p id=\"x\">"),
        ("<p\nid\n=\n'x'\n>", "<p id=\"x\">"),
        ("<p id=a=b\"c>d", "<p id=\"a=b&quot;c\">d"),
        ("<html><head><base href='http://x.example/'><meta http-equiv=refresh content='0;x'></head><body>a", "a"),
        ("<link rel=stylesheet href=x><!DOCTYPE a SYSTEM \"http://x.example/\"><?xml a?>b", "b"),
        ("<script src=x>a</b></script >b<SCRIPT>'</scriptx>'</script>c", "bc"),
        ("<style>a</style>b<unknown>c</unknown>d<wbr>e<input value=x>", "bcde"),
        ("a &lt; b &nbsp;&auml; &amp;lt; &#60;", "a &lt; b \u{A0}ä &amp;lt; &lt;"),
        ("<p id='a&amp;b'>", "<p id=\"a&amp;b\">"),
        ("a<!-- <p> -- > --!>b<!>c</>d</ x>e", "abcde"),
        ("a\0\u{1}\u{c}b\u{7F}", "a b"),
        ("<<p>< p>", "&lt;<p>&lt; p>"),
        ("a<", "a&lt;"),
        ("a<p", "a"),
        ("<iframe><p>a</p></iframe>b<textarea>c", "b"),
    ]

    @Test("lets through", arguments: rows)
    func passes(html: String, out: String) { #expect(pass(html).out == out) }

    @Test("the same in any two windows", arguments: rows)
    func windows(html: String, out: String) {
        for split in 0...html.utf8.count { #expect(pass(html, split: split).out == out, "split at \(split)") }
    }

    @Test("hands out style sheets whole")
    func sheets() {
        for split in 0...40 { #expect(pass("<style>a{b}</STYLE >c<style>d", split: split).sheet.hasPrefix("a{b}")) }
    }

    @Test("hands out a style sheet that has ended though another has begun")
    func openSheet() {
        for html in ["<style>a{b}</style>c<style>d", "<style>a{b}</style><style>d"] {
            for split in 0...html.utf8.count {
                var gate = HTMLGate()
                var sheet: [UInt8] = []
                for part in [html.utf8.prefix(split), html.utf8.dropFirst(split)] {
                    Array(part).withUnsafeBufferPointer { gate.append($0) }
                    sheet += gate.takeStyleSheet()
                }
                #expect(sheet == Array("a{b}".utf8), "split at \(split)")
            }
        }
    }

    @Test("parts long texts between characters")
    func runs() {
        let text = String(repeating: "日本語", count: 5_000)
        let out = pass(text).out
        #expect(out.count > text.count && out.split(separator: "<param>").joined() == text)
    }

    @Test("bounds attributes and values")
    func bounds() {
        let many = pass("<p " + (0..<5000).map { "id=a\($0)" }.joined(separator: " ") + ">").out
        #expect(many.utf8.count < 40 * HTMLGate.attributeLimit)
        let long = pass("<p id='" + String(repeating: "ä", count: 100_000) + "'>").out
        #expect(long.utf8.count < HTMLGate.valueLimit + 16 && !long.contains("\u{FFFD}"))
        let sheet = pass("<style>" + String(repeating: "a", count: 1_000_000)).sheet
        #expect(sheet.utf8.count <= HTMLGate.styleLimit)
    }
}
