import Glibc
import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Account: the line goes and comes back", .timeLimit(.minutes(2)))
struct AccountLineTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])

    /// Serves until the client has what it wants, then takes its leave.
    private static func bye(_ mailbox: ScriptedMailbox) -> Script {
        Script { line in
            try line.openAll(mailbox)
            try line.say("* BYE see you")
        }
    }

    private static func whole(_ mailbox: ScriptedMailbox) -> Script { Script { try $0.openAll(mailbox) } }

    @Test("a line that the server ends comes back by itself")
    func comesBack() async throws {
        let server = ScriptedServer(Self.bye(mailbox), Self.whole(mailbox))
        let mail = try ScriptedMail(server, retries: true)
        mail.open()
        try await mail.events(through: "rows")
        let event = try await mail.next()
        #expect(event.short == "offline connectionFailed retry 1")
        if case .connection(_, .offline(let error, _)) = event {
            #expect(error.serverText == "see you")
            #expect(error.subject == "a:993")
        }
        #expect(try await mail.events(3) == ["connecting", "online", "rows 0: s30 s20 s10"])
        try await mail.close()
        #expect(mail.passwordsAsked == 1)
        #expect(mail.untaken == [])
    }

    @Test("after the machine has slept the server has to show that it is there, and if it is not the line is made anew")
    func sleeps() async throws {
        let mailbox = mailbox
        let asleep = Board(Duration.zero)
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                let probe = try line.expect("NOOP")
                try line.say("\(probe.tag) OK here")
                _ = try line.expect("NOOP")
            }, Self.whole(mailbox))
        let mail = try ScriptedMail(server, retries: true) {
            $0.clock.boot = { .seconds(1_000) + asleep.change { $0 } }
            $0.clock.monotonic = { .seconds(1_000) }
            $0.lookMilliseconds = 5
        }
        mail.patience[.probe] = 20
        mail.open()
        try await mail.events(through: "rows")
        asleep.change { $0 = .seconds(3_600) }
        #expect(await server.hears("NOOP"))
        asleep.change { $0 = .seconds(7_200) }
        #expect(try await mail.events(3) == ["offline timedOut retry 1", "connecting", "online"])
        try await mail.close()
    }

    @Test("the waits grow up to a minute, and a person who asks waits for none of them")
    func refreshIsAtOnce() async throws {
        let refusals = (0..<8).map { _ in Script.refuse(.connect(errno: 111, addresses: 1)) }
        let server = ScriptedServer(scripts: refusals + [Self.whole(mailbox)])
        let mail = try ScriptedMail(server)
        mail.open()
        for seconds in [1, 2, 4, 8, 16, 32, 60, 60] {
            #expect(try await mail.events(2) == ["connecting", "offline connectionFailed retry \(seconds)"])
            mail.refresh()
        }
        #expect(try await mail.events(through: "rows").count == 4)
        try await mail.close()
    }

    @Test("a server that lets in and throws out is not dialled every second")
    func throwsOut() async throws {
        let server = ScriptedServer(scripts: (0..<3).map { _ in Self.bye(mailbox) })
        let mail = try ScriptedMail(server)
        mail.open()
        for seconds in [1, 2, 4] {
            #expect(try await mail.events(through: "offline").last == "offline connectionFailed retry \(seconds)")
            mail.refresh()
        }
        try await mail.close()
    }

    @Test("a line that has worked for a while makes the next try come soon again, by the time since its login")
    func workedForAWhile() async throws {
        let mailbox = mailbox
        let now = Board(Duration.seconds(1_000))
        let isOver = Gate()
        let server = ScriptedServer(
            scripts: (0..<3).map { _ in Self.bye(mailbox) } + [
                Script { line in
                    // A minute in which nothing is answered is none in which it works.
                    now.change { $0 += .seconds(60) }
                    try line.openAll(mailbox)
                    try line.wait(isOver)
                    try line.say("* BYE")
                }, Self.bye(mailbox),
            ])
        let mail = try ScriptedMail(server) {
            $0.clock.monotonic = { now.change { $0 } }
            $0.clock.boot = { now.change { $0 } }
        }
        mail.open()
        for seconds in [1, 2, 4] {
            #expect(try await mail.events(through: "offline").last == "offline connectionFailed retry \(seconds)")
            mail.refresh()
        }
        try await mail.events(through: "rows")
        now.change { $0 += .seconds(20) }
        isOver.open()
        #expect(try await mail.events(1) == ["offline connectionFailed retry 2"])
        mail.refresh()
        #expect(try await mail.events(through: "offline").last == "offline connectionFailed retry 4")
        try await mail.close()
    }

    @Test(
        "a password is asked for once, and again only after it was refused and a person wants it",
        arguments: [true, false])
    func passwords(byRefresh: Bool) async throws {
        let mailbox = mailbox
        let refusal = Script { line in
            try line.say(ScriptedLine.carefulGreeting)
            try line.say("\(try line.expect("AUTHENTICATE").tag) NO [AUTHENTICATIONFAILED] wrong")
        }
        let server = ScriptedServer(refusal, Self.bye(mailbox), Self.whole(mailbox))
        let mail = try ScriptedMail(server, password: { $0 == 1 ? "wrong" : "tube" })
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline authenticationFailed"])
        try await mail.settle()
        #expect(server.connections == 1)
        #expect(mail.passwordsAsked == 1)
        if byRefresh { mail.refresh() } else { mail.open() }
        try await mail.events(through: "offline connectionFailed")
        mail.refresh()
        try await mail.events(through: "rows")
        #expect(mail.passwordsAsked == 2)
        try await mail.close()
        // NUL anna NUL and each of the two.
        #expect(server.said(0) == ["A1 AUTHENTICATE PLAIN AGFubmEAd3Jvbmc="])
        #expect(server.said(1).first == "A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==")
        let transcript = await mail.core.transcript(of: mail.id(0))
        #expect(transcript.contains("AUTHENTICATE PLAIN •••"))
        #expect(!transcript.contains("AGFubmEA"))
    }

    @Test("a password that cannot be had leaves the line down until a person asks again")
    func noPassword() async throws {
        let server = ScriptedServer(Self.whole(mailbox))
        let mail = try ScriptedMail(
            server,
            password: { (time) throws(MailError) in
                if time == 1 { throw MailError(.local, subject: "password command") }
                return "tube"
            })
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline local"])
        #expect(server.connections == 0)
        mail.refresh()
        #expect(try await mail.events(through: "rows").count == 4)
        try await mail.close()
    }

    /// What the front end is told when the mailbox has changed while the line was down.
    struct Return: Sendable, CustomTestStringConvertible {
        let testDescription: String
        let uids: [Int]
        var validity = 7
        let events: [String]

        init(_ name: String, _ uids: [Int], validity: Int = 7, _ events: [String]) {
            testDescription = name
            self.uids = uids
            self.validity = validity
            self.events = events
        }
    }

    @Test(
        "rows stay where only new mail has come, and are fetched anew where more has changed",
        arguments: [
            Return("nothing", [10, 20, 30], ["rows 0: s30 s20 s10"]),
            Return("new mail", [10, 20, 30, 40], ["inserted 1 at 0", "rows 0: s40 s30 s20 s10"]),
            Return(
                "more new mail than a page", [10, 20, 30, 40, 50, 60],
                ["inserted 3 at 0", "rows 0: s60 s50 s40 s30 s20 s10"]),
            Return("mail that came much later", [10, 20, 30, 400, 500, 600], ["reset 6", "rows 0: s600 s500 s400"]),
            Return("one gone", [10, 30], ["reset 2", "rows 0: s30 s10"]),
            Return("one gone, one new", [10, 30, 40], ["reset 3", "rows 0: s40 s30 s10"]),
            Return("all gone", [], ["reset 0", "unseen 0"]),
            Return("made anew", [10, 20, 30], validity: 8, ["reset 3", "rows 0: s30 s20 s10"]),
        ])
    func returns(to change: Return) async throws {
        let after = ScriptedMailbox(uids: change.uids, validity: change.validity)
        let mail = try ScriptedMail(ScriptedServer(Self.bye(mailbox), Self.whole(after)))
        mail.open()
        try await mail.events(through: "offline")
        mail.refresh()
        #expect(try await mail.events(2) == ["connecting", "online"])
        #expect(try await mail.events(change.events.count) == change.events)
        try await mail.close()
        #expect(mail.untaken == [])
    }

    @Test("what is asked for while the line is down fails at once, saying why")
    func askedWhileDown() async throws {
        // Down for good, so that no timer comes between.
        let refusal = Script { line in
            try line.say(ScriptedLine.carefulGreeting)
            try line.say("\(try line.expect("AUTHENTICATE").tag) NO [AUTHENTICATIONFAILED] expired")
        }
        let mail = try ScriptedMail(ScriptedServer(Self.bye(mailbox), refusal))
        mail.open()
        try await mail.events(through: "offline")
        mail.refresh()
        try await mail.events(through: "offline authenticationFailed")
        mail.rows(0..<2)
        try mail.openMessage(20, 9)
        #expect(try await mail.events(2) == ["failed 1 authenticationFailed", "failed 9 authenticationFailed"])
        try await mail.close()
    }

    @Test(
        "a page asked for while the line comes back is in its place",
        arguments: ["before the greeting", "before the page"])
    func askedWhileComingBack(when: String) async throws {
        let before = ScriptedMailbox(uids: stride(from: 10, through: 100, by: 10))
        let after = ScriptedMailbox(uids: stride(from: 10, through: 110, by: 10))
        let isThere = Gate()
        let isAsked = Gate()
        let server = ScriptedServer(
            Self.bye(before),
            Script { line in
                if when == "before the greeting" {
                    isThere.open()
                    try line.wait(isAsked)
                    try line.openAll(after)
                } else {
                    let page = try line.open(after, until: "FETCH")
                    // The page was asked for with SELECT: this tells that its answer has been read.
                    try line.say("* OK [ALERT] open")
                    isThere.open()
                    try line.wait(isAsked)
                    try line.answer(page, after)
                }
                while true { try line.answer(try line.next(), after) }
            })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "offline")
        mail.refresh()
        await isThere.wait()
        if when == "before the page" { try await mail.events(through: "notice") }
        // Rows 5 to 7 of what the front end holds.
        mail.rows(5..<8)
        try await mail.settle()
        isAsked.open()
        let events = try await mail.events(through: "rows 0") + mail.events(1)
        #expect(
            events.filter { $0 != "connecting" && $0 != "online" } == [
                "inserted 1 at 0", "rows 0: s110 s100 s90 s80",
                "rows 5: s60 s50 s40",
            ])
        try await mail.close()
    }

    @Test("who runs through mailboxes gets the last one, and those between are not opened")
    func runsThrough() async throws {
        let mailbox = mailbox
        let isAsked = Gate()
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                let first = try line.expect("SELECT One")
                try line.wait(isAsked)
                try line.answer(first, mailbox)
                while true { try line.answer(try line.next(), mailbox) }
            })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "rows")
        mail.open(0, try #require(MailboxPath("One")), view: 2)
        #expect(await server.hears("SELECT One"))
        for (number, name) in ["Two", "Three", "Four"].enumerated() {
            mail.open(0, try #require(MailboxPath(name)), view: UInt64(3 + number))
        }
        try await mail.settle()
        isAsked.open()
        let events = try await mail.events(through: "view 5: rows")
        #expect(events.filter { $0.contains("opened") } == ["view 5: opened Four \(mailbox.messages.count)"])
        try await mail.close()
        #expect(
            server.said(0).filter { $0.contains("SELECT") }.map { $0.split(separator: " ").last } == [
                "INBOX", "One", "Four",
            ])
    }

    @Test("the dialogue is told when it is asked for, without the password")
    func dialogue() async throws {
        let mailbox = mailbox
        let mail = try ScriptedMail(ScriptedServer(Script { try $0.openAll(mailbox) }))
        mail.open()
        try await mail.events(through: "rows")
        mail.core.send(.transcript(account: mail.id(0)))
        guard case .transcript(_, let lines) = try await mail.next() else {
            Issue.record("no dialogue")
            return
        }
        #expect(lines.contains { $0.hasSuffix("C: A1 AUTHENTICATE PLAIN •••") })
        #expect(lines.contains { $0.contains("S: * OK") } && lines.contains { $0.contains("C: A3 SELECT INBOX") })
        #expect(!lines.contains { $0.contains("tube") || $0.contains("dHViZ") })
        try await mail.close()
    }

    @Test("what the line has cost is told, and the dialogue is saved where nobody else reads it")
    func statisticsAndSavedDialogue() async throws {
        let mailbox = mailbox
        let mail = try ScriptedMail(ScriptedServer(Script { try $0.openAll(mailbox) }))
        mail.open()
        try await mail.events(through: "rows")
        mail.core.send(.statistics(account: mail.id(0)))
        guard case .statistics(_, let lines) = try await mail.next(), let line = lines.first else {
            Issue.record("no statistics")
            return
        }
        #expect(lines.count == 1 && !line.isBackground && line.connections == 1)
        #expect(line.commands >= 3 && line.turns >= 1)
        #expect(line.received > 100 && line.sent > 50 && line.receivedOnLine == line.received)

        let folder = try TemporaryFolder()
        let path = "\(folder.path)/dialogue.txt"
        let save = MailRequest.saveTranscript(
            account: mail.id(0), generation: Generation(9), path: folder.path, proposed: "dialogue.txt")
        mail.core.send(save)
        guard case .transcriptSaved(_, let saved) = try await mail.next() else {
            Issue.record("it was not saved")
            return
        }
        #expect(saved == path)
        #expect(folder.mode("dialogue.txt") == 0o600)
        let text = String(decoding: try LocalFileSystem().read(path, limit: 1 << 20), as: UTF8.self)
        #expect(text.contains("C: A1 AUTHENTICATE PLAIN •••") && !text.contains("dHViZ"))
        mail.core.send(
            .saveTranscript(
                account: mail.id(0), generation: Generation(10), path: "/nowhere/at/all/x", proposed: "x"))
        guard case .failed(Generation(10), let error) = try await mail.next() else {
            Issue.record("it did not fail")
            return
        }
        #expect(error.kind == .local)
        try await mail.close()
    }

    @Test("where the first page is refused on the way back, the list is told to begin anew")
    func pageRefusedOnReturn() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Self.bye(mailbox),
            Script { line in
                let page = try line.open(mailbox, until: "FETCH")
                try line.say("\(page.tag) NO [SERVERBUG] the index is broken")
                try line.say("\(try line.expect("FETCH 1:3").tag) NO [SERVERBUG] the index is broken")
                while true { try line.answer(try line.next(), mailbox) }
            })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "offline")
        mail.refresh()
        #expect(try await mail.events(4) == ["connecting", "online", "reset 3", "failed 1 refused"])
        mail.rows(0..<2)
        #expect(try await mail.events(1) == ["rows 0: s30 s20"])
        try await mail.close()
    }

    @Test("everything that is open fails once when the line goes")
    func openRequestsFail() async throws {
        let mailbox = mailbox
        let isAsked = Gate()
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                try line.expect("UID FETCH 20")
                try line.expect("UID STORE 20")
                try line.wait(isAsked)
                try line.say("* BYE")
            })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "rows")
        try mail.openMessage(20, 9)
        try mail.addFlags(20)
        // Waits behind the two.
        mail.rows(0..<1)
        try await mail.settle()
        isAsked.open()
        // The change of flags is kept for the next line.
        let events = try await mail.events(3)
        #expect(
            events.sorted() == [
                "failed 1 connectionFailed", "failed 9 connectionFailed", "offline connectionFailed retry 1",
            ])
        #expect(events.last?.hasPrefix("offline") == true)
        try await mail.close()
        #expect(mail.untaken == [])
    }

    @Test("connecting can be given up at any time, and begun anew at once")
    func givesUp() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { try $0.untilGone() },
            Script { line in
                try line.say(ScriptedLine.flightGreeting)
                try line.untilGone()
            }, Self.whole(mailbox))
        let mail = try ScriptedMail(server)
        mail.open()
        for number in 1...2 {
            #expect(try await mail.events(1) == ["connecting"])
            await server.connected(number)
            mail.core.send(.giveUp(account: mail.id(0)))
            #expect(try await mail.events(1) == ["offline cancelled"])
            mail.refresh()
        }
        #expect(try await mail.events(3) == ["connecting", "online", "opened INBOX 3"])
        // Nothing to be given up.
        mail.core.send(.giveUp(account: mail.id(0)))
        #expect(try await mail.events(1) == ["rows 0: s30 s20 s10"])
        try await mail.close()
        #expect(mail.untaken == [])
    }

    @Test("a change of flags that the line was lost over is made on the next one, where the messages are the same")
    func keepsFlags() async throws {
        let mailbox = mailbox
        let others = ScriptedMailbox(uids: [10, 20, 30], validity: 8)
        let isAsked = Gate()
        let isMade = Gate()
        let server = ScriptedServer(
            Script.byeAtStore(of: 20, in: mailbox),
            Script { line in
                try line.open(mailbox, until: "UID STORE 20 +FLAGS (\\Seen)")
                isAsked.open()
                try line.say("* BYE")
            },
            Script { line in
                let store = try line.open(mailbox, until: "UID STORE 20 +FLAGS (\\Seen)")
                try line.say("\(store.tag) OK done")
                isMade.open()
                try line.serve(mailbox, until: "UID STORE 30 +FLAGS")
                try line.say("* BYE")
            },
            Script { try $0.openAll(others) })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "rows")
        try mail.addFlags(20)
        try await mail.events(through: "offline")
        mail.refresh()
        await isAsked.wait()
        try await mail.events(through: "offline")
        mail.refresh()
        await isMade.wait()
        try mail.addFlags(30)
        try await mail.events(through: "offline")
        mail.refresh()
        // UID 30 is another message now.
        #expect(try await mail.events(through: "refused").last == "refused 30 notFound")
        try await mail.close()
    }
}
