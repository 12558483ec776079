import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Account: nothing of it on the disk", .timeLimit(.minutes(2)))
struct NoStoreTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])

    @Test("lists, messages, changes and searches leave no file behind, though there are folders for them")
    func nothing() async throws {
        let (cache, data) = (try TemporaryFolder(), try TemporaryFolder())
        let mailbox = mailbox
        let first = Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if command.text.hasPrefix("UID SEARCH") {
                    try line.say("* SEARCH 10 30", "\(command.tag) OK done")
                } else if command.text.hasPrefix("UID STORE") {
                    try line.say("\(command.tag) NO later")
                } else {
                    try line.answer(command, mailbox)
                }
            }
        }
        let server = ScriptedServer(scripts: [first, AccountSyncTests.second(mailbox)])
        let mail = try ScriptedMail(server, countsChanges: true, store: .none) {
            $0.patience = { $0 == .quiet ? 1 : ScriptedMail.never }
            $0.storeFolder = cache.path
            $0.journalFolder = data.path
            $0.opensBackgroundLines = true
        }
        mail.open()
        try await mail.events(through: "rows")
        #expect(await server.hears("LIST \"\" *"))
        try mail.openMessage(20, 5)
        try await mail.events(through: "message 5")
        // Kept in memory, which is what makes the program ask before it quits.
        try mail.addFlags(30, [.flagged])
        #expect(try await mail.events(through: "unsent").last == "unsent 1")
        try await mail.events(through: "unsent 0")
        mail.core.send(
            .search(
                account: mail.id(0), try SearchQueryParser.parse("s"), in: .inbox, scope: .mailbox,
                view: Generation(2)))
        try await mail.events(through: "view 2: searched 0 of 1, 1 incomplete")
        mail.core.send(.searchServer(view: Generation(2)))
        try await mail.events(through: "view 2: searched 2 of 1, 1 incomplete, answered")
        #expect(cache.names.isEmpty && data.names.isEmpty)
        try await mail.close()
        #expect(cache.names.isEmpty && data.names.isEmpty)
        #expect(server.said(0).contains { $0.contains("UID SEARCH") })
    }

    @Test("a change that is made while the line is down is told to be in memory alone, and is gone with the program")
    func offline() async throws {
        let data = try TemporaryFolder()
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                try line.say("* BYE")
            })
        let mail = try ScriptedMail(server, countsChanges: true, store: .none) { $0.journalFolder = data.path }
        mail.open()
        try await mail.events(through: "offline")
        try mail.addFlags(20)
        #expect(try await mail.events(1) == ["unsent 1"])
        try await mail.close()
        #expect(data.names.isEmpty)
    }
}
