import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Hostile HTML")
struct HTMLHostileTests {
    @Test(
        "any amount of anything is read to its end, within bounds",
        arguments: [
            "<div>", "<table><tr><td>", "<", "<!--", "&", "<a b='", "<blockquote>", "</p>", "&amp;", "<li>",
            "<img alt=x>",
            "<script>", "\u{0}", "<b>", "</b>", "<ul><li>", "<p>", "<a href=http://x.example>x", "<style>",
            "<style>*{color:red}",
            "<td>", "<tr>", "<wbr>", "&#x", "<p id=", "<x y z", "</div><b>", "<font color=red>x</font>", "<br>",
            "<pre>\n", "ä",
            "<svg>",
            "<option>", "<h1>a", "<caption>", "<th rowspan=999999 colspan=999999>a", "<tr><td>a<td>b",
        ])
    func repeated(piece: String) {
        let count = TestAmount.of(60_000, full: 200_000) / piece.utf8.count
        let reader = HTMLReader()
        let one = String(repeating: piece, count: count)
        var octets = 0
        for window in 0..<5 { octets += reader.append(one, isLast: window == 4).marked.utf8.count }
        #expect(octets < 5 * count * piece.utf8.count * 8)
    }

    @Test("too deep: stripped, from the beginning where nothing was shown yet")
    func deep() {
        let deep = String(repeating: "<div>", count: 300)
        let whole = RenderedHTML("<p>a</p>" + deep + "b")
        #expect(whole.isStripped && whole.marked == "a\n\nb")
        let html = "<p>" + String(repeating: "a <b>b</b> ", count: 100) + "</p>" + deep + "<i>c</i>"
        let parts = RenderedHTML(html, windows: [1_200])
        #expect(parts.isStripped)
        #expect(TextMark.plain(parts.marked).hasSuffix("a b\nc"))
        #expect(TextMark.plain(parts.marked).utf8.count == 400 - 1 + 2)
        #expect(!RenderedHTML(String(repeating: "<div>", count: 200) + "b").isStripped)
    }

    @Test("many links: numbered up to the limit")
    func links() {
        let html = (0..<12_000).map { "<a href='http://x\($0).example/'>y</a> " }.joined()
        let rendered = RenderedHTML(html)
        #expect(rendered.links.count == HTMLRenderer.linkLimit)
        #expect(rendered.links.last?.number == HTMLRenderer.linkLimit)
    }

    @Test("long texts end at the limit, wherever the windows end")
    func long() {
        let reader = HTMLReader(limit: 100_000)
        var octets = 0
        for window in 0..<4 {
            octets += reader.append(String(repeating: "ab äö ", count: 10_000), isLast: window == 3).marked.utf8.count
        }
        #expect((100_000..<100_100).contains(octets) && reader.isCut)
    }

    @Test("a large document without a mark is read whole")
    func large() {
        let reader = HTMLReader(limit: 32 << 20)
        let window = String(repeating: "word ", count: 200_000)
        var octets = 0
        for at in 0..<12 {
            octets += reader.append(window, isLast: at == 11).marked.utf8.count
            #expect(octets > at * window.utf8.count, "each window gives its text")
        }
        #expect(octets == 12 * window.utf8.count - 1 && !reader.isStripped)
    }

    enum Address: CaseIterable { case path, file, web }

    @Test("no file and no connection is opened by reading", arguments: Address.allCases)
    func fetches(kind: Address) throws {
        let bait = try #require(Bait())
        let address =
            switch kind {
            case .path: bait.path
            case .file: "file://" + bait.path
            case .web: bait.url
            }
        let html = """
            <!DOCTYPE html SYSTEM "\(address)" [<!ENTITY x SYSTEM "\(address)"> <!ENTITY % y SYSTEM "\(address)"> %y;]>
            <?xml-stylesheet href="\(address)"?><base href="\(address)"><meta http-equiv=refresh content="0;url=\(address)">
            <link rel=stylesheet href="\(address)"><style>@import url(\(address)); b{background:url(\(address))}</style>
            <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="\(address)"/><iframe src="\(address)"></iframe>
            <script src="\(address)"></script><object data="\(address)"></object><embed src="\(address)">
            <img src="\(address)" srcset="\(address) 2x"><video src="\(address)" poster="\(address)"></video>
            <body background="\(address)" onload="x()">&x;a
            """
        let rendered = RenderedHTML(html)
        #expect(!bait.isTaken)
        #expect(rendered.marked.hasSuffix("&x;a"))
        #expect(rendered.counts.images == 1)
        let file = open(bait.path, O_RDONLY)
        close(file)
        #expect(bait.isTaken, "the bait works")
    }

    @Test("documents changed at random never trap, and say the same in pieces", arguments: 1...4 as ClosedRange<UInt64>)
    func mutated(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let cases = (HTMLReaderTests.lineCases + HTMLReaderTests.tableCases + HTMLReaderTests.linkCases).map(\.html)
        for _ in 0..<500 {
            let html = generator.brokenMarkup(of: cases, count: 4)
            let split = Int.random(in: 0...html.unicodeScalars.count, using: &generator)
            #expect(
                RenderedHTML(html).readable == RenderedHTML(html, windows: [split]).readable,
                "\(html), split at \(split)")
        }
    }

    @Test("the HTML mails of the corpus keep their words", .enabled(if: Corpus.isPresent))
    func corpus() {
        var count = 0
        for path in Corpus.files(under: "mimekit", suffix: ".html") + Corpus.files(under: "mailkit", suffix: ".html") {
            guard let bytes = Corpus.bytes(path) else { continue }
            let rendered = RenderedHTML(String(decoding: bytes, as: UTF8.self))
            let text = TextMark.plain(rendered.marked)
            #expect(!rendered.isStripped && text.count > 50 && !text.contains("</"), "\(path)")
            #expect(!text.contains("\n\n\n\n"), "\(path)")
            count += 1
        }
        print("HTML of the corpus: \(count) documents")
    }
}
