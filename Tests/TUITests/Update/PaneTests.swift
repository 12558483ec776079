import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct PaneTests {
    private func desk(columns: Int = 120, rows: Int = 40) -> Desk {
        var desk = Desk(columns: columns, rows: rows)
        desk.send(.mail(SampleFolders.event))
        _ = desk.take()
        return desk
    }

    private func say(_ line: String, _ desk: inout Desk) { desk.type(":\(line)<enter>") }

    /// Panes lie in the body, side by side or one above the other, and never on one another.
    @Test(arguments: Arrangement.allCases, [Bool?.none, true, false])
    func panesNeverOverlap(_ arrangement: Arrangement, _ showsFolders: Bool?) {
        for columns in [1, 20, 40, 59, 60, 80, 100, 116, 120, 160, 200, 300, 1000] {
            for rows in [1, 4, 9, 12, 24, 34, 40, 60, 200] {
                for showsReader in [true, false] {
                    let layout = Layout(
                        size: ScreenSize(columns: columns, rows: rows),
                        panes: PaneChoice(arrangement: arrangement, showsFolders: showsFolders),
                        showsReader: showsReader)
                    var used = Set<CellPosition>()
                    let panes = [layout.folders, layout.list, layout.reader].compactMap(\.self)
                    for pane in panes where !pane.isEmpty {
                        #expect(layout.body.rows.contains(pane.rows) && layout.body.columns.contains(pane.columns))
                        guard columns * rows <= 12_000 else { continue }
                        for row in pane.rows {
                            for column in pane.columns {
                                #expect(used.insert(CellPosition(row: row, column: column)).inserted)
                            }
                        }
                    }
                    #expect(!showsReader || rows < 5 || !layout.reader.isEmpty)
                    #expect(layout.border == nil || !layout.list.isEmpty)
                    if case .column = layout.border { #expect(layout.list.columns.count >= 40) }
                    if case .row = layout.border {
                        #expect(layout.list.rows.count >= 8 && layout.reader.rows.count >= 6)
                    }
                }
            }
        }
    }

    /// However large somebody makes one, the others keep what they need.
    @Test(arguments: [Int.min, -1, 0, 1, 20, 500, .max])
    func panesOfAnySizeFit(_ wanted: Int) {
        for columns in [60, 80, 100, 120, 200, 1000] {
            for rows in [9, 20, 24, 40, 200] {
                for arrangement in [Arrangement.over, .beside] {
                    var panes = PaneChoice(arrangement: arrangement, showsFolders: true)
                    (panes.folderColumns, panes.listRows, panes.readerColumns) = (wanted, wanted, wanted)
                    let layout = Layout(
                        size: ScreenSize(columns: columns, rows: rows), panes: panes, showsReader: true)
                    #expect(layout.folders.map { (10...columns / 2).contains($0.columns.count) } ?? true)
                    if case .row = layout.border {
                        #expect(layout.list.rows.count >= 4 && layout.reader.rows.count >= 6)
                    }
                    #expect(layout.border == nil || layout.list.columns.count >= 40)
                    #expect(!layout.reader.isEmpty && layout.reader.columns.upperBound == columns)
                    #expect(layout.reader.rows.upperBound == layout.body.rows.upperBound)
                }
            }
        }
    }

    @Test(arguments: [(40, 12, 1), (80, 24, 1), (100, 40, 2), (120, 40, 3), (200, 60, 3), (300, 100, 3)])
    func asManyPanesAsFit(columns: Int, rows: Int, panes: Int) {
        var desk = desk(columns: columns, rows: rows)
        desk.open()
        let layout = desk.state.layout
        let shown = [layout.folders, layout.list, layout.reader].compactMap(\.self).filter { !$0.isEmpty }
        #expect(shown.count == panes)
    }

    @Test func theLayoutIsChosenByName() {
        var desk = desk()
        desk.open()
        guard case .row = desk.state.layout.border else { return _ = Issue.record("not over") }
        say("layout one", &desk)
        #expect(desk.state.layout.border == nil)
        say("folder-tree off", &desk)
        #expect(desk.state.layout.folders == nil)
        say("layout beside", &desk)
        guard case .column = desk.state.layout.border else { return _ = Issue.record("not beside") }
        say("layout sideways", &desk)
        #expect(desk.state.message?.text == PaneTexts.noSuchLayout("sideways", ["auto", "one", "over", "beside"]))
        guard case .column = desk.state.layout.border else { return _ = Issue.record("changed") }
        desk.send(.resized(ScreenSize(columns: 80, rows: 24)))
        say("layout over", &desk)
        #expect(desk.state.message?.text == PaneTexts.layout(.over))
        desk.send(.resized(ScreenSize(columns: 80, rows: 15)))
        say("layout over", &desk)
        #expect(desk.state.message?.text == PaneTexts.noRoom)
    }

    @Test func whatDoesNotFitIsSaidAndDoneWhereItFits() {
        var desk = desk(columns: 50, rows: 20)
        desk.type("B")
        #expect(desk.state.layout.folders == nil)
        #expect(desk.state.message?.text == PaneTexts.noRoom)
        desk.send(.resized(ScreenSize(columns: 80, rows: 24)))
        #expect(desk.state.layout.folders != nil)
        desk.type("B")
        #expect(desk.state.layout.folders == nil)
    }

    /// The folders are chosen where they stand; the list stays in sight.
    @Test func choosingAFolderInTheTreeLeavesTheListInSight() {
        var desk = desk()
        let before = desk.frame
        desk.type("c<down>")
        let frame = desk.frame
        for row in 1..<30 { #expect(frame.line(row).dropFirst(22) == before.line(row).dropFirst(22)) }
        #expect(frame[2, 0].text == "▌")
        desk.type("arch")
        #expect(frame != desk.frame)
        desk.type("<esc>")
        #expect(desk.frame == before)
    }

    @Test func whatLiesInAFolderIsHiddenAndCounted() {
        var desk = desk()
        desk.type("c")
        for _ in 0..<8 { desk.type("<down>") }
        #expect(tree(desk)[8] == "▌▾ Kunden")
        desk.type("<left>")
        #expect(tree(desk)[8] == "▌▸ Kunden         4")
        #expect(tree(desk)[9].hasSuffix("user/berta/Hafen") || tree(desk)[9].hasSuffix("user/berta/Ha…"))
        desk.type("<right>")
        #expect(tree(desk)[9] == "     Alt/2024")
        // From one that holds nothing to the one it lies in.
        desk.type("<down><down><left>")
        #expect(tree(desk)[8] == "▌▾ Kunden")
        desk.type("<right>")
        #expect(tree(desk)[9].hasPrefix("▌"))
    }

    /// The lines of the tree, without what stands right of it.
    private func tree(_ desk: Desk) -> [String] {
        let frame = desk.frame
        let area = desk.state.layout.folders ?? Area(rows: 0..<0, columns: 0..<0)
        return area.rows.map { row in
            var line = ""
            for column in area.columns { line += frame[row, column].text }
            while line.last == " " { line.removeLast() }
            return line
        }
    }

    @Test func anOpenFolderThatIsHiddenLetsOneGoOn() {
        var desk = desk()
        desk.type("clind<enter>")
        desk.type("c")
        guard case .folders(let place, _) = desk.state.overlay else { return _ = Issue.record("no folders") }
        #expect(place.cursor == 10)
        desk.type("<left><left><esc>")
        #expect(desk.state.folders.lines().count == 10)
        _ = desk.take()
        desk.type("J")
        let opened = desk.requests.compactMap {
            if case .openMailbox(_, let path, _, _, _) = $0 { path.name } else { nil }
        }
        #expect(opened == ["user/berta/Hafen"])
        // What is opened by its name is shown.
        desk.type("clind<enter>")
        #expect(desk.state.folders.lines().count == 13)
    }

    @Test func theOpenFolderStaysInSight() {
        var desk = Desk(columns: 120, rows: 24)
        let many = (0..<200).compactMap { SampleFolders.mailbox("Ordner \(1000 + $0)") }
        desk.send(.mail(.mailboxes(SampleMail.account, many)))
        desk.type("cOrdner 1150<enter>")
        let height = desk.state.layout.folders?.rows.count ?? 0
        #expect(desk.state.foldersTop == 151 - height)
        #expect(tree(desk).last?.contains("Ordner 1150") == true)
        desk.type("K")
        #expect(desk.state.foldersTop == 151 - height)
    }

    /// A moment on a small screen is not to cost the place where one was.
    @Test(arguments: [(0, 0), (5, 0), (12, 0), (60, 45), (213, 194)])
    func theListFillsUpFromAboveWhenTheScreenGrows(cursor: Int, top: Int) {
        var desk = Desk()
        desk.type("<end>")
        desk.answerAllRows()
        desk.state.list.cursor = cursor
        desk.state.list.top = top
        desk.send(.resized(desk.state.size))
        desk.answerAllRows()
        let before = desk.state.list.top
        for (columns, rows) in [(40, 6), (20, 2), (80, 24)] {
            desk.send(.resized(ScreenSize(columns: columns, rows: rows)))
            desk.answerAllRows()
        }
        #expect(desk.state.list.cursor == cursor)
        #expect(desk.state.list.top <= before + 5 && desk.state.list.top <= max(0, cursor - (cursor > 10 ? 9 : cursor)))
        let frame = desk.frame
        for row in desk.state.layout.list.rows { #expect(!frame.line(row).isEmpty && !frame.line(row).hasSuffix(" …")) }
    }

    @Test func whatWasSaidOfPanesGoesWithTheSizeItWasSaidOf() {
        var desk = Desk()
        desk.type(":layout beside<enter>")
        #expect(desk.state.message?.text == PaneTexts.noRoom)
        desk.send(.resized(ScreenSize(columns: 160, rows: 40)))
        #expect(desk.state.message == nil)
        desk.state.tell(Text(same: "x"))
        desk.send(.resized(ScreenSize(columns: 80, rows: 24)))
        #expect(desk.state.message != nil)
    }
}
