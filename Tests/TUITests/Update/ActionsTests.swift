import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("What is done with messages")
struct ActionsTests {
    private func desk() -> Desk {
        var desk = Desk()
        desk.send(.mail(SampleFolders.event))
        return desk
    }

    private typealias Asked = (action: MessageAction, messages: MessageSet, name: Generation)

    private func asked(_ desk: Desk) -> Asked? {
        for request in desk.requests.reversed() {
            if case .act(let action, let messages, let name) = request { return (action, messages, name) }
        }
        return nil
    }

    /// What is said above the keys.
    private func said(_ desk: Desk) -> String { desk.state.message?.text(.english) ?? "" }

    @Test("d moves to the folder for deleted messages, e to the archive; the line says where, and u takes it back")
    func movesAndUndoes() throws {
        var desk = desk()
        let id = try #require(desk.state.list.current?.id)
        desk.type("d")
        let asked = try #require(self.asked(desk))
        let trash = try #require(desk.state.folders.mailboxes.first { $0.use == .trash })
        #expect(asked.action == .move(to: trash.path) && asked.messages == [id])
        #expect(said(desk).hasPrefix("1 message moved to "))
        desk.type("u")
        #expect(desk.requests.last == .undo(account: SampleMail.account, asked.name))
        desk.send(.mail(.undone(asked.name, UndoOutcome(restored: 1, lost: 0))))
        #expect(said(desk) == "taken back: 1 message")
        desk.type("u")
        #expect(said(desk) == "nothing has been done yet")
        desk.type("e")
        let archive = try #require(desk.state.folders.mailboxes.first { $0.use == .archive })
        #expect(self.asked(desk)?.action == .move(to: archive.path))
    }

    @Test("without such a folder nothing is asked, and that is said")
    func noFolder() {
        var desk = Desk()
        desk.type("d")
        #expect(asked(desk) == nil)
        #expect(said(desk) == "there is no folder for deleted messages")
    }

    @Test("what is undone is the last thing that was done, a star as well as a move")
    func lastFirst() throws {
        var desk = desk()
        desk.type("F")
        let star = try #require(asked(desk)).name
        desk.type("d")
        let move = try #require(asked(desk)).name
        desk.type("uu")
        #expect(
            desk.requests.suffix(2) == [
                .undo(account: SampleMail.account, move), .undo(account: SampleMail.account, star),
            ])
    }

    @Test("of what cannot be found again, and of what the server has to answer first, it is said so")
    func lost() throws {
        var desk = desk()
        desk.type("d")
        let name = try #require(asked(desk)).name
        desk.send(.mail(.undone(name, UndoOutcome(restored: 0, lost: 1))))
        #expect(said(desk) == "the server does not tell where it went")
        desk.send(.mail(.undone(name, UndoOutcome(restored: 0, lost: 0, waiting: 1))))
        #expect(said(desk) == "it is taken back when the server has answered")
    }

    // MARK: Marks

    @Test("t marks and goes on, V marks up to here, A all or none; what is done then is done with all of them")
    func marks() throws {
        var desk = desk()
        let rows = (0..<5).compactMap { desk.state.list.rows[$0]?.id }
        desk.type("t")
        #expect(desk.state.list.marked == [rows[0]] && desk.state.list.cursor == 1)
        #expect(desk.frame.line(1).hasPrefix(" • ◆") && said(desk) == "1 marked")
        desk.type("kt")
        #expect(desk.state.list.marked.isEmpty && said(desk) == "nothing is marked")
        desk.type("ktjjV")
        #expect(desk.state.list.marked == MessageSet(rows[0...3]) && said(desk) == "4 marked")
        desk.type("d")
        #expect(asked(desk)?.messages == MessageSet(rows[0...3]))
        #expect(said(desk).hasPrefix("4 messages moved to ") && desk.state.list.marked.isEmpty)
        desk.type("A")
        guard case .mark(let view, let range)? = desk.requests.last else {
            return _ = Issue.record("nothing was asked")
        }
        #expect(view == desk.view && range == 0..<214)
        desk.send(.mail(.marked(view: view, MessageSet(rows))))
        #expect(said(desk) == "5 marked")
        desk.type("<home>F")
        let star = try #require(asked(desk))
        #expect(star.messages == MessageSet(rows) && star.action == .flags(add: [.flagged], remove: []))
        #expect(said(desk) == "5 messages starred" && desk.state.list.current?.flags.contains(.flagged) == true)
    }

    @Test("a range begins at the message that was marked last, wherever it stands by now")
    func range() {
        var desk = desk()
        let rows = (0..<3).compactMap { desk.state.list.rows[$0]?.id }
        desk.type("t")
        desk.send(.mail(.rowsChanged(view: desk.view, .inserted(at: 0, count: 2))))
        desk.type("jV")
        #expect(desk.state.list.marked == MessageSet(rows))
    }

    @Test("Esc takes the marks away before anything else")
    func escape() {
        var desk = desk()
        desk.type("tt<esc>")
        #expect(desk.state.list.marked.isEmpty && said(desk) == "nothing is marked")
    }

    @Test("a message that has left the list is not marked any more")
    func gone() {
        var desk = desk()
        desk.type("tt")
        desk.send(.mail(.rowsChanged(view: desk.view, .removed(at: 0))))
        #expect(desk.state.list.marked.count == 1)
    }

    // MARK: Junk, and for good

    private func path(_ use: MailboxUse, _ desk: Desk) throws -> MailboxPath {
        try #require(desk.state.folders.mailboxes.first { $0.use == use }?.path)
    }

    /// The folder is open, and has the same messages.
    private func go(to path: MailboxPath, _ desk: inout Desk) throws {
        desk.type("c\(path.name)<enter>")
        let summary = try #require(SampleMail.summary(count: 214))
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        desk.answerRows(0..<20)
    }

    @Test("! puts into the folder for junk with the keyword that says so, under one name")
    func junk() throws {
        var desk = desk()
        let id = try #require(desk.state.list.current?.id)
        desk.type("!")
        let asked = desk.requests.suffix(2).compactMap { request -> Asked? in
            if case .act(let action, let messages, let name) = request { (action, messages, name) } else { nil }
        }
        #expect(
            asked.map(\.action) == [
                .flags(add: [.junk], remove: [.notJunk]), .move(to: try path(.junk, desk)),
            ])
        #expect(asked.allSatisfy { $0.messages == [id] } && Set(asked.map(\.name)).count == 1)
        desk.type("u")
        #expect(desk.requests.last == .undo(account: SampleMail.account, try #require(asked.first).name))
    }

    @Test("D asks, and takes away for good what was meant; undo does not know of it")
    func purges() throws {
        var desk = desk()
        desk.type("ttD")
        let marked = desk.state.list.marked
        #expect(desk.state.question == .purge(marked) && marked.count == 2)
        desk.type("n")
        #expect(asked(desk) == nil && desk.state.list.marked == marked)
        desk.type("Dy")
        #expect(asked(desk)?.action == .expunge && asked(desk)?.messages == marked)
        #expect(said(desk) == "2 messages deleted for good" && desk.state.done.isEmpty)
    }

    @Test("all are marked as read at once, and that is undone like anything else")
    func readsAll() throws {
        var desk = desk()
        desk.type(":mark-all-read<enter>")
        guard case .actOnAll(let action, _, let view, let name)? = desk.requests.last else {
            return _ = Issue.record("nothing was asked")
        }
        #expect(action == .flags(add: [.seen], remove: []) && view == desk.view)
        desk.type("u")
        #expect(desk.requests.last == .undo(account: SampleMail.account, name))
    }

    @Test("only the folders for deleted messages and junk are emptied, of what is there when it is asked")
    func empties() throws {
        var desk = desk()
        desk.type(":empty<enter>")
        #expect(said(desk) == "only the folders for deleted messages and junk are emptied")
        try go(to: path(.trash, desk), &desk)
        desk.type(":empty<enter>")
        guard case .mark(let view, let range)? = desk.requests.last else {
            return _ = Issue.record("nothing was asked")
        }
        #expect(range == 0..<214)
        let all: MessageSet = MessageSet((0..<3).compactMap { desk.state.list.rows[$0]?.id })
        desk.send(.mail(.marked(view: view, all)))
        #expect(desk.state.question == .purge(all) && desk.state.list.marked.isEmpty)
        desk.type("y")
        #expect(asked(desk)?.action == .expunge && asked(desk)?.messages == all)
    }

    @Test(
        "what is deleted in the folder for deleted messages goes for good, which is asked; ! in that for junk brings back"
    )
    func deletesForGood() throws {
        var desk = desk()
        try go(to: path(.trash, desk), &desk)
        let id = try #require(desk.state.list.current?.id)
        desk.type("d")
        #expect(desk.state.question == .purge([id]))
        desk.type("n")
        try go(to: path(.junk, desk), &desk)
        desk.type("!")
        #expect(asked(desk)?.action == .move(to: .inbox))
    }

    // MARK: Into a folder

    @Test("s asks where to, letters narrow the folders down, the best first; the last one stands on top the next time")
    func picks() throws {
        var desk = desk()
        let id = try #require(desk.state.list.current?.id)
        desk.type("s")
        #expect(desk.frame.line(desk.state.layout.status ?? 21).hasPrefix(" Move to:"))
        desk.type("arc<enter>")
        let archive = try #require(desk.state.folders.mailboxes.first { $0.use == .archive }?.path)
        #expect(asked(desk).map { $0.action == .move(to: archive) && $0.messages == [id] } == true)
        #expect(desk.state.overlay == nil && desk.state.list.path == .inbox)
        desk.type("s")
        #expect(
            desk.state.folderTree()[0].flatMap {
                if case .mailbox(_, let line) = $0 { desk.state.folders[line].path } else { nil }
            } == archive)
        desk.type("<enter>")
        #expect(asked(desk)?.action == .move(to: archive))
        desk.type("C<enter>")
        #expect(asked(desk)?.action == .copy(to: archive) && said(desk).hasPrefix("1 message copied to "))
    }

    @Test("Esc gives it up, and the folders are for opening again")
    func givesUp() {
        var desk = desk()
        desk.type("s<esc>")
        #expect(desk.state.filing == nil && asked(desk) == nil)
        desk.type("c")
        #expect(desk.state.filing == nil && desk.state.overlay != nil)
    }

    @Test("what lies there already is not moved")
    func there() {
        var desk = desk()
        desk.type("s")
        desk.type("inbox<enter>")
        #expect(asked(desk) == nil && said(desk).hasPrefix("it lies in "))
    }
}
