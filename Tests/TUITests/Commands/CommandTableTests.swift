import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct CommandTableTests {
    @Test(arguments: Scope.allCases)
    func noBindingHidesAnother(_ scope: Scope) {
        #expect(Keymap(scope: scope, rows: CommandTable.rows).conflicts.isEmpty)
    }

    @Test func everyCommandIsOneRowThatCanBeReached() {
        #expect(CommandTable.rows.map(\.id).count == Set(CommandTable.rows.map(\.id)).count)
        for id in CommandID.allCases {
            let row = CommandTable.row(id)
            #expect(row != nil, "\(id)")
            // By a key, or by its name where there is a palette.
            let isNamed = row?.keys[.list] != nil || row?.keys[.reader] != nil
            #expect(isNamed || row?.keys.values.contains { !$0.isEmpty } == true, "\(id)")
        }
    }

    /// Ctrl-C, Ctrl-L and Ctrl-Z work wherever one is.
    @Test(arguments: Scope.allCases)
    func thereIsAWayOutEverywhere(_ scope: Scope) {
        let keymap = KeyBindings.standard.keymap(scope)
        #expect(keymap.match([.ctrl("c")]) == .command(.quit))
        #expect(keymap.match([.ctrl("l")]) == .command(.redraw))
        #expect(keymap.match([.ctrl("z")]) == .command(.suspend))
    }

    @Test func trieTellsWhatIsHidden() {
        func row(_ id: CommandID, _ keys: [[Key]]) -> CommandRow? {
            CommandTable.row(id).map { $0.rebound([.list: keys]) }
        }
        let rows = [
            row(.next, [[.char("z"), .char("o")]]), row(.open, [[.char("z")]]),
            row(.previous, [[.char("z"), .char("o")]]),
            row(.quit, [[.char("z"), .char("o"), .char("x")]]), row(.help, [[.char("h")]]),
        ].compactMap { $0 }
        let keymap = Keymap(scope: .list, rows: rows)
        #expect(keymap.conflicts.map(\.second) == [.command(.open), .command(.previous), .command(.quit)])
        #expect(keymap.match([.char("z")]) == .prefix)
        #expect(keymap.match([.char("z"), .char("o")]) == .command(.next))
        #expect(keymap.match([.char("z"), .char("x")]) == .none)
        #expect(keymap.match([]) == .none)
        #expect(keymap.match([.char("h")]) == .command(.help))
    }

    @Test(arguments: Scope.allCases, Language.allCases)
    func keyBarFits(_ scope: Scope, _ language: Language) {
        for (width, lines) in [(38, 2), (78, 2), (118, 2), (38, 1)] {
            let bar = KeyBarLines(
                scope: scope, keys: .standard, width: width, lines: lines, language: language)
            for line in bar.lines {
                #expect(line.reduce(-2) { $0 + $1.width + 2 } <= width)
                for entry in line { #expect(!entry.keys.isEmpty && !entry.label.isEmpty) }
            }
            let last = KeyBarTable.entries(scope).last.count
            #expect(bar.lines.last?.count ?? 0 >= last, "the way out and help are always shown")
            if width == 78, lines == 2 { #expect(bar.leftOut == 0, "all entries fit on 80 columns") }
        }
    }

    @Test(arguments: Language.allCases)
    func helpTextsFitOn80Columns(_ language: Language) {
        for row in CommandTable.rows {
            #expect(TerminalText.width(of: row.title(language)) <= Frame.helpTitleWidth, "\(row.id)")
            #expect(TerminalText.width(of: row.summary(language)) <= Frame.helpSummaryWidth, "\(row.id)")
        }
    }

    @Test(arguments: Language.allCases)
    func labelsOfTheReaderFit(_ language: Language) {
        for label in [ScreenTexts.from, ScreenTexts.to, ScreenTexts.date] {
            #expect(TerminalText.width(of: label(language)) <= 5)
        }
        for label in [
            ScreenTexts.sender, ScreenTexts.replyTo, ScreenTexts.cc, ScreenTexts.subject, ScreenTexts.parts,
            ScreenTexts.textLabel, ScreenTexts.checked,
        ] {
            #expect(TerminalText.width(of: label(language)) <= 8)
        }
    }

    @Test func unavailableCommandsSayWhy() {
        var desk = Desk(isReadOnly: true)
        desk.type("N")
        #expect(desk.requests.isEmpty)
        #expect(desk.state.message?.text == StatusTexts.readOnly(FolderTexts.usual(.inbox) ?? Text(same: "")))

        var empty = Desk(count: 0)
        empty.type("<enter>")
        #expect(empty.state.message?.text == StatusTexts.noMessage)

        var loading = Desk()
        loading.type("<enter>h")
        #expect(loading.state.message?.text == StatusTexts.messageNotHere)
        #expect(loading.state.reader?.showsAllHeaders == false)
    }
}
