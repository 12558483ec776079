import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct FoldingTests {
    private func lines(_ levels: [Int]) -> [WrappedLine] {
        levels.enumerated().map { index, level in
            WrappedLine(
                text: level < 0 ? "" : "x", quoteLevel: max(0, level), isSignature: false, sourceOffset: index)
        }
    }

    private static let long = Array(repeating: 1, count: 8)

    @Test(arguments: [
        ([0] + long, [0, 1]),
        (long + [0], [0, 8]),
        (long, Array(0..<8)),
        (long + [-1, -1], Array(0..<10)),
        ([0] + Array(repeating: 2, count: 7), Array(0..<8)),
        ([0, 1, 2, 1, 3, 1, 2, 2, 1, 0], [0, 1, 9]),
        (long + [-1] + long + [0], [0, 8, 9, 17]),
        ([], []),
    ])
    func foldsLongQuotesBesideOwnWords(levels: [Int], shown: [Int]) {
        var folds = FoldedRows(isFolding: true)
        folds.take(lines(levels), isEnd: true)
        #expect(folds.rows.map(\.line) == shown)
        #expect(folds.rows.reduce(0) { $0 + 1 + $1.folded } == levels.count, "every line is shown or counted")
    }

    @Test func theSameHoweverTheLinesCome() {
        let all = lines([0, 0] + Self.long + [-1, 0, 1, 1, -1] + Self.long + Self.long + [0])
        var whole = FoldedRows(isFolding: true)
        whole.take(all, isEnd: true)
        for split in 0...all.count {
            var folds = FoldedRows(isFolding: true)
            folds.take(Array(all[..<split]), isEnd: true)
            folds.take(all, isEnd: true)
            #expect(folds.rows == whole.rows, "split at \(split)")
            #expect(folds.foldCount == whole.foldCount)
        }
    }

    @Test func quoteThatGoesOnInTheNextWindowIsFoldedWhole() throws {
        var desk = Desk()
        let quote = (1...60).map { "> line \($0)\n" }.joined()
        desk.open(text: "Hi\n" + quote, remaining: 500)
        #expect(ScreenText.characters(desk.frame).contains("‹ 59 lines folded ›"))
        let generation = try #require(desk.state.reader?.generation)
        desk.send(
            .mail(
                .messageText(
                    generation: generation,
                    MessageText(
                        text: quote + "Bye\n", isFlowed: false, deletesSpace: false, remaining: ByteSize(0), notes: []))
            ))
        #expect(ScreenText.characters(desk.frame).contains("‹ 119 lines folded ›"))
        #expect(ScreenText.characters(desk.frame).contains("Bye"))
    }

    @Test func foldsAndUnfoldsAndKeepsThePlace() throws {
        var desk = Desk(columns: 80, rows: 12)
        desk.open(text: SampleReading.thread + (1...50).map { "line \($0)\n" }.joined())
        desk.type("<pgdn><pgdn><pgdn>")
        let folded = try #require(desk.state.reader)
        let line = folded.text.rows[folded.top].line
        desk.type("z")
        let whole = try #require(desk.state.reader)
        #expect(whole.text.rows.count == whole.text.lines.count)
        #expect(whole.text.rows[whole.top].line == line)
        desk.type("z")
        #expect(desk.state.reader?.top == folded.top)
        var plain = Desk()
        plain.open(text: "nothing quoted")
        plain.type("z")
        #expect(plain.state.message?.text == StatusTexts.nothingToFold)
    }
}

@Suite struct SearchTests {
    private func matches(_ query: String, _ text: String, width: Int = 20) -> [String] {
        var layout = TextLayout(text: text, width: width)
        let lines = layout.lines()
        guard var search = ReaderSearch(query: query) else { return ["none"] }
        search.take(lines)
        var marked: [String] = []
        for (index, line) in lines.enumerated() {
            let bytes = Array(line.text.utf8)
            for match in search.matches(inLine: index) {
                let range = match.range.clamped(to: 0..<bytes.count)
                marked.append("\(index):" + String(decoding: bytes[range], as: UTF8.self))
            }
        }
        return marked
    }

    @Test(arguments: [
        ("abc", "xabcx ABC Abd", ["0:abc", "0:ABC"]),
        ("muller", "Müller mueller MÜLLER", ["0:Müller", "1:MÜLLER"]),
        ("MÜLLER", "Muller", ["0:Muller"]),
        ("strasse", "Straße STRASSE", ["0:Straße", "0:STRASSE"]),
        ("straße", "Strasse", ["0:Strasse"]),
        ("e\u{301}a", "éa eA", ["0:éa", "0:eA"]),
        ("привет", "ПРИВЕТ", ["0:ПРИВЕТ"]),
        ("aa", "aaaaa", ["0:aa", "0:aa"]),
        ("aab", "aaab", ["0:aab"]),
        ("abab c", "ababab c", ["0:abab c"]),
        ("three four", "one two three four five", ["0:three", "1:four"]),
        ("a b", "a\n\nb", ["0:a", "2:b"]),
        ("b c", "> a b\n> c", ["0:b", "1:> c"]),
        ("会議", "今日は会議です", ["0:会議"]),
        ("  ", "a  b", ["none"]),
        ("", "a", ["none"]),
        (".", "a.b", ["0:."]),
        ("x", "abc", []),
    ])
    func finds(query: String, text: String, marked: [String]) {
        #expect(matches(query, text, width: 14).filter { !$0.hasSuffix(":") } == marked)
    }

    @Test func wideCharactersAreFoundOverTheEndOfALine() {
        #expect(matches("天気です", "今日はいい天気です", width: 14) == ["0:天気", "1:です"])
    }

    @Test func pieceByPieceFindsTheSame() throws {
        var layout = TextLayout(text: String(repeating: "one two three\n> two three one\n", count: 20), width: 12)
        let lines = layout.lines()
        var whole = try #require(ReaderSearch(query: "three one"))
        whole.take(lines)
        #expect(whole.count >= 20)
        for split in stride(from: 0, through: lines.count, by: 7) {
            var search = try #require(ReaderSearch(query: "three one"))
            search.take(Array(lines[..<split]))
            search.take(lines)
            #expect(search.matches == whole.matches)
        }
    }

    @Test func matchesAreCountedUpToALimit() throws {
        var layout = TextLayout(text: String(repeating: "a b ", count: 20_000), width: 80)
        var search = try #require(ReaderSearch(query: "a"))
        search.take(layout.lines())
        #expect(search.count == ReaderSearch.matchLimit)
    }

    @Test func goesFromMatchToMatchAndAround() {
        var desk = Desk()
        desk.open(text: (1...90).map { "line \($0)\n" }.joined())
        desk.type("/line 3")
        #expect(desk.state.scope == .prompt)
        #expect(desk.frame.line(21) == " Search: line 3")
        #expect(desk.frame.isCursorVisible)
        desk.type("<enter>")
        #expect(
            desk.state.message?.text
                == StatusTexts.match(1, of: 11, isMost: false, next: Text(same: "."), before: Text(same: ",")))
        #expect(ScreenText.characters(desk.frame).contains("line 3"))
        desk.type(".")
        #expect(
            desk.state.message?.text
                == StatusTexts.match(2, of: 11, isMost: false, next: Text(same: "."), before: Text(same: ",")))
        #expect(ScreenText.characters(desk.frame).contains("line 30"))
        desk.type(",,")
        #expect(
            desk.state.message?.text
                == StatusTexts.match(11, of: 11, isMost: false, next: Text(same: "."), before: Text(same: ",")))
        desk.type("/<enter>")
        #expect(
            desk.state.message?.text
                == StatusTexts.match(1, of: 11, isMost: false, next: Text(same: "."), before: Text(same: ",")))
        desk.type("/<esc>")
        #expect(desk.state.reader?.search == nil)
        desk.type(".")
        #expect(desk.state.message?.text == StatusTexts.noSearch(Text(same: "/")))
        desk.type("/xyz<enter>")
        #expect(desk.state.message?.text == StatusTexts.noMatch("xyz"))
        desk.type(".")
        #expect(desk.state.message?.text == StatusTexts.noMatch("xyz"))
    }

    @Test func unfoldsWhereTheMatchIsFolded() {
        var desk = Desk()
        desk.open(text: SampleReading.thread)
        #expect(desk.state.reader?.text.foldCount == 1)
        desk.type("/zeile 7<enter>")
        #expect(desk.state.reader?.text.isFolding == false)
        #expect(ScreenText.characters(desk.frame).contains("Zeile 7"))
    }

    @Test func searchesOnInWhatIsStillToCome() throws {
        var desk = Desk()
        let window = (1...200).map { "line \($0)\n" }.joined()
        desk.open(text: window, remaining: 9000)
        let generation = try #require(desk.state.reader?.generation)
        let id = try #require(desk.state.reader?.id)
        func more(_ text: String, remaining: UInt64) -> Message {
            .mail(
                .messageText(
                    generation: generation,
                    MessageText(
                        text: text, isFlowed: false, deletesSpace: false, remaining: ByteSize(remaining), notes: [])))
        }
        _ = desk.take()
        desk.type("/needle<enter>")
        #expect(desk.requests == [.moreText(id, generation: generation)])
        #expect(desk.state.message?.text == StatusTexts.searchingOn)
        _ = desk.take()
        desk.send(more(window, remaining: 5000))
        #expect(desk.requests == [.moreText(id, generation: generation)])
        desk.send(more("a needle\n" + window, remaining: 1000))
        #expect(
            desk.state.message?.text
                == StatusTexts.match(1, of: 1, isMost: false, next: Text(same: "."), before: Text(same: ",")))
        #expect(ScreenText.characters(desk.frame).contains("a needle"))
        desk.type(".")
        desk.send(more("the end", remaining: 0))
        #expect(
            desk.state.message?.text
                == StatusTexts.match(1, of: 1, isMost: false, next: Text(same: "."), before: Text(same: ",")))
    }

    @Test func anotherWidthFindsTheSame() {
        var desk = Desk()
        desk.open(text: String(repeating: "some words that stand there, and a needle among them. ", count: 40))
        desk.type("/needle among<enter>...")
        let search = desk.state.reader?.search
        desk.send(.resized(ScreenSize(columns: 44, rows: 20)))
        #expect(desk.state.reader?.search?.count == search?.count)
        #expect(desk.state.reader?.search?.current == search?.current)
    }
}

@Suite struct PromptTests {
    @Test func lettersAreLettersWhileTyping() {
        var desk = Desk()
        desk.open()
        desk.type("/qnj?")
        #expect(desk.state.prompt?.text == "qnj?")
        desk.type("<bs><bs>")
        #expect(desk.state.prompt?.text == "qn")
        desk.type("<^u>")
        #expect(desk.state.prompt?.text == "")
        desk.type("<bs>")
        #expect(desk.state.prompt == nil)
        #expect(desk.state.reader != nil)
    }

    @Test func takesNoMoreThanALineAndNothingThatIsNotSeen() {
        var desk = Desk(columns: 40, rows: 12)
        desk.open()
        desk.type("/")
        for _ in 0..<3000 { desk.send(.key(.char("会"))) }
        for scalar in "\u{202E}\u{200B}\u{9B}".unicodeScalars { desk.send(.key(.char(scalar))) }
        #expect(desk.state.prompt?.text.unicodeScalars.count == Prompt.limit)
        FrameTests.check(desk.frame, "prompt")
        #expect(desk.frame.cursor.column < 40)
    }

    @Test func linkIsAskedForByNumber() {
        var desk = Desk()
        desk.open(SampleReading.newsletter)
        desk.type("oa2")
        #expect(desk.state.prompt == Prompt(kind: .link, text: "2"))
        desk.type("<enter>")
        #expect(desk.state.scope == .link)
        #expect(ScreenText.characters(desk.frame).contains("https://news.bahn.example/abmelden/8f3a"))
        desk.type("q")
        #expect(desk.state.scope == .reader)
        desk.type("o9<enter>")
        #expect(desk.state.message?.text == StatusTexts.noSuchLink(2))
        desk.type("L")
        desk.type("j<enter>")
        #expect(desk.state.overlay == .link(number: 2, top: 0, from: ListPlace(cursor: 1)))
        desk.type("<esc>")
        #expect(desk.state.overlay == .links(ListPlace(cursor: 1)))
        var none = Desk()
        none.open()
        none.type("o")
        #expect(none.state.message?.text == StatusTexts.noLinks)
    }

    @Test func linksOfAPlainTextAreListed() throws {
        var desk = Desk()
        desk.open(
            text: "See https://a.example/x and <https://b.example>.\nAgain https://a.example/x, https://c.ex",
            remaining: 9)
        let generation = try #require(desk.state.reader?.generation)
        desk.send(
            .mail(
                .messageText(
                    generation: generation,
                    MessageText(
                        text: "ample/y.", isFlowed: false, deletesSpace: false, remaining: ByteSize(0), notes: []))))
        #expect(
            desk.state.reader?.text.links.map(\.target)
                == ["https://a.example/x", "https://b.example", "https://c.example/y"])
        desk.type("o")
        #expect(desk.state.scope == .links)
        desk.type("jj<enter>")
        #expect(ScreenText.characters(desk.frame).contains("https://c.example/y"))
    }

    @Test func onlyLinkIsShownWithoutAQuestion() {
        var desk = Desk()
        desk.open(SampleReading.phishing)
        desk.type("o")
        let screen = ScreenText.characters(desk.frame)
        #expect(screen.contains("https://www.sparkasse.example@konto-pruefen.example/login"))
        #expect(screen.contains("leads to konto-pruefen.example"))
    }

    @Test(arguments: [
        ("https://www.example.org/a?b", "www.example.org", "www.example.org/a?b"),
        ("https://bank.example@evil.example/x", "evil.example", "bank.example@evil.example/x"),
        ("HTTP://EVIL.example:8080", "evil.example", "EVIL.example:8080"),
        ("https://evil.example\\@bank.example", "evil.example", "evil.example\\@bank.example"),
        ("https://evil.example#@bank.example", "evil.example", "evil.example#@bank.example"),
        ("ftp://files.example/", "ftp://files.example/", "ftp://files.example/"),
        ("mailto:anna@example.org", "example.org", "mailto:anna@example.org"),
        ("https://", "https://", "https://"),
        ("", "", ""),
    ])
    func targets(target: String, host: String, short: String) {
        let link = TextLink(number: 1, text: "", target: target)
        #expect(link.shownHost == host)
        #expect(link.shortTarget == short)
    }
}

@Suite struct OverlayTests {
    @Test func partIsShownAndTheMessageComesBack() throws {
        var desk = Desk()
        desk.open(SampleReading.phishing)
        let first = try #require(desk.state.reader)
        _ = desk.take()
        desk.type("v<enter>")
        let second = try #require(desk.state.reader)
        #expect(second.generation > first.generation)
        #expect(desk.requests == [.openMessage(first.id, generation: second.generation, section: "1")])
        let row = try #require(second.row)
        desk.send(.mail(.message(generation: second.generation, SampleReading.phishing(row))))
        #expect(ScreenText.characters(desk.frame).contains("part 1, q goes back"))
        _ = desk.take()
        desk.type("q")
        let third = try #require(desk.state.reader)
        #expect(desk.requests == [.openMessage(first.id, generation: third.generation)])
        #expect(third.section == nil)
        desk.send(.mail(.message(generation: third.generation, SampleReading.phishing(row))))
    }

    @Test func theSourceIsReadLikeAText() throws {
        var desk = Desk()
        desk.open()
        let first = try #require(desk.state.reader)
        let row = try #require(first.row)
        _ = desk.take()
        desk.type("H")
        let second = try #require(desk.state.reader)
        #expect(
            desk.requests == [
                .openMessage(first.id, generation: second.generation, section: MessageSource.section)
            ])
        desk.send(.mail(.message(generation: second.generation, SampleMail.content(row))))
        #expect(ScreenText.characters(desk.frame).contains("the message as it came, q goes back"))
        _ = desk.take()
        desk.type("H")
        #expect(desk.state.reader?.section == nil)
        #expect(desk.requests.count == 1)
    }

    @Test func textIsReadInAnotherCharset() throws {
        var desk = Desk()
        desk.open()
        let first = try #require(desk.state.reader)
        let row = try #require(first.row)
        _ = desk.take()
        desk.type("Ejj<enter>")
        let second = try #require(desk.state.reader)
        #expect(desk.requests == [.openMessage(first.id, generation: second.generation, charset: "windows-1252")])
        desk.send(.mail(.message(generation: second.generation, SampleMail.content(row))))
        #expect(ScreenText.characters(desk.frame).contains("read as windows-1252"))
        desk.type("E")
        #expect(desk.state.overlay == .charsets(ListPlace(cursor: 2)))
        desk.type("<home><enter>")
        #expect(desk.state.reader?.charset == nil)
    }

    @Test func whatIsWantedAgainAfterAFailureIsTheSamePart() throws {
        var desk = Desk()
        desk.open(SampleReading.phishing)
        desk.type("v<enter>")
        let reader = try #require(desk.state.reader)
        desk.send(.mail(.failed(generation: reader.generation, MailError(.timedOut, subject: "INBOX"))))
        _ = desk.take()
        desk.wait(milliseconds: 200)
        desk.type("$")
        #expect(
            desk.requests.contains {
                if case .openMessage(_, _, nil, "1") = $0 { true } else { false }
            })
    }

    @Test func priceIsToldWhereTheLineWasMeasured() {
        var desk = Desk()
        desk.open(text: String(repeating: "a line of text\n", count: 2000), remaining: 300_000)
        desk.type("v")
        #expect(ScreenText.characters(desk.frame).contains("attachment    3.4 MB"), "the line was not measured")
        desk.send(.mail(.lineSpeed(SampleMail.account, octetsPerSecond: 200_000)))
        #expect(ScreenText.characters(desk.frame).contains("Anlage.docm"))
        #expect(ScreenText.characters(desk.frame).contains("  3.4 MB, 17 s\n"))
        #expect(ScreenText.characters(desk.frame).contains("attachment    212 KB"))
        FrameTests.check(desk.frame, "price")
    }

    @Test func listsKeepTheirMarkInSight() {
        var desk = Desk(columns: 80, rows: 12)
        desk.open { row in
            let links = (1...100).map { TextLink(number: $0, text: "link \($0)", target: "https://h\($0).example/") }
            let text = MessageText(
                text: "x", isFlowed: false, deletesSpace: false, isMarked: true, links: links, remaining: ByteSize(0),
                notes: [])
            return MessageContent(
                id: row.id, from: [], sender: [], replyTo: [], to: [], cc: [], subject: "", date: nil, parts: [],
                text: text)
        }
        desk.type("L")
        for tape in ["<end>", "k", "<pgup>", "<home>", "<pgdn>", "jjjj"] {
            desk.type(tape)
            guard case .links(let place) = desk.state.overlay else { return _ = Issue.record("it is not there") }
            #expect(ScreenText.characters(desk.frame).contains("▌"), "\(tape): \(place)")
            #expect(ScreenText.characters(desk.frame).contains("h\(place.cursor + 1).example"))
        }
    }
}

@Suite struct WarningLineTests {
    private func desk(_ count: Int, columns: Int, rows: Int) -> Desk {
        var desk = Desk(columns: columns, rows: rows)
        desk.open { row in
            let sample = SampleMail.content(row)
            return MessageContent(
                id: row.id, from: row.from, sender: row.from, replyTo: row.from, to: row.to, cc: [], subject: "",
                date: row.date, parts: sample.parts, text: sample.text,
                warnings: (0..<count).map { MessageWarning(.replyToElsewhere, ["host\($0).example"]) })
        }
        return desk
    }

    @Test(arguments: [(80, 24), (40, 12), (120, 40), (40, 7), (20, 9)])
    func noneIsLeftOutWithoutAWord(columns: Int, rows: Int) {
        for count in [1, 2, 3, 5, 40] {
            let desk = desk(count, columns: columns, rows: rows)
            let screen = ScreenText.characters(desk.frame)
            #expect(screen.contains("▲"), "\(count) at \(columns)x\(rows)")
            let shown = screen.count { $0 == "▲" }
            let room = ReaderLayout(desk.state).text.count
            #expect(room >= desk.state.layout.reader.rows.count / 3, "\(count) at \(columns)x\(rows)")
            if shown < count, rows >= 12 { #expect(screen.contains("and \(count - shown) more warning"), "\(count)") }
            FrameTests.check(desk.frame, "\(count)")
        }
    }

    @Test func allOfThemStandWithAllHeaders() {
        var desk = desk(9, columns: 80, rows: 24)
        #expect(ScreenText.characters(desk.frame).contains("more warnings  (h)"))
        desk.type("h")
        #expect(ScreenText.characters(desk.frame).contains("host8.example"))
    }

    @Test func linkThatCameLaterIsWarnedOf() throws {
        var desk = Desk()
        desk.open(text: "first\n", remaining: 100)
        let generation = try #require(desk.state.reader?.generation)
        let link = TextLink(
            number: 1, text: "bank.example", target: "https://evil.example/x", claimedHost: "bank.example")
        let more = MessageText(
            text: "more", isFlowed: false, deletesSpace: false, links: [link], remaining: ByteSize(0), notes: [],
            warnings: [link].compactMap(\.warning))
        desk.send(.mail(.messageText(generation: generation, more)))
        #expect(ScreenText.characters(desk.frame).contains("shows bank.example and leads to evil.example"))
    }
}
