import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

extension ScriptedLine {
    /// Answers a command of the line that fills the store, as a server of the year 1996 would.
    func answerSync(_ command: Command, _ mailbox: ScriptedMailbox) throws {
        let words = command.text.split(separator: " ", maxSplits: 3).map(String.init)
        switch words.first {
        case "EXAMINE":
            try say(
                "* \(mailbox.messages.count) EXISTS", "* OK [UIDVALIDITY \(mailbox.validity)] x",
                "* OK [UIDNEXT \((mailbox.messages.map(\.uid).max() ?? 0) + 1)] x",
                "\(command.tag) OK [READ-ONLY] examined")
        case "UID" where words[1] == "FETCH":
            for (index, message) in mailbox.messages.enumerated() where Self.names(words[2], message.uid) {
                try send(mailbox.row(index, items: words[3], isList: true))
            }
            try say("\(command.tag) OK done")
        default: try answer(command, mailbox)
        }
    }

    private static func names(_ set: String, _ uid: Int) -> Bool {
        set.split(separator: ",").contains { range in
            let ends = range.split(separator: ":").map { Int($0) ?? .max }
            return ends.count == 1 ? ends[0] == uid : min(ends[0], ends[1]) <= uid && uid <= max(ends[0], ends[1])
        }
    }
}

@Suite("Account: the store follows the server", .timeLimit(.minutes(2)))
struct AccountSyncTests {
    let mailbox = ScriptedMailbox(uids: [10, 20, 30])

    /// A first line whose server says nothing before the gate is open.
    static func first(_ mailbox: ScriptedMailbox, behind gate: Gate? = nil) -> Script {
        Script { line in
            if let gate { try line.wait(gate) }
            try line.say(ScriptedLine.flightGreeting)
            while true { try line.answer(try line.next(), mailbox) }
        }
    }

    /// One on which the server does not tell what mailboxes there are.
    private static func silent(_ mailbox: ScriptedMailbox) -> Script {
        Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if !command.text.hasPrefix("LIST") { try line.answer(command, mailbox) }
            }
        }
    }

    /// A line that fills the store.
    static func second(_ mailbox: ScriptedMailbox) -> Script {
        Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true { try line.answerSync(try line.next(), mailbox) }
        }
    }

    func mail(
        _ scripts: [Script], _ folder: TemporaryFolder, _ change: (inout CoreEnvironment) -> Void = { _ in }
    ) throws -> (ScriptedMail, ScriptedServer) {
        let server = ScriptedServer(scripts: scripts)
        let path = folder.path
        let mail = try ScriptedMail(server) { environment in
            environment.opensBackgroundLines = true
            environment.patience = { $0 == .quiet ? 1 : ScriptedMail.never }
            environment.storeFolder = "\(path)/cache"
            change(&environment)
        }
        mail.open()
        return (mail, server)
    }

    /// What the store has of INBOX: UIDs and subjects, the newest first; `nil` where it has nothing.
    func stored(_ folder: TemporaryFolder) async throws -> [String]? {
        let name = try TemporaryFolderNames.names("\(folder.path)/cache").first {
            $0.hasSuffix(".db") && !$0.contains("-bodies")
        }
        guard let name else { return nil }
        let store = try await Store.open(folder: "\(folder.path)/cache", name: String(name.dropLast(3))).store
        guard let inbox = try await store.reader.mailbox(.inbox), inbox.sync.mark != nil else { return nil }
        let rows = try await store.reader.newest(99, in: inbox.id)
        await store.close()
        return rows.map { "\($0.uid.rawValue) \($0.header?.subject ?? "-") \($0.flags.set.map(\.name).sorted())" }
    }

    @Test("it is filled over a line of its own, which only looks")
    func filled() async throws {
        let folder = try TemporaryFolder()
        var mailbox = mailbox
        mailbox.messages[1].flags = "\\Seen kunde"
        let (mail, server) = try mail([Self.first(mailbox), Self.second(mailbox)], folder)
        try await mail.events(through: "sync done")
        try await mail.close()
        #expect(try await stored(folder) == ["30 s30 []", "20 s20 [\"\\\\Seen\", \"kunde\"]", "10 s10 []"])
        #expect(server.said(1).contains { $0.hasSuffix("EXAMINE INBOX") })
        #expect(!server.said(1).contains { $0.contains("SELECT") || $0.contains("STORE") })
        #expect(server.connections == 2)
    }

    @Test("while it is paused nothing more is asked, what was asked is taken in, and then it goes on")
    func paused() async throws {
        let folder = try TemporaryFolder()
        let mailbox = ScriptedMailbox(uids: 1...400)
        let isPaused = Gate()
        let isAsked = Gate()
        let filling = Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if command.text.contains("ENVELOPE") {
                    isAsked.open()
                    try line.wait(isPaused)
                }
                try line.answerSync(command, mailbox)
            }
        }
        let (mail, server) = try mail([Self.first(mailbox), filling], folder)
        await isAsked.wait()
        mail.core.send(.pauseSync(account: mail.id(0), true))
        try await mail.settle()
        isPaused.open()
        // What is on its way comes; behind it the first line goes on as ever.
        var asked = 0
        repeat {
            asked = server.said(1).count
            for _ in 0..<20 {
                mail.rows(0..<3)
                try await mail.events(through: "rows 0")
            }
        } while server.said(1).count > asked
        #expect(!server.said(1).contains { $0.contains("ENVELOPE") && $0.contains("FETCH 1:") })
        mail.core.send(.pauseSync(account: mail.id(0), false))
        try await mail.events(through: "sync done")
        try await mail.close()
        #expect(server.said(1).count > asked)
        #expect(try await stored(folder)?.count == 99)
    }

    @Test("nothing is kept where there is no folder, and no line is made")
    func none() async throws {
        let folder = try TemporaryFolder()
        let (mail, server) = try mail([Self.first(mailbox)], folder) { $0.storeFolder = nil }
        try await mail.events(through: "rows")
        #expect(await server.hears("LIST \"\" *"))
        try await mail.settle()
        try await mail.close()
        #expect(server.connections == 1)
    }

    @Test("where no further line is let in, all else goes on, and it is not tried again")
    func refused() async throws {
        let folder = try TemporaryFolder()
        let full = Script { line in
            try line.say(ScriptedLine.flightGreeting)
            let login = try line.expect("AUTHENTICATE")
            try line.say("\(login.tag) NO [LIMIT] too many connections", "* BYE")
        }
        let (mail, server) = try mail([Self.first(mailbox), full], folder)
        try await mail.events(through: "sync done")
        mail.refresh()
        mail.rows(0..<3)
        try await mail.events(through: "rows")
        try await mail.close()
        #expect(server.connections == 2)
        #expect(try await stored(folder) == nil)
    }

    @Test("a line that is lost in the middle is made again, and goes on from what is there")
    func lost() async throws {
        let folder = try TemporaryFolder()
        let mailbox = ScriptedMailbox(uids: 1...400)
        let broken = Script { line in
            try line.say(ScriptedLine.flightGreeting)
            var slices = 0
            while slices < 2 {
                let command = try line.next()
                if command.text.contains("ENVELOPE") { slices += 1 }
                if slices < 2 { try line.answerSync(command, mailbox) }
            }
            line.close()
        }
        let isRepeated = Board(false)
        let ending = Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if command.text.contains("ENVELOPE"), command.text.contains(":400 ") || command.text.contains(",400 ") {
                    isRepeated.change { $0 = true }
                }
                try line.answerSync(command, mailbox)
            }
        }
        let (mail, server) = try mail(
            [Self.first(mailbox), broken, ending], folder)
        try await mail.events(through: "sync done")
        try await mail.close()
        #expect(server.connections == 3)
        #expect(!isRepeated.change { $0 }, "what is there is asked for again")
        #expect(try await stored(folder)?.count == 99)
        #expect(try await stored(folder)?.last == "302 s302 []")
    }

    @Test("what the first line hears of the open mailbox is asked for at once")
    func news() async throws {
        let folder = try TemporaryFolder()
        let mailbox = mailbox
        var later = mailbox
        later.messages.append(.init(uid: 40))
        let (grown, isFilled) = (later, Board(false))
        let first = Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if command.text == "NOOP" { try line.say("* 4 EXISTS") }
                try line.answer(command, command.text == "NOOP" ? grown : mailbox)
            }
        }
        let second = Script { line in
            try line.say(ScriptedLine.flightGreeting)
            var hasPolled = false
            while true {
                let command = try line.next()
                if command.text == "NOOP", isFilled.change({ $0 }), !hasPolled {
                    hasPolled = true
                    try line.say("* 4 EXISTS")
                }
                try line.answerSync(command, hasPolled ? grown : mailbox)
            }
        }
        let (mail, server) = try mail([first, second], folder)
        try await mail.events(through: "sync done")
        isFilled.change { $0 = true }
        mail.refresh()
        try await mail.events(through: "sync done")
        try await mail.close()
        #expect(try await stored(folder)?.first == "40 s40 []")
        #expect(server.connections == 2)
        #expect(server.said(1).count { $0.contains("EXAMINE") } == 1)
    }

    @Test("the mailbox that is open and stored does not wait for the list of mailboxes")
    func beforeTheList() async throws {
        let folder = try TemporaryFolder()
        let (before, server) = try mail(
            [Self.first(mailbox), Self.second(mailbox), Self.silent(mailbox), Self.second(mailbox)], folder)
        try await before.events(through: "sync done")
        try await before.close()
        let path = folder.path
        let mail = try ScriptedMail(server) { environment in
            environment.opensBackgroundLines = true
            environment.patience = { $0 == .quiet ? 1 : $0.seconds * 1_000 }
            environment.storeFolder = "\(path)/cache"
        }
        mail.open()
        let isExamined = await server.hears("EXAMINE INBOX", 3)
        #expect(isExamined)
        try await mail.close()
        #expect(try await stored(folder)?.count == 3)
    }

    @Test("where the store has no mailbox yet the inbox does not wait for the list either")
    func firstOfAll() async throws {
        let folder = try TemporaryFolder()
        let (mail, server) = try mail([Self.silent(mailbox), Self.second(mailbox)], folder)
        // The store has all of it.
        try await mail.events(through: "confirmed INBOX 3")
        try await mail.close()
        #expect(try await stored(folder) == ["30 s30 []", "20 s20 []", "10 s10 []"])
        #expect(server.said(1).contains { $0.hasSuffix("EXAMINE INBOX") })
    }

    @Test("a store that cannot be opened is told of once, and the account works without it")
    func unusable() async throws {
        let folder = try TemporaryFolder()
        folder.write([1], to: "cache")
        let (mail, server) = try mail([Self.first(mailbox)], folder)
        try await mail.events(through: "store unusable")
        mail.refresh()
        mail.rows(0..<3)
        try await mail.events(through: "rows")
        try await mail.close()
        #expect(server.connections == 1)
    }
}
