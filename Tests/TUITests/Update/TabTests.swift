import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct TabTests {
    private func desk() -> Desk {
        var desk = Desk()
        desk.send(.mail(SampleFolders.event))
        _ = desk.take()
        return desk
    }

    private func subject(_ index: Int) -> String { SampleMail.row(index, of: 214)?.subject ?? "" }

    private func asked(_ effects: [Effect]) -> [MessageID] {
        effects.compactMap { if case .mail(.openMessage(let id, _, _, _)) = $0 { id } else { nil } }
    }

    @Test func aKeptMessageIsThereAgainAsItWasLeft() {
        var desk = desk()
        desk.open(text: String(repeating: "A line of a letter.\n", count: 200))
        desk.type("<space><space>")
        let before = desk.frame
        desk.type("<^t>")
        #expect(desk.state.reader == nil && desk.state.tabs.count == 1)
        #expect(desk.frame.line(0).contains("1 open"))
        desk.type("jjj")
        _ = desk.take()
        desk.type("<^n>")
        #expect(asked(desk.take()).isEmpty)
        #expect((1..<22).map(desk.frame.line) == (1..<22).map(before.line))
        // The list is at its message again, so that the next one is the next one.
        #expect(desk.state.list.cursor == 0)
    }

    @Test func lookingElsewhereKeepsWhatIsRead() {
        var desk = desk()
        desk.open()
        let first = desk.state.reader?.id
        desk.type("<^t>jj")
        desk.open()
        let second = desk.state.reader?.id
        // The second has no tab yet: going away gives it one.
        desk.type("<^n>")
        #expect(desk.state.reader?.id == first && desk.state.tabs.count == 2)
        desk.type("<^n>")
        #expect(desk.state.reader?.id == second)
        desk.type("<^n>")
        #expect(desk.state.reader == nil && desk.state.tab == nil && desk.state.tabs.count == 2)
        desk.type("<^p>")
        #expect(desk.state.reader?.id == second)
        desk.type("q")
        #expect(desk.state.reader == nil && desk.state.tabs.count == 1)
    }

    @Test func aMessageOfAnotherFolderBringsItsFolder() throws {
        var desk = desk()
        desk.type("jjjj")
        desk.open()
        let id = desk.state.reader?.id
        desk.type("<^t>clind<enter>")
        #expect(desk.state.list.path.name == "Kunden/Lindner")
        desk.type("<^n>")
        #expect(desk.state.list.path == .inbox)
        #expect(desk.state.reader?.id == id && desk.state.reader?.isLoaded == true)
        let summary = try #require(SampleMail.summary(count: 215))
        // One has come in the meantime: the mark goes with its message.
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        #expect(desk.state.list.cursor == 4)
        var rows = SampleMail.rows(0..<30, of: 214)
        if let new = SampleMail.row(0, of: 215) { rows.insert(new, at: 0) }
        desk.send(.mail(.rows(view: desk.view, start: 0, rows: rows)))
        #expect(desk.state.list.current?.id == id)
    }

    @Test func aLongTextIsAskedForAgainAndShownWhereItWas() {
        var desk = desk()
        desk.open(text: String(repeating: "A line of a letter.\n", count: 500), remaining: 100_000)
        for _ in 0..<10 { desk.type("<space>") }
        let top = desk.state.reader?.top ?? 0
        #expect(top > 100)
        desk.type("<^t>")
        _ = desk.take()
        desk.type("<^n>")
        guard let reader = desk.state.reader, let row = reader.row else { return _ = Issue.record("no reader") }
        #expect(asked(desk.take()) == [reader.id])
        #expect(!reader.isLoaded)
        // The first window is too short for it: the next is asked for.
        desk.send(
            .mail(
                .message(
                    generation: reader.generation,
                    SampleMail.content(
                        row, text: String(repeating: "A line of a letter.\n", count: 100), remaining: 100_000))))
        #expect(desk.requests.contains(.moreText(reader.id, generation: reader.generation)))
        let more = SampleMail.content(row, text: String(repeating: "A line of a letter.\n", count: 400), remaining: 0)
            .text
        desk.send(.mail(.messageText(generation: reader.generation, more)))
        #expect(desk.state.reader?.top == top)
        desk.type("k")
        #expect(desk.state.reader?.top == top - 1)
    }

    @Test func theListOfTabsOpensAndCloses() {
        var desk = desk()
        desk.open()
        desk.type("<^t>jj")
        desk.open()
        desk.type("<^t>w")
        guard case .tabs(let place) = desk.state.overlay else { return _ = Issue.record("no tabs") }
        #expect(place.cursor == 0)
        desk.type("x")
        #expect(desk.state.message?.text == TabTexts.listStays && desk.state.tabs.count == 2)
        desk.type("jx")
        #expect(desk.state.tabs.map(\.reader.subject) == [subject(2)])
        desk.type("<enter>")
        #expect(desk.state.reader?.subject == subject(2) && desk.state.overlay == nil)
        desk.type("w")
        guard case .tabs(let again) = desk.state.overlay else { return _ = Issue.record("no tabs") }
        #expect(again.cursor == 1)
        desk.type("x<esc>")
        #expect(desk.state.reader == nil && desk.state.tabs.isEmpty)
        desk.type("w")
        #expect(desk.state.overlay == nil && desk.state.message?.text == TabTexts.none)
    }

    @Test func thereAreNineAndTheTenthIsRefused() {
        var desk = desk()
        for _ in 0..<9 {
            desk.open()
            desk.type("<^t>j")
        }
        #expect(desk.state.tabs.count == 9)
        desk.open()
        let open = desk.state.reader?.id
        desk.type("<^t>")
        #expect(desk.state.reader?.id == open && desk.state.message?.text == TabTexts.full(9))
        desk.type("<^n>")
        #expect(desk.state.reader?.id == open && desk.state.message?.text == TabTexts.full(9))
        desk.type("q<^n>")
        #expect(desk.state.tab == 0 && desk.state.tabs.count == 9)
    }

    @Test func whatIsDeletedElsewhereIsGoneInItsTab() {
        var desk = desk()
        desk.open()
        desk.type("<^t>")
        desk.send(.mail(.rowsChanged(view: desk.view, .removed(at: 0))))
        desk.type("<^n>")
        #expect(desk.state.reader?.isGone == true)
    }

    /// The core knows nothing of a message before its mailbox is open again.
    @Test func aLongTextOfAnotherFolderIsAskedForWhenThatIsOpen() throws {
        var desk = desk()
        desk.open(text: String(repeating: "A line of a letter.\n", count: 500), remaining: 100_000)
        for _ in 0..<10 { desk.type("<space>") }
        let top = desk.state.reader?.top
        desk.type("<^t>clind<enter>")
        _ = desk.take()
        desk.type("<^n>")
        #expect(asked(desk.take()).isEmpty)
        // Going on before it has come changes nothing of it.
        desk.type("<^n><^n>")
        _ = desk.take()
        let summary = try #require(SampleMail.summary(count: 214))
        let id = try #require(desk.state.reader?.id)
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        #expect(asked(desk.take()) == [id])
        #expect(desk.state.reader?.wantedTop == top)
    }

    @Test func whatIsFoundInThePartsComesIntoTheTab() throws {
        var desk = desk()
        desk.open(SampleReading.phishing)
        let generation = try #require(desk.state.reader?.generation)
        let before = desk.state.reader?.cards.count ?? 0
        desk.type("<^t>")
        desk.send(.mail(.details(generation: generation, MessageDetails(cards: SampleReading.bounce))))
        desk.type("<^n>")
        #expect(desk.state.reader?.cards.count == before + SampleReading.bounce.count && !SampleReading.bounce.isEmpty)
    }

    @Test func quittingAsksAboutWhatIsOpen() {
        var desk = desk()
        desk.open()
        desk.type("<^t>j")
        desk.open()
        desk.type("<^t>q")
        #expect(!desk.effects.contains(.quit(.ok)))
        #expect((desk.frame.line(21) + desk.frame.line(22)).contains("2 messages are open in tabs. Quit? y n"))
        desk.type("n")
        #expect(desk.state.question == nil)
        desk.type("w<down>xq")
        #expect(
            QuestionTexts.quit(files: 0, changes: 0, tabs: 1).de == "1 Nachricht ist in einem Reiter offen. Beenden?")
        #expect(desk.state.question == nil, "q closes the list of tabs")
        desk.type("q<^c>")
        #expect(desk.effects.contains(.quit(.ok)) == false)
        desk.type("y")
        #expect(desk.effects.contains(.quit(.ok)))
    }

    /// Lines take many times what their text does: of what is put aside none is held, and all are there again.
    @Test func linesAreLetGoOfWhileOneLooksElsewhere() throws {
        var desk = desk()
        var frames: [Frame] = []
        for _ in 0..<3 {
            desk.open(text: String(repeating: "x\n", count: 5_000) + "the end\n")
            desk.type("<end>")
            #expect(desk.state.reader.map { $0.text.lines.count > 5_000 } == true)
            frames.append(desk.frame)
            desk.type("<^t>j")
        }
        _ = desk.take()
        for tab in desk.state.tabs {
            #expect(tab.reader.text.octets > 10_000)
            #expect(tab.reader.text.lines.isEmpty && tab.reader.text.rows.isEmpty && tab.reader.text.lineOctets == 0)
        }
        for frame in frames {
            desk.type("<^n>")
            #expect((1..<22).map(desk.frame.line) == (1..<22).map(frame.line))
        }
        #expect(asked(desk.take()).isEmpty)
    }

    @Test func inAnotherWidthItIsAtTheSameWords() throws {
        var desk = desk()
        desk.open(
            text: (1...500).map { "Number \($0) of many lines that are so long that they are wrapped.\n" }.joined())
        for _ in 0..<9 { desk.type("<space>") }
        func first(_ desk: Desk) -> String? {
            guard let reader = desk.state.reader else { return nil }
            return String(reader.text.lines[reader.text.rows[reader.top].line].text.prefix(11))
        }
        let words = first(desk)
        #expect(words?.hasPrefix("Number 1") == true)
        desk.type("<^t>")
        desk.send(.resized(ScreenSize(columns: 50, rows: 24)))
        desk.type("<^n>")
        #expect(first(desk) == words)
    }

    /// Whoever reads on from a tab is told of what they read now.
    @Test func theListOfTabsNamesWhatIsReadNow() {
        var desk = desk()
        desk.open()
        desk.type("<^t><^n>n")
        desk.type("w")
        #expect(desk.state.tabs.map(\.reader.subject) == [subject(0)])
        let shown = ScreenText.characters(desk.frame)
        #expect(shown.contains(subject(1)) && !shown.contains(subject(0)))
    }

    @Test func theListIsAtItsMessageHoweverFarAwayItWas() {
        var desk = Desk(count: 2000)
        desk.type("<end>")
        desk.answerAllRows()
        desk.open()
        desk.type("<^t><home>")
        desk.answerAllRows()
        desk.type("<^n>")
        #expect(desk.state.list.cursor == 1999)
    }

    @Test func withoutALineNoFolderIsLeftForOneThatCannotBeOpened() throws {
        var desk = desk()
        desk.open()
        desk.type("<^t>clind<enter>")
        let summary = try #require(SampleMail.summary(count: 3))
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        let error = MailError(.connectionFailed, subject: "mail.example.org:993")
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        desk.type("<^n>")
        #expect(desk.state.list.path.name == "Kunden/Lindner" && desk.state.reader == nil)
        #expect(desk.state.message?.text == StatusTexts.offlineNoFolder)
    }

    /// A place in one order means nothing in another.
    @Test(arguments: [ListOrder(.from), .arrival])
    func anotherOrderMeanwhileDoesNotLeadAstray(_ left: ListOrder) throws {
        var desk = Desk(count: 2930)
        func show(_ order: ListOrder) {
            desk.type(":sort \(order.word)<enter>")
            desk.send(.mail(.listOrder(view: desk.view, order, count: 2930, place: nil)))
            desk.answerAllRows()
        }
        if left != .arrival { show(left) }
        desk.type("jjjjjjj")
        desk.open()
        let id = try #require(desk.state.reader?.id)
        desk.type("<^t><home>")
        // Another order, in which other messages stand at the top.
        let shown = left == .arrival ? ListOrder(.from) : .arrival
        desk.type(":sort \(shown.word)<enter>")
        desk.send(.mail(.listOrder(view: desk.view, shown, count: 2930, place: nil)))
        desk.send(
            .mail(.rows(view: desk.view, start: 0, rows: SampleMail.rows(100..<130, of: 2930))))
        _ = desk.take()
        desk.type("<^n>")
        #expect(desk.state.reader?.id == id && desk.state.list.cursor == 0)
        #expect(
            desk.requests.contains(.reshape(view: desk.view, ListShape(order: shown), keeping: id.uid)))
        #expect(desk.frame.line(0).contains("? of 2930"))
        desk.type("n")
        #expect(desk.state.reader?.id == id && desk.state.message?.text == StatusTexts.placeUnknown)
        desk.send(.mail(.listOrder(view: desk.view, shown, count: 2930, place: 500)))
        #expect(desk.state.list.cursor == 500)
        #expect(desk.frame.line(0).contains("501 of 2930"))
        desk.answerAllRows()
        desk.type("n")
        #expect(desk.state.list.cursor == 501 && desk.state.reader?.id == desk.state.list.current?.id)
    }

    /// Its folder is opened in the order of arrival, and only then sorted.
    @Test func aSortedFolderIsNotTakenForOneByArrival() throws {
        var desk = desk()
        desk.type(":sort from<enter>")
        desk.send(.mail(.listOrder(view: desk.view, ListOrder(.from), count: 214, place: nil)))
        desk.answerAllRows()
        desk.type("jjj")
        desk.open()
        let id = desk.state.reader?.id
        desk.type("<^t>clind<enter><^n>")
        let summary = try #require(SampleMail.summary(count: 214, abilities: ListAbilities(sorts: true)))
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        #expect(desk.state.placeOfReader == nil && desk.state.list.anchor == id)
    }

    @Test func aFolderThatCannotBeOpenedIsNotWaitedFor() {
        var desk = desk()
        desk.open(text: String(repeating: "A line of a letter.\n", count: 500), remaining: 100_000)
        desk.type("<^t>clind<enter><^n>")
        desk.wait(milliseconds: 26_000)
        #expect(desk.state.secondsWaited == nil, "nothing has been asked for")
        let error = MailError(.notFound, subject: "INBOX", serverText: "No such mailbox")
        desk.send(.mail(.failed(generation: desk.view, error)))
        #expect(desk.state.reader?.failure == error)
        let shown = ScreenText.characters(desk.frame)
        #expect(shown.contains("INBOX: not found") && shown.contains("$ tries again"))
        _ = desk.take()
        desk.type("$")
        guard case .openMailbox? = desk.requests.first else { return _ = Issue.record("not opened again") }
        #expect(desk.state.reader?.failure == nil)
        guard let summary = SampleMail.summary(count: 214), let id = desk.state.reader?.id else { return }
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        #expect(asked(desk.take()) == [id])
        desk.wait(milliseconds: 3000)
        #expect(desk.state.secondsWaited == 3)
    }
}
