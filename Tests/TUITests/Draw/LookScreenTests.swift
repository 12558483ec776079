import TestSupport
import Testing

@testable import TUI

/// Screens in another theme or under another brand.
@Suite struct LookScreenTests {
    private static let scenes = Scene.all.filter {
        ["list", "reader", "help-list", "folders", "refused", "parts", "notice", "read-only", "opening"].contains(
            $0.name)
    }

    @Test(arguments: scenes, [(40, 12), (80, 24), (120, 40)])
    func classic(scene: Scene, size: (Int, Int)) throws {
        let traits = try Theme(shipped: "classic").traits
        var desk = scene.play(size.0, size.1)
        desk.state.look.traits = traits
        desk.send(.resized(desk.state.size))
        for language in Language.allCases {
            desk.language = language
            ScreenText.expect(desk.frame, matches: "classic-\(scene.name).\(size.0)x\(size.1).\(language.rawValue)")
        }
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40)])
    func brand(size: (Int, Int)) {
        for (name, tape, isOpen) in [("list", "", true), ("welcome", "", false), ("about", ":about<enter>", true)] {
            var desk = Desk(columns: size.0, rows: size.1, opened: isOpen)
            desk.state.look.brand = BrandTests.sample
            desk.state.look.version = "1.2.3"
            desk.state.look.isFirstStart = true
            desk.type(tape)
            for language in Language.allCases {
                desk.language = language
                ScreenText.expect(desk.frame, matches: "brand-\(name).\(size.0)x\(size.1).\(language.rawValue)")
            }
        }
    }

    @Test(arguments: [(40, 12), (80, 24), (120, 40)])
    func welcomeAndThemes(size: (Int, Int)) {
        var welcome = Desk(columns: size.0, rows: size.1, opened: false)
        welcome.state.look.isFirstStart = true
        var themes = Desk(columns: size.0, rows: size.1)
        themes.type(":theme<enter>")
        themes.send(.themes(["classic", "compact", "light", "mine"]))
        themes.type("<end>")
        themes.send(
            .brokenTheme(
                named: "mine", reason: ThemeTexts.inFile("/x/mine.theme", line: 3) + ThemeTexts.unknownRole("x")))
        for language in Language.allCases {
            (welcome.language, themes.language) = (language, language)
            ScreenText.expect(welcome.frame, matches: "welcome.\(size.0)x\(size.1).\(language.rawValue)")
            ScreenText.expect(themes.frame, matches: "themes.\(size.0)x\(size.1).\(language.rawValue)")
        }
    }

    @Test("However few there are, the themes stand below the divider of their box", arguments: 1...5)
    func fewThemes(count: Int) {
        var desk = Desk(columns: 80, rows: 24)
        desk.type(":theme<enter>")
        desk.send(.themes((["compact"] + ["a", "b", "c", "d"]).prefix(count).map { $0 }))
        let lines = ScreenText.characters(desk.frame).split(separator: "\n").map { String($0.suffix(30)) }
        #expect(lines[3] == "├" + String(repeating: "─", count: 28) + "┤")
        #expect(lines[4..<(4 + count)].allSatisfy { $0.hasPrefix("│") && $0.contains { $0.isLetter } })
        #expect(lines[4 + count].hasPrefix("└"))
    }

    /// Boxes, bars and a roomy layout at every size, and nothing falls out of its cells.
    @Test(arguments: Scene.all)
    func anySize(_ scene: Scene) throws {
        let traits = try Theme(shipped: "classic").traits
        for (columns, rows) in [
            (1, 1), (2, 3), (20, 5), (29, 10), (30, 12), (40, 12), (59, 16), (60, 9), (80, 24), (120, 40),
        ] {
            var desk = scene.play(columns, rows)
            desk.state.look.traits = traits
            desk.state.look.brand = BrandTests.sample
            desk.send(.resized(desk.state.size))
            desk.language = columns % 2 == 0 ? .german : .english
            let frame = desk.frame
            FrameTests.check(frame, "\(scene.name) at \(columns)x\(rows)")
            #expect(frame.cursor.row < rows && frame.cursor.column < columns)
            // The read-only mark and what is offline are never lost in a bar.
            if scene.name == "read-only", rows > 1, columns >= 20 { #expect(frame[0, 0].role == .readOnlyMark) }
        }
    }

    /// What has no scene of its own.
    @Test(arguments: [":about<enter>", ":theme<enter>", ":theme<enter><end>?"], [false, true])
    func overlaysAtAnySize(_ tape: String, isClassic: Bool) throws {
        let widths = [1, 2, 8, 20, 29, 30, 40, 60, 80, 120, 500]
        for (index, columns) in widths.enumerated() {
            for rows in TestAmount.some([1, 2, 3, 4, 6, 9, 12, 16, 24, 34, 60], step: 4, first: index) {
                var desk = Desk(columns: columns, rows: rows)
                if isClassic { desk.state.look.traits = try Theme(shipped: "classic").traits }
                desk.state.look.brand = BrandTests.sample
                desk.type(tape)
                desk.send(.themes((0..<60).map { "theme-\($0)" }))
                FrameTests.check(desk.frame, "\(tape) at \(columns)x\(rows)")
                #expect(desk.frame.cursor.row < rows && desk.frame.cursor.column < columns)
            }
        }
    }

    @Test func barGoesFromEdgeToEdgeAndUnreadStaysBold() throws {
        var desk = Desk()
        desk.state.look.traits = try Theme(shipped: "classic").traits
        let frame = desk.frame
        let row = desk.state.layout.list.rows.lowerBound
        #expect(frame.line(1).isEmpty, "roomy")
        for column in 0..<80 {
            #expect(frame[0, column].role == .bar)
            #expect(frame[row, column].role == .cursorBar)
            #expect(frame[row + 1, column].role != .cursorBar)
        }
        #expect(frame[row, 16].emphasis.attributes.contains(.bold))
    }

    @Test(
        "All lines of a message are one bar, within its pane, and an entry over it is one line",
        arguments: [40, 58, 130])
    func barIsAsHighAsTheMessage(columns: Int) throws {
        var desk = Desk(columns: columns, rows: 40)
        desk.state.look.traits = try Theme(shipped: "classic").traits
        desk.type(":preview on<enter>")
        desk.answerAllRows()
        func painted(_ columns: Range<Int>) -> [Int] {
            let frame = desk.frame
            return (0..<40).filter { row in columns.allSatisfy { frame[row, $0].role == .cursorBar } }
        }
        let list = desk.state.layout.list
        let height = columns < 60 ? 3 : 2
        #expect(desk.state.layout.rowHeight == height)
        #expect(painted(list.columns) == Array(list.rows.prefix(height)))
        desk.type(":theme<enter>")
        desk.send(.themes(["classic", "light"]))
        let box = try #require(OverlayLayout(desk.state).box)
        #expect(painted(box.columns.dropFirst().dropLast()).count == 1)
        let left = list.columns.lowerBound..<box.columns.lowerBound
        #expect(left.isEmpty || painted(left) == Array(list.rows.prefix(height)))
    }

    @Test func boxIsClosedInBothKindsOfSigns() throws {
        for symbols in [Symbols.unicode, .ascii] {
            var desk = Desk()
            desk.state.look.traits = try Theme(shipped: "classic").traits
            desk.type("?")
            let frame = draw(desk.state, DrawContext(language: .german, symbols: symbols, zone: SampleMail.zone))
            let layout = OverlayLayout(desk.state)
            let box = try #require(layout.box)
            #expect(frame.line(box.rows.lowerBound).hasPrefix(symbols.boxTopLeft + symbols.rule))
            #expect(frame.line(box.rows.upperBound - 1).hasSuffix(symbols.rule + symbols.boxBottomRight))
            for row in box.rows.dropFirst().dropLast() where row != box.rows.lowerBound + 2 {
                #expect(frame[row, 0].text == symbols.boxSide && frame[row, 79].text == symbols.boxSide)
            }
        }
    }

    /// Keys stand in columns, none is cut, and the way out is among them.
    @Test(arguments: Scope.allCases, Language.allCases)
    func keysStandInColumns(_ scope: Scope, _ language: Language) {
        for width in [20, 38, 60, 78, 118, 198] {
            let bar = KeyBarLines(columnsOf: scope, keys: .standard, width: width, lines: 2, language: language)
            let last = KeyBarTable.entries(scope).last.count
            guard let starts = bar.starts else { continue }
            for line in bar.lines {
                #expect(line.count <= starts.count)
                for (index, entry) in line.enumerated() {
                    let end = starts[index] + entry.width
                    #expect(end + 1 < (index + 1 < line.count ? starts[index + 1] : width + 3))
                }
            }
            #expect(bar.lines.last.map { $0.count >= last } == true)
        }
    }

    /// Columns take what their entries need, not what the widest of all does.
    @Test(arguments: Language.allCases)
    func columnsLeaveNoKeyOutWhereThereIsRoom(_ language: Language) {
        let plain = KeyBarLines(scope: .list, keys: .standard, width: 78, lines: 2, language: language)
        let columns = KeyBarLines(columnsOf: .list, keys: .standard, width: 78, lines: 2, language: language)
        #expect(columns.starts != nil && plain.leftOut == 0)
        #expect(columns.lines.joined().count >= 10)
    }
}
