import MailGrammar
import MailKitCore
import TestSupport
import Testing

@testable import TUI

@Suite struct ListTests {
    @Test func startOpensTheMailbox() {
        let desk = Desk(opened: false)
        #expect(
            desk.requests == [
                .openMailbox(
                    account: SampleMail.account, path: .inbox, firstPage: desk.state.firstPage, view: Generation(1))
            ])
        #expect((1...500).contains(desk.state.firstPage))
    }

    @Test func movesAndStaysWithinTheList() {
        var desk = Desk(count: 3)
        desk.type("kjjjj")
        #expect(desk.state.list.cursor == 2)
        desk.type("<home>")
        #expect(desk.state.list.cursor == 0)
        desk.type("G")
        #expect(desk.state.list.cursor == 2)
        desk.type("<pgup>")
        #expect(desk.state.list.cursor == 0)
    }

    @Test func emptyListHasNowhereToGo() {
        var desk = Desk(count: 0)
        desk.type("jk<pgdn><pgup><home><end><enter><tab>NF")
        #expect(desk.state.list.cursor == 0)
        #expect(desk.requests.isEmpty)
    }

    @Test func asksForRowsBeforeTheyAreSeenAndNotTwice() {
        var desk = Desk(count: 10_000)
        var asked: [Range<Int>] = []
        for _ in 0..<200 {
            desk.type("j")
            let new = desk.take().compactMap { effect -> Range<Int>? in
                if case .mail(.rows(_, let range)) = effect { range } else { nil }
            }
            for range in new { desk.answerRows(range) }
            asked += new
        }
        var covered = Set<Int>()
        for range in asked {
            for index in range { #expect(covered.insert(index).inserted, "row \(index) was asked for twice") }
        }
        // 200 steps of one row ask a few times for many rows, not 200 times for one.
        #expect(asked.count < 15, "\(asked)")
    }

    @Test func holdsOnlyWhatIsNearTheScreen() {
        var desk = Desk(count: 100_000)
        for _ in 0..<40 {
            desk.type("<pgdn>")
            desk.answerAllRows()
        }
        desk.type("<end>")
        desk.answerAllRows()
        #expect(desk.state.list.current?.id == SampleMail.row(99_999, of: 100_000)?.id)
        #expect(desk.state.list.rows.places.count <= 5 * 24)
    }

    @Test func rowsThatDoNotComeAreAskedForAgain() {
        var desk = Desk(count: 1000)
        desk.type("<end>")
        let first = desk.requests
        #expect(
            first == [.rows(view: desk.view, range: 980..<1000), .rows(view: desk.view, range: 940..<980)],
            "what is on the screen comes first")
        let view = desk.view
        let asked = desk.state.list.pending.last?.askedAt ?? 0
        _ = desk.take()
        desk.wait(milliseconds: 90_000)
        desk.send(.timer(.rowsOverdue(view: view, askedAt: asked)))
        #expect(desk.requests == first)
    }

    @Test func runningThroughTheListAsksOnlyForWhereItEnds() {
        var desk = Desk(count: 20_000)
        for _ in 0..<1200 { desk.type("j") }
        #expect(desk.requests.count <= 3, "\(desk.requests.count) questions on the way")
        desk.answerAllRows()
        let visible = desk.state.list.visible(height: desk.state.layout.listHeight)
        for index in visible { #expect(desk.state.list.rows[index]?.id == SampleMail.row(index, of: 20_000)?.id) }
    }

    @Test func questionThatFailsIsNotAskedAgainAtOnce() {
        var desk = Desk(count: 1000)
        desk.type("<end>")
        let error = MailError(.refused, subject: "INBOX", serverText: "no")
        func asked(_ desk: inout Desk) -> Int {
            desk.take().count { if case .mail(.rows) = $0 { true } else { false } }
        }
        #expect(asked(&desk) == 2)
        desk.send(.mail(.failed(generation: desk.view, error)))
        desk.send(.mail(.failed(generation: desk.view, error)))
        desk.send(.timer(.minute))
        desk.send(.mail(.unseenCount(view: desk.view, 5)))
        desk.send(.mail(.rowsChanged(view: desk.view, .removed(at: 3))))
        let timer = desk.take().compactMap { effect -> Timer? in
            switch effect {
            case .after(_, let timer): return timer
            case .mail(.rows):
                Issue.record("asked again at once")
                return nil
            default: return nil
            }
        }
        #expect(timer.contains(.rowsAgain(view: desk.view)))
        desk.send(.timer(.rowsAgain(view: desk.view)))
        #expect(asked(&desk) == 2, "after a while")
        desk.send(.mail(.failed(generation: desk.view, error)))
        desk.type("k")
        #expect(asked(&desk) == 2, "with the next key")
        desk.send(.mail(.failed(generation: desk.view, error)))
        desk.send(.mail(.rowsChanged(view: desk.view, .inserted(at: 0, count: 1))))
        #expect(asked(&desk) == 2, "with news of the mailbox")
    }

    @Test func rowThatAnAnswerLeavesOutIsAskedForAgainAfterAWhile() {
        var desk = Desk(count: 1000)
        desk.type("<end>")
        _ = desk.take()
        desk.answerRows(980..<990)
        desk.answerRows(991..<1000)
        desk.answerRows(940..<980)
        #expect(desk.requests.isEmpty)
        desk.send(.timer(.rowsAgain(view: desk.view)))
        #expect(desk.requests == [.rows(view: desk.view, range: 990..<991)])
    }

    @Test func newMailKeepsTheCursorOnItsMessage() {
        var desk = Desk(count: 200)
        desk.type("jjj")
        let id = desk.state.list.current?.id
        desk.send(.mail(.rowsChanged(view: desk.view, .inserted(at: 0, count: 2))))
        #expect(desk.state.list.current?.id == id)
        #expect(desk.state.list.cursor == 5)
        #expect(desk.state.list.top == 0, "new mail is to be seen")
        #expect(desk.requests.first == .rows(view: desk.view, range: 0..<2))
    }

    @Test func furtherDownTheScreenStandsStill() {
        var desk = Desk(count: 200)
        desk.type("<pgdn><pgdn>")
        desk.answerAllRows()
        let before = ScreenText.characters(desk.frame).split(separator: "\n").dropFirst()
        desk.send(.mail(.rowsChanged(view: desk.view, .inserted(at: 0, count: 7))))
        let after = ScreenText.characters(desk.frame).split(separator: "\n").dropFirst()
        #expect(before == after)
    }

    @Test func removedMessageGivesItsPlaceToTheNext() {
        var desk = Desk(count: 200)
        desk.type("jj")
        let next = desk.state.list.rows[3]?.id
        desk.send(.mail(.rowsChanged(view: desk.view, .removed(at: 2))))
        #expect(desk.state.list.current?.id == next)
        desk.send(.mail(.rowsChanged(view: desk.view, .removed(at: 0))))
        #expect(desk.state.list.current?.id == next)
    }

    @Test func resetFindsTheMessageAgain() throws {
        var desk = Desk(count: 200)
        desk.type("jjjj")
        let row = try #require(desk.state.list.current)
        desk.send(.mail(.rowsChanged(view: desk.view, .reset(count: 201))))
        #expect(desk.requests.contains { if case .rows = $0 { true } else { false } })
        // One message has come in before it.
        let rows = [SampleMail.row(180, of: 200), SampleMail.row(0, of: 200), SampleMail.row(1, of: 200)].compactMap {
            $0
        }
        desk.send(.mail(.rows(view: desk.view, start: 0, rows: rows + [row])))
        #expect(desk.state.list.cursor == 3)
        #expect(desk.state.list.current?.id == row.id)
    }

    @Test func resetDoesNotPullBackAPersonWhoMovedOn() throws {
        var desk = Desk(count: 200)
        desk.type("jjjj")
        let row = try #require(desk.state.list.current)
        desk.send(.mail(.rowsChanged(view: desk.view, .reset(count: 201))))
        desk.type("j")
        desk.send(.mail(.rows(view: desk.view, start: 0, rows: [row])))
        #expect(desk.state.list.cursor == 5)
    }

    @Test func flagsChangeWhereTheyAreShown() throws {
        var desk = Desk()
        let row = try #require(desk.state.list.current)
        #expect(desk.frame.line(1).hasPrefix("▌•"))
        desk.send(.mail(.rowsChanged(view: desk.view, .flags(row.id.uid, [.seen, .flagged]))))
        #expect(desk.frame.line(1).hasPrefix("▌ ★"))
    }

    @Test func answersToAnEarlierListAreDropped() {
        var desk = Desk()
        let before = desk.frame
        let old = Generation(desk.view.rawValue + 7)
        desk.send(.mail(.rowsChanged(view: old, .reset(count: 0))))
        desk.send(.mail(.rows(view: old, start: 0, rows: SampleMail.rows(50..<60, of: 214))))
        desk.send(.mail(.unseenCount(view: old, 99)))
        desk.send(.mail(.failed(generation: old, MailError(.refused, subject: "x"))))
        desk.send(.mail(.connection(AccountID("other"), .connecting)))
        #expect(desk.frame == before)
    }

    @Test func toggles() throws {
        var desk = Desk()
        let id = try #require(desk.state.list.current?.id)
        desk.type("N")
        desk.type("F")
        #expect(
            desk.requests.map(\.unnamed) == [
                .changeFlags(id, add: [.seen], remove: []), .changeFlags(id, add: [.flagged], remove: []),
            ])
        _ = desk.take()
        desk.send(.mail(.rowsChanged(view: desk.view, .flags(id.uid, [Flag("\\seen")]))))
        desk.type("N")
        #expect(desk.requests.map(\.unnamed) == [.changeFlags(id, add: [], remove: [.seen])])
    }

    @Test func changedFlagsAreShownBeforeTheServerAnswers() {
        var desk = Desk()
        desk.type("N")
        #expect(desk.frame.line(1).hasPrefix("▌  "))
        desk.type("F")
        #expect(desk.frame.line(1).hasPrefix("▌ ★"))
        desk.type("F")
        #expect(desk.requests.last.map { "\($0)".contains("remove: Set([MailGrammar.Flag") } == true)
        #expect(desk.frame.line(1).hasPrefix("▌  "))
    }

    @Test func refusedChangeOfFlagsIsTakenBack() throws {
        var desk = Desk()
        let first = try #require(desk.state.list.current?.id.uid)
        desk.type("N")
        desk.send(.mail(.rowsChanged(view: desk.view, .flags(first, [.seen]))))
        desk.type("jjNF")
        #expect(desk.frame.line(3).hasPrefix("▌ ★"))
        let third = try #require(desk.state.list.current?.id)
        let error = MailError(.refused, subject: "INBOX")
        desk.refuse([third], add: [.seen], error)
        #expect(desk.frame.line(1).hasPrefix("   "), "what the server has confirmed stays")
        #expect(desk.frame.line(3).hasPrefix("▌•★"), "the other change may come through")
        #expect(!desk.state.list.unconfirmed.isEmpty)
        desk.refuse([third], add: [.flagged], error)
        #expect(desk.frame.line(3).hasPrefix("▌• "))
        #expect(desk.state.list.unconfirmed.isEmpty)
    }

    @Test func aChangeIsShownWhenItIsKept() throws {
        var state = Desk().state
        let id = try #require(state.list.current?.id)
        let asked = update(&state, .key(.char("F")))
        #expect(
            asked.contains {
                if case .mail(let request) = $0 {
                    request.unnamed == .changeFlags(id, add: [.flagged], remove: [])
                } else {
                    false
                }
            })
        #expect(state.list.current?.flags.contains(.flagged) == false)
        // Once more before that: it is the change of the change.
        let again = update(&state, .key(.char("F")))
        #expect(
            again.contains {
                if case .mail(let request) = $0 {
                    request.unnamed == .changeFlags(id, add: [], remove: [.flagged])
                } else {
                    false
                }
            })
        _ = update(&state, .mail(.changeKept([id], add: [.flagged], remove: [])))
        #expect(state.list.current?.flags.contains(.flagged) == true)
        _ = update(&state, .mail(.changeKept([id], add: [], remove: [.flagged])))
        #expect(state.list.current?.flags.contains(.flagged) == false && state.list.changing.isEmpty)
    }

    /// A disk that is full says nothing of what the server was asked for.
    @Test func aChoiceThatCannotBeWrittenTakesNoFlagBack() {
        var desk = Desk()
        desk.type("F")
        desk.send(.mail(.notice(SampleMail.account, MailError(.local, subject: "settings.toml", detail: "full"))))
        #expect(desk.state.message?.kind == .failure)
        #expect(desk.frame.line(1).contains("★") && !desk.state.list.unconfirmed.isEmpty)
    }

    @Test func changesThatNoServerConfirmsDoNotPileUp() {
        var desk = Desk(count: 2000)
        for _ in 0..<1500 {
            desk.type("Fj")
            desk.answerAllRows()
        }
        #expect(desk.state.list.unconfirmed.count <= 500)
    }

    @Test func nextUnreadGoesRoundAmongTheLoadedRows() throws {
        var desk = Desk()
        desk.type("<tab>")
        #expect(desk.state.list.cursor == 2)
        desk.type("<tab>")
        #expect(desk.state.list.cursor == 6)
        desk.type("<tab>")
        #expect(desk.state.list.cursor == 0)

        var read = Desk(count: 2)
        let id = try #require(read.state.list.current?.id)
        read.send(.mail(.rowsChanged(view: read.view, .flags(id.uid, [.seen]))))
        read.type("<tab>")
        #expect(read.state.message?.text == StatusTexts.noUnread)
    }

    @Test func numbersFromTheServerCannotTrap() {
        var desk = Desk()
        let changes: [RowChange] = [
            .inserted(at: .max, count: .max), .inserted(at: -5, count: 3), .inserted(at: 0, count: -3),
            .removed(at: .max),
            .removed(at: -1), .reset(count: .max), .inserted(at: 0, count: .max), .reset(count: -1), .removed(at: 0),
        ]
        for change in changes {
            desk.send(.mail(.rowsChanged(view: desk.view, change)))
            desk.send(.mail(.rows(view: desk.view, start: .max, rows: SampleMail.rows(0..<2, of: 214))))
            desk.send(.mail(.rows(view: desk.view, start: -1, rows: SampleMail.rows(0..<2, of: 214))))
            _ = desk.frame
        }
        desk.send(.mail(.unseenCount(view: desk.view, .min)))
        desk.send(
            .mail(.connection(SampleMail.account, .offline(MailError(.timedOut, subject: ""), retryInSeconds: .max))))
        _ = desk.frame
    }
}

/// The list against a plain array, over seeded runs of changes, moves, answers and resizes.
@Suite struct ListModelTests {
    @Test(arguments: 1...12)
    func cursorRowsAndWindowFollowTheMailbox(_ seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        func pick(_ count: Int) -> Int { Int(random.next() % UInt64(max(1, count))) }
        var nextUID: UInt32 = 100_000
        var mailbox: [MessageRow] = (0..<pick(300)).compactMap { SampleMail.row($0, of: 300) }
        var desk = Desk(opened: false)
        let summary = try #require(SampleMail.summary(count: mailbox.count))
        desk.send(.mail(.connection(SampleMail.account, .online)))
        desk.send(.mail(.mailboxOpened(view: desk.view, summary)))
        var asked: [Range<Int>] = [0..<min(mailbox.count, desk.state.firstPage)]

        for step in 0..<400 {
            let before = desk.state.list.current?.id
            var mayMove = false
            switch pick(10) {
            case 0:
                let index = pick(mailbox.count + 1)
                let count = pick(3) + 1
                let fresh = (0..<count).compactMap { _ -> MessageRow? in
                    nextUID += 1
                    return SampleMail.row(0, of: Int(nextUID))
                }
                mayMove = mailbox.isEmpty
                mailbox.insert(contentsOf: fresh, at: index)
                desk.send(.mail(.rowsChanged(view: desk.view, .inserted(at: index, count: count))))
            case 1 where !mailbox.isEmpty:
                let index = pick(mailbox.count)
                mayMove = mailbox[index].id == before
                mailbox.remove(at: index)
                desk.send(.mail(.rowsChanged(view: desk.view, .removed(at: index))))
            case 2...5:
                mayMove = true
                desk.type(["j", "k", "<pgdn>", "<pgup>", "<end>", "<home>", "jjjj"][pick(7)])
            case 6: desk.send(.resized(ScreenSize(columns: 30 + pick(100), rows: 4 + pick(50))))
            default:
                guard !asked.isEmpty else { continue }
                // The core answers with what is true now, wherever the question came from.
                let range = asked.removeFirst().clamped(to: 0..<mailbox.count)
                desk.send(.mail(.rows(view: desk.view, start: range.lowerBound, rows: Array(mailbox[range]))))
            }
            asked += desk.take().compactMap { if case .mail(.rows(_, let range)) = $0 { range } else { nil } }

            let list = desk.state.list
            #expect(list.count == mailbox.count)
            #expect(mailbox.isEmpty ? list.cursor == 0 : mailbox.indices.contains(list.cursor))
            if !mayMove, let before { #expect(list.current?.id == before, "step \(step): the cursor left its message") }
            for index in list.rows.range where mailbox.indices.contains(index) {
                if let row = list.rows[index], row.id != mailbox[index].id {
                    Issue.record("seed \(seed), step \(step): row \(index) is not what the mailbox has there")
                }
            }
            #expect(list.rows.range.upperBound <= max(list.count, list.rows.range.lowerBound))
        }

        // Left alone, everything on the screen comes.
        for _ in 0..<20 {
            for range in asked {
                let range = range.clamped(to: 0..<mailbox.count)
                desk.send(.mail(.rows(view: desk.view, start: range.lowerBound, rows: Array(mailbox[range]))))
            }
            desk.wait(milliseconds: 30_000)
            desk.send(.timer(.rowsOverdue(view: desk.view, askedAt: desk.state.now.boot)))
            asked = desk.take().compactMap { if case .mail(.rows(_, let range)) = $0 { range } else { nil } }
            if asked.isEmpty { break }
        }
        let visible = desk.state.list.visible(height: desk.state.layout.listHeight)
        for index in visible { #expect(desk.state.list.rows[index]?.id == mailbox[index].id) }
    }
}
