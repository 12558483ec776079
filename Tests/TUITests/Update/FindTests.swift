import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("Searching the mail on the screen")
struct FindTests {
    private func outcome(_ count: Int, _ change: (inout SearchOutcome) -> Void = { _ in }) -> SearchOutcome {
        var outcome = SearchOutcome()
        outcome.count = count
        outcome.mailboxes = 1
        outcome.paths = [MailboxPlace(account: SampleMail.account, mailbox: SampleMail.mailbox): .inbox]
        change(&outcome)
        return outcome
    }

    private func searches(_ desk: Desk) -> [String] {
        desk.requests.compactMap {
            switch $0 {
            case .search(_, let query, _, let scope, _): "\(scope.rawValue) \(query.text)"
            case .searchServer: "server"
            case .endSearch: "end"
            default: nil
            }
        }
    }

    /// What the core answers: so many rows, the first ones of the sample.
    private func answer(_ desk: inout Desk, _ outcome: SearchOutcome) {
        desk.send(.mail(.rowsChanged(view: desk.view, .reset(count: outcome.count))))
        desk.send(.mail(.searched(view: desk.view, outcome)))
        desk.answerRows(0..<outcome.count)
    }

    @Test("q goes back from what was found, and only then out of the program")
    func quitting() {
        var desk = Desk()
        let mailbox = desk.view
        desk.type("/re")
        answer(&desk, outcome(2))
        desk.type("<enter>q")
        #expect(desk.view == mailbox && !desk.effects.contains(.quit(.ok)))
        desk.type("q")
        #expect(desk.effects.contains(.quit(.ok)))
    }

    @Test("where there is no line for it, a message of a thread that lies among what was sent is read there")
    func sentMessageOfAThread() throws {
        var desk = Desk()
        desk.send(.mail(SampleFolders.event))
        let first = try #require(SampleMail.row(0, of: 214))
        let id = MessageID(
            account: first.id.account, mailbox: MailboxID(99), uidValidity: first.id.uidValidity, uid: first.id.uid)
        let row = MessageRow(
            id: id, flags: [], date: first.date, from: first.from, to: first.to, subject: first.subject,
            size: first.size, attachmentCount: 0)
        desk.send(.mail(.rows(view: desk.view, start: 0, rows: [row])))
        desk.type("<enter>")
        #expect(desk.state.list.path == .inbox)
        try refuseFurtherLine(&desk)
        #expect(desk.state.list.path == desk.state.folders.mailboxes.first { $0.use == .sent }?.path)
        #expect(
            desk.requests.contains {
                if case .openMailbox(_, desk.state.list.path, _, _, _) = $0 { true } else { false }
            })
        #expect(desk.state.reader?.id == id)
    }

    @Test("while one types the list is what is found, from the first word on, and Esc goes back to where one was")
    func typing() {
        var desk = Desk()
        desk.type("jjj")
        let mailbox = desk.view
        desk.type("/")
        #expect(desk.view == mailbox)
        desk.type("re")
        #expect(searches(desk) == ["mailbox r", "mailbox re"])
        #expect(desk.view != mailbox)
        answer(&desk, outcome(2))
        #expect(desk.state.list.count == 2)
        #expect(desk.state.list.cursor == 0)
        desk.type("<esc>")
        #expect(desk.view == mailbox)
        #expect(desk.state.list.cursor == 3)
        #expect(desk.state.prompt == nil)
        #expect(searches(desk).last == "end")
    }

    @Test("what is only half typed is no mistake, what is finished is, and Enter says so of either")
    func mistakes() {
        var desk = Desk()
        desk.type("/larger:")
        #expect(desk.state.findMistake == nil)
        #expect(searches(desk).suffix(2) == ["mailbox larger", "end"])
        desk.type("x")
        #expect(desk.state.findMistake == nil)
        desk.type(" plan")
        #expect(desk.state.findMistake?.reason == .badSize("x"))
        desk.type("<^u>larger:x<enter>")
        #expect(desk.state.findMistake?.reason == .badSize("x"))
        #expect(desk.state.prompt?.text == "larger:x")
        desk.type("<^u>plan<enter>")
        #expect(desk.state.findMistake == nil)
        #expect(desk.state.prompt == nil)
        #expect(searches(desk).last == "mailbox plan")
        #expect(desk.state.mailSearch?.isKept == true)
    }

    @Test("Enter keeps what was found; the line can be changed, and an empty one ends the search")
    func keeping() {
        var desk = Desk()
        desk.type("/rechnung<enter>")
        answer(&desk, outcome(3))
        desk.type("jj/")
        #expect(desk.state.prompt?.text == "rechnung")
        desk.type(" x")
        #expect(searches(desk).last == "mailbox rechnung x")
        answer(&desk, outcome(1))
        #expect(desk.state.list.cursor == 0)
        desk.type("<^u>")
        #expect(desk.state.mailSearch == nil)
        desk.type("y<enter>")
        #expect(searches(desk).last == "mailbox y")
        desk.type("/<^u><enter>")
        #expect(desk.state.mailSearch == nil)
        #expect(desk.state.list.count == 214)
    }

    @Test("a key changes the reach, while one types and afterwards")
    func scope() {
        var desk = Desk()
        desk.type("/plan<tab>")
        #expect(searches(desk).last == "below plan")
        desk.type("<enter>S")
        #expect(searches(desk).last == "account plan")
        desk.type("<esc>/x")
        #expect(searches(desk).last == "account x")
        desk.type("<esc>")
        _ = desk.take()
        desk.type("S")
        #expect(searches(desk) == [])
        #expect(desk.state.message?.kind == .refusal)
    }

    @Test("how far the server is, and what it was not asked, is said in both languages")
    func round() {
        var round = ServerRound()
        round.mailboxes = 12
        round.answered = 3
        #expect(FindTexts.serverIsAsked(round).de.hasSuffix(" 3 von 12 Ordnern"))
        #expect(FindTexts.serverLacks(round) == nil)
        round.refused = 1
        round.unreached = 8
        round.obstacle = .noFurtherLine
        #expect(
            FindTexts.serverLacks(round)?.en
                == "8 folders were not asked: the server lets no further line in; 1 folder could not be searched")
        #expect(round.isOver)
    }

    @Test("the server is asked by a key, and by itself once where the store cannot know all, after Enter")
    func server() {
        var desk = Desk()
        desk.type("/plan")
        answer(&desk, outcome(2) { $0.incomplete = 1 })
        #expect(!searches(desk).contains("server"))
        desk.type("<enter>")
        #expect(searches(desk).last == "server")
        answer(
            &desk,
            outcome(3) {
                $0.incomplete = 1
                $0.server = .answered
            })
        answer(&desk, outcome(3) { $0.incomplete = 1 })
        #expect(searches(desk).count { $0 == "server" } == 1)

        desk = Desk()
        desk.type("/plan<enter>")
        answer(&desk, outcome(2))
        #expect(!searches(desk).contains("server"))
        desk.type("<Ctrl-S>")
        #expect(searches(desk).last == "server")

        desk = Desk()
        desk.type("/body:plan<enter>")
        answer(&desk, outcome(2))
        #expect(!searches(desk).contains("server"), "all texts are here")

        desk = Desk()
        desk.type("/body:plan<enter>")
        answer(&desk, outcome(0) { $0.textless = 3 })
        #expect(searches(desk).last == "server")

        desk = Desk()
        let error = MailError(.connectionFailed, subject: "x")
        desk.send(.mail(.connection(SampleMail.account, .offline(error, retryInSeconds: 8))))
        desk.type("/plan<enter>")
        answer(&desk, outcome(2) { $0.incomplete = 1 })
        desk.type("<Ctrl-S>")
        #expect(!searches(desk).contains("server"))
        #expect(desk.state.message?.text == FindTexts.offline)
    }

    @Test("what happens in the mailbox below is there when one comes back")
    func below() {
        var desk = Desk()
        let mailbox = desk.view
        desk.type("j/plan<enter>")
        answer(&desk, outcome(2))
        desk.send(.mail(.rowsChanged(view: mailbox, .inserted(at: 0, count: 2))))
        desk.send(.mail(.rowsChanged(view: mailbox, .removed(at: 10))))
        #expect(desk.state.list.count == 2)
        desk.type("<esc>")
        #expect(desk.state.list.count == 215)
        #expect(desk.state.list.cursor == 3)
    }

    private func refuseFurtherLine(_ desk: inout Desk) throws {
        let reader = try #require(desk.state.reader)
        let error = MailError(.refused, subject: "imap.example.org:993", detail: MailError.noFurtherLine)
        desk.send(.mail(.failed(generation: reader.generation, error)))
    }

    @Test(
        "without a line for it a message of another mailbox is read where that is open, and then one is back where one was"
    )
    func elsewhere() throws {
        var desk = Desk()
        desk.type("jj/plan<enter>")
        let other = MailboxID(2)
        let path = try #require(MailboxPath("Archiv"))
        let validity = try #require(UIDValidity(9))
        let id = MessageID(
            account: SampleMail.account, mailbox: other, uidValidity: validity, uid: try #require(UID(5)))
        desk.send(.mail(.rowsChanged(view: desk.view, .reset(count: 1))))
        desk.send(
            .mail(
                .searched(
                    view: desk.view,
                    outcome(1) {
                        $0.paths = [MailboxPlace(account: SampleMail.account, mailbox: other): path]
                    })))
        let row = MessageRow(
            id: id, flags: [], date: nil, from: [], to: [], subject: "Plan", size: nil, attachmentCount: 0)
        desk.send(.mail(.rows(view: desk.view, start: 0, rows: [row])))
        _ = desk.take()
        desk.type("<enter>")
        guard case .openMessage(id, _, _, _)? = desk.requests.first, desk.requests.count == 1 else {
            Issue.record("not asked for beside the list: \(desk.requests)")
            return
        }
        _ = desk.take()
        try refuseFurtherLine(&desk)
        guard case .openMailbox(_, path, _, let view, _)? = desk.requests.first else {
            Issue.record("not opened: \(desk.requests)")
            return
        }
        #expect(desk.requests.count == 1)
        let summary = MailboxSummary(
            account: SampleMail.account, mailbox: other, path: path, uidValidity: validity, count: 5, isReadOnly: false)
        desk.send(.mail(.mailboxOpened(view: view, summary)))
        guard case .openMessage(id, _, _, _)? = desk.requests.last else {
            Issue.record("not asked for: \(desk.requests)")
            return
        }
        _ = desk.take()
        desk.type("q<esc>")
        #expect(desk.state.list.path == .inbox)
        #expect(desk.requests.contains { if case .openMailbox(_, .inbox, _, _, _) = $0 { true } else { false } })
        #expect(desk.state.list.comingBack != nil)
    }

    @Test("another folder ends the search, and so does the one below")
    func folders() {
        var desk = Desk()
        desk.send(.mail(SampleFolders.event))
        let mailbox = desk.view
        desk.type("/plan<enter>c<enter>")
        #expect(desk.state.mailSearch == nil)
        #expect(desk.view == mailbox)
        desk.type("/plan<enter>J")
        #expect(desk.state.mailSearch == nil)
        #expect(desk.state.list.path != .inbox)
        #expect(searches(desk).count { $0 == "end" } == 2)
    }

    @Test("what was found is in no other order, and asks for none")
    func orders() {
        var configuration = ListConfiguration()
        configuration.common.order = ListOrder(.size)
        configuration.common.preview = true
        var desk = Desk(lists: configuration)
        desk.type("/plan<enter>")
        answer(&desk, outcome(2))
        desk.type(":sort subject<enter>")
        #expect(desk.state.message?.text == FindTexts.noOrder)
        let view = desk.view
        #expect(
            !desk.requests.contains {
                switch $0 {
                case .reshape(view, _, _), .previews(view, _): true
                default: false
                }
            })
    }
}
