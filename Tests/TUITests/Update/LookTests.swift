import MailKitCore
import Testing

@testable import TUI

/// Themes looked through, kept and given up; choices remembered.
@Suite struct LookTests {
    private static let names = ["classic", "compact", "light", "mono"]

    /// The themes are open, and the shell has said which there are.
    private func desk(fixed: Set<String> = []) -> Desk {
        var desk = Desk()
        desk.state.preferences = PreferenceState(fixed: fixed)
        desk.type(":theme<enter>")
        desk.send(.themes(Self.names))
        return desk
    }

    private func theme(_ text: String = "[styles]") throws -> Theme { try Theme(file: Array(text.utf8)) }

    @Test func movingShowsAndEnterKeeps() throws {
        var desk = desk()
        #expect(desk.take().contains(.findThemes))
        guard case .themes(let place) = desk.state.overlay else {
            Issue.record("no themes")
            return
        }
        #expect(place.cursor == 1, "the mark stands at the one in use")
        desk.type("j")
        #expect(desk.take() == [.readTheme("light")])
        let light = try theme("[layout]\nroomy = true")
        desk.send(.theme(light, named: "light"))
        #expect(desk.take() == [.show(light)])
        #expect(desk.state.look.shown == "light" && desk.state.look.theme == "compact")
        #expect(desk.state.layout.list.rows.lowerBound == 2, "the layout is the theme's at once")
        desk.type("<enter>")
        #expect(desk.take() == [.prefer(key: "theme", value: "light")])
        #expect(desk.state.overlay == nil && desk.state.look.theme == "light")
        #expect(desk.state.preferences.values["theme"] == "light")
    }

    @Test(arguments: ["<esc>", "q"])
    func leavingGoesBack(_ key: String) throws {
        var desk = desk()
        desk.type("j")
        desk.send(.theme(try theme(), named: "light"))
        _ = desk.take()
        desk.type(key)
        #expect(desk.take() == [.readTheme("compact")])
        let compact = try theme()
        desk.send(.theme(compact, named: "compact"))
        #expect(desk.take() == [.show(compact)])
        #expect(desk.state.look.shown == "compact" && desk.state.look.theme == "compact")
        #expect(desk.state.preferences.values.values.isEmpty)
    }

    /// Whoever runs through the list sees the last one; answers that come late are dropped.
    @Test func onlyTheLastIsShown() throws {
        var desk = desk()
        _ = desk.take()
        desk.type("jj")
        #expect(desk.take() == [.readTheme("light"), .readTheme("mono")])
        desk.send(.theme(try theme(), named: "light"))
        #expect(desk.take().isEmpty && desk.state.look.shown == "compact")
        desk.type("kk")
        #expect(desk.take() == [.readTheme("light")], "the one on the screen need not be read")
        desk.send(.theme(try theme(), named: "mono"))
        #expect(desk.take().isEmpty)
    }

    /// Enter before the file is here: kept when it comes.
    @Test func enterDoesNotWaitForTheDisk() throws {
        var desk = desk()
        desk.type("j<enter>")
        #expect(desk.state.overlay == nil && desk.state.look.theme == "compact")
        _ = desk.take()
        desk.send(.theme(try theme(), named: "light"))
        #expect(desk.take().contains(.prefer(key: "theme", value: "light")))
        #expect(desk.state.look.theme == "light")
    }

    @Test func brokenOneIsToldAndTheOneBeforeStays() throws {
        var desk = desk()
        desk.type("j")
        _ = desk.take()
        let reason = ThemeTexts.inFile("/x/light.theme", line: 3) + ThemeTexts.unknownRole("brnd")
        desk.send(.brokenTheme(named: "light", reason: reason))
        #expect(desk.state.message?.text == reason && desk.state.message?.kind == .failure)
        #expect(desk.take().isEmpty && desk.state.look.shown == "compact")
        #expect(ScreenText.characters(desk.frame).contains("cannot be used"))
        desk.type("<enter>")
        #expect(desk.state.look.theme == "compact" && desk.state.overlay != nil)
        // Also by its name.
        desk.type("<esc><esc>:theme light<enter>")
        #expect(desk.take().contains(.readTheme("light")), "it is tried anew")
        desk.send(.brokenTheme(named: "light", reason: reason))
        #expect(desk.state.message?.text == reason)
        desk.type("j")
        #expect(!desk.take().contains(.readTheme("light")), "and not again and again")
    }

    @Test func byName() throws {
        var desk = Desk()
        desk.type(":theme light<enter>")
        #expect(desk.take().contains(.readTheme("light")))
        desk.send(.theme(try theme(), named: "light"))
        #expect(desk.take().contains(.prefer(key: "theme", value: "light")))
        desk.type(":theme light<enter>")
        #expect(!desk.take().contains { if case .prefer = $0 { true } else { false } })
    }

    @Test func whatTheFileSetsIsNotWritten() throws {
        var desk = desk(fixed: ["theme"])
        desk.type("j")
        desk.send(.theme(try theme(), named: "light"))
        _ = desk.take()
        desk.type("<enter>")
        #expect(!desk.take().contains { if case .prefer = $0 { true } else { false } })
        #expect(desk.state.look.theme == "light", "but it holds until the end")
        #expect(desk.state.message?.text == PreferenceTexts.fixed("theme", "light"))
    }

    /// What is told can be written into the file as it stands there, and no other sentence takes its place.
    @Test(arguments: [
        (Preferences.layout, ":layout one<enter>"), (Preferences.folderTree, ":folder-tree on<enter>"),
        (Preferences.keyBar, ":key-bar<enter>"), (Preferences.keyProfile, ":key-profile mutt<enter>"),
        (Preferences.mouse, ":mouse<enter>"), (Preferences.theme, ":theme light<enter>"),
    ])
    func theLineThatIsToldIsGood(key: String, tape: String) throws {
        var desk = Desk()
        desk.state.preferences = PreferenceState(fixed: [key])
        desk.type(tape)
        desk.send(.theme(try theme(), named: "light"))
        let text = try #require(desk.state.message?.text)
        for words in [text.en, text.de] {
            let line = try #require(words.split(separator: "; ").last?.split(separator: " in config.toml").first)
            #expect(line.hasPrefix("\(key) = "), "\(words)")
            let file = try ConfigurationFile(Array(line.utf8), file: "x", kind: .user)
            #expect(LayeredConfiguration(user: file).fixed == [key])
        }
    }

    @Test func themesThatWereLostDoNotTurnInCircles() throws {
        var desk = desk()
        desk.type("j")
        desk.send(.theme(try theme(), named: "light"))
        _ = desk.take()
        desk.type("<esc>")
        #expect(desk.take() == [.readTheme("compact")])
        desk.send(.brokenTheme(named: "compact", reason: ThemeTexts.notFound("compact")))
        #expect(desk.take().allSatisfy { if case .readTheme = $0 { false } else { true } })
        #expect(desk.state.look.shown == "light")
    }

    @Test func brandGivesItsColourToEveryTheme() throws {
        var desk = desk()
        desk.state.look.brand = BrandTests.sample
        desk.type("j")
        _ = desk.take()
        desk.send(.theme(try theme("[styles]\nbrand = { fg = \"#5f87d7\" }"), named: "light"))
        guard case .show(let shown)? = desk.take().first else {
            Issue.record("not shown")
            return
        }
        #expect(shown.style(of: .brand).foreground == Colour("#00875f"))
    }

    // MARK: The welcome

    @Test func firstStartShowsItUntilTheListIsThere() throws {
        var desk = Desk(opened: false)
        desk.state.look.isFirstStart = true
        let before = ScreenText.characters(desk.frame)
        #expect(before.contains("Opening INBOX") && before.contains("Enter   "))
        #expect(desk.state.scope == .list, "it takes no key away")
        desk.send(.mail(.connection(SampleMail.account, .online)))
        let summary = try #require(SampleMail.summary(count: 3))
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        desk.answerAllRows()
        #expect(!ScreenText.characters(desk.frame).contains("Account anna"))
        #expect(!ScreenText.characters(Desk(opened: false).frame).contains("Account anna"), "the second start")
    }

    @Test(arguments: ["x", "<enter>", "<space>", "<esc>", "j", "7"])
    func anyKeyGoesOn(_ key: String) {
        var desk = Desk()
        desk.type(":about<enter>")
        #expect(desk.state.overlay == .welcome)
        #expect(ScreenText.characters(desk.frame).contains("Account anna@example.org"))
        desk.type(key)
        #expect(desk.state.overlay == nil && desk.state.reader == nil && desk.state.message == nil)
        #expect(desk.state.list.cursor == 0)
    }

    /// The keys are those of the table, whatever they are.
    @Test func keysComeFromTheTable() {
        let lines = WelcomeLines(Desk().state, columns: 80, rows: 20, DrawContext(language: .english, zone: { _ in 0 }))
        for id in [CommandID.open, .help, .quit] {
            guard let row = CommandTable.row(id), let key = row.shownKeys(in: .list)?.first else { continue }
            let shown = key.name(.english)
            #expect(
                lines.lines.contains {
                    $0.text.hasPrefix(shown) && $0.text.hasSuffix(row.summary.en) && $0.text.contains(row.title.en)
                }, "\(id)")
        }
    }
}
