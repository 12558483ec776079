import Glibc
import MailGrammar
import MailKitCore
import Testing

@testable import TUI

/// ncurses on a pseudo-terminal. One at a time: it is global.
@Suite(.serialized) struct CursesScreenTests {
    private func open(
        _ terminal: PseudoTerminal, type: String = "xterm-256color", usesColour: Bool = true, isUnicode: Bool = true
    ) throws -> CursesScreen {
        _ = CursesScreen.settleLocale()
        return try CursesScreen(
            type: type, input: terminal.terminal, output: terminal.terminal,
            theme: try Theme(file: ThemeLibrary.compiledIn),
            usesColour: usesColour, isUnicode: isUnicode)
    }

    private func contains(_ bytes: [UInt8], _ text: String) -> Bool {
        let wanted = Array(text.utf8)
        return bytes.indices.contains { bytes[$0...].starts(with: wanted) }
    }

    @Test(arguments: [(UInt16(80), UInt16(24)), (120, 40), (40, 12)])
    func movingTheCursorIsCheap(columns: UInt16, rows: UInt16) throws {
        let terminal = try #require(PseudoTerminal(columns: columns, rows: rows))
        defer { terminal.close() }
        let screen = try open(terminal)
        defer { screen.close() }
        #expect(screen.size == ScreenSize(columns: Int(columns), rows: Int(rows)))
        var desk = Desk(columns: Int(columns), rows: Int(rows))
        screen.present(desk.frame)
        let whole = terminal.written()
        #expect(contains(whole, "Petra Lindner"))
        #expect(contains(whole, "会議事務局"))
        var most = 0
        for key in ["j", "j", "k", "j"] {
            desk.type(key)
            screen.present(desk.frame)
            most = max(most, terminal.written().count)
        }
        print("\(columns)x\(rows): \(whole.count) bytes for the whole screen, at most \(most) for a move")
        #expect(most < 150)
        screen.present(desk.frame)
        #expect(terminal.written().count <= 8, "nothing new costs next to nothing")
    }

    /// A list as wide as the screen moves by a row: the terminal moves what it has, and gets what is new.
    @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color", "linux"])
    func scrollingIsCheap(_ type: String) throws {
        let terminal = try #require(PseudoTerminal(columns: 120, rows: 40))
        defer { terminal.close() }
        guard CursesScreen.canShow(type: type) else { return print("skipped: terminfo has no \(type) here") }
        let screen = try open(terminal, type: type)
        defer { screen.close() }
        var desk = Desk(columns: 120, rows: 40)
        func moved(_ key: String) -> Int {
            desk.type(key)
            desk.answerAllRows()
            screen.present(desk.frame)
            return terminal.written().count
        }
        screen.present(desk.frame)
        _ = terminal.written()
        while desk.state.list.cursor < desk.state.layout.listHeight - 1 { desk.type("j") }
        screen.present(desk.frame)
        _ = terminal.written()
        let lines = (0..<5).map { _ in moved("j") }
        let page = moved("<pgdn>")
        let visible = (0..<40).reduce(0) { $0 + desk.frame.line($1).utf8.count }
        desk.open(text: (1...300).map { "Zeile \($0) eines langen Briefs, in dem viel steht\n" }.joined())
        screen.present(desk.frame)
        _ = terminal.written()
        let reading = (0..<3).map { _ in moved("j") }
        print("\(type): \(lines) bytes for a row, \(page) for a page of \(visible), \(reading) for a line of a text")
        #expect(lines.allSatisfy { $0 <= 300 })
        #expect(reading.allSatisfy { $0 <= 300 })
        #expect(Double(page) <= 1.2 * Double(visible))
    }

    @Test func aTerminalWithoutASizeIsTakenFor80x24() throws {
        let terminal = try #require(PseudoTerminal(columns: 0, rows: 0))
        defer { terminal.close() }
        let screen = try open(terminal)
        defer { screen.close() }
        #expect(screen.size == ScreenSize(columns: 80, rows: 24))
        screen.present(Desk().frame)
        #expect(contains(terminal.written(), "Petra Lindner"))
        #expect(!screen.measure())
        terminal.resize(columns: 120, rows: 40)
        #expect(screen.measure())
        #expect(screen.size == ScreenSize(columns: 120, rows: 40))
    }

    @Test func theMouseIsGivenBack() throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try open(terminal)
        screen.present(Desk().frame)
        let (on, off) = ("\u{1B}[?1006h", "\u{1B}[?1006l")
        #expect(!contains(terminal.written(), on), "nobody asked for it")
        screen.watchMouse(true)
        screen.watchMouse(true)
        #expect(terminal.written().count == 16)
        screen.release()
        #expect(contains(terminal.written(), off))
        screen.reclaim()
        #expect(contains(terminal.written(), on))
        screen.close()
        #expect(contains(terminal.written(), off))
        screen.watchMouse(false)
        screen.send([65])
        #expect(terminal.written().isEmpty)
    }

    @Test func whatIsSentBesideThePictureGoesThrough() throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try open(terminal)
        defer { screen.close() }
        screen.present(Desk().frame)
        _ = terminal.written()
        screen.send(Array("\u{1B}]52;c;QQ==\u{07}".utf8))
        #expect(terminal.written() == Array("\u{1B}]52;c;QQ==\u{07}".utf8))
        screen.release()
        _ = terminal.written()
        screen.send([65])
        #expect(terminal.written().isEmpty, "it is somebody else's")
        screen.reclaim()
    }

    @Test func aPictureHasColoursInFrontAndBehind() throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try open(terminal)
        defer { screen.close() }
        var frame = Frame(size: screen.size)
        frame.put("▄", row: 2, column: 3, emphasis: Emphasis(colour: 24, ground: 60))
        frame.put("▄", row: 2, column: 4, emphasis: Emphasis(colour: nil, ground: 61))
        screen.present(frame)
        let shown = String(decoding: terminal.written(), as: UTF8.self)
        #expect(shown.contains("\u{1B}[38;5;24m") && shown.contains("\u{1B}[48;5;60m"))
        #expect(shown.contains("\u{1B}[48;5;61m"))
        // As many as there can be, and more.
        for start in [0, 24, 48, 72] {
            for row in 0..<24 {
                for column in 0..<80 {
                    let colours = (UInt8(truncatingIfNeeded: row + start), UInt8(truncatingIfNeeded: column * 3))
                    frame.put("▄", row: row, column: column, emphasis: Emphasis(colour: colours.0, ground: colours.1))
                }
            }
            screen.present(frame)
        }
        #expect(!terminal.written().isEmpty)
    }

    /// The pairs of pictures lie behind those of the theme: with another theme their numbers are others'.
    @Test func aPictureKeepsItsColoursInAnotherTheme() throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try open(terminal)
        defer { screen.close() }
        screen.use(try Theme(file: Array("[styles]\nerror = { fg = \"#d70000\" }".utf8)))
        var frame = Frame(size: screen.size)
        frame.put("▄", row: 2, column: 3, emphasis: Emphasis(colour: 24, ground: 60))
        screen.present(frame)
        _ = terminal.written()
        let text = "[styles]\nerror = { fg = \"#d70000\" }\nmessage = { fg = \"#5f87d7\" }"
        screen.use(try Theme(file: Array(text.utf8)))
        // The last of the colours of messages has the number now that the picture's had.
        frame.put("x", row: 2, column: 6, emphasis: Emphasis(colour: 255))
        screen.repaint()
        screen.present(frame)
        let shown = String(decoding: terminal.written(), as: UTF8.self)
        #expect(shown.contains("\u{1B}[48;5;60m") && shown.contains("\u{1B}[38;5;255m"))
    }

    @Test(arguments: [
        ("xterm-256color", true, true, true), ("xterm-256color", true, false, false),
        ("xterm-256color", false, true, false), ("xterm", true, true, false),
    ])
    func picturesNeedColoursAndUTF8(type: String, usesColour: Bool, isUnicode: Bool, can: Bool) throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try open(terminal, type: type, usesColour: usesColour, isUnicode: isUnicode)
        defer { screen.close() }
        #expect(screen.showsPictures == can)
    }

    @Test(arguments: [(String?.none, true), ("", true), ("1", false), ("0", false)])
    func noColourIsAskedForByAVariable(value: String?, usesColour: Bool) {
        #expect(TerminalFacts.usesColour { $0 == "NO_COLOR" ? value : "x" } == usesColour)
    }

    @Test func whatIsSentIsCounted() throws {
        CursesScreen.countBytes()
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try open(terminal)
        defer { screen.close() }
        _ = terminal.written()
        var desk = Desk()
        screen.present(desk.frame)
        let first = terminal.written().count
        guard let before = screen.counters.bytes else {
            return print("skipped: this kernel does not count what is written")
        }
        #expect(first > 500)
        desk.type("j")
        screen.present(desk.frame)
        let moved = terminal.written().count
        #expect(screen.counters.bytes == before + moved)
    }

    @Test(arguments: [("xterm-256color", true), ("dumb", false), ("", false), ("no-such-terminal", false)])
    func whatCanShowAScreen(type: String, can: Bool) { #expect(CursesScreen.canShow(type: type) == can) }

    @Test(arguments: ["xterm-256color", "xterm", "linux", "vt100", "screen", "tmux-256color", "vt220"])
    func everyKindOfTerminalShowsTheList(_ type: String) throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let before = terminal.modes()
        let screen: CursesScreen
        do {
            screen = try open(terminal, type: type)
        } catch TerminalError.unknownTerminal {
            print("skipped: terminfo has no \(type) here")
            return
        }
        #expect(terminal.modes() != before)
        screen.present(Desk().frame)
        let bytes = terminal.written()
        for name in ["Petra", "Lindner", "Buchhaltung", "INBOX"] { #expect(contains(bytes, name), "\(name)") }
        screen.close()
        #expect(terminal.modes() == before, "the terminal is as it was")
    }

    @Test func noColourIsNoColour() throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try open(terminal, usesColour: false)
        defer { screen.close() }
        screen.present(Desk().frame)
        let bytes = terminal.written()
        for colour in ["\u{1B}[38", "\u{1B}[48", ";38;5"] + (30...37).flatMap({ ["\u{1B}[\($0)m", ";\($0)m"] }) {
            #expect(!contains(bytes, colour), "\(colour)")
        }
    }

    @Test func asciiTerminalGetsAscii() throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try open(terminal, isUnicode: false)
        defer { screen.close() }
        var desk = Desk()
        desk.state.list.path = try #require(MailboxPath("Entwürfe"))
        screen.present(draw(desk.state, DrawContext(language: .english, symbols: .ascii, zone: SampleMail.zone)))
        let bytes = terminal.written()
        #expect(bytes.allSatisfy { $0 < 0x80 }, "nor does the title of the window")
        #expect(contains(bytes, "\u{1B}]2;Entwurfe - Rohrpost\u{07}"))
        #expect(contains(bytes, "Jurgen Ottinger"))
        #expect(contains(bytes, "??????????"), "wide characters keep their width")
    }

    /// What the C library knows with another width than the frame, or not at all, must not move the rest of its row. These
    /// are, for glibc 2.36: of Unicode 15 (two cells, one cell, a mark), and two that it takes for wide and Unicode does not.
    @Test(arguments: [
        "\u{1FAE8}", "\u{1FABF}", "\u{1F6DC}", "\u{11F12}", "\u{31350}", "\u{4DC0}", "\u{3248}", "a\u{1E08F}",
    ])
    func characterOfAnotherWidthIsReplaced(_ cluster: String) throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try open(terminal)
        defer { screen.close() }
        var frame = Frame(size: screen.size)
        frame.put("before \(cluster)|behind", row: 3, column: 0)
        screen.present(frame)
        let first = terminal.written()
        // Found by its place and not by what stands before it: written on its own where nothing else changed.
        let place = 7 + TerminalText.width(of: cluster)
        #expect(frame[3, place].text == "|")
        let shown = [cluster, "\u{FFFD}", "\u{FFFD} ", "a"]
        #expect(shown.contains { contains(first, "before \($0)|behind") })
        var changed = frame
        changed.put("X", row: 3, column: place)
        screen.present(changed)
        let second = terminal.written()
        #expect(contains(second, "\u{1B}[4;\(place + 1)HX"), "\(String(decoding: second, as: UTF8.self))")
    }

    @Test func resizeAndLease() throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let before = terminal.modes()
        let screen = try open(terminal)
        var desk = Desk()
        screen.present(desk.frame)
        _ = terminal.written()
        #expect(!screen.measure())
        terminal.resize(columns: 100, rows: 30)
        #expect(screen.measure())
        #expect(screen.size == ScreenSize(columns: 100, rows: 30))
        desk.send(.resized(screen.size))
        screen.present(desk.frame)
        #expect(contains(terminal.written(), "Petra"))

        let inside = screen.lend { terminal.modes() }
        #expect(inside == before)
        #expect(terminal.modes() != before)
        _ = terminal.written()
        screen.present(desk.frame)
        #expect(contains(terminal.written(), "Petra"), "everything is drawn anew")
        screen.repaint()
        screen.present(desk.frame)
        #expect(contains(terminal.written(), "Petra"))
        screen.close()
        #expect(terminal.modes() == before)
        _ = terminal.written()
        screen.present(desk.frame)
        screen.reclaim()
        #expect(!screen.measure())
        #expect(terminal.written().isEmpty, "a closed screen writes nothing")
    }

    @Test func smallerThanTheFrameForAMoment() throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        let screen = try open(terminal)
        defer { screen.close() }
        terminal.resize(columns: 3, rows: 2)
        _ = screen.measure()
        screen.present(Desk().frame)
        terminal.resize(columns: 500, rows: 200)
        _ = screen.measure()
        screen.present(Desk(columns: 500, rows: 200).frame)
        _ = terminal.written()
    }

    @Test func errorsAreToldApart() throws {
        let terminal = try #require(PseudoTerminal(columns: 80, rows: 24))
        defer { terminal.close() }
        #expect(throws: TerminalError.unknownTerminal("no-such-terminal")) {
            try open(terminal, type: "no-such-terminal")
        }
        #expect(throws: TerminalError.unknownTerminal("dumb")) { try open(terminal, type: "dumb") }
        #expect(throws: TerminalError.unknownTerminal("")) { try open(terminal, type: "") }
        let null = Glibc.open("/dev/null", O_RDWR)
        defer { close(null) }
        #expect(throws: TerminalError.notATerminal) {
            try CursesScreen(type: "xterm", input: null, output: null, theme: .plain, usesColour: true, isUnicode: true)
        }
        let screen = try open(terminal)
        #expect(throws: TerminalError.alreadyOpen) { try open(terminal) }
        screen.close()
    }

    @Test(arguments: [
        ("ü", 1, "u"), ("É", 1, "E"), ("ß", 1, "s"), ("…", 1, "~"), ("会", 2, "??"), ("a", 1, "a"), ("ё", 1, "?"),
        ("Ł", 1, "L"),
    ])
    func transliteration(cluster: String, width: Int, ascii: String) {
        #expect(Transliteration.ascii(cluster, width: width) == ascii)
    }
}
