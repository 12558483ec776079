import MailGrammar
import MailKitCore
import TestSupport
import Testing

@testable import TUI

extension CursesScreenTests {
    /// Links of the terminal (OSC 8): every cell has the one that the frame says, and no other, whatever was shown before.
    @Suite struct Links {
        private static let address = "https://www.bahn.example/advent/2026?von=mail"

        private static func on(_ text: String) -> String {
            "\(TextMark.on(.link).scalar)\(text)\(TextMark.off(.link).scalar)"
        }

        /// A long text in which every third paragraph has a link, some of them over two lines.
        private static func html(_ row: MessageRow) -> MessageContent {
            var text = ""
            var links: [TextLink] = []
            for number in 1...60 {
                let words = number % 3 == 0 ? "alle Angebote der Woche \(number) 会議 und mehr" : "Seite \(number)"
                links.append(
                    TextLink(
                        number: number, text: words, target: "https://h\(number % 7).example/ä/\(number)",
                        claimedHost: number % 10 == 0 ? "bank.example" : nil))
                text +=
                    "Absatz \(number): einige Worte, die vor dem Link stehen, und dann \(on("\(words)\u{A0}[\(number)]"))"
                text += number % 4 == 0 ? ".\n\n" : " und noch ein Satz danach, der die Zeile voll macht.\n\n\n"
            }
            return content(
                row,
                MessageText(
                    text: text, isFlowed: false, deletesSpace: false, isMarked: true, links: links,
                    remaining: ByteSize(0), notes: []))
        }

        private static func content(_ row: MessageRow, _ text: MessageText) -> MessageContent {
            MessageContent(
                id: row.id, from: row.from, sender: row.from, replyTo: row.from, to: row.to, cc: [], subject: "Links",
                date: row.date, parts: [], text: text, warnings: [])
        }

        private static let plain = (1...80).map {
            "Zeile \($0) https://plain.example/\($0 % 5 == 0 ? String(repeating: "lang/", count: 40) : "kurz")/\($0 % 9) x\n"
        }.joined()

        @Test("A plain target that looks as if it led elsewhere is not to be followed by one click")
        func pretended() {
            var desk = Desk()
            desk.open { row in
                Self.content(
                    row,
                    MessageText(
                        text: "https://bank.example@evil.example/ und https://bahn.example/\n", isFlowed: false,
                        deletesSpace: false, remaining: ByteSize(0), notes: []))
            }
            let frame = draw(desk.state, DrawContext(language: .english, zone: SampleMail.zone, showsLinks: true))
            #expect(frame.links.map(\.address.text) == ["https://bahn.example/"])
        }

        private struct Walk {
            var desk: Desk
            let terminal: PseudoTerminal
            let screen: CursesScreen
            var grid: TerminalGrid
            var looks: [String: String] = [:]
            var linked = 0
            var before = false

            var frame: Frame {
                draw(desk.state, DrawContext(language: .english, zone: SampleMail.zone, showsLinks: true))
            }

            mutating func show(_ step: String) {
                let frame = frame
                let moves = grid.moves
                screen.present(frame)
                grid.take(terminal.written())
                let links = frame.links
                linked += links.count
                if before || !links.isEmpty { #expect(grid.moves == moves, "rows with links stay: \(step)") }
                before = !links.isEmpty
                var wrong: [String] = []
                for row in 0..<frame.size.rows {
                    let here = links.filter { $0.row == row }
                    for column in 0..<frame.size.columns {
                        let (cell, shown) = (frame[row, column], grid.cells[row][column])
                        let run = here.first { $0.columns.contains(column) }
                        let link = run.map { "id=\($0.address.number) \($0.address.text)" }
                        if cell.text != shown.text { wrong.append("\(row),\(column): \(shown.text) for \(cell.text)") }
                        if link != shown.link {
                            wrong.append("\(row),\(column): \(shown.link ?? "-") for \(link ?? "-")")
                        }
                        guard cell.text.first?.isWhitespace == false else { continue }
                        let look = looks["\(cell.role) \(cell.emphasis)", default: shown.look]
                        looks["\(cell.role) \(cell.emphasis)"] = look
                        if look != shown.look { wrong.append("\(row),\(column): looks \(shown.look), not \(look)") }
                    }
                }
                #expect(wrong.isEmpty, "\(step): \(wrong.prefix(8))")
                #expect(grid.strange.isEmpty)
                #expect(grid.link == nil && grid.look.isEmpty, "nothing is left open")
                #expect(grid.row == frame.cursor.row && grid.column == frame.cursor.column, "\(step)")
            }
        }

        private func walk(columns: Int, rows: Int) throws -> Walk {
            let terminal = try #require(PseudoTerminal(columns: UInt16(columns), rows: UInt16(rows)))
            _ = CursesScreen.settleLocale()
            let screen = try CursesScreen(
                type: "xterm-256color", input: terminal.terminal, output: terminal.terminal,
                theme: try Theme(file: ThemeLibrary.compiledIn), usesColour: true, isUnicode: true)
            return Walk(
                desk: Desk(columns: columns, rows: rows), terminal: terminal, screen: screen,
                grid: TerminalGrid(columns: columns, rows: rows))
        }

        @Test(arguments: [(80, 24, true), (80, 24, false), (130, 40, true), (47, 15, false)])
        func everyCellHasItsLinkAndNoOther(columns: Int, rows: Int, isHTML: Bool) throws {
            var walk = try walk(columns: columns, rows: rows)
            defer { walk.terminal.close() }
            defer { walk.screen.close() }
            walk.show("list")
            #expect(walk.linked == 0)
            var random = SeededGenerator(seed: 20_261_122)
            for step in 0..<TestAmount.of(40, full: 200) {
                if walk.desk.state.reader == nil {
                    if isHTML { walk.desk.open(Self.html) } else { walk.desk.open(text: Self.plain) }
                    walk.desk.answerAllRows()
                    walk.show("\(step) open")
                }
                let act = Int.random(in: 0..<24, using: &random)
                switch act {
                case 0...4: walk.desk.type("j")
                case 5...7: walk.desk.type("k")
                case 8...9: walk.desk.type("<pgdn>")
                case 10: walk.desk.type("<pgup>")
                case 11: walk.desk.type("?")
                case 12...14: walk.desk.type("<esc>")
                case 15...16: walk.desk.type("o")
                case 17: walk.desk.type("<enter>")
                case 18: walk.desk.type("<end>")
                case 19: walk.desk.type("<home>")
                case 20:
                    let size = ScreenSize(
                        columns: columns + .random(in: -9...9, using: &random),
                        rows: rows + .random(in: -4...4, using: &random))
                    walk.terminal.resize(columns: UInt16(size.columns), rows: UInt16(size.rows))
                    walk.grid.resize(columns: size.columns, rows: size.rows)
                    if walk.screen.measure() { walk.desk.send(.resized(size)) }
                    walk.desk.answerAllRows()
                case 21:
                    walk.screen.release()
                    walk.grid.take(walk.terminal.written())
                    #expect(walk.grid.link == nil)
                    walk.screen.reclaim()
                case 22: walk.screen.repaint()
                default: walk.desk.type("q")
                }
                walk.desk.answerAllRows()
                walk.show("\(step) \(act)")
            }
            print("\(columns)x\(rows): \(walk.linked) links over all frames")
            #expect(walk.linked > 100)
        }

        @Test func whatHasNotChangedIsNotSentAgain() throws {
            var walk = try walk(columns: 80, rows: 24)
            defer { walk.terminal.close() }
            defer { walk.screen.close() }
            walk.desk.open(Self.html)
            walk.show("open")
            #expect(walk.linked > 3)
            walk.screen.present(walk.frame)
            #expect(walk.terminal.written().count <= 8)
        }
    }
}

/// What a terminal may be told of.
@Suite struct LinkAddressTests {
    @Test(arguments: [
        ("https://a.example/x y", nil), ("javascript:alert(1)", nil), ("file:///etc/passwd", nil), ("https://", nil),
        ("https://a.example\\@b.example/", nil), ("https://a.example/\u{1B}]8;;", nil),
        ("https://a.example/\u{7}", nil),
        ("HTTPS://a.example/", "HTTPS://a.example/"), ("mailto:a@b.example", "mailto:a@b.example"),
        ("https://ä.example/\u{202E}\u{9C}", "https://%C3%A4.example/%E2%80%AE%C2%9C"),
        ("http://a.example/<\"{|}>^`;&%41", "http://a.example/%3C%22%7B%7C%7D%3E%5E%60;&%41"),
    ])
    func onlyCleanTargets(target: String, expected: String?) {
        #expect(LinkAddress(target, number: 1)?.text == expected)
    }

    @Test func longOnesAreNone() {
        #expect(LinkAddress("https://a.example/" + String(repeating: "a", count: 1982), number: 1) != nil)
        #expect(LinkAddress("https://a.example/" + String(repeating: "a", count: 1983), number: 1) == nil)
        #expect(LinkAddress("https://a.example/" + String(repeating: "ä", count: 700), number: 1) == nil)
    }

    @Test(arguments: [
        ("xterm-256color", true), ("tmux-256color", true), ("xterm-kitty", true), ("foot", true), ("screen", false),
        ("screen-256color", false), ("linux", false), ("vt220", false), ("dumb", false), ("", false), ("rxvt", false),
    ])
    func whichTerminals(type: String, takes: Bool) { #expect(TerminalFacts.takesLinks(type) == takes) }

    private func links(_ text: String, _ links: [TextLink]) -> [(String, String)] {
        var desk = Desk()
        desk.open { row in
            MessageContent(
                id: row.id, from: row.from, sender: row.from, replyTo: row.from, to: row.to, cc: [], subject: "x",
                date: row.date, parts: [],
                text: MessageText(
                    text: text, isFlowed: false, deletesSpace: false, isMarked: true, links: links,
                    remaining: ByteSize(0), notes: []))
        }
        let frame = draw(desk.state, DrawContext(language: .english, zone: SampleMail.zone, showsLinks: true))
        return frame.links.map { run in
            (run.columns.map { frame[run.row, $0].text }.joined(), run.address.text)
        }
    }

    private func on(_ text: String) -> String { "\(TextMark.on(.link).scalar)\(text)\(TextMark.off(.link).scalar)" }

    /// Words that carry the number of another link in them lead where their own does, or nowhere.
    @Test func wordsThatLieAreNoLinks() {
        let good = TextLink(number: 1, text: "Seite", target: "https://good.example/")
        let evil = TextLink(
            number: 2, text: "https://bank.example/ [1]", target: "https://evil.example/", claimedHost: "bank.example")
        #expect(links(on("Seite [1]"), [good]).map(\.1) == ["https://good.example/"])
        #expect(links(on("Seite [1]"), [good]).map(\.0) == ["Seite [1]"])
        #expect(links(on("https://bank.example/ [1]") + on(" [2]"), [good, evil]).map(\.0) == ["[1]"])
        let other = links(on("Seite [1]") + " und " + on("anders [1]") + " [1]", [good])
        #expect(other.map(\.0) == ["Seite [1]", "[1]"], "the same number behind other words is a link by itself")
    }
}
