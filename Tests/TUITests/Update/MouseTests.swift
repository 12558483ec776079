import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("The mouse") struct MouseTests {
    private func desk(columns: Int = 80, rows: Int = 24) -> Desk {
        var desk = Desk(columns: columns, rows: rows)
        desk.type(":mouse<enter>")
        _ = desk.take()
        desk.state.message = nil
        return desk
    }

    private func click(_ desk: inout Desk, row: Int, column: Int = 10) {
        desk.send(.mouse(MouseEvent(.press, CellPosition(row: row, column: column)), desk.language))
    }

    private func turn(_ desk: inout Desk, _ kind: MouseEvent.Kind) {
        desk.send(.mouse(MouseEvent(kind, CellPosition(row: 5, column: 5)), desk.language))
    }

    @Test func itIsOffUntilSomebodyWantsIt() {
        var desk = Desk()
        click(&desk, row: 4)
        turn(&desk, .wheelDown)
        #expect(desk.state.list.cursor == 0)
        desk.type(":mouse<enter>")
        #expect(desk.effects.contains(.watchMouse(true)))
        desk.type(":mouse<enter>")
        #expect(desk.effects.contains(.watchMouse(false)))
    }

    @Test func aClickMarksAndTwoOpen() {
        var desk = desk()
        let row = desk.state.layout.list.rows.lowerBound + 3
        click(&desk, row: row)
        #expect(desk.state.list.cursor == 3 && desk.state.reader == nil)
        desk.wait(milliseconds: 500)
        click(&desk, row: row)
        #expect(desk.state.reader == nil, "too slow for a double click")
        desk.wait(milliseconds: 300)
        click(&desk, row: row)
        #expect(desk.state.reader != nil)
    }

    @Test func aClickEndsWhatWasBegunWithKeys() {
        var desk = Desk(keys: KeyBindings(profile: .aerc))
        desk.type(":mouse<enter>jjjg")
        #expect(!desk.state.strokes.isEmpty)
        click(&desk, row: desk.state.layout.list.rows.lowerBound + 5)
        #expect(desk.state.strokes.isEmpty)
        desk.type("g")
        #expect(desk.state.list.cursor == 5, "the first g of two")
    }

    @Test func twoClicksOnTwoRowsAreNone() {
        var desk = desk()
        click(&desk, row: 3)
        click(&desk, row: 4)
        #expect(desk.state.reader == nil)
    }

    @Test func theWheelMovesThreeLines() {
        var desk = desk()
        turn(&desk, .wheelDown)
        #expect(desk.state.list.cursor == 3)
        turn(&desk, .wheelUp)
        turn(&desk, .wheelUp)
        #expect(desk.state.list.cursor == 0)
        desk.open(text: String(repeating: "Zeile\n", count: 100))
        turn(&desk, .wheelDown)
        #expect(desk.state.reader?.top == 3)
    }

    @Test(arguments: [(80, 24), (120, 40), (40, 12), (20, 5), (1, 1)], Language.allCases)
    func everyPlaceIsSafe(size: (Int, Int), language: Language) {
        for keys in ["", "<enter>", "?", ":", "c", "<enter>/"] {
            var desk = desk(columns: size.0, rows: size.1)
            desk.language = language
            desk.type(keys)
            for place in [(0, 0), (size.1 - 1, size.0 - 1), (size.1, size.0), (size.1 / 2, 1), (999, 999)] {
                var copy = desk
                click(&copy, row: place.0, column: place.1)
                click(&copy, row: place.0, column: place.1)
                turn(&copy, .wheelDown)
                _ = copy.frame
            }
        }
    }

    /// Each entry does what it says where it is drawn.
    @Test(arguments: [Scope.list, .reader], Language.allCases)
    func theKeyBarIsThere(_ scope: Scope, _ language: Language) throws {
        var desk = desk()
        desk.language = language
        if scope == .reader { desk.open() }
        let bar = KeyBarLines.shown(desk.state, language)
        let frame = desk.frame
        for (line, entries) in bar.lines.enumerated() {
            let row = desk.state.layout.keyBar.lowerBound + line
            var column = 1
            for entry in entries {
                let shown = (column..<column + entry.width).map { frame[row, $0].text }.joined()
                #expect(shown == "\(entry.keys) \(entry.label)")
                #expect(bar.action(line: line, column: column) == entry.actions.first)
                let last = bar.action(line: line, column: column + entry.keys.count - 1)
                #expect(last == entry.actions.last)
                #expect(bar.action(line: line, column: column + entry.width) == nil)
                column += entry.width + 2
            }
        }
        let help = try #require(bar.lines.indices.last)
        let column = (0..<80).first { bar.action(line: help, column: $0) == .command(.help) }
        click(&desk, row: desk.state.layout.keyBar.lowerBound + help, column: try #require(column))
        #expect(desk.state.scope == .help)
    }

    @Test func inAListThatLiesOverEverything() {
        var desk = desk()
        desk.open(text: "https://one.example/a https://two.example/b\n")
        desk.type("L")
        let first = OverlayLayout(desk.state).rows.lowerBound
        click(&desk, row: first + 1)
        #expect(desk.state.overlay == .links(ListPlace(cursor: 1)))
        click(&desk, row: first + 1)
        #expect(desk.state.overlay == .link(number: 2, top: 0, from: ListPlace(cursor: 1)))
        click(&desk, row: first + 9)
        #expect(desk.state.scope == .link)
    }

    /// With frames around what lies over the panes, too: there is none while a folder is chosen from the tree.
    @Test(arguments: [false, true])
    func besideTheTreeThereIsNothingToChoose(hasBoxes: Bool) throws {
        var desk = desk(columns: 130, rows: 40)
        desk.state.look.traits.hasBoxes = hasBoxes
        desk.send(.mail(SampleFolders.event))
        desk.type("c")
        let tree = try #require(desk.state.layout.folders)
        click(&desk, row: tree.rows.lowerBound + 2, column: 3)
        guard case .folders(let place, _) = desk.state.overlay else { return _ = Issue.record("no folders") }
        #expect(place.cursor == 2)
        for row in [5, 9, 9] { click(&desk, row: row, column: 60) }
        #expect(desk.state.overlay == .folders(place, filter: "") && desk.state.list.path == .inbox)
    }

    @Test func whatLiesUnderALongMessageIsNotThere() {
        var desk = desk()
        let row = desk.state.layout.keyBar.lowerBound
        desk.state.message = StatusMessage(
            kind: .failure, text: Text(same: String(repeating: "x ", count: 70)), serial: 1)
        click(&desk, row: row, column: 2)
        #expect(desk.state.reader == nil && desk.state.message == nil)
        click(&desk, row: row, column: 2)
        #expect(desk.state.reader != nil)
    }

    @Test func aQuestionIsAnsweredByKeysAlone() {
        var desk = desk()
        desk.state.question = .weakerLogin(trusted: "A", offered: "B")
        let before = desk.state.list.cursor
        click(&desk, row: desk.state.layout.list.rows.lowerBound + 4)
        for row in desk.state.layout.keyBar { for column in 0..<80 { click(&desk, row: row, column: column) } }
        turn(&desk, .wheelDown)
        #expect(desk.state.list.cursor == before && desk.state.question != nil)
    }

    /// The lines between panes go where they are drawn to, and not further than there is room.
    @Test func linesBetweenPanesAreDrawnElsewhere() {
        var desk = Desk(columns: 120, rows: 40)
        desk.type(":mouse<enter>")
        desk.send(.mail(SampleFolders.event))
        desk.open()
        func drag(from: CellPosition, to: CellPosition) {
            for (kind, place) in [(MouseEvent.Kind.press, from), (.drag, to), (.release, to)] {
                desk.send(.mouse(MouseEvent(kind, place), .english))
            }
        }
        drag(from: CellPosition(row: 20, column: 20), to: CellPosition(row: 22, column: 23))
        #expect(desk.state.layout.folders?.columns.count == 23)
        guard case .row(let row) = desk.state.layout.border else { return _ = Issue.record("not over") }
        drag(from: CellPosition(row: row, column: 60), to: CellPosition(row: 21, column: 60))
        #expect(desk.state.layout.border == .row(21))
        drag(from: CellPosition(row: 21, column: 60), to: CellPosition(row: 39, column: 60))
        #expect(desk.state.layout.reader.rows.count == 6)
        // What is pressed elsewhere draws nothing along.
        drag(from: CellPosition(row: 3, column: 60), to: CellPosition(row: 9, column: 90))
        #expect(desk.state.layout.folders?.columns.count == 23)
        #expect(desk.state.reader != nil)
    }
}
