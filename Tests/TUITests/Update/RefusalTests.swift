import MailGrammar
import MailKitCore
import Testing

@testable import TUI

@Suite("Changes that were refused") struct RefusalTests {
    private static let full = MailError(.quotaExceeded, subject: "INBOX", serverText: "Mailbox is full")
    private static let never = MailError(.refused, subject: "INBOX", serverText: "Not that one")

    private func shown(_ desk: Desk) -> String {
        ScreenText.characters(desk.frame).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    /// Three rows that have been given a star, of which the server refuses the first and the third.
    private func refused(_ language: Language = .english) throws -> (Desk, [MessageRow]) {
        var desk = Desk()
        desk.language = language
        var rows: [MessageRow] = []
        for _ in 0..<3 {
            rows.append(try #require(desk.state.list.current))
            desk.type("Fj")
        }
        #expect((1...3).allSatisfy { desk.frame.line($0).contains("★") })
        desk.refuse([rows[0].id], add: [.flagged], Self.full)
        desk.refuse([rows[2].id], add: [.flagged], Self.never)
        return (desk, rows)
    }

    @Test(arguments: Language.allCases)
    func onlyTheRefusedRowsGoBackAndBothAreTold(_ language: Language) throws {
        var (desk, rows) = try refused(language)
        #expect((1...3).map { desk.frame.line($0).contains("★") } == [false, true, false])
        let isGerman = language == .german
        let newest = TerminalText.truncated(rows[2].subject, toWidth: 40)
        #expect(
            shown(desk).contains(
                isGerman
                    ? "„\(newest)“ nicht mit Stern versehen; der Server sagt: „Not that one“; 1 weitere abgelehnt, W zeigt alles"
                    : "“\(newest)” not starred; the server says: “Not that one”; 1 more refused, W shows all"))
        desk.type("W")
        #expect(desk.state.scope == .failure)
        let page = shown(desk)
        for index in [0, 2] { #expect(page.contains(TerminalText.truncated(rows[index].subject, toWidth: 40))) }
        #expect(page.contains("Mailbox is full") && page.contains("Not that one"))
        #expect(page.contains(CertificateTexts.failedTitle(language)))
        _ = desk.take()
        desk.type("y")
        let copied = desk.effects.compactMap { if case .copy(let text, _) = $0 { text(language) } else { nil } }
            .joined()
        #expect(copied.contains("Mailbox is full") && copied.contains("Not that one"))
    }

    @Test func theyStayUntilTheyHaveBeenShown() throws {
        var (desk, rows) = try refused()
        desk.type("k")
        #expect(desk.state.message == nil)
        desk.refuse([rows[1].id], add: [.flagged], Self.full)
        #expect(shown(desk).contains("2 more refused"))
        desk.type("W")
        #expect(desk.state.refusals.count == 3)
        // One that comes while they are read does not take them away.
        desk.refuse([rows[1].id], remove: [.seen], Self.full)
        #expect(desk.state.refusals.count == 4 && shown(desk).contains("not marked as unread"))
        desk.type("<esc><esc>")
        #expect(desk.state.overlay == nil)
        desk.refuse([rows[0].id], add: [.seen], Self.never)
        #expect(desk.state.refusals.count == 1 && !shown(desk).contains("more refused"))
    }

    /// The row is scrolled out, or of an earlier process: what is known is the mailbox.
    @Test(arguments: Language.allCases)
    func withoutARowTheMailboxIsNamed(_ language: Language) throws {
        var desk = Desk()
        desk.language = language
        let id = try #require(desk.state.list.current?.id)
        let other = MessageID(
            account: id.account, mailbox: MailboxID(77), uidValidity: id.uidValidity, uid: id.uid)
        let flag = Flag("$Work")
        let before = desk.frame.line(1)
        desk.refuse([other], count: 12, add: [flag], remove: [.seen], Self.never)
        #expect(desk.frame.line(1) == before)
        #expect(
            shown(desk).contains(
                language == .german
                    ? "12 Nachrichten (INBOX) Zeichen nicht geändert (+$Work -\\Seen)"
                    : "12 messages (INBOX) flags not changed (+$Work -\\Seen)"))
        desk.refuse([other], remove: [.flagged], MailError(.notFound, subject: "INBOX"))
        #expect(
            shown(desk).contains(
                language == .german
                    ? "eine Nachricht (INBOX) Stern nicht entfernt; der Ordner wurde inzwischen neu angelegt"
                    : "a message (INBOX) star not removed; its folder was made anew meanwhile"))
    }

    @Test("Of thousands the newest are held, and the others counted")
    func manyAreBounded() throws {
        var desk = Desk()
        let id = try #require(desk.state.list.current?.id)
        for index in 0..<1_000 {
            desk.refuse([id], add: [.seen], MailError(.refused, subject: "INBOX", serverText: "no \(index)"))
        }
        #expect(desk.state.refusals.all.count == Refusals.limit && desk.state.refusals.count == 1_000)
        #expect(shown(desk).contains("999 more refused"))
        desk.type("WG")
        #expect(shown(desk).contains("and 800 more before these"))
    }

    @Test func whereThereIsNoRoomWhatAndTheKeyAreSaid() throws {
        var (narrow, _) = try refused()
        narrow.send(.resized(ScreenSize(columns: 40, rows: 12)))
        #expect(shown(narrow).contains("not starred") && shown(narrow).contains("W shows all"))
    }

    @Test("What the server says and who wrote the subject do not reach the terminal as they came")
    func hostileWords() throws {
        var desk = Desk()
        let id = try #require(desk.state.list.current?.id)
        let hostile = "a\u{1B}[2Jb\u{202E}c\nd\u{9B}e"
        desk.refuse(
            [id], add: [Flag("x\u{1B}[2J")], MailError(.refused, subject: hostile, serverText: hostile))
        for keys in ["", "W"] {
            desk.type(keys)
            #expect(HostileText.leaks(desk.frame) == [])
        }
    }

    /// A change that could not be kept was never shown as made.
    @Test func whatWasNotKeptTakesNothingBack() throws {
        var desk = Desk()
        desk.type("F")
        let id = try #require(desk.state.list.current?.id)
        desk.refuse(
            [id], remove: [.flagged], MailError(.local, subject: "changes.db", detail: "No space left on device"))
        #expect(desk.frame.line(1).contains("★") && !desk.state.list.unconfirmed.isEmpty)
        #expect(
            shown(desk).contains("star not removed; changes.db: it failed on this machine (there is no space left)"))
    }
}
