import MailKitCore
import Testing

@testable import TUI

@Suite struct GuidanceTests {
    private func screen(_ desk: Desk) -> String { ScreenText.characters(desk.frame) }

    // MARK: Help

    @Test func helpIsNarrowedDownByTyping() {
        var desk = Desk()
        desk.type("?/")
        #expect(desk.state.scope == .picker)
        desk.type("unread")
        #expect(screen(desk).contains("next unread") && screen(desk).contains("Keys in the list: unread"))
        #expect(!screen(desk).contains("check mail"))
        desk.type("<enter>")
        #expect(desk.state.scope == .help && desk.state.guidance.helpFilter == "unread")
        desk.type("/<esc>")
        #expect(desk.state.scope == .help && desk.state.guidance.helpFilter.isEmpty)
        desk.type("<esc>")
        #expect(desk.state.scope == .list)
        desk.type("?/xyzzy")
        #expect(screen(desk).contains("No key and no command fits."))
    }

    /// Words of either language, the name, a key by its name; a single character is first of all a key.
    @Test(arguments: [
        ("stern", "star"), ("toggle-star", "star"), ("Ctrl-R", "check mail"), ("strg-r", "check mail"), ("c", "folder"),
        ("N", "read / unread"), ("mail check", "check mail"),
    ])
    func whatFindsALine(typed: String, title: String) {
        var desk = Desk()
        desk.type("?/" + typed)
        let lines = HelpLines(desk.state, of: .list).lines
        let titles = lines.compactMap { if case .command(let row) = $0 { row.title.en } else { nil } }
        #expect(titles == [title])
    }

    /// Keys have a column as wide as they need, and no wider.
    @Test func whereKeysAreShortTheTextBeginsEarlier() {
        var desk = Desk()
        desk.state.overlay = .help(of: .question, top: 0)
        let frame = desk.frame
        let lines = (0..<24).map(frame.line).filter { $0.hasPrefix("   ") }
        #expect(lines.contains { $0.hasPrefix("   y  j  Y  J ") && !$0.hasPrefix("   y  j  Y  J             ") })
        #expect(frame.line(4).count > 0)
    }

    @Test func helpIsThereWhileChoosingAndTyping() {
        var desk = Desk()
        desk.type(":sta<Ctrl-K>")
        #expect(desk.state.overlay == .help(of: .picker, top: 0) && desk.state.prompt == nil)
        #expect(screen(desk).contains("Keys while choosing"))
        desk.type("q")
        #expect(desk.state.scope == .picker && desk.state.prompt?.text == "sta", "what was typed is there again")
        desk.type("<esc>")
        desk.open()
        desk.type("/abc<f1>")
        #expect(desk.state.overlay == .help(of: .prompt, top: 0))
        desk.type("<esc>")
        #expect(desk.state.prompt == Prompt(kind: .search, text: "abc"))
    }

    @Test func helpGoesBackToWhereItWasAskedFor() {
        var desk = Desk()
        desk.open()
        desk.type("v?q")
        #expect(desk.state.scope == .parts)
    }

    // MARK: What a key does

    @Test func aKeyIsToldAboutAndNotCarriedOut() {
        var desk = Desk()
        desk.type(":describe-key<enter>")
        #expect(screen(desk).contains("press the key to be told what it does"))
        desk.type("q")
        #expect(desk.state.message?.text.en == "q in the list: quit, leave the program  (:quit)")
        #expect(!desk.effects.contains(.quit(.ok)))
        desk.type(":describe-key<enter>.")
        #expect(desk.state.message?.text.en == ". does nothing in the list; in a message: next match")
        desk.type(":describe-key<enter><Ctrl-C>")
        #expect(!desk.effects.contains(.quit(.ok)))
        desk.type("j")
        #expect(desk.state.list.cursor == 1, "one key only")
    }

    @Test func inHelpItIsAboutTheScreenBelow() {
        var desk = Desk()
        desk.open()
        desk.type("?dz")
        #expect(desk.state.message?.text.en.hasPrefix("z in a message: fold quotes") == true)
        #expect(desk.state.scope == .help)
    }

    @Test func sequencesAndMacrosAreToldAbout() {
        var desk = Desk(keys: SampleKeys.own)
        desk.type(":describe-key<enter>gg")
        #expect(desk.state.message?.text.en == "g g in the list: first, the newest message, or the top  (:first)")
        desk.type(":describe-key<enter>R")
        #expect(desk.state.message?.text.en == "R in the list: read-on: toggle-read, next")
    }

    // MARK: The key bar

    @Test func theKeyBarCanGo() {
        var desk = Desk()
        let height = desk.state.layout.listHeight
        desk.type(":key-bar<enter>")
        #expect(desk.state.layout.listHeight == height + 2 && desk.state.layout.keyBar.isEmpty)
        #expect(!screen(desk).contains("Enter open"))
        desk.type("?")
        #expect(desk.state.scope == .help)
        desk.type("q:key-bar<enter>")
        #expect(desk.state.layout.listHeight == height)
        desk.state.showsKeyBar = false
        desk.state.question = .weakerLogin(trusted: "SCRAM-SHA-256", offered: "PLAIN")
        #expect(screen(desk).contains("y n"), "a question needs its lines")
        var own = Desk(keys: SampleKeys.own)
        own.type(":key-bar<enter>g")
        #expect(screen(own).contains("g …  g first"), "without it the line above tells what may follow")
    }

    // MARK: Macros

    @Test func aMacroDoesOneAfterTheOther() {
        var desk = Desk(keys: SampleKeys.own)
        desk.type("Y")
        #expect(desk.requests.count { $0.changesFlags } == 1)
        #expect(desk.state.list.cursor == 1)
        desk.type(":read-on<enter>")
        #expect(desk.state.list.cursor == 2)
        #expect(desk.state.guidance.history == ["read-on"])
    }

    @Test func aMacroStopsAtWhatCannotBeDone() {
        var desk = Desk(isReadOnly: true, keys: SampleKeys.own)
        desk.type("Y")
        #expect(desk.state.list.cursor == 0)
        #expect(
            desk.state.message?.text.en == "“toggle-star, next” stopped at toggle-star: INBOX can only be read here")

        let keys = SampleKeys.keys(
            "[keys.list]\nX = [\"open\", \"headers\"]\nY = [\"folders\", \"next-folder\", \"next\"]")
        var other = Desk(keys: keys)
        other.type("X")
        #expect(other.state.message?.text.en.hasSuffix("stopped at headers: the message is still being loaded") == true)
        other.type("q")
        other.type("Y")
        #expect(other.state.scope == .picker)
        #expect(
            other.state.message?.text.en.hasSuffix("stopped at next-folder: it means nothing while choosing") == true)
    }

    /// What is asked is asked of a person.
    @Test(
        "A macro ends at a step that means nothing, and names it",
        arguments: [
            ("layout sideways", "no layout"), ("layout", ":layout wants"),
            ("sort colour", "there is no order"),
            ("columns when", "there is no column"), ("dates never", "is none of"),
            ("key-profile x", "there are no keys"),
            ("preview perhaps", "is none of"), ("group x", "is none of"), ("folder-tree up", "on, off"),
            ("previous-folder", "the first folder"), ("next-unread", "no unread message"),
        ])
    func aMacroStopsAtAWrongArgument(step: String, reason: String) throws {
        let keys = SampleKeys.keys("[keys.list]\nX = [\"next\", \"\(step)\", \"next\"]\nY = [\"\(step)\"]")
        var desk = Desk(keys: keys)
        desk.send(.mail(SampleFolders.event))
        for index in 0..<desk.state.list.count {
            if let id = desk.state.list.rows[index]?.id { desk.state.show([.seen], of: id) }
        }
        desk.type("X")
        #expect(desk.state.list.cursor == 1)
        let told = try #require(desk.state.message?.text.en)
        #expect(told.contains("stopped at \(step): ") && told.contains(reason), "\(told)")
        desk.type("Y")
        #expect(desk.state.message?.text.en.contains("stopped") == false, "one step alone needs no name")
    }

    @Test func aMacroAnswersNoQuestion() {
        let keys = SampleKeys.keys(
            "[keys.list]\nX = [\"toggle-star\", \"quit\", \"next\"]\n[keys.question]\ny = [\"yes\", \"yes\"]")
        var desk = Desk(keys: keys)
        desk.send(.mail(.unsentChanges(SampleMail.account, count: 1)))
        desk.wait(milliseconds: 10_000)
        desk.type("X")
        #expect(desk.state.question == .quit && desk.state.list.cursor == 0)
        desk.type("y")
        #expect(desk.state.question == .quit && !desk.effects.contains(.quit(.ok)))
        desk.type("Y")
        #expect(desk.effects.contains(.quit(.ok)))
    }

    // MARK: The palette

    @Test func theTabKeyCompletesCommandThenArgument() {
        var desk = Desk()
        desk.type(":profile<tab>")
        #expect(desk.state.prompt?.text == "key-profile ")
        #expect(screen(desk).contains(":key-profile NAME"))
        desk.type("al<tab>")
        #expect(desk.state.prompt?.text == "key-profile alpine")
        desk.type("<enter>")
        #expect(desk.state.keys.keymap(.list).match([.char("n")]) == .command(.next))
        #expect(desk.state.guidance.history == ["key-profile alpine"])
    }

    @Test func aProfileIsRememberedAndNothingElseIsSaid() {
        var desk = Desk()
        desk.type(":key-profile mutt<enter>")
        #expect(desk.effects.contains(.prefer(key: "key-profile", value: "mutt")))
        #expect(desk.state.message?.text.en == "keys: mutt, from now on; ? shows them")
    }

    @Test func enterAsksForWhatIsMissing() {
        var desk = Desk()
        desk.type(":key-profile<enter>")
        #expect(desk.state.prompt?.text == "key-profile ", "the choices are shown")
        desk.type("<down><enter>")
        #expect(desk.state.guidance.history == ["key-profile mutt"])
    }

    /// A command that takes an argument, whichever it will be.
    @Test(
        arguments: [
            ("", true, ["date", "from", "date,from", "subject up"]),
            ("", false, ["", "date", "from", "date,from", "subject up"]),
            ("fr", true, ["from", "date,from", "fr"]), ("FROM", true, ["from", "date,from", "FROM"]),
            ("date", true, ["date", "date,from"]), ("to:x", true, ["to:x"]), ("sub", true, ["subject up", "sub"]),
            ("subject  up", true, ["subject up"]), ("dt", true, ["dt"]),
            ("from,", true, ["from,"]), ("date,from", true, ["date,from"]),
        ])
    func argumentsAreOfferedAndTaken(typed: String, isRequired: Bool, offered: [String]) {
        let argument = CommandArgument(Text(same: "X"), isRequired: isRequired) { _ in
            ["date", "from", "date,from", "subject up"]
        }
        let row = CommandRow(.next, Text(same: ""), Text(same: ""), .moving, [.list: []], argument: argument)
        let entries = PaletteEntries.arguments(of: row, "next " + typed, Desk().state)
        #expect(entries == offered.map { .command(.next, argument: $0) })
    }

    /// Of a list the word at its end is completed; one that is whole means what it says.
    @Test(
        arguments: [
            ("", ["", "a b"]), ("da", ["date", "da"]), ("date ", ["date", "date from", "date fromto", "date to"]),
            ("date,", ["date", "date,from", "date,fromto", "date,to", "date,"]),
            ("date from", ["date from", "date fromto"]), ("date, fr", ["date,from", "date,fromto", "date, fr"]),
            ("to date x", ["to date x"]),
        ])
    func listsAreCompletedWordByWord(typed: String, offered: [String]) {
        let argument = CommandArgument(
            Text(same: "X"), isRequired: false, words: ["date", "from", "fromto", "to"]
        ) { _ in ["a b"] }
        let row = CommandRow(.next, Text(same: ""), Text(same: ""), .moving, [.list: []], argument: argument)
        let entries = PaletteEntries.arguments(of: row, "next " + typed, Desk().state)
        #expect(entries == offered.map { .command(.next, argument: $0) })
    }

    @Test func whatOffersNothingCanStillBeTyped() {
        let row = CommandRow(
            .next, Text(same: ""), Text(same: ""), .moving, [.list: []], argument: CommandArgument(Text(same: "X")))
        let state = Desk().state
        #expect(PaletteEntries.arguments(of: row, "next ", state) == [.command(.next, argument: "")])
        #expect(PaletteEntries.arguments(of: row, "next  a  b", state) == [.command(.next, argument: "a b")])
    }

    @Test func namesAreFoundAndShown() {
        var desk = Desk()
        desk.language = .german
        desk.type(":toggle-r")
        #expect(screen(desk).contains("toggle-read"))
        desk.type("<enter>")
        #expect(desk.requests.contains { $0.changesFlags })
    }

    @Test func earlierLinesComeBack() {
        var desk = Desk()
        desk.type(":<up>")
        #expect(desk.state.prompt?.text == "")
        desk.type("<Ctrl-P>")
        #expect(desk.state.message?.text == GuidanceTexts.noHistory)
        desk.type("<esc>:star<enter>:last<enter>:first<enter>")
        #expect(desk.state.guidance.history == ["toggle-star", "last", "first"])
        desk.type(":<up><up>")
        #expect(desk.state.prompt?.text == "last")
        desk.type("<enter>")
        #expect(desk.state.list.cursor == 213)
        desk.type(":<Ctrl-P><Ctrl-P><Ctrl-P>")
        #expect(desk.state.prompt?.text == "toggle-star")
        desk.type("<Ctrl-P>")
        #expect(desk.state.prompt?.text == "toggle-star", "there is none before it")
        desk.type("<Ctrl-N><down><Ctrl-N>")
        #expect(desk.state.prompt?.text == "")
        desk.type("<down>")
        guard case .palette(_, let place, _) = desk.state.overlay else { return _ = Issue.record("it is not there") }
        #expect(place.cursor == 1, "Down moves again")
    }

    @Test func aHundredLinesAreKept() {
        var guidance = Guidance()
        for number in 0..<150 { guidance.remember("\(number)") }
        guidance.remember("120")
        #expect(guidance.history.count == 100 && guidance.history.last == "120" && guidance.history.first == "50")
    }

    @Test func whatWasBegunIsThereAgainBehindTheLinesOfThePast() {
        var desk = Desk()
        desk.type(":star<enter>:last<enter>:the<Ctrl-P><Ctrl-P>")
        #expect(desk.state.prompt?.text == "toggle-star")
        desk.type("<Ctrl-N><Ctrl-N>")
        #expect(desk.state.prompt?.text == "the")
        desk.type("<Ctrl-P>x<Ctrl-P><Ctrl-N>")
        #expect(desk.state.prompt?.text == "lastx", "a line of the past that was changed is what was typed")
        desk.type("<esc>:<up><down>")
        #expect(desk.state.prompt?.text == "", "nothing stays from the time before")
    }

    @Test func thePaletteIsLeafedThrough() {
        var desk = Desk()
        desk.type(":<pgdn>")
        guard case .palette(_, let below, _) = desk.state.overlay else { return _ = Issue.record("no palette") }
        #expect(below.cursor >= 15)
        desk.type("<pgup>")
        #expect(desk.state.overlay == .palette(of: .list, ListPlace(), typed: ""))
        desk.type("<end><home>")
        #expect(desk.state.overlay == .palette(of: .list, ListPlace(), typed: ""))
    }

    @Test func foldersHaveNoLinesOfThePast() {
        var desk = Desk()
        desk.type(":star<enter>c<Ctrl-P>")
        #expect(desk.state.message?.text == GuidanceTexts.onlyForCommands)
        #expect(!screen(desk).contains("Ctrl-P"))
    }

    @Test func whatIsPastedGoesIntoTheLine() {
        var desk = Desk()
        desk.type(":")
        desk.send(.paste(Array("toggle-st\nquit".utf8)))
        #expect(desk.state.prompt?.text == "toggle-st")
        desk.type("<enter>")
        #expect(desk.state.guidance.history == ["toggle-star"])
        desk.type("?/")
        desk.send(.paste(Array("unread".utf8)))
        #expect(desk.state.guidance.helpFilter == "unread")
        desk.type("<enter>d")
        desk.send(.paste(Array("q".utf8)))
        #expect(desk.state.guidance.describing == .list, "a paste is no key")
    }
}
