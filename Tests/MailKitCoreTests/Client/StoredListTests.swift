import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// The list before the network has answered, and without it.
@Suite("Account: the list from the store", .timeLimit(.minutes(2)))
struct StoredListTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The store of the account `a` of ``ScriptedMail``. With a `count` it has only the newest of so many.
    private func fill(_ uids: [UInt32], validity: UInt32 = 7, count: UInt32? = nil) async throws {
        let address = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
        let account = AccountConfiguration(id: AccountID("a"), server: address, user: "anna", credential: .prompt)
        let store = try await Store.open(folder: folder.path, name: account.fileName).store
        var info = StoredSample.mailbox("INBOX")
        if let count {
            var counts = MailboxCounts()
            counts.messages = count
            info.counts = counts
        }
        let inbox = try #require(try await store.writer.setMailboxes([info], isComplete: true).first)
        let id = try #require(
            try await store.takeIn(inbox, validity: validity, from: count == nil ? nil : uids.first.flatMap(UID.init)))
        try await store.writer.write(
            uids.compactMap(UID.init).map { uid in
                var header = StoredHeader()
                header.subject = "s\(uid.rawValue)"
                return StoredMessage(uid: uid, header: header)
            }, to: id)
        await store.close()
    }

    private func mail(_ server: ScriptedServer, _ change: (inout CoreEnvironment) -> Void = { _ in }) throws
        -> ScriptedMail
    {
        let path = folder.path
        return try ScriptedMail(server, countsChanges: true) {
            $0.storeFolder = path
            change(&$0)
        }
    }

    @Test("it is shown before the server has said a word, and put right when it has")
    func beforeTheServer() async throws {
        try await fill([10, 20, 30])
        let mayGreet = Gate()
        var later = mailbox
        later.messages.append(.init(uid: 40))
        let now = later
        let server = ScriptedServer(
            Script { line in
                try line.wait(mayGreet)
                try line.openAll(now)
                try line.untilGone()
            })
        let mail = try mail(server)
        mail.open()
        let early = try await mail.events(through: "rows")
        #expect(early.filter { $0 != "connecting" } == ["known INBOX", "opened INBOX 3", "rows 0: s30 s20 s10"])
        mayGreet.open()
        let events = try await mail.events(through: "rows").filter { !$0.hasPrefix("mailboxes") }
        #expect(events == ["online", "confirmed INBOX 4", "inserted 1 at 0", "rows 0: s40 s30 s20"])
        try await mail.close()
    }

    @Test("without a line its rows are there, and a change is shown on them and kept")
    func offline() async throws {
        try await fill([10, 20, 30, 40, 50, 60])
        let server = ScriptedServer(Script.refuse(.connect(errno: 111, addresses: 1)))
        let data = try TemporaryFolder()
        let mail = try mail(server) { $0.journalFolder = data.path }
        mail.open()
        var events = try await mail.events(through: "rows")
        while !events.contains(where: { $0.hasPrefix("offline") }) { events += try await mail.events(1) }
        #expect(events.contains("rows 0: s60 s50 s40"))
        mail.rows(3..<6)
        #expect(try await mail.events(through: "rows 3").last == "rows 3: s30 s20 s10")
        mail.core.send(.changeFlags(try mail.message(20), add: [.flagged], remove: []))
        try await mail.events(through: "unsent 1 kept")
        mail.rows(4..<5)
        var flags: [Set<Flag>] = []
        while flags.isEmpty {
            // The next try of the line is told as well.
            if case .rows(_, 4, let rows) = try await mail.next() { flags = rows.map(\.flags) }
        }
        #expect(flags == [[.flagged]])
        try await mail.close()
    }

    @Test("without a line what there is of a mailbox that is still being taken in can be gone through")
    func offlineWhileTakenIn() async throws {
        try await fill([40, 50, 60, 70], count: 7)
        let mail = try mail(ScriptedServer(Script.refuse(.connect(errno: 111, addresses: 1))))
        mail.open(firstPage: 1)
        var events = try await mail.events(through: "rows")
        while !events.contains(where: { $0.hasPrefix("offline") }) { events += try await mail.events(1) }
        #expect(events.contains("opened INBOX 7") && events.contains("rows 0: s70"))
        mail.rows(1..<7)
        #expect(try await mail.events(through: "rows").last == "rows 1: s60 s50 s40")
        // Of those below nothing is known, and they are not taken for others.
        mail.rows(4..<7)
        try await mail.settle()
        try await mail.close()
        #expect(!mail.untaken.contains { $0.hasPrefix("rows") })
    }

    @Test("rows that were scrolled away come back from the store when the line is lost while a mailbox is taken in")
    func lineLostWhileTakenIn() async throws {
        let mailbox = ScriptedMailbox(uids: [10, 20, 30, 40, 50, 60, 70])
        try await fill([40, 50, 60, 70], count: 7)
        let mayGo = Gate()
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                try line.wait(mayGo)
                line.close()
            }, Script.refuse(.connect(errno: 111, addresses: 1)))
        let mail = try mail(server) { $0.fillsStores = false }
        mail.open(firstPage: 2)
        var events: [String] = []
        let wanted = ["known INBOX", "online", "rows 0: s70 s60"]
        while !wanted.allSatisfy(events.contains) { events += try await mail.events(1) }
        mayGo.open()
        try await mail.events(through: "offline")
        mail.rows(0..<4)
        #expect(try await mail.events(through: "rows 0: s70 s60 s50").last == "rows 0: s70 s60 s50 s40")
        try await mail.close()
    }

    @Test("one with another UIDVALIDITY gives way to what the server has")
    func anotherValidity() async throws {
        try await fill([10, 20, 30], validity: 6)
        let mayGreet = Gate()
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.wait(mayGreet)
                try line.openAll(mailbox)
                try line.untilGone()
            })
        let mail = try mail(server)
        mail.open()
        try await mail.events(through: "rows")
        mayGreet.open()
        let events = try await mail.events(through: "rows").filter { !$0.hasPrefix("mailboxes") }
        #expect(events == ["online", "confirmed INBOX 3", "reset 3", "rows 0: s30 s20 s10"])
        try await mail.close()
    }

    @Test("a damaged store is set aside in a sentence, and the list comes from the server")
    func damaged() async throws {
        try await fill([10, 20, 30])
        let name = try #require(folder.names.first { $0.hasSuffix(".db") })
        folder.write(Array(repeating: UInt8(ascii: "x"), count: 8_192), to: name)
        let mailbox = mailbox
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                try line.untilGone()
            })
        let mail = try mail(server)
        mail.open()
        // Which of the two is there first is nobody's business.
        var events = try await mail.events(through: "rows")
        while !events.contains(where: { $0.hasPrefix("store") }) { events += try await mail.events(1) }
        #expect(events.contains { $0.hasPrefix("store madeAnew") })
        #expect(events.contains("opened INBOX 3"))
        try await mail.close()
    }

    @Test("changes that were made in another mailbox are sent over a line of their own")
    func elsewhere() async throws {
        let mailbox = mailbox
        let data = try TemporaryFolder()
        let first = try ScriptedMail(ScriptedServer(Script.byeAtStore(of: 20, in: mailbox)), countsChanges: true) {
            $0.journalFolder = data.path
        }
        let other = try #require(MailboxPath("Other"))
        first.open(0, other)
        try await first.events(through: "rows")
        try first.addFlags(20)
        try await first.events(through: "offline")
        try first.addFlags(30)
        try await first.events(through: "unsent 2 kept")
        try await first.close()
        let server = ScriptedServer(
            Script { line in
                try line.openAll(mailbox)
                try line.untilGone()
            },
            Script { line in
                let lookUp = try line.open(mailbox, until: "UID FETCH 20 (UID FLAGS)")
                try line.answer(lookUp, mailbox)
                for uid in [30, 20] {
                    let store = try line.serve(mailbox, until: "UID STORE \(uid) +FLAGS (\\Seen)")
                    try line.say("\(store.tag) OK done")
                }
                try line.untilGone()
            })
        let second = try ScriptedMail(server, countsChanges: true) {
            $0.journalFolder = data.path
            $0.opensBackgroundLines = true
        }
        second.open()
        let events = try await second.events(through: "unsent 0")
        #expect(events.filter { $0.hasPrefix("unsent") } == ["unsent 2 kept", "unsent 1 kept", "unsent 0 kept"])
        #expect(server.said(1).contains { $0.contains("SELECT Other") })
        try await second.close()
    }
}

extension Store {
    /// All of a mailbox is taken in under this UIDVALIDITY, or all from this UID on.
    func takeIn(_ mailbox: MailboxID, validity: UInt32, from first: UID? = nil) async throws -> MailboxID? {
        var sync = StoredSync()
        sync.uidValidity = UIDValidity(validity)
        (sync.completeFrom, sync.completeTo) = (first ?? .lowest, .highest)
        return try await writer.setSync(sync, of: mailbox)
    }
}
