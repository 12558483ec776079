import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// Days on which the disk, the clock, the server or another process do what nobody asked for.
extension AccountSyncTests {
    /// Lists mailboxes of any name, and is empty in all but INBOX.
    private static func listing(_ names: [String], _ mailbox: ScriptedMailbox) -> Script {
        Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if command.text.hasPrefix("LIST") {
                    try line.say("* LIST () \"/\" INBOX")
                    let lines = names.map { "* LIST () \"/\" \"\($0)\"\r\n" }.joined()
                    try line.send(Array(lines.utf8))
                    try line.say("\(command.tag) OK listed")
                } else {
                    try line.answer(command, mailbox)
                }
            }
        }
    }

    private static func filling(_ mailbox: ScriptedMailbox) -> Script {
        Script { line in
            try line.say(ScriptedLine.flightGreeting)
            var isInbox = false
            while true {
                let command = try line.next()
                if command.text.hasPrefix("EXAMINE") { isInbox = command.text == "EXAMINE INBOX" }
                try line.answerSync(command, isInbox ? mailbox : ScriptedMailbox(uids: []))
            }
        }
    }

    @Test(
        "names with line ends, controls and marks of direction are kept, asked for as they came, and known without a line"
    )
    func strangeNames() async throws {
        let folder = try TemporaryFolder()
        // A line end, an escape, U+202E, and a name that is no UTF-7 at all.
        let names = ["a&AAo-b", "a&ABs-[2J", "&IC4-gpj.exe", "&ZZZ", "&MMZYBzYGgVc-"]
        let (mail, server) = try mail([Self.listing(names, mailbox), Self.filling(mailbox)], folder)
        try await mail.events(through: "sync done")
        try await mail.close()
        for name in names {
            #expect(server.said(1).contains { $0.contains("EXAMINE") && $0.contains(name) }, "\(name)")
        }
        let refused = Script.refuse(.connect(errno: 111, addresses: 1))
        let (offline, _) = try self.mail([refused], folder)
        let known = try #require(
            try await offline.events(through: "opened").first { $0.hasPrefix("known") })
        try await offline.close()
        #expect(known.split(separator: " ").count >= 2 + names.count)
        // Whoever draws a name makes it safe; here it is what the server calls it.
        #expect(known.contains("gpj.exe") && known.contains("a\u{FFFD}b"))
    }

    /// Ten thousand with `scripts/test --full`; the store alone has as many in every run (`StoreMailboxTests`).
    @Test("thousands of mailboxes are listed and known without a line, and the inbox is filled first")
    func thousandsOfMailboxes() async throws {
        let folder = try TemporaryFolder()
        let count = TestAmount.of(2_000, full: 10_000)
        let names = (1...count).map { "Ordner \($0)" }
        let (mail, server) = try mail([Self.listing(names, mailbox), Self.filling(mailbox)], folder)
        #expect(await server.hears("EXAMINE \"Ordner 3\"", 1))
        try await mail.close()
        let examined = server.said(1).filter { $0.contains("EXAMINE") }
        #expect(examined.first?.hasSuffix("EXAMINE INBOX") == true)
        #expect(try await stored(folder)?.count == 3)
        let refused = Script.refuse(.connect(errno: 111, addresses: 1))
        let (offline, _) = try self.mail([refused], folder)
        let known = try #require(try await offline.events(through: "opened").first { $0.hasPrefix("known") })
        try await offline.close()
        #expect(known.hasSuffix("Ordner \(count)"))
    }

    @Test("a mailbox that shrinks to nothing is empty in the list, in the store, and on the next start")
    func shrinksToNothing() async throws {
        let folder = try TemporaryFolder()
        let (first, _) = try mail([Self.first(mailbox), Self.second(mailbox)], folder)
        try await first.events(through: "sync done")
        try await first.close()
        #expect(try await stored(folder)?.count == 3)
        let empty = ScriptedMailbox(uids: [])
        let mayGreet = Gate()
        let (second, _) = try mail([Self.first(empty, behind: mayGreet), Self.second(empty)], folder)
        #expect(try await second.events(through: "opened").last == "opened INBOX 3")
        mayGreet.open()
        let events = try await second.events(through: "sync done")
        try await second.close()
        #expect(events.contains("confirmed INBOX 0") && events.contains("reset 0"))
        #expect(try await stored(folder) == [])
        let refused = Script.refuse(.connect(errno: 111, addresses: 1))
        let (offline, _) = try self.mail([refused], folder)
        #expect(try await offline.events(through: "opened").last == "opened INBOX 0")
        try await offline.close()
    }

    @Test("a disk that gets full while the store is filled is told of once, and the account goes on from the server")
    func diskGetsFull() async throws {
        let folder = try TemporaryFolder()
        let large = ScriptedMailbox(uids: 1...3_000)
        let (mail, _) = try mail([Self.first(large), Self.second(large)], folder) { $0.storePages = 60 }
        let events = try await mail.events(through: "store unusable")
        #expect(events.contains("opened INBOX 3000"))
        mail.refresh()
        mail.rows(0..<3)
        #expect(try await mail.events(through: "rows").last == "rows 0: s3000 s2999 s2998")
        try await mail.settle()
        #expect(!mail.untaken.contains { $0.hasPrefix("store") })
        try await mail.close()
        // What had been stored, if anything was settled by then, is good.
        if let rows = try await stored(folder), let first = rows.first { #expect(first == "3000 s3000 []") }
    }

    @Test(
        "of two processes one fills the store; the other shows what is in it, and follows the server itself when it is alone"
    )
    func twoProcesses() async throws {
        let folder = try TemporaryFolder()
        let (first, _) = try mail([Self.first(mailbox), Self.second(mailbox)], folder)
        try await first.events(through: "sync done")
        let mayGreet = Gate()
        let (second, server) = try mail([Self.first(mailbox, behind: mayGreet)], folder)
        try await second.events(through: "opened INBOX 3")
        mayGreet.open()
        try await second.events(through: "confirmed INBOX 3")
        #expect(await server.hears("LIST \"\" *"))
        try await second.settle()
        try await second.close()
        #expect(server.connections == 1, "it has no line to fill the store with")
        try await first.close()
        let (third, later) = try mail([Self.first(mailbox), Self.second(mailbox)], folder)
        try await third.events(through: "sync done")
        try await third.close()
        #expect(later.connections == 2)
    }

    @Test(
        "while a person waits for a message, or for what is searched, nothing is asked for the store",
        arguments: [false, true])
    func yields(isSearch: Bool) async throws {
        let folder = try TemporaryFolder()
        let mailbox = mailbox
        let isAsked = Gate()
        let isAnswered = Gate()
        let first = Script { line in
            try line.say(ScriptedLine.flightGreeting)
            var list: ScriptedLine.Command?
            while true {
                let command = try line.next()
                if command.text.hasPrefix("LIST") {
                    list = command
                } else if command.text.contains(isSearch ? "TEXT" : "BODY.PEEK"), let waiting = list {
                    list = nil
                    // The list of mailboxes comes, and the message does not.
                    try line.answer(waiting, mailbox)
                    isAsked.open()
                    try line.wait(isAnswered)
                    try line.answer(command, mailbox)
                } else {
                    try line.answer(command, mailbox)
                }
            }
        }
        let (mail, server) = try mail([first, Self.second(mailbox)], folder)
        // Until a person waits nothing is to be asked yet.
        mail.core.send(.pauseSync(account: mail.id(0), true))
        try await mail.events(through: "rows")
        #expect(await server.hears("LIST \"\" *"))
        if isSearch {
            let query = try SearchQueryParser.parse("posten")
            mail.core.send(.search(account: mail.id(0), query, in: .inbox, scope: .mailbox, view: Generation(2)))
            mail.core.send(.searchServer(view: Generation(2)))
        } else {
            try mail.openMessage(20, 9)
        }
        #expect(await isAsked.wait())
        mail.core.send(.pauseSync(account: mail.id(0), false))
        try await mail.settle()
        let before = server.connections > 1 ? server.said(1) : []
        #expect(!before.contains { $0.contains("EXAMINE") || $0.contains("FETCH") })
        isAnswered.open()
        try await mail.events(through: "confirmed INBOX 3")
        try await mail.close()
        #expect(try await stored(folder)?.count == 3)
    }

    @Test("a clock that jumps, forwards, back and beyond all bounds, changes nothing", arguments: [0, 1] as [UInt64])
    func clockJumps(seed: UInt64) async throws {
        let folder = try TemporaryFolder()
        let jumps = Board(SeededGenerator(seed: seed))
        let (mail, _) = try mail([Self.first(mailbox), Self.second(mailbox)], folder) {
            $0.clock.wall = {
                jumps.change { random in
                    [.min, -1, 0, 1_600_000_000, 4_000_000_000, .max][Int.random(in: 0..<6, using: &random)]
                }
            }
        }
        try await mail.events(through: "sync done")
        for (view, text) in ["newer_than:1d", "older_than:3w", "before:2026-01-01", "s", "since:today"].enumerated() {
            mail.core.send(
                .search(
                    account: mail.id(0), try SearchQueryParser.parse(text), in: .inbox, scope: .account,
                    view: Generation(UInt64(view) + 2)))
            try await mail.events(through: "view \(view + 2): searched")
        }
        try mail.openMessage(20, 99)
        try await mail.events(through: "message 99")
        try await mail.close()
        #expect(try await stored(folder)?.count == 3)
    }
}
