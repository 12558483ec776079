import MailGrammar
import Testing

@Suite("What HTML hides")
struct HTMLHiddenTests {
    struct Case: CustomTestStringConvertible, Sendable {
        let name: String
        let html: String
        let text: String
        let texts: Int
        let characters: Int
        var testDescription: String { name }

        init(_ name: String, _ html: String, _ text: String, texts: Int = 1, characters: Int = 3) {
            (self.name, self.html, self.text, self.texts, self.characters) = (name, html, text, texts, characters)
        }
    }

    static let hiddenCases: [Case] = [
        Case("display", "a<div style='display:none'>x y z</div>b", "ab"),
        Case("display, in any case", "a<span STYLE=' Display : NONE ;'>xyz</span>b", "ab"),
        Case(
            "display, important",
            "<style>.h{display:none!important}</style>a<p class='k h' style='display:block'>xyz</p>b", "ab"),
        Case("by class", "<style>.h{display:none}</style>a<i class=h>xyz</i>b", "ab"),
        Case(
            "by element and class", "<style>p.h , i.h{display:none}</style>a<i class=h>xyz</i><u class=h>b</u>",
            "a«u»b«/u»"),
        Case("by id", "<style>/* { */ #h { color:red; display:none }</style>a<i id=h>xyz</i>b", "ab"),
        Case("by element", "<style>h6{display:none}</style>a<h6>xyz</h6>b", "ab"),
        Case("visibility", "a<span style='visibility:hidden'>xyz</span>b", "ab"),
        Case(
            "visible again inside", "<p style='visibility:hidden'>xyz<i style='visibility:visible'>b</i></p>",
            "«i»b«/i»"),
        Case("opacity", "a<span style='opacity:0.0'>xyz</span>b", "ab"),
        Case("letters without size", "a<span style='font-size:0'>xyz</span>b", "ab"),
        Case("letters of a pixel", "a<span style='font-size: 1px; line-height:1px'>xyz</span>b", "ab"),
        Case("larger letters inside", "<td style='font-size:0px'>xyz<b style='font-size:14px'>b</b></td>", "«b»b«/b»"),
        Case("no height", "a<div style='max-height:0px;overflow:hidden'>xyz</div>b", "ab"),
        Case("no height, cut off", "a<div style='height:0;overflow:hidden'>xyz</div>b", "ab"),
        Case("for Outlook", "a<div style='mso-hide:all'>xyz</div>b", "ab"),
        Case("attribute", "a<div hidden>xyz</div>b", "ab"),
        Case("far away", "a<div style='text-indent:-9999px'>xyz</div>b", "ab"),
        Case("white on white", "<div style='background:#fff'>a<span style='color:#FFFFFF'>xyz</span>b</div>", "ab"),
        Case("nearly white on white", "<table><tr><td bgcolor='#ffffff'>a<font color=#fefefe>xyz</font></table>", "a"),
        Case("white on nothing known", "<span style='color:#fff'>abc</span>", "abc", texts: 0, characters: 0),
        Case(
            "white on a picture", "<div style='background:#fff url(x)'><b style='color:white'>a</b></div>", "«b»a«/b»",
            texts: 0, characters: 0),
        Case("everything inside", "<div style='display:none'>x<p style='display:block'>y<b>z</b></p></div>b", "b"),
        Case("twice", "<i hidden>xy</i>a<i hidden>z</i>", "a", texts: 2),
        Case("nothing in it", "a<i hidden> \n&nbsp;</i>b", "ab", texts: 0, characters: 0),
        Case("links and items", "<ul hidden><li><a href='http://x.example'>xyz</a></ul>b", "b"),
        Case(
            "media for phones",
            "<style>@media (max-width:600px){.h{display:none}} .k{display:none}</style><b class=h>a</b><i class=k>xyz</i>",
            "«b»a«/b»"),
        Case(
            "a preheader", "<div style=\"display:none;max-height:0;mso-hide:all\">xyz&nbsp;&zwnj;&#847;</div>b", "b"),
    ]

    @Test("hidden text", arguments: hiddenCases)
    func hidden(row: Case) {
        let rendered = RenderedHTML(row.html)
        #expect(rendered.readable == row.text)
        #expect(rendered.counts.hiddenTexts == row.texts)
        #expect(rendered.counts.hiddenCharacters == row.characters)
    }

    @Test(
        "pictures",
        arguments: [
            ("<img src='http://x.example/a' alt=' A  b\n'>", "«faint»[A b]«/faint»", 0, 0),
            ("<img src='http://x.example/a'>", "", 1, 0),
            ("<img src='http://x.example/a' alt=''>", "", 1, 0),
            ("<img src='http://x.example/a' alt=' '>", "", 1, 0),
            ("<img src='http://x.example/a' width=1 height=1 alt=x>", "", 0, 1),
            ("<img src='http://x.example/a' width=0 height=0>", "", 0, 1),
            ("<img src='http://x.example/a' width='1px' height='1px'>", "", 0, 1),
            ("<img src='http://x.example/a' style='width:1px;height:1px'>", "", 0, 1),
            ("<img src='http://x.example/a' style='display:none' alt=x>", "", 0, 1),
            ("<div style='display:none'><img src='http://x.example/a' alt=x></div>", "", 0, 1),
            ("<img src='http://x.example/a' height=1>", "", 0, 1),
            ("<img src='http://x.example/a' width=600 height=1>", "", 1, 0),
            ("<img src='http://x.example/a' width='100%' height=1>", "", 1, 0),
            ("<img src='data:image/png;base64,AA' width=1 height=1>", "", 1, 0),
            ("<img src='cid:a' alt=a>", "«faint»[a]«/faint»", 0, 0),
            ("<img src='cid:a' alt='<b>]x'>", "«faint»[<b>]x]«/faint»", 0, 0),
        ])
    func pictures(html: String, text: String, images: Int, trackers: Int) {
        let rendered = RenderedHTML(html)
        #expect(rendered.readable == text)
        #expect(rendered.counts.images == images)
        #expect(rendered.counts.trackers == trackers)
    }

    @Test(
        "style sheets and attributes",
        arguments: [
            ("<b style='font-weight:normal'>a</b>", "a"),
            ("<span style='font-weight:700'>a</span>", "«b»a«/b»"),
            ("<span style='font-style:italic'>a</span>", "«i»a«/i»"),
            ("<span style='text-decoration:underline line-through'>a</span>", "«u»«s»a«/u»«/s»"),
            ("<u style='text-decoration:none'>a</u>", "a"),
            ("<u><span style='text-decoration:none'>a</span></u>", "«u»a«/u»"),
            ("<span style='color:red'>a</span>b", "«colour 196»a«/colour»b"),
            ("<font color='#0000cc'>a</font>", "«colour 20»a«/colour»"),
            ("<font color='#00c'>a</font>", "«colour 20»a«/colour»"),
            ("<span style='color:rgb(0, 128, 0)'>a</span>", "«colour 28»a«/colour»"),
            ("<span style='color:#333'>a</span>", "a"),
            ("<span style='color:#eeffee'>a</span>", "a"),
            ("<span style='color:#777'>a</span>", "a"),
            ("<span style='color:red;background:#000'>a</span>", "a"),
            ("<div style='background:#f8f8f8'><b style='color:red'>a</b></div>", "«b»«colour 196»a«/b»«/colour»"),
            (
                "<style>.r { color : red } b { color:blue !important }</style><b class=r>a</b>",
                "«b»«colour 21»a«/b»«/colour»"
            ),
            ("<style><!-- .r{color:red} --></style><i class=r>a</i>", "«i»«colour 196»a«/i»«/colour»"),
            ("<style>.r{color:red</style><i class=r>a</i>", "«i»«colour 196»a«/i»«/colour»"),
            (
                "<style>@import url(http://x.example/a.css); .r{color:red}</style><i class=r>a</i>",
                "«i»«colour 196»a«/i»«/colour»"
            ),
            ("<style>div .r, .r:hover, .r > p {display:none}</style><i class=r>a</i>", "«i»a«/i»"),
            ("<p style=\"font-family:'a;b';color:red\">a</p>", "«colour 196»a«/colour»"),
            ("<div style='white-space:pre'>a  b\nc</div>", "a  b\nc"),
            ("<a href='http://x.example' style='color:red'>a</a>", "«a»a\u{A0}[1]«/a»"),
        ])
    func looks(html: String, text: String) { #expect(RenderedHTML(html).readable == text) }
}
