import MailKitCore
import Testing

@testable import TUI

@Suite struct KeyProfileTests {
    @Test(arguments: KeyProfileName.allCases, Scope.allCases)
    func noBindingHidesAnother(_ profile: KeyProfileName, _ scope: Scope) {
        #expect(KeyBindings(profile: profile).keymap(scope).conflicts.isEmpty)
    }

    /// A row of the table that loses a key to another one would say what is not so.
    @Test(arguments: KeyProfileName.allCases)
    func everyRowHolds(_ profile: KeyProfileName) throws {
        let table = KeyTable(profile: profile)
        for row in KeyProfileTable.rows(profile) {
            for scope in row.scopes {
                #expect(CommandTable.row(row.id)?.keys[scope] != nil, "\(row.id) in \(scope)")
                #expect(
                    table.keys(of: row.id, in: scope).map { KeyNotation.text($0) } == row.keys, "\(row.id) in \(scope)")
            }
        }
    }

    /// What has a key by default has one in every profile; where there is a palette its name is enough.
    @Test(arguments: KeyProfileName.allCases, Scope.allCases)
    func everyCommandCanBeReached(_ profile: KeyProfileName, _ scope: Scope) {
        let keys = KeyBindings(profile: profile)
        let hasPalette = keys.row(.palette)?.keys[scope]?.isEmpty == false
        for row in CommandTable.rows where row.keys[scope]?.isEmpty == false {
            let strokes = keys.row(row.id)?.keys[scope] ?? []
            if strokes.isEmpty { #expect(hasPalette && row.id == .dismiss, "\(row.id) in \(scope)") }
            for key in strokes { #expect(keys.keymap(scope).match(key) == .command(row.id)) }
        }
        #expect(keys.keymap(scope).match([.ctrl("c")]) == .command(.quit))
    }

    /// Alt, function keys and what German keyboards have behind AltGr are never the only way.
    @Test(arguments: KeyProfileName.allCases, Scope.allCases)
    func nothingNeedsAKeyThatManyHaveNot(_ profile: KeyProfileName, _ scope: Scope) {
        func isEasy(_ key: Key) -> Bool {
            if key.modifiers.contains(.alt) { return false }
            return switch key.code {
            case .function: false
            case .character(let scalar): !"[]\\@{}|~^`´".unicodeScalars.contains(scalar)
            default: true
            }
        }
        for row in KeyBindings(profile: profile).rows {
            guard let keys = row.keys[scope], !keys.isEmpty else { continue }
            #expect(keys.contains { $0.allSatisfy(isEasy) }, "\(row.id) in \(scope)")
        }
    }

    /// Each key that the key bar shows is read as it stands there, pressed, and leads to the command of its label.
    @Test(arguments: KeyProfileName.allCases, Scope.allCases)
    func theKeyBarDoesNotLie(_ profile: KeyProfileName, _ scope: Scope) throws {
        let keys = KeyBindings(profile: profile)
        for language in Language.allCases {
            let bar = KeyBarLines(scope: scope, keys: keys, width: 200, lines: 2, language: language)
            #expect(!bar.lines.joined().isEmpty)
            for entry in bar.lines.joined() {
                var strokes = try KeyNotation.strokes(entry.keys)[...]
                for action in entry.actions {
                    let pressed = try #require(
                        (1...strokes.count).map { Array(strokes.prefix($0)) }.first {
                            if case .action = keys.keymap(scope).match($0) { true } else { false }
                        })
                    #expect(keys.keymap(scope).match(pressed) == .action(action), "\(entry.keys) \(entry.label)")
                    strokes = strokes.dropFirst(pressed.count)
                }
                #expect(strokes.isEmpty, "\(entry.keys)")
            }
        }
    }

    @Test(arguments: KeyProfileName.allCases, Scope.allCases)
    func theWayOutIsAlwaysShown(_ profile: KeyProfileName, _ scope: Scope) {
        for language in Language.allCases {
            for (width, lines) in [(38, 2), (78, 2), (38, 1)] {
                let bar = KeyBarLines(
                    scope: scope, keys: KeyBindings(profile: profile), width: width, lines: lines, language: language)
                for line in bar.lines { #expect(line.reduce(-2) { $0 + $1.width + 2 } <= width) }
                let last = KeyBarTable.entries(scope).last.compactMap { $0.commands.first }.map {
                    KeyAction.command($0)
                }
                let shown = bar.lines.last?.flatMap(\.actions) ?? []
                #expect(last.allSatisfy { shown.contains($0) }, "\(width) \(lines) \(language)")
            }
        }
    }

    // MARK: Tapes

    @Test func muttKeysMoveAndOpen() {
        var desk = Desk(keys: KeyBindings(profile: .mutt))
        desk.type("jj z")
        #expect(desk.state.reader != nil, "Space opens")
        desk.open()
        desk.type("q")
        #expect(desk.state.reader == nil)
        let top = desk.state.list.top
        desk.type("z")
        #expect(desk.state.list.top > top)
        desk.type("y")
        #expect(desk.state.scope == .picker)
        desk.type("<esc>")
        desk.open()
        let cursor = desk.state.list.cursor
        desk.type("j")
        #expect(desk.state.list.cursor == cursor + 1, "j reads the next message")
        desk.type("x")
        #expect(desk.state.reader == nil)
    }

    @Test func aercSequences() {
        var desk = Desk(keys: KeyBindings(profile: .aerc))
        desk.type("G")
        #expect(desk.state.list.cursor == 213)
        desk.type("g")
        #expect(desk.state.list.cursor == 213 && desk.state.strokes == [.char("g")])
        let line = ScreenText.characters(desk.frame)
        #expect(line.contains("g g first"))
        desk.type("g")
        #expect(desk.state.list.cursor == 0 && desk.state.strokes.isEmpty)
        desk.type("g<esc>")
        #expect(desk.state.strokes.isEmpty && desk.state.message == nil, "Esc ends a sequence")
        desk.type("gx")
        #expect(desk.state.message?.text == StatusTexts.unknownKey(Text(same: "g x"), help: Text(same: "?")))
        desk.type("<Ctrl-D>")
        #expect(desk.state.list.cursor > 0)
    }

    @Test func alpineAndRoundcubeKeys() {
        var alpine = Desk(keys: KeyBindings(profile: .alpine))
        alpine.type("nn>")
        #expect(alpine.state.list.cursor == 2 && alpine.state.reader != nil)
        alpine.type("<<>")
        #expect(alpine.state.reader == nil)
        alpine.type("l<Ctrl-G>")
        #expect(alpine.state.overlay == .help(of: .picker, top: 0))

        var roundcube = Desk(keys: KeyBindings(profile: .roundcube))
        roundcube.open()
        roundcube.type("k")
        #expect(roundcube.state.list.cursor == 1)
        roundcube.type("j")
        #expect(roundcube.state.list.cursor == 0)
    }

    /// What sentences say of keys is what the profile has.
    @Test func sentencesNameTheKeysOfTheProfile() {
        var mutt = Desk(keys: KeyBindings(profile: .mutt))
        mutt.open()
        mutt.type("<end>")
        mutt.type("<space>")
        #expect(mutt.state.message?.text.en == "end of the message; j reads the next one")
        mutt.type("/Anna<enter>")
        #expect(mutt.state.message?.text.en.hasSuffix("n next  , before") == true)
    }

    @Test func aProfileCanBeTried() {
        var desk = Desk(keys: SampleKeys.own)
        desk.type(":key-profile mutt<enter>")
        #expect(desk.state.keys.keymap(.list).match([.char("z")]) == .command(.pageDown))
        #expect(desk.state.keys.keymap(.list).match([.char("x")]) == .command(.toggleStar), "one's own stay")
        desk.type(":key-profile mut<down><enter>")
        #expect(desk.state.message?.text.en.hasSuffix("did you mean mutt?") == true)
    }
}
