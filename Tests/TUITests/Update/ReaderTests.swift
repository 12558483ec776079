import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite struct ReaderTests {
    @Test func openingAsksAndMarksAsReadWhenTheTextIsHere() throws {
        var desk = Desk()
        desk.type("<enter>")
        let id = try #require(desk.state.list.current?.id)
        let reader = try #require(desk.state.reader)
        #expect(desk.requests == [.openMessage(id, generation: reader.generation)])
        #expect(ScreenText.characters(desk.frame).contains("Loading the message …"))
        _ = desk.take()
        let row = try #require(reader.row)
        desk.send(.mail(.message(generation: reader.generation, SampleMail.content(row))))
        #expect(desk.requests.map(\.unnamed) == [.changeFlags(id, add: [.seen], remove: [])])
    }

    @Test func runningThroughMessagesAsksOnlyForTheFirstAndTheLast() {
        var desk = Desk()
        desk.type("<enter>")
        for _ in 0..<15 {
            desk.wait(milliseconds: 33)
            desk.type("n")
        }
        var timers: [Timer] = []
        for case .after(150, let timer) in desk.effects { timers.append(timer) }
        desk.wait(milliseconds: 150)
        for timer in timers { desk.send(.timer(timer)) }
        guard let reader = desk.state.reader, let first = SampleMail.id(214), let last = SampleMail.id(199) else {
            return
        }
        #expect(reader.id == last)
        let asked = desk.requests.compactMap { request -> MessageID? in
            if case .openMessage(let id, _, _, _) = request { id } else { nil }
        }
        #expect(asked == [first, last])
        desk.wait(milliseconds: 150)
        _ = desk.take()
        desk.type("n")
        #expect(
            desk.requests.contains { if case .openMessage = $0 { true } else { false } }, "a single n waits for nothing"
        )
    }

    @Test func readMessageAndReadOnlyMailboxAreLeftAlone() {
        var read = Desk()
        read.type("j")
        read.open()
        #expect(!read.requests.contains { $0.changesFlags })
        var readOnly = Desk(isReadOnly: true)
        readOnly.open()
        #expect(!readOnly.requests.contains { $0.changesFlags })
    }

    /// Even where a server calls the mailbox writable.
    @Test(arguments: [false, true])
    func nothingIsMarkedInAReadOnlyAccount(isWritable: Bool) throws {
        var desk = Desk(isAccountReadOnly: true)
        if isWritable { desk.state.list.mailbox = SampleMail.summary(count: 214) }
        desk.open()
        let id = try #require(desk.state.reader?.id)
        #expect(desk.state.reader?.isLoaded == true)
        desk.type("NFqNF<tab>NF")
        #expect(!desk.requests.contains { $0.changesFlags })
        #expect(desk.state.list.rows.index { $0.id == id }.flatMap { desk.state.list.rows[$0]?.flags } == [])
        #expect(desk.state.message?.text == StatusTexts.readOnlyAccount)
    }

    /// Trying again would not help.
    @Test func readOnlyAccountIsNotCalledOffline() {
        var desk = Desk(isAccountReadOnly: true)
        let error = MailError(.connectionFailed, subject: "x")
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        desk.type("N")
        #expect(desk.state.message?.text == StatusTexts.readOnlyAccount)
    }

    @Test func answerToAnEarlierOpeningIsDropped() throws {
        var desk = Desk()
        desk.type("<enter>")
        let first = try #require(desk.state.reader)
        let row = try #require(first.row)
        desk.type("q")
        desk.type("j<enter>")
        #expect(desk.requests.contains(.cancel(generation: first.generation)))
        desk.send(.mail(.message(generation: first.generation, SampleMail.content(row))))
        desk.send(.mail(.messageText(generation: first.generation, SampleMail.content(row).text)))
        desk.send(.mail(.failed(generation: first.generation, MailError(.notFound, subject: "x"))))
        #expect(desk.state.reader?.isLoaded == false)
        #expect(desk.state.reader?.failure == nil)
    }

    /// What the core asks for on and on while nothing can be shown, as with the text of a winmail.dat.
    @Test func emptyWindowsAreReadOnFrom() throws {
        var desk = Desk()
        desk.open(text: "", remaining: 5000)
        let reader = try #require(desk.state.reader)
        let more = MailRequest.moreText(reader.id, generation: reader.generation)
        for left in [4000, 3000] as [UInt64] {
            #expect(desk.requests.last == more)
            _ = desk.take()
            desk.send(
                .mail(
                    .messageText(
                        generation: reader.generation,
                        MessageText(
                            text: "", isFlowed: false, deletesSpace: false, remaining: ByteSize(left), notes: []))))
        }
        #expect(desk.requests == [more])
        _ = desk.take()
        desk.send(
            .mail(
                .messageText(
                    generation: reader.generation,
                    MessageText(
                        text: "\(TextMark.on(.bold).scalar)words\(TextMark.off(.bold).scalar)", isFlowed: false,
                        deletesSpace: false, isMarked: true, remaining: ByteSize(0), notes: [.outlookPackage]))))
        #expect(desk.requests.isEmpty)
        #expect(desk.state.reader?.text.lines.first?.text == "words", "its looks are those of the window that has it")
        #expect(ScreenText.characters(desk.frame).contains("the text comes out of winmail.dat"))
    }

    @Test func detailsStandBesideTheirParts() {
        var desk = Desk()
        desk.open(SampleReading.packed)
        desk.type("vj")
        desk.type("j")
        guard let generation = desk.state.reader?.generation, case .parts(let before) = desk.state.overlay else {
            Issue.record("no list of parts")
            return
        }
        #expect(before.cursor == 2)
        desk.send(.mail(.details(generation: Generation(generation.rawValue + 1), SampleReading.packedDetails)))
        #expect(desk.state.reader?.parts.count == 3, "those of another opening are dropped")
        desk.send(.mail(.details(generation: generation, SampleReading.packedDetails)))
        #expect(desk.state.reader?.parts.map(\.section) == ["1", "2", "2/1", "2/2", "3"])
        #expect(desk.state.reader?.warnings.map(\.section) == ["2", "2/1", "2/1", "3"])
        guard case .parts(let after) = desk.state.overlay else { return _ = Issue.record("it is not there") }
        #expect(after.cursor == 4, "the mark stays at its part")
        desk.send(.mail(.details(generation: generation, SampleReading.packedDetails)))
        #expect(desk.state.reader?.parts.count == 5, "a file is listed once")
        _ = desk.take()
        desk.type("k<enter>y")
        let id = desk.state.reader?.id
        #expect(
            desk.requests.contains {
                if case .viewPart(id, "2/2", _, _, _, _) = $0 { true } else { false }
            }, "a file in a part is taken out of that")
    }

    @Test func scrollsAndEnds() {
        var desk = Desk()
        desk.open(text: (1...100).map { "line \($0)" }.joined(separator: "\n"))
        desk.type("<space>")
        let top = desk.state.reader?.top ?? 0
        #expect(top == ReaderLayout(desk.state).text.count - 1, "one line stays in sight")
        desk.type("-")
        #expect(desk.state.reader?.top == 0)
        desk.type("jj<enter>k")
        #expect(desk.state.reader?.top == 2)
        desk.type("<end>")
        #expect(desk.frame.line(20).contains("line 100"))
        #expect(desk.frame.line(0).hasSuffix("100 %"))
        desk.type("<space>")
        #expect(desk.state.message?.text == StatusTexts.endOfMessage(Text(same: "n")))
        desk.type("<home>")
        #expect(desk.state.reader?.top == 0)
    }

    @Test func asksForMoreNearTheEndOfTheWindowOnce() throws {
        var desk = Desk()
        let text = (1...200).map { "line \($0)\n" }.joined()
        desk.open(text: text, remaining: 5000)
        let reader = try #require(desk.state.reader)
        let more = MailRequest.moreText(reader.id, generation: reader.generation)
        #expect(!desk.requests.contains(more), "the end is far")
        desk.type("<end>")
        #expect(desk.requests.filter { $0 == more }.count == 1)
        desk.type("jkj")
        #expect(desk.requests.filter { $0 == more }.count == 1)
        desk.send(
            .mail(
                .messageText(
                    generation: reader.generation,
                    MessageText(
                        text: "the very end", isFlowed: false, deletesSpace: false, remaining: ByteSize(0), notes: [])))
        )
        desk.type("<end>")
        #expect(desk.requests.filter { $0 == more }.count == 1)
        #expect(ScreenText.characters(desk.frame).contains("the very end"))
    }

    @Test func failureToGetMoreIsNotRepeatedByItself() throws {
        var desk = Desk()
        desk.open(text: "short\n", remaining: 5000)
        let reader = try #require(desk.state.reader)
        let more = MailRequest.moreText(reader.id, generation: reader.generation)
        #expect(desk.requests.filter { $0 == more }.count == 1)
        desk.send(.mail(.failed(generation: reader.generation, MailError(.timedOut, subject: "INBOX"))))
        desk.send(.timer(.minute))
        #expect(desk.requests.filter { $0 == more }.count == 1)
        #expect(ScreenText.characters(desk.frame).contains("short"))
        desk.type("j")
        #expect(desk.requests.filter { $0 == more }.count == 2)
    }

    @Test func endIsTheEndHoweverMuchIsStillToCome() throws {
        var desk = Desk()
        let window = (1...200).map { "line \($0)\n" }.joined()
        desk.open(text: window, remaining: 5000)
        let generation = try #require(desk.state.reader?.generation)
        func more(_ text: String, remaining: UInt64) -> Message {
            let octets = ByteSize(remaining)
            let window = MessageText(text: text, isFlowed: false, deletesSpace: false, remaining: octets, notes: [])
            return .mail(.messageText(generation: generation, window))
        }
        desk.type("<end>")
        desk.send(more(window, remaining: 100))
        desk.send(more("the very end", remaining: 0))
        #expect(ScreenText.characters(desk.frame).contains("the very end"))
        #expect(desk.requests.count { if case .moreText = $0 { true } else { false } } == 2)
        var other = Desk()
        other.open(text: window, remaining: 5000)
        let second = try #require(other.state.reader)
        other.type("<end>kk")
        let top = other.state.reader?.top
        let rest = MessageText(
            text: window, isFlowed: false, deletesSpace: false, remaining: ByteSize(0), notes: [])
        other.send(.mail(.messageText(generation: second.generation, rest)))
        #expect(other.state.reader?.top == top, "who goes on reading stays where they read")
    }

    @Test func moreLinesThanAreHeldAreToldAndNoMoreOfThemIsAskedFor() {
        var desk = Desk()
        desk.open(text: String(repeating: "\n", count: ReaderText.lineLimit + 9), remaining: 5000)
        desk.type("<end>")
        #expect(!desk.requests.contains { if case .moreText = $0 { true } else { false } })
        #expect(desk.state.reader?.text.lines.count == ReaderText.lineLimit)
        let notes: [(Language, String)] = [
            (.english, "the text goes on, only the first 250000 lines are shown"),
            (.german, "der Text geht weiter, gezeigt sind die ersten 250000 Zeilen"),
        ]
        for (language, words) in notes {
            desk.language = language
            #expect(ScreenText.characters(desk.frame).contains(words))
        }
    }

    @Test func messageThatFailedWithTheLineComesWithTheNextOne() throws {
        var desk = Desk()
        desk.type("<enter>")
        let first = try #require(desk.state.reader)
        let error = MailError(.connectionFailed, subject: "mail.example.org:993")
        desk.wait(milliseconds: 1000)
        desk.send(.mail(.failed(generation: first.generation, error)))
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 2))))
        desk.send(.mail(.connection(SampleMail.account, .connecting)))
        _ = desk.take()
        desk.send(.mail(.connection(SampleMail.account, .online)))
        #expect(desk.requests.isEmpty, "no mailbox is selected yet")
        desk.answerRows(0..<40)
        let second = try #require(desk.state.reader)
        #expect(second.generation > first.generation)
        #expect(desk.requests == [.openMessage(first.id, generation: second.generation)])
        #expect(ScreenText.characters(desk.frame).contains("Loading the message …"))
    }

    @Test func messageThatFailedByItselfIsAskedForByDollar() throws {
        var desk = Desk()
        desk.type("<enter>")
        let first = try #require(desk.state.reader)
        desk.wait(milliseconds: 1000)
        desk.send(.mail(.failed(generation: first.generation, MailError(.refused, subject: "INBOX"))))
        desk.send(.mail(.connection(SampleMail.account, .online)))
        _ = desk.take()
        desk.type("$")
        let second = try #require(desk.state.reader)
        #expect(
            desk.requests == [
                .refresh(account: SampleMail.account), .openMessage(first.id, generation: second.generation),
            ])
    }

    @Test func messageDeletedElsewhereIsSaidToBeGone() {
        var desk = Desk()
        desk.type("j")
        desk.open()
        _ = desk.take()
        desk.send(.mail(.rowsChanged(view: desk.view, .removed(at: 1))))
        #expect(desk.state.message?.text == StatusTexts.openMessageGone(FolderTexts.usual(.inbox) ?? Text(same: "")))
        #expect(desk.frame.line(0).contains("no longer there · "))
        #expect(ScreenText.characters(desk.frame).contains("core: all 412 tests passed"))
        _ = desk.take()
        desk.type("F")
        #expect(desk.requests.isEmpty)
        #expect(desk.state.message?.text == StatusTexts.openMessageGone(FolderTexts.usual(.inbox) ?? Text(same: "")))
        desk.type("n")
        #expect(desk.frame.line(0).hasSuffix("2 of 213"))
    }

    /// Whoever marks what is read sees it, also where the list is not beside it.
    @Test(arguments: [40, 80]) func marksOfTheOpenMessageStandBeforeItsSubject(columns: Int) {
        var desk = Desk(columns: columns, rows: 12)
        desk.open()
        let subject = desk.state.reader?.subject.prefix(8) ?? ""
        #expect(!subject.isEmpty && !desk.frame.line(0).contains("• ") && !desk.frame.line(0).contains("★"))
        desk.type("F")
        #expect(desk.frame.line(0).contains("★ \(subject)"))
        desk.type("N")
        #expect(desk.frame.line(0).contains("• ★ \(subject)"))
        desk.type("FN")
        #expect(!desk.frame.line(0).contains("• ") && !desk.frame.line(0).contains("★"))
    }

    @Test func answerThatIsOwedIsSaidInTheCorner() {
        var desk = Desk(count: 5000)
        func tick(_ milliseconds: Int64) {
            desk.wait(milliseconds: milliseconds)
            desk.send(.timer(.answer))
        }
        // The ticker of the opening.
        desk.send(.timer(.answer))
        #expect(desk.take().isEmpty)
        desk.type("<end>")
        #expect(desk.take().contains(.after(milliseconds: 2000, .answer)))
        tick(1999)
        #expect(desk.frame.line(0).hasSuffix("● online"))
        tick(1)
        #expect(desk.frame.line(0).hasSuffix("◌ waiting, 2 s"))
        tick(1000)
        #expect(desk.frame.line(0).hasSuffix("◌ waiting, 3 s"))
        #expect(desk.take().last == .after(milliseconds: 1000, .answer))
        desk.answerRows(4980..<5000)
        desk.answerRows(4940..<4980)
        #expect(desk.frame.line(0).hasSuffix("● online"))
        tick(1000)
        #expect(desk.take().isEmpty, "nothing ticks while nothing is owed")
        desk.type("<enter>")
        tick(3000)
        #expect(desk.frame.line(0).hasSuffix("◌ waiting, 3 s"))
        desk.send(
            .mail(.failed(generation: desk.state.reader?.generation ?? desk.view, MailError(.refused, subject: ""))))
        #expect(!desk.frame.line(0).contains("waiting"))
    }

    @Test func textIsNotHoardedWithoutEnd() throws {
        var desk = Desk()
        let window = String(repeating: "a long line of text\n", count: 50_000)
        desk.open(text: window, remaining: 1 << 40)
        let generation = try #require(desk.state.reader?.generation)
        for _ in 0..<12 {
            desk.type("<end>")
            desk.send(
                .mail(
                    .messageText(
                        generation: generation,
                        MessageText(
                            text: window, isFlowed: false, deletesSpace: false, remaining: ByteSize(1 << 40), notes: [])
                    )))
            if desk.state.reader?.text.isCut == true { break }
        }
        _ = desk.take()
        desk.type("<home><end>")
        #expect(desk.state.reader?.text.isCut == true)
        #expect(desk.requests.isEmpty)
        #expect(ScreenText.characters(desk.frame).contains("only the first 4.1 MB"))
    }

    @Test func anotherWidthKeepsThePlace() throws {
        var desk = Desk()
        let text = (1...300).map { "paragraph \($0) " + String(repeating: "word ", count: 30) + "\n" }.joined()
        desk.open(text: text)
        desk.type("<space><space><space>")
        let reader = try #require(desk.state.reader)
        let place = reader.text.lines[reader.top].sourceOffset
        desk.send(.resized(ScreenSize(columns: 44, rows: 16)))
        let narrow = try #require(desk.state.reader)
        #expect(narrow.text.lines[narrow.top].sourceOffset <= place)
        #expect(narrow.text.lines[narrow.top + 1].sourceOffset > place)
    }

    @Test func nextAndPreviousMessage() {
        var desk = Desk()
        desk.open()
        desk.type("n")
        #expect(desk.state.list.cursor == 1)
        #expect(desk.state.reader?.id == SampleMail.row(1, of: 214)?.id)
        desk.type("pp")
        #expect(desk.state.reader?.id == SampleMail.row(0, of: 214)?.id)
        #expect(desk.state.message?.text == StatusTexts.firstMessage)
        desk.type("q<end>")
        desk.answerAllRows()
        desk.type("<enter>n")
        #expect(desk.state.message?.text == StatusTexts.lastMessage)
    }

    @Test func nextAfterTheOpenMessageWasRemovedIsTheOneThatFollowed() {
        var desk = Desk()
        desk.type("j")
        desk.open()
        desk.send(.mail(.rowsChanged(view: desk.view, .removed(at: 1))))
        #expect(desk.state.reader?.id == SampleMail.row(1, of: 214)?.id, "it stays on the screen")
        desk.type("n")
        #expect(desk.state.reader?.id == SampleMail.row(2, of: 214)?.id)
    }

    @Test func failureIsShownWhereTheTextWouldBe() throws {
        var desk = Desk()
        desk.type("<enter>")
        let generation = try #require(desk.state.reader?.generation)
        desk.send(
            .mail(
                .failed(generation: generation, MailError(.notFound, subject: "INBOX/214", serverText: "gone\u{1B}[2J"))
            ))
        let screen = ScreenText.characters(desk.frame)
        #expect(screen.contains("INBOX/214: not found"))
        #expect(screen.contains("The server says: “gone[2J”"))
        desk.type("q")
        #expect(desk.requests.last != .cancel(generation: generation), "nothing is left to be cancelled")
    }

    @Test func escapeAndQGoBackOneStepAtATime() {
        var desk = Desk()
        desk.open()
        desk.type("v")
        desk.type("?")
        #expect(desk.state.scope == .help)
        desk.type("<esc>")
        #expect(desk.state.scope == .parts)
        desk.type("<esc>")
        desk.type("<esc>")
        #expect(desk.state.reader == nil)
        _ = desk.take()
        desk.type("q")
        #expect(desk.take() == [.quit(.ok)])
    }
}

@Suite struct ConnectionTests {
    private let error = MailError(.connectionFailed, subject: "mail.example.org:993", detail: "connection reset")

    @Test func offlineCountsDownAndRowsStay() {
        var desk = Desk()
        let rows = (1...20).map { desk.frame.line($0) }
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        #expect(desk.take() == [.after(milliseconds: 1000, .retry)])
        #expect(desk.frame.line(0).hasSuffix("○ offline, again in 8 s"))
        desk.wait(milliseconds: 1000)
        desk.send(.timer(.retry))
        #expect(desk.take() == [.after(milliseconds: 1000, .retry)])
        #expect(desk.frame.line(0).hasSuffix("○ offline, again in 7 s"))
        #expect((1...20).map { desk.frame.line($0) } == rows)
        desk.wait(milliseconds: 7500)
        desk.send(.timer(.retry))
        #expect(desk.take().isEmpty)
        #expect(desk.frame.line(0).hasSuffix("again in 0 s"))
    }

    @Test func oneTickerHoweverOftenItFails() {
        var desk = Desk()
        for _ in 0..<5 { desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8)))) }
        #expect(desk.take().count == 1)
    }

    @Test func noRetryStaysWithReasonAndAdvice() {
        var desk = Desk()
        desk.send(
            .mail(
                .connection(
                    SampleMail.account,
                    .offline(MailError(.tlsFailed, subject: "mail.example.org"), retryInSeconds: nil))))
        #expect(desk.take().isEmpty)
        #expect(desk.frame.line(0).hasSuffix("○ offline"))
        #expect(desk.frame.line(21).contains("mail.example.org: no secure connection; your password was not"))
        desk.type("jk")
        #expect(desk.frame.line(21).contains("no secure connection"))
        desk.type("$")
        #expect(desk.requests == [.refresh(account: SampleMail.account)])
    }

    @Test func offlineAsksForNothingAndOnlineForWhatIsMissing() {
        var desk = Desk(count: 5000)
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        _ = desk.take()
        desk.type("<end>")
        desk.type("N")
        #expect(desk.requests.isEmpty)
        desk.send(.mail(.connection(SampleMail.account, .connecting)))
        desk.send(.mail(.connection(SampleMail.account, .online)))
        #expect(
            desk.requests == [.rows(view: desk.view, range: 4980..<5000), .rows(view: desk.view, range: 4940..<4980)])
    }

    @Test func reopenedMailboxKeepsTheCursor() throws {
        var desk = Desk(count: 200)
        desk.type("jjj")
        let id = desk.state.list.current?.id
        let summary = try #require(SampleMail.summary(count: 200))
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 1))))
        desk.send(.mail(.connection(SampleMail.account, .online)))
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        desk.answerRows(0..<40)
        #expect(desk.state.list.current?.id == id)
    }

    @Test func mailboxThatWasRefusedIsAskedForAgainByDollar() {
        var desk = Desk(opened: false)
        desk.send(.mail(.connection(SampleMail.account, .online)))
        let first = desk.view
        desk.send(.mail(.failed(generation: first, MailError(.notFound, subject: "INBOX"))))
        #expect(ScreenText.characters(desk.frame).contains("$ tries again"))
        _ = desk.take()
        desk.type("$")
        #expect(desk.view > first)
        #expect(
            desk.requests == [
                .openMailbox(
                    account: SampleMail.account, path: .inbox, firstPage: desk.state.firstPage, view: desk.view)
            ])
        #expect(ScreenText.characters(desk.frame).contains("Opening INBOX …"))
    }

    @Test func askingTheServerIsOverWhenTheLineSaysSo() {
        var desk = Desk()
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: nil))))
        desk.type("$")
        #expect(desk.state.message?.text == StatusTexts.checking)
        desk.send(.mail(.connection(SampleMail.account, .connecting)))
        #expect(desk.state.message?.text == StatusTexts.checking)
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: nil))))
        #expect(desk.state.message == nil)
    }

    @Test func rowThatIsMissingOfflineIsNotSaidToBeComing() {
        var desk = Desk(count: 5000)
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        desk.type("<end><enter>")
        #expect(desk.state.message?.text == StatusTexts.rowNotHereOffline)
    }

    @Test func noticeIsShownUntilTheNextKey() {
        var desk = Desk()
        desk.send(
            .mail(.notice(SampleMail.account, MailError(.quotaExceeded, subject: "INBOX", serverText: "Over quota"))))
        #expect(desk.frame.line(21).contains("INBOX: there is no space left; the server says: “Over quota”"))
        desk.type("j")
        #expect(desk.frame.line(21).isEmpty)
    }

    @Test func failureOfTheLineIsNotSaidAnyMoreWhenTheLineIsUp() {
        var desk = Desk()
        desk.send(.mail(.notice(SampleMail.account, error)))
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 1))))
        desk.send(.mail(.connection(SampleMail.account, .connecting)))
        #expect(desk.state.message != nil)
        desk.send(.mail(.connection(SampleMail.account, .online)))
        #expect(desk.state.message == nil)
        desk.send(.mail(.notice(SampleMail.account, MailError(.quotaExceeded, subject: "INBOX"))))
        desk.send(.mail(.connection(SampleMail.account, .online)))
        #expect(desk.state.message != nil, "what the server refused was refused all the same")
    }

    @Test func messageThatIsNoFailureGoesByItself() {
        var desk = Desk()
        desk.type("x")
        #expect(desk.frame.line(21).contains("x does nothing here; ? shows the keys"))
        guard case .after(5000, let timer) = desk.take().last else {
            Issue.record("no timer")
            return
        }
        desk.type("y")
        desk.send(.timer(timer))
        #expect(desk.frame.line(21).contains("y does nothing"), "the timer was for the message before")
        guard case .after(_, let second) = desk.take().last else { return _ = Issue.record("it is not there") }
        desk.send(.timer(second))
        #expect(desk.frame.line(21).isEmpty)
    }

    @Test func plainCommandsAreEffects() {
        var desk = Desk()
        desk.type("<^l>")
        desk.type("<^z>")
        desk.type("<^c>")
        #expect(desk.take() == [.repaint, .suspend, .quit(.ok)])
    }
}
