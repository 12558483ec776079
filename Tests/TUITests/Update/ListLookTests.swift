import MailGrammar
import MailKitCore
import Synchronization
import TestSupport
import Testing

@testable import TUI

@Suite("How the list looks")
struct ListLookTests {
    private func reshapes(_ desk: Desk) -> [(ListShape, UID?)] {
        desk.requests.compactMap { if case .reshape(_, let shape, let uid) = $0 { (shape, uid) } else { nil } }
    }

    private func configuration(_ change: (inout ListOptions) -> Void) -> ListConfiguration {
        var configuration = ListConfiguration()
        change(&configuration.common)
        return configuration
    }

    // MARK: The order

    @Test("o shows the orders; Enter asks for one with the message that the cursor is on, and it stays there")
    func picker() throws {
        var desk = Desk()
        desk.type("jjo")
        #expect(desk.state.scope == .orders)
        desk.type("<end>kkk<enter>")
        #expect(desk.state.overlay == nil)
        let asked = try #require(reshapes(desk).first)
        #expect(asked.0.order == ListOrder(.size))
        #expect(asked.1 == UID(212))
        // Until the server has sorted everything stays as it is.
        #expect(desk.state.list.order == .arrival)
        #expect(desk.state.list.current?.id.uid == UID(212))
        desk.send(.mail(.listOrder(view: desk.view, ListOrder(.size), count: 214, place: 100)))
        #expect(desk.state.list.cursor == 100)
        #expect(desk.state.list.top == 98)
        desk.answerAllRows()
        #expect(reshapes(desk).isEmpty, "it is not asked for twice")
        // The order of now is offered from its other end.
        desk.type("o")
        #expect(desk.state.offeredOrders.contains(ListOrder(.size, isReversed: true)))
    }

    @Test("What is chosen for a list is remembered for it, once")
    func remembered() {
        var desk = Desk()
        desk.type(":sort -size<enter>:columns date, from<enter>:dates<enter>:group day<enter>:dates absolute<enter>")
        let kept = desk.effects.compactMap { effect -> String? in
            if case .prefer(let key, let value) = effect { "\(key) = \(value ?? "nil")" } else { nil }
        }
        #expect(
            kept == [
                "list.inbox.sort = -size", "list.inbox.columns = date,from", "list.inbox.dates = absolute",
                "list.inbox.group = day",
            ])
    }

    @Test("At the top the new order is looked at from its top")
    func fromTheTop() {
        var desk = Desk()
        desk.type(":sort from<enter>")
        #expect(reshapes(desk).map(\.1) == [nil])
        desk.send(.mail(.listOrder(view: desk.view, ListOrder(.from), count: 214, place: nil)))
        desk.answerAllRows()
        #expect(desk.state.list.cursor == 0)
        #expect(desk.state.list.anchor == nil)
    }

    @Test("Whoever has gone on while the server sorted stays where he is, and the list follows")
    func wentOn() throws {
        var desk = Desk()
        desk.type("jj:sort size<enter>")
        #expect(reshapes(desk).map(\.1) == [UID(212)])
        desk.type("jj")
        _ = desk.take()
        desk.send(.mail(.listOrder(view: desk.view, ListOrder(.size), count: 214, place: 100)))
        #expect(desk.state.list.cursor == 4, "the place is that of another message")
        #expect(reshapes(desk).map(\.1) == [UID(210)])
        desk.send(.mail(.listOrder(view: desk.view, ListOrder(.size), count: 214, place: 150)))
        #expect(desk.state.list.cursor == 150)
        #expect(desk.state.list.top == 146)
        desk.answerAllRows()
        #expect(reshapes(desk).isEmpty)
    }

    @Test("The message that is read is the one that is kept, at the top, too, and where the configuration sorts")
    func keepsWhatIsRead() throws {
        var desk = Desk(columns: 120, rows: 40, lists: configuration { $0.order = ListOrder(.size) })
        desk.open()
        let id = try #require(desk.state.reader?.id)
        _ = desk.take()
        desk.send(.mail(.listOrder(view: desk.view, ListOrder(.size), count: 214, place: nil)))
        #expect(reshapes(desk).map(\.1) == [id.uid])
        desk.send(.mail(.listOrder(view: desk.view, ListOrder(.size), count: 214, place: 30)))
        #expect(desk.state.list.cursor == 30)
    }

    @Test("Where the server does not sort the reason is told, and nothing is asked")
    func unsorted() {
        var desk = Desk(abilities: ListAbilities())
        desk.type("o")
        #expect(ScreenText.characters(desk.frame).contains("this server does not sort"))
        desk.type("j<enter>")
        #expect(desk.state.overlay != nil)
        #expect(desk.state.message?.text == ListTexts.serverDoesNotSort)
        desk.type("<esc>:sort size<enter>")
        #expect(reshapes(desk).isEmpty)
        // What the configuration wants is no reason to say anything.
        var configured = Desk(lists: configuration { $0.order = ListOrder(.size) }, abilities: ListAbilities())
        configured.type("j")
        #expect(configured.state.list.order == .arrival)
        #expect(configured.state.message == nil)
    }

    @Test("A refused order is not asked for again by itself")
    func refused() {
        var desk = Desk()
        desk.type(":sort size<enter>")
        _ = desk.take()
        desk.send(.mail(.failed(generation: desk.view, MailError(.refused, subject: "INBOX"))))
        desk.send(.mail(.listOrder(view: desk.view, .arrival, count: nil, place: nil)))
        desk.type("jj")
        desk.answerAllRows()
        #expect(reshapes(desk).isEmpty)
        #expect(desk.state.list.count == 214)
        desk.type(":sort size<enter>")
        #expect(reshapes(desk).count == 1, "a person may ask again")
    }

    @Test("The configuration's order rides with the opening; a word that is none is told with what was meant")
    func words() {
        let desk = Desk(opened: false, lists: configuration { $0.order = ListOrder(.date) })
        guard case .openMailbox(_, _, _, _, let shape)? = desk.requests.first else {
            Issue.record("not opened")
            return
        }
        #expect(shape.order == ListOrder(.date))
        var typed = Desk()
        typed.type(":sort seize<enter>")
        #expect(typed.state.message?.text == ListTexts.noOrder("seize", "size"))
    }

    @Test("fromto is the recipient among what was sent, elsewhere the sender, by command and in the file")
    func fromto() throws {
        var desk = Desk()
        desk.type(":sort -fromto<enter>")
        #expect(reshapes(desk).map(\.0.order) == [ListOrder(.from, isReversed: true)])
        let choices = configuration { $0.order = ListOrder(.fromto) }
        #expect(ListLook(choices.common, use: .inbox).order == ListOrder(.from))
        #expect(ListLook(choices.common, use: .sent).order == ListOrder(.to))
        #expect(ListLook(choices.common, use: .drafts).order == ListOrder(.to))
    }

    @Test("What no server sorts by is shown as what cannot be had, and says why", arguments: ListOrder.impossible)
    func impossible(key: String) throws {
        var desk = Desk()
        desk.type(":sort \(key)")
        let line = try #require((0..<24).map { desk.frame.line($0) }.first { $0.contains("cannot") })
        #expect(line.contains("\(key)  (servers cannot sort by") && !line.contains("as typed"))
        desk.type("<enter>")
        #expect(desk.state.message?.text == ListTexts.serversCannotSort(key))
        desk.type("o<end>")
        let place = try #require(ListOrder.impossible.firstIndex(of: key))
        desk.type(String(repeating: "k", count: ListOrder.impossible.count - 1 - place) + "<enter>")
        #expect(desk.state.message?.text == ListTexts.serversCannotSort(key))
        #expect(reshapes(desk).isEmpty)
        // A line of its own for each, and none of them hides an order.
        #expect(desk.state.orderLines.count == desk.state.offeredOrders.count + 2)
    }

    @Test("By flags is sorted where the mailbox is whole on this machine, and else it is said why not")
    func flags() throws {
        var desk = Desk()
        desk.type(":sort flags<enter>")
        #expect(desk.state.message?.text == ListTexts.onlyWhole)
        #expect(reshapes(desk).isEmpty)
        let summary = try #require(SampleMail.summary(count: 214, abilities: ListAbilities(isWhole: true)))
        desk.send(.mail(.mailboxConfirmed(view: desk.view, summary)))
        desk.type(":sort flags<enter>")
        #expect(reshapes(desk).map(\.0.order) == [ListOrder(.flags)])
    }

    // MARK: Threads

    /// Rows as the core makes them of threads: the first one hides two messages, the others are one thread.
    private func threads(_ desk: Desk) -> [MessageRow] {
        let shown = [0, 1, 2].map { ThreadRow(key: UInt64($0), up: $0 == 0 ? 0 : 1, depth: UInt32($0)) }
        func lines(_ folded: Set<UInt64>) -> [ThreadLines.Line] {
            ThreadLines(shown[...], folded: folded) { row in
                ThreadLines.Message(isUnread: row == 2, subject: ThreadHash(rawValue: 1))
            }.lines
        }
        return zip(SampleMail.rows(0..<4, of: 214), lines([0]) + lines([])).map { row, line in
            var row = row
            row.flags = [.seen]
            row.line = line.isFolded ? line : line.with(unread: 0)
            return row
        }
    }

    @Test("T asks for threads and remembers it; they come with the message that the mark is on")
    func threaded() {
        var desk = Desk()
        desk.type("jjT")
        #expect(reshapes(desk).map(\.0.isThreaded) == [true])
        #expect(reshapes(desk).map(\.1) == [UID(212)])
        #expect(
            desk.effects.contains { if case .prefer("list.inbox.threads", "true") = $0 { true } else { false } })
        desk.send(.mail(.threads(view: desk.view, .arrival, count: 150, place: 40)))
        #expect(desk.state.list.isThreaded && desk.state.list.cursor == 40 && desk.state.list.top == 38)
        #expect(desk.state.message?.text == ThreadTexts.on)
        _ = desk.take()
        desk.type("T")
        #expect(reshapes(desk).map(\.0.isThreaded) == [false])
        desk.send(.mail(.listOrder(view: desk.view, .arrival, count: 214, place: nil)))
        #expect(!desk.state.list.isThreaded)
        #expect(desk.state.message?.text == ThreadTexts.off)
    }

    @Test("Before all of the mailbox is on this machine it is said what threads wait for")
    func threadsWait() {
        var desk = Desk()
        desk.type("T")
        desk.send(.mail(.threads(view: desk.view, .arrival, count: nil, place: nil)))
        #expect(desk.state.message?.text == ThreadTexts.waiting)
        #expect(!desk.state.list.isThreaded && desk.state.list.look.threads)
        #expect(reshapes(desk).count == 1, "it is not asked for twice")
    }

    @Test("z folds the thread under the mark and Z all; a folded thread counts as unread with what it hides")
    func folding() throws {
        var desk = Desk()
        desk.type("z")
        #expect(desk.requests.allSatisfy { if case .fold = $0 { false } else { true } })
        desk.type("T")
        desk.send(.mail(.threads(view: desk.view, .arrival, count: 4, place: nil)))
        let rows = threads(desk)
        desk.send(.mail(.rows(view: desk.view, start: 0, rows: rows)))
        _ = desk.take()
        desk.type("jzZ")
        let folds = desk.requests.compactMap { request -> String? in
            if case .fold(_, let id) = request { id.map { "\($0.uid.rawValue)" } ?? "all" } else { nil }
        }
        #expect(folds == ["\(rows[1].id.uid.rawValue)", "all"])
        #expect(desk.frame.line(1).contains("3, 1 new"))
        desk.type("<tab>")
        #expect(desk.state.list.cursor == 0)
    }

    @Test("The mark goes with a thread that moves, and nothing is said to be gone")
    func moves() {
        var desk = Desk()
        desk.type("jjj")
        let id = desk.state.list.current?.id
        let message = desk.state.message?.text
        desk.send(.mail(.rowsChanged(view: desk.view, .moved(from: 2, count: 2, to: 0))))
        #expect(desk.state.list.cursor == 1)
        #expect(desk.state.list.current?.id == id)
        #expect(desk.state.message?.text == message)
        desk.send(.mail(.rowsChanged(view: desk.view, .moved(from: 0, count: 1, to: 5))))
        #expect(desk.state.list.cursor == 0 && desk.state.list.current?.id == id)
        for change in [
            .moved(from: -1, count: 2, to: 0), .moved(from: 0, count: .max, to: 0), .moved(from: 5, count: 2, to: .max),
            .moved(from: .max, count: 1, to: 0), .moved(from: 3, count: 0, to: 0), .moved(from: 3, count: 2, to: -4),
        ] as [RowChange] {
            desk.send(.mail(.rowsChanged(view: desk.view, change)))
        }
        #expect(desk.state.list.count == 214 && desk.state.list.current?.id == id)
    }

    @Test("While the server sorts it is said, and Esc gives it up: the list stays as it is")
    func stops() {
        var desk = Desk()
        desk.type("jj:sort size<enter>")
        #expect(desk.frame.line(21).hasPrefix(" sorting by size, largest first …  (Esc stops)"))
        let (rows, cursor) = (desk.state.list.rows, desk.state.list.cursor)
        _ = desk.take()
        desk.type("<esc>")
        let isTakenBack = desk.effects.contains(.prefer(key: "list.inbox.sort", value: "arrival"))
        #expect(isTakenBack, "what was given up is not wanted at the next start")
        #expect(reshapes(desk).map(\.0.order) == [.arrival])
        #expect(!desk.state.isSorting)
        #expect(desk.state.message?.text == ListTexts.sortingStopped)
        desk.send(.mail(.listOrder(view: desk.view, .arrival, count: 214, place: nil)))
        #expect(desk.state.list.rows == rows && desk.state.list.cursor == cursor)
        #expect(reshapes(desk).count == 1, "it is not asked for by itself again")
        desk.type("j:sort size<enter>")
        #expect(reshapes(desk).last?.0.order == ListOrder(.size))
        desk.send(.mail(.listOrder(view: desk.view, ListOrder(.size), count: 214, place: 4)))
        #expect(!desk.state.isSorting && desk.state.list.cursor == 4)
    }

    @Test("Sorting that the file wants is given up, too, until it is asked for")
    func stopsConfigured() {
        var desk = Desk(lists: configuration { $0.order = ListOrder(.size) })
        #expect(desk.state.isSorting)
        desk.type("<esc>j")
        #expect(reshapes(desk).map(\.0.order) == [.arrival])
        #expect(!desk.state.isSorting && desk.state.listing.made.isEmpty)
    }

    // MARK: Columns

    @Test("Columns are changed by their names; what a row lacks is asked for")
    func columns() {
        var desk = Desk()
        desk.type(":columns date, from subject size<enter>")
        #expect(desk.state.list.look.columns == [.flags, .date, .from, .subject, .size])
        #expect(reshapes(desk).map(\.0.items) == [.size])
        desk.answerAllRows()
        #expect(desk.frame.line(1).hasSuffix("18 KB"))
        desk.type(":columns form<enter>")
        #expect(desk.state.message?.text == ListTexts.noColumn("form", "from"))
        desk.type(":columns<enter>")
        #expect(desk.state.list.look.columns.count == 5)
    }

    @Test("A mailbox's name counts more than its use, and that more than all; recipients are shown among what was sent")
    func folders() throws {
        let path = try #require(MailboxPath("Gesendet"))
        var configuration = configuration { $0.dates = .absolute }
        #expect(ListChoices().look(of: path, use: .sent).columns.contains(.to))
        configuration.folders["sent"] = ListOptions()
        configuration.folders["sent"]?.preview = true
        configuration.folders["sent"]?.order = ListOrder(.size)
        configuration.folders["Gesendet"] = ListOptions()
        configuration.folders["Gesendet"]?.order = ListOrder(.to)
        var choices = ListChoices()
        choices.configuration = configuration
        let look = choices.look(of: path, use: .sent)
        #expect(look.order == ListOrder(.to))
        #expect(look.preview && look.dates == .absolute)
        #expect(choices.look(of: .inbox, use: .inbox).order == .arrival)
    }

    // MARK: Previews

    @Test("A beginning that comes later takes the place of nothing, and none is taken back or is another mailbox's")
    func latePreviews() throws {
        var desk = Desk()
        desk.type(":preview on<enter>")
        let row = try #require(desk.state.list.rows[0])
        let uid = row.id.uid
        desk.send(.mail(.previews(view: desk.view, [uid: ""])))
        #expect(desk.state.list.preview(of: row) == "")
        desk.send(.mail(.previews(view: desk.view, [uid: "Liebe Anna"])))
        #expect(ScreenText.characters(desk.frame).contains("Liebe Anna"))
        desk.send(.mail(.previews(view: desk.view, [uid: ""])))
        #expect(desk.state.list.preview(of: row) == "Liebe Anna")
        let other = MessageID(
            account: row.id.account, mailbox: MailboxID(row.id.mailbox.rawValue &+ 1), uidValidity: row.id.uidValidity,
            uid: uid)
        let stranger = MessageRow(
            id: other, flags: [], date: nil, from: [], to: [], subject: "", size: nil, attachmentCount: 0)
        #expect(desk.state.list.preview(of: stranger) == nil)
    }

    @Test("Beginnings of texts are asked for once, for the rows on the screen, and never elsewhere")
    func previews() {
        var desk = Desk()
        desk.type(":preview<enter>")
        #expect(desk.state.layout.rowHeight == 2)
        var asked: [UID] = []
        for _ in 0..<60 {
            desk.type("j")
            for case .previews(_, let uids) in desk.requests { asked += uids }
            desk.answerAllRows()
        }
        #expect(Set(asked).count == asked.count)
        #expect(asked.count < 60 + 3 * desk.state.layout.fullListHeight)
        for _ in 0..<100 {
            desk.type("<pgdn>")
            desk.answerAllRows()
        }
        #expect(desk.state.list.previews.count <= 600)
    }

    @Test("One question for beginnings is under way at a time; the next one is for what is on the screen then")
    func onePreviewQuestion() throws {
        func asked(_ desk: inout Desk) -> [[UID]] {
            defer { _ = desk.take() }
            return desk.requests.compactMap { if case .previews(_, let uids) = $0 { uids } else { nil } }
        }
        var desk = Desk(count: 40)
        desk.type(":preview<enter>")
        let first = asked(&desk)
        #expect(first.count == 1)
        desk.type(String(repeating: "j", count: 30))
        #expect(asked(&desk) == [])
        desk.send(.mail(.previews(view: desk.view, [:])))
        #expect(asked(&desk) == [], "what has just failed is let be")
        desk.wait(milliseconds: 10_001)
        desk.type("k")
        let shown = desk.state.list.visible(height: desk.state.layout.fullListHeight)
        #expect(asked(&desk) == [shown.compactMap { desk.state.list.rows[$0]?.id.uid }])
        // Those that have failed are asked for once more where they come into sight again.
        let last = try #require(UID(1))
        desk.send(.mail(.previews(view: desk.view, [last: "Liebe Anna"])))
        desk.type("<home>")
        desk.answerRows(0..<40)
        #expect(asked(&desk) == first)
    }

    @Test("A text full of controls stays on its line; without the server's help the command says why")
    func hostilePreview() throws {
        var desk = Desk(lists: configuration { $0.preview = true })
        let uid = try #require(desk.state.list.rows[0]?.id.uid)
        desk.send(
            .mail(
                .previews(
                    view: desk.view, [uid: "\u{1B}[2Ja\r\nb\u{202E}c\u{0}" + String(repeating: "e\u{301}", count: 500)])
            ))
        FrameTests.check(desk.frame, "preview")
        #expect(desk.frame.line(2).hasPrefix("    "))
        var without = Desk(abilities: ListAbilities())
        without.type(":preview<enter>")
        #expect(without.state.message?.text == ListTexts.serverHasNoPreviews)
        #expect(without.state.layout.rowHeight == 1)
    }

    // MARK: Days

    @Test(
        "With lines between the days the cursor is always on the screen, and nothing is left blank",
        arguments: [
            (40, 12), (80, 24), (120, 40), (80, 5),
        ])
    func grouped(columns: Int, rows: Int) {
        var desk = Desk(columns: columns, rows: rows, lists: configuration { $0.grouping = .day })
        desk.state.panes.showsFolders = false
        var random = SeededGenerator(seed: 20_261_122)
        let tape = ["j", "k", "<pgdn>", "<pgup>", "<end>", "<home>", "j", "k"]
        for step in 0..<400 {
            desk.type(tape[Int.random(in: 0..<tape.count, using: &random)])
            desk.answerAllRows()
            let frame = desk.frame
            let area = desk.state.layout.list.rows
            let list = desk.state.list
            #expect(area.contains { frame[$0, 0].text == "▌" }, "step \(step)")
            #expect(list.top == 0 || list.cursor >= list.top)
            // The newest at the top or the oldest at the end, and never fewer than fit.
            if list.top + desk.state.shownRows == list.count, list.top > 0, area.count > 6 {
                let blank = area.reversed().prefix { frame.line($0).isEmpty }.count
                #expect(blank <= desk.state.layout.rowHeight, "step \(step)")
            }
        }
    }

    @Test("A page down shows what came after the last row, whatever stands between")
    func pages() {
        var desk = Desk(lists: configuration { $0.grouping = .day })
        var seen: Set<Int> = []
        for _ in 0..<60 {
            seen.formUnion(desk.state.list.top..<desk.state.list.top + desk.state.shownRows)
            desk.type("<pgdn>")
            desk.answerAllRows()
        }
        #expect(seen.count == 214)
        #expect(desk.state.list.cursor == 213)
    }

    @Test("The zone is asked once for each row on the screen, and once for today")
    func zone() {
        var desk = Desk(lists: configuration { $0.grouping = .day })
        let asked = Mutex(0)
        desk.state.listing.zone = { seconds in
            asked.withLock { $0 += 1 }
            return SampleMail.zone(seconds)
        }
        _ = desk.frame
        #expect(asked.withLock { $0 } <= desk.state.shownRows + 2)
    }

    @Test("Days are named in both languages; only times make groups")
    func names() {
        let now = SampleMail.now
        let today = CalendarDay(seconds: now, zoneMinutes: 60).number
        let days: [(Int64, String)] = [
            (-90_000, "Später"), (0, "Heute"), (1, "Gestern"), (2, "Donnerstag"), (6, "Sonntag"), (7, "Letzte Woche"),
            (13, "Letzte Woche"), (14, "November 2026"), (400, "Oktober 2025"),
        ]
        for (ago, name) in days {
            let seconds = now - (ago < 0 ? ago : ago * 86_400)
            let group = DayGroup(Timestamp(secondsSince1970: seconds), today: today, zone: SampleMail.zone)
            #expect(ListTexts.group(group).de == name)
        }
        #expect(ListTexts.group(DayGroup(nil, today: today, zone: SampleMail.zone)).en == "Without a date")
        var desk = Desk(lists: configuration { $0.grouping = .day })
        #expect(desk.state.showsGroups)
        desk.send(.mail(.listOrder(view: desk.view, ListOrder(.from), count: 214, place: nil)))
        #expect(!desk.state.showsGroups)
    }

    // MARK: Colour rules

    @Test("The first rule that fits gives its look to sender and subject, and the marks stay")
    func rules() {
        var loud = ColourRule()
        loud.flags = ["unread"]
        loud.subject = ["rechnung"]
        loud.colour = .rgb(255, 0, 0)
        loud.underline = true
        var configuration = ListConfiguration()
        configuration.rules = [loud]
        let frame = Desk(lists: configuration).frame
        let row = 3
        #expect(frame.line(row).contains("Rechnung 2026-1183"))
        #expect(frame[row, 1].text == "•")
        #expect(frame[row, 12].emphasis == Emphasis(attributes: .underline, colour: 196))
        #expect(frame[row, 34].emphasis == Emphasis(attributes: .underline, colour: 196))
        #expect(frame[row, 4].emphasis == .none)
        #expect(frame[row - 1, 12].emphasis == .none)
    }
}
