import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Account: changes that are not on the server yet", .timeLimit(.minutes(2)))
struct UnsentChangesTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])

    @Test("they are counted until the server has answered, over lost lines too")
    func counted() async throws {
        let mailbox = mailbox
        let isAsked = Gate()
        let server = ScriptedServer(
            Script.byeAtStore(of: 20, in: mailbox, when: isAsked),
            Script.refuse(.connect(errno: 111, addresses: 1)),
            Script { line in
                let store = try line.open(mailbox, until: "UID STORE 20 +FLAGS (\\Seen)")
                try line.say("\(store.tag) OK done")
                let second = try line.serve(mailbox, until: "UID STORE 30 +FLAGS (\\Seen)")
                try line.say("\(second.tag) NO later")
            })
        let mail = try ScriptedMail(server, countsChanges: true)
        mail.open()
        try await mail.events(through: "rows")
        try mail.addFlags(20)
        try mail.addFlags(30)
        #expect(try await mail.events(2) == ["unsent 1", "unsent 2"])
        isAsked.open()
        // Nothing is told anew: they are as far from the server as before.
        #expect(try await mail.events(1) == ["offline connectionFailed retry 1"])
        mail.refresh()
        #expect(try await mail.events(2) == ["connecting", "offline connectionFailed retry 2"])
        mail.refresh()
        // There is nothing left to be sent of what was refused.
        let events = try await mail.events(through: "unsent 0")
        #expect(events.filter { $0.hasPrefix("unsent") } == ["unsent 1", "unsent 0"])
        #expect(try await mail.events(through: "refused").last == "refused 30 refused: later")
        try await mail.close()
    }

    @Test("one that is made while the line is down waits for the next one")
    func whileDown() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                try line.say("* BYE")
            },
            Script { line in
                let store = try line.open(mailbox, until: "UID STORE 20 +FLAGS (\\Seen)")
                try line.say("* 2 FETCH (UID 20 FLAGS (\\Seen))", "\(store.tag) OK done")
                try line.untilGone()
            })
        let mail = try ScriptedMail(server, countsChanges: true)
        mail.open()
        try await mail.events(through: "offline")
        try mail.addFlags(20)
        #expect(try await mail.events(1) == ["unsent 1"])
        mail.refresh()
        #expect(try await mail.events(through: "unsent 0").suffix(2) == ["flags 20 \\Seen", "unsent 0"])
        try await mail.close()
    }

    /// Three changes, of which the server does not want two.
    private func refuseTwo(_ line: ScriptedLine, first: ScriptedLine.Command) throws {
        try line.say("\(first.tag) NO [OVERQUOTA] Mailbox is full")
        let second = try line.serve(mailbox, until: "UID STORE 20 +FLAGS (\\Flagged)")
        try line.say("\(second.tag) OK done")
        let third = try line.serve(mailbox, until: "UID STORE 30 -FLAGS (\\Seen)")
        try line.say("\(third.tag) NO Not that one")
        try line.untilGone()
    }

    private func changeThree(_ mail: ScriptedMail) throws {
        mail.core.send(.changeFlags(try mail.message(10), add: [.seen], remove: []))
        mail.core.send(.changeFlags(try mail.message(20), add: [.flagged], remove: []))
        mail.core.send(.changeFlags(try mail.message(30), add: [], remove: [.seen]))
    }

    @Test(
        "which of them are refused is told one by one in the server's words, also when they are sent later",
        arguments: [false, true])
    func refusedOneByOne(isLater: Bool) async throws {
        let refuse: @Sendable (ScriptedLine, ScriptedLine.Command) throws -> Void = { [self] in
            try refuseTwo($0, first: $1)
        }
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                if isLater {
                    try line.openAll(mailbox)
                    try line.say("* BYE")
                } else {
                    try refuse(line, try line.open(mailbox, until: "UID STORE 10 +FLAGS (\\Seen)"))
                }
            },
            Script { line in try refuse(line, try line.open(mailbox, until: "UID STORE 10 +FLAGS (\\Seen)")) })
        let folder = try TemporaryFolder()
        let mail = try ScriptedMail(server) { $0.journalFolder = folder.path }
        mail.open()
        try await mail.events(through: isLater ? "offline" : "rows")
        try changeThree(mail)
        if isLater { mail.refresh() }
        var refusals: [ChangeRefusal] = []
        while refusals.count < 2 {
            if case .changeRefused(_, let refusal) = try await mail.next() { refusals.append(refusal) }
        }
        #expect(
            refusals == [
                ChangeRefusal(
                    messages: [try mail.message(10)], add: [.seen], remove: [],
                    error: MailError(.quotaExceeded, subject: "INBOX", serverText: "Mailbox is full")),
                ChangeRefusal(
                    messages: [try mail.message(30)], add: [], remove: [.seen],
                    error: MailError(.refused, subject: "INBOX", serverText: "Not that one")),
            ])
        try await mail.close()
        #expect(server.said(isLater ? 1 : 0).count { $0.contains("UID STORE") } == 3)
    }

    @Test("whether it had been done before the line went is looked up, and it is not done again")
    func lookedUp() async throws {
        let mailbox = mailbox
        var after = mailbox
        after.messages[1].flags = "\\Seen"
        let seen = after
        let server = ScriptedServer(
            Script.byeAtStore(of: 20, in: mailbox),
            Script { line in
                try line.answer(try line.open(seen, until: "UID FETCH 20 (UID FLAGS)"), seen)
                try line.untilGone()
            })
        let mail = try ScriptedMail(server, countsChanges: true)
        mail.open()
        try await mail.events(through: "rows")
        try mail.addFlags(20)
        try await mail.events(through: "offline")
        mail.refresh()
        #expect(try await mail.events(through: "unsent 0").suffix(2) == ["flags 20 \\Seen", "unsent 0"])
        try await mail.close()
        #expect(!server.said(1).contains { $0.contains("STORE") })
    }

    /// An account whose line went at a change of the message 20, which its journal in this folder has.
    private func leftBehind(in folder: TemporaryFolder) async throws -> ScriptedMail {
        let path = folder.path
        let mail = try ScriptedMail(ScriptedServer(Script.byeAtStore(of: 20, in: mailbox)), countsChanges: true) {
            $0.journalFolder = path
        }
        mail.open()
        try await mail.events(through: "rows")
        try mail.addFlags(20)
        try await mail.events(through: "offline")
        return mail
    }

    @Test("what a process has left behind is looked up and sent by the next one")
    func nextProcess() async throws {
        let mailbox = mailbox
        let folder = try TemporaryFolder()
        let first = try await leftBehind(in: folder)
        try first.addFlags(30)
        try await first.events(through: "unsent 2 kept")
        try await first.close()
        let server = ScriptedServer(
            Script { line in
                try line.answer(try line.open(mailbox, until: "UID FETCH 20 (UID FLAGS)"), mailbox)
                for uid in [30, 20] {
                    let store = try line.serve(mailbox, until: "UID STORE \(uid) +FLAGS (\\Seen)")
                    try line.say("\(store.tag) OK done")
                }
                try line.untilGone()
            })
        let second = try ScriptedMail(server, countsChanges: true) { $0.journalFolder = folder.path }
        second.open()
        let events = try await second.events(through: "unsent 0")
        #expect(events.filter { $0.hasPrefix("unsent") } == ["unsent 2 kept", "unsent 1 kept", "unsent 0 kept"])
        try await second.close()
    }

    @Test("a damaged file of changes is set aside in a sentence, and what can be read of it is looked up and sent")
    func damagedFile() async throws {
        let mailbox = mailbox
        let folder = try TemporaryFolder()
        try await leftBehind(in: folder).close()
        // The first page: nothing can be had of the file.
        let name = try #require(folder.names.first { $0.hasSuffix(".db") })
        var octets = try LocalFileSystem().read(folder.path + "/" + name, limit: 1 << 20)
        for index in 0..<4_096 { octets[index] = 0xEE }
        folder.write(octets, to: name)
        let server = ScriptedServer(
            Script { line in try line.takeChange("UID STORE 30 +FLAGS (\\Seen)", mailbox) })
        let second = try ScriptedMail(server, countsChanges: true) { $0.journalFolder = folder.path }
        second.open()
        // Which of the two is there first is nobody's business.
        var events = try await second.events(through: "rows")
        while !events.contains(where: { $0.hasPrefix("store") }) { events += try await second.events(1) }
        #expect(events.contains("store changesMadeAnew(setAside: \"\(folder.path)/\(name).damaged-1\", kept: 0)"))
        // The new one keeps what comes.
        try second.addFlags(30)
        #expect(try await second.events(through: "unsent 0").contains("unsent 1 kept"))
        try await second.close()
    }

    @Test("one that is made while the line comes back goes behind those that were made before")
    func order() async throws {
        let mailbox = mailbox
        let isThere = Gate()
        let isChanged = Gate()
        let server = ScriptedServer(
            Script.byeAtStore(of: 20, in: mailbox),
            Script { line in
                isThere.open()
                try line.wait(isChanged)
                let first = try line.open(mailbox, until: "UID STORE")
                try line.say("\(first.tag) OK done")
                let second = try line.serve(mailbox, until: "UID STORE")
                try line.say("\(second.tag) OK done")
            })
        let mail = try ScriptedMail(server, countsChanges: true)
        mail.open()
        try await mail.events(through: "rows")
        try mail.addFlags(20)
        try await mail.events(through: "offline")
        mail.refresh()
        await isThere.wait()
        mail.core.send(.changeFlags(try mail.message(20), add: [], remove: [.seen]))
        try await mail.events(through: "unsent 2")
        isChanged.open()
        try await mail.events(through: "unsent 0")
        try await mail.close()
        let stores = server.said(1).filter { $0.contains("UID STORE") }.map { $0.split(separator: " ")[4] }
        #expect(stores.map { $0.first } == ["+", "-"])
    }

    @Test("those of a mailbox that is another one by now are no longer counted")
    func anotherMailbox() async throws {
        let mailbox = mailbox
        let server = ScriptedServer(
            Script.byeAtStore(of: 20, in: mailbox),
            Script { try $0.openAll(ScriptedMailbox(uids: [10, 20, 30], validity: 8)) })
        let mail = try ScriptedMail(server, countsChanges: true)
        mail.open()
        try await mail.events(through: "rows")
        try mail.addFlags(20)
        #expect(try await mail.events(2) == ["unsent 1", "offline connectionFailed retry 1"])
        mail.refresh()
        let events = try await mail.events(through: "unsent")
        #expect(events.suffix(2) == ["refused 20 notFound", "unsent 0"])
        try await mail.close()
    }
}
