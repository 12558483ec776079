import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Account: in a mailbox", .timeLimit(.minutes(2)))
struct AccountMailboxTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])

    /// Opens, hands the line to `body`, and answers everything else.
    private func server(_ body: @escaping @Sendable (ScriptedLine) throws -> Void) -> ScriptedServer {
        let mailbox = mailbox
        return ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                try body(line)
                while true { try line.answer(try line.next(), mailbox) }
            })
    }

    /// A core with the mailbox open, its events taken.
    private func opened(_ server: ScriptedServer, closingMilliseconds: Int = 60_000) async throws -> ScriptedMail {
        let mail = try ScriptedMail(server) { $0.closingMilliseconds = closingMilliseconds }
        mail.open()
        try await mail.events(through: "rows")
        return mail
    }

    @Test("a message that comes or goes between SELECT and the first page does not shift a row")
    func changesBeforeThePage() async throws {
        let mailbox = mailbox
        let smaller = ScriptedMailbox(uids: [20, 30])
        let server = ScriptedServer(
            Script { line in
                let page = try line.open(mailbox, until: "FETCH 1:3")
                try line.say("* 4 EXISTS", "* 1 EXPUNGE")
                try line.send(smaller.row(0, items: page.text, isList: true))
                try line.send(smaller.row(1, items: page.text, isList: true))
                try line.say("\(page.tag) OK done")
            })
        let mail = try ScriptedMail(server)
        mail.open()
        #expect(
            try await mail.events(6) == [
                "connecting", "online", "opened INBOX 3", "inserted 1 at 0", "removed 3", "rows 1: s30 s20",
            ])
        try await mail.close()
    }

    @Test("the same on the way back", arguments: ["* 4 EXISTS", "* 1 EXPUNGE"])
    func changesBeforeThePageOnReturn(news: String) async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                try line.say("* BYE")
            },
            Script { line in
                let page = try line.open(mailbox, until: "UID FETCH 10:230")
                try line.say(news)
                let left = news == "* 4 EXISTS" ? mailbox : ScriptedMailbox(uids: [20, 30])
                for index in left.messages.indices {
                    try line.send(left.row(index, items: page.text, isList: true))
                }
                try line.say("\(page.tag) OK done")
            })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "offline")
        mail.refresh()
        #expect(
            try await mail.events(4).suffix(2)
                == (news == "* 4 EXISTS"
                    ? ["inserted 1 at 0", "rows 1: s30 s20 s10"] : ["reset 2", "rows 0: s30 s20"]))
        try await mail.close()
    }

    @Test("new mail, gone mail and changed flags are told in the server's order")
    func news() async throws {
        let server = server { line in
            try line.expect("NOOP")
            try line.say(
                "* 5 EXISTS", "* 2 EXPUNGE", "* 1 FETCH (FLAGS (\\Seen))", "* 2 FETCH (UID 30 FLAGS (x))", "A6 OK")
        }
        let mail = try await opened(server)
        mail.refresh()
        #expect(try await mail.events(4) == ["inserted 2 at 0", "removed 3", "flags 10 \\Seen", "flags 30 x"])
        try await mail.close()
    }

    @Test("a refused page, poll or flag is told, and the line stays up")
    func refusals() async throws {
        let server = server { line in
            for _ in 0..<3 { try line.say("\(try line.next().tag) NO not now") }
        }
        let mail = try await opened(server)
        mail.rows(0..<1)
        #expect(try await mail.events(1) == ["failed 1 refused"])
        mail.refresh()
        #expect(try await mail.events(1) == ["notice refused"])
        try mail.addFlags(20)
        let event = try await mail.next()
        if case .changeRefused(mail.id(0), let refusal) = event {
            #expect(refusal.messages == [try mail.message(20)] && refusal.count == 1)
            #expect(refusal.action == .flags(add: [.seen], remove: []))
            #expect(refusal.error == MailError(.refused, subject: "INBOX", serverText: "not now"))
        } else {
            Issue.record("\(event.short)")
        }
        mail.rows(0..<1)
        #expect(try await mail.events(1) == ["rows 0: s30"])
        try await mail.close()
    }

    @Test("what the server wants a person to read is a notice in its words")
    func alert() async throws {
        let server = server { try $0.say("* OK [ALERT] The disk is full") }
        let mail = try await opened(server)
        guard case .notice(let account, let error) = try await mail.next() else {
            Issue.record("no notice")
            return
        }
        #expect(account == mail.id(0))
        #expect(error.serverText == "The disk is full")
        try await mail.close()
    }

    // MARK: Flags

    @Test("flags are set by UID, and told as the server tells them")
    func flags() async throws {
        let server = server { line in
            let store = try line.expect("UID STORE 20 +FLAGS (\\Seen)")
            try line.say("* 2 FETCH (UID 20 FLAGS (\\Seen))", "\(store.tag) OK done")
        }
        let mail = try await opened(server)
        try mail.addFlags(20)
        #expect(try await mail.events(1) == ["flags 20 \\Seen"])
        try await mail.close()
    }

    @Test("a flag for a message of another mailbox is not sent")
    func flagOfAnotherMailbox() async throws {
        let server = server { _ in }
        let mail = try await opened(server)
        try mail.addFlags(20, validity: 6)
        #expect(try await mail.events(1) == ["refused 20 notFound"])
        try await mail.close()
        #expect(server.said(0).allSatisfy { !$0.contains("STORE") })
    }

    @Test("ending waits for a flag that is on its way")
    func closeWaits() async throws {
        let isSent = Gate()
        let isClosing = Gate()
        let order = Board<[String]>([])
        let server = server { line in
            let store = try line.expect("UID STORE 20")
            isSent.open()
            try line.wait(isClosing)
            order.change { $0.append("answered") }
            try line.say("\(store.tag) OK done")
        }
        let mail = try await opened(server)
        try mail.addFlags(20)
        await isSent.wait()
        let closing = Task {
            await mail.core.close()
            order.change { $0.append("ended") }
        }
        // Enough turns of the lane to end everything, were it not for the flag.
        for _ in 0..<20 { _ = await mail.core.turns(of: mail.id(0)) }
        isClosing.open()
        await closing.value
        #expect(order.change { $0 } == ["answered", "ended"])
        try await mail.close()
    }

    @Test("ending does not wait for ever")
    func closeGivesUp() async throws {
        let isSent = Gate()
        let server = server { line in
            try line.expect("UID STORE 20")
            isSent.open()
            try line.untilGone()
        }
        let mail = try await opened(server, closingMilliseconds: 20)
        try mail.addFlags(20)
        await isSent.wait()
        try await mail.close()
    }

    // MARK: Several

    @Test("another mailbox takes the place of the first; what is asked of the old list is dropped")
    func anotherMailbox() async throws {
        let other = ScriptedMailbox([.init(uid: 20, subject: "sent")], validity: 3)
        let server = server { line in
            for beginning in ["SELECT Sent", "FETCH 1 "] { try line.answer(try line.expect(beginning), other) }
            try line.answer(try line.expect("UID FETCH 20 "), other)
        }
        let mail = try await opened(server)
        mail.open(0, try #require(MailboxPath("Sent")), view: 2)
        #expect(try await mail.events(2) == ["view 2: opened Sent 1", "view 2: rows 0: sent"])
        mail.rows(0..<3)
        // A message of INBOX, then one of Sent.
        try mail.openMessage(20, 8)
        let sent = MessageID(
            account: mail.id(0), mailbox: MailboxID(2), uidValidity: try #require(UIDValidity(3)),
            uid: try #require(UID(20)))
        mail.core.send(.openMessage(sent, generation: Generation(9)))
        #expect(try await mail.events(2) == ["failed 8 refused", "message 9 sent: Body of 20. "])
        try await mail.close()
    }

    @Test("of two mailboxes opened in a row only the second is shown, and it does not borrow from the first")
    func twoInARow() async throws {
        var first = mailbox
        first.messages[1].structure =
            "((\"TEXT\" \"PLAIN\" NIL NIL NIL \"8BIT\" 5 1)(\"TEXT\" \"HTML\" NIL NIL NIL \"8BIT\" 5 1) \"MIXED\")"
        first.messages[1].body = Array("other".utf8)
        let inbox = first
        // Its second message stands outside the first page.
        let other = ScriptedMailbox(uids: [20, 21, 22, 23], validity: 3)
        let isAsked = Gate()
        let server = ScriptedServer(
            Script { line in
                let page = try line.open(inbox, until: "FETCH")
                try line.wait(isAsked)
                try line.answer(page, inbox)
                while true { try line.answer(try line.next(), other) }
            })
        let mail = try ScriptedMail(server)
        mail.open()
        #expect(try await mail.events(3) == ["connecting", "online", "opened INBOX 3"])
        mail.open(0, try #require(MailboxPath("Other")), view: 2)
        try await mail.settle()
        isAsked.open()
        #expect(try await mail.events(2) == ["view 2: opened Other 4", "view 2: rows 0: s23 s22 s21"])
        let old = MessageID(
            account: mail.id(0), mailbox: MailboxID(2), uidValidity: try #require(UIDValidity(3)),
            uid: try #require(UID(20)))
        mail.core.send(.openMessage(old, generation: Generation(9)))
        guard case .message(_, let content) = try await mail.next() else {
            Issue.record("no message")
            return
        }
        #expect(content.parts.map(\.mediaType) == ["text/plain"])
        #expect(content.text.text == "Body of 20.\n")
        try await mail.close()
    }

    @Test("a mailbox that is not there is told, and the line stays up for another")
    func missingMailbox() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.say("\(try line.open(mailbox, until: "SELECT").tag) NO [NONEXISTENT] no such mailbox")
                while true { try line.answer(try line.next(), mailbox) }
            })
        let mail = try ScriptedMail(server)
        mail.open(0, try #require(MailboxPath("Nowhere")))
        #expect(try await mail.events(3) == ["connecting", "online", "failed 1 notFound"])
        mail.open(view: 2)
        #expect(try await mail.events(2) == ["view 2: opened INBOX 3", "view 2: rows 0: s30 s20 s10"])
        try await mail.close()
    }

    @Test("what is given up is not answered")
    func cancels() async throws {
        let mailbox = mailbox
        let isSent = Gate()
        let isCancelled = Gate()
        let server = server { line in
            let message = try line.expect("UID FETCH 20")
            isSent.open()
            try line.wait(isCancelled)
            try line.answer(message, mailbox)
        }
        let mail = try await opened(server)
        try mail.openMessage(20, 9)
        await isSent.wait()
        // Waits behind the message, and is never sent.
        mail.rows(0..<1)
        mail.core.send(.cancel(generation: Generation(9)))
        mail.core.send(.cancel(generation: Generation(1)))
        try mail.moreText(20, 9)
        try mail.openMessage(30, 10)
        try await mail.settle()
        isCancelled.open()
        #expect(try await mail.events(2) == ["failed 9 notFound", "message 10 s30: Body of 30. "])
        try await mail.close()
        #expect(mail.untaken == [])
        #expect(server.said(0).filter { $0.contains(" FETCH") }.count == 3)
    }

    @Test("an account that nobody knows is a mistake of ours, and no crash")
    func unknownAccount() async throws {
        let mail = try ScriptedMail(ScriptedServer())
        let nobody = AccountID("nobody")
        let message = MessageID(
            account: nobody, mailbox: MailboxID(1), uidValidity: try #require(UIDValidity(1)), uid: try #require(UID(1))
        )
        mail.core.send(.openMailbox(account: nobody, path: .inbox, firstPage: 1, view: Generation(5)))
        mail.core.send(.openMessage(message, generation: Generation(6)))
        mail.core.send(.moreText(message, generation: Generation(7)))
        mail.core.send(.changeFlags(message, add: [.seen], remove: []))
        mail.core.send(.refresh(account: nobody))
        mail.core.send(.rows(view: Generation(5), range: 0..<5))
        mail.core.send(.cancel(generation: Generation(5)))
        // A known account of which nothing is open.
        mail.rows(0..<5)
        try mail.openMessage(20, 8)
        try mail.addFlags(20)
        #expect(
            try await mail.events(5) == [
                "failed 5 bug", "failed 6 bug", "failed 7 bug", "failed 8 notFound", "refused 20 notFound",
            ])
        try await mail.close()
        #expect(mail.untaken == [])
    }

    @Test("two accounts live side by side, and the trouble of one is not the other's")
    func twoAccounts() async throws {
        let mailbox = mailbox
        let first = server { line in try line.untilGone() }
        let second = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                try line.say("* BYE")
            })
        let mail = try ScriptedMail(first, second)
        mail.open(0)
        mail.open(1, view: 2)
        var events: [String] = []
        while events.count < 9 { events.append(try await mail.next().short) }
        #expect(
            events.filter { !$0.hasPrefix("b: ") && !$0.hasPrefix("view 2: ") }
                == ["connecting", "online", "opened INBOX 3", "rows 0: s30 s20 s10"])
        #expect(
            events.filter { $0.hasPrefix("b: ") || $0.hasPrefix("view 2: ") } == [
                "b: connecting", "b: online", "b: view 2: opened INBOX 3", "view 2: rows 0: s30 s20 s10",
                "b: offline connectionFailed retry 1",
            ])
        try await mail.close()
    }
}
