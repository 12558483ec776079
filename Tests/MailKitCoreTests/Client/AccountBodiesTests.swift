import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Account: messages kept whole by policy", .timeLimit(.minutes(2)))
struct AccountBodiesTests {
    private static func first(_ mailbox: ScriptedMailbox) -> Script {
        Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true { try line.answer(try line.next(), mailbox) }
        }
    }

    private static func second(
        _ mailbox: ScriptedMailbox,
        _ heed: @escaping @Sendable (ScriptedLine, ScriptedLine.Command) throws -> Bool = { _, _ in true }
    ) -> Script {
        Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if try heed(line, command) { try line.answerSync(command, mailbox) }
            }
        }
    }

    private func mail(
        _ scripts: [Script], _ folder: TemporaryFolder, _ policy: BodyPolicy,
        _ change: (inout CoreEnvironment) -> Void = { _ in }
    ) throws -> (ScriptedMail, ScriptedServer) {
        let server = ScriptedServer(scripts: scripts)
        let path = folder.path
        var bodies = BodyPolicies()
        bodies.common = policy
        let mail = try ScriptedMail(server, bodies: bodies) { environment in
            environment.opensBackgroundLines = true
            environment.patience = { $0 == .quiet ? 1 : $0.seconds * 1_000 }
            environment.storeFolder = "\(path)/cache"
            environment.diskReserve = ByteSize(0)
            change(&environment)
        }
        mail.open()
        return (mail, server)
    }

    /// The UIDs of those that are kept, and those that a word of their texts finds.
    private func kept(_ folder: TemporaryFolder, _ word: String = "body") async throws -> (String, [UInt32]) {
        let address = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
        let account = AccountConfiguration(id: AccountID("a"), server: address, user: "anna", credential: .prompt)
        let store = try await Store.open(folder: "\(folder.path)/cache", name: account.fileName).store
        guard try await store.openBodiesIfAny() else { return ("", []) }
        let place = BodyPlace(.inbox, try #require(UIDValidity(7)))
        let bodies = try await store.reader.bodies(among: UIDSet(try uid(1)...(try uid(999))), in: place)
        let found = try await store.reader.search(
            try SearchQueryParser.parse("body:\(word)"), limit: 999, clock: StoreBed.clock)
        await store.close()
        return (bodies.wireForm, found.found.map(\.uid.rawValue))
    }

    /// Reads until a search over the line of the person finds so many.
    private func search(_ mail: ScriptedMail, _ text: String, finds count: Int) async throws {
        mail.core.send(
            .search(
                account: mail.id(0), try SearchQueryParser.parse(text), in: .inbox, scope: .mailbox,
                view: Generation(2)))
        while true {
            if case .searched(Generation(2), let outcome) = try await mail.next(), outcome.count == count { return }
        }
    }

    @Test("all of a mailbox is fetched, newest first, a thousand octets or a million at a time, and can be searched")
    func all() async throws {
        let folder = try TemporaryFolder()
        let mailbox = ScriptedMailbox(uids: 1...300)
        let (mail, server) = try mail([Self.first(mailbox), Self.second(mailbox)], folder, .all)
        try await mail.events(through: "sync done")
        try await search(mail, "body:\"body of\"", finds: 300)
        try await mail.close()
        let (kept, found) = try await kept(folder)
        #expect(kept == "1:300")
        #expect(found.count == 300)
        let asked = server.said(1).filter { $0.contains("BODY.PEEK[]") }
        #expect(asked.count == 2 && asked.first?.contains("UID FETCH 101:300 ") == true)
        #expect(server.connections == 2)
    }

    @Test(
        "nothing is fetched unasked where only what was opened is kept, or nothing at all",
        arguments: [BodyPolicy.opened, .headers])
    func none(policy: BodyPolicy) async throws {
        let folder = try TemporaryFolder()
        let mailbox = ScriptedMailbox(uids: 1...30)
        let (mail, server) = try mail([Self.first(mailbox), Self.second(mailbox)], folder, policy)
        try await mail.events(through: "sync done")
        try await mail.close()
        #expect(!server.said(1).contains { $0.contains("BODY.PEEK[]") })
        #expect(try await kept(folder).0 == "")
    }

    @Test("what a policy does not want any more goes with the next one")
    func changed() async throws {
        let folder = try TemporaryFolder()
        let mailbox = ScriptedMailbox(uids: 1...30)
        let (before, _) = try mail([Self.first(mailbox), Self.second(mailbox)], folder, .all)
        try await before.events(through: "sync done")
        try await before.close()
        #expect(try await kept(folder).0 == "1:30")
        // They came on 21 November 2026; a hundred years later none is of these days.
        let system = Clock.system
        let clock = Clock(
            monotonic: system.monotonic, boot: system.boot, wall: { 4_900_000_000 }, zoneMinutes: { _ in 0 })
        let (after, server) = try mail([Self.first(mailbox), Self.second(mailbox)], folder, .days(30)) {
            $0.clock = clock
        }
        try await after.events(through: "sync done")
        try await after.close()
        #expect(!server.said(1).contains { $0.contains("BODY.PEEK[]") })
        #expect(try await kept(folder).0 == "")
        #expect(try await kept(folder).1 == [])
    }

    @Test("a line that is cut in the middle of a message leaves none of it, and the rest comes over the next")
    func cut() async throws {
        let folder = try TemporaryFolder()
        let mailbox = ScriptedMailbox(uids: 1...20)
        let broken = Self.second(mailbox) { line, command in
            guard command.text.contains("BODY.PEEK[]") else { return true }
            for index in (5..<20).reversed() { try line.send(mailbox.row(index, items: command.text, isList: true)) }
            let half = mailbox.row(4, items: command.text, isList: true)
            try line.send(Array(half.dropLast(9)))
            line.close()
            return false
        }
        let (mail, server) = try mail([Self.first(mailbox), broken, Self.second(mailbox)], folder, .all)
        try await mail.events(through: "sync done")
        try await mail.close()
        #expect(try await kept(folder).0 == "1:20")
        #expect(server.connections == 3)
        #expect(server.said(2).contains { $0.contains("UID FETCH 1:5 (UID BODY.PEEK[])") })
    }

    @Test("a message that the server does not give is not asked for again and again")
    func refused() async throws {
        let folder = try TemporaryFolder()
        let mailbox = ScriptedMailbox(uids: 1...5)
        let second = Self.second(mailbox) { line, command in
            guard command.text.contains("BODY.PEEK[]") else { return true }
            for index in [0, 1, 3, 4] { try line.send(mailbox.row(index, items: command.text, isList: true)) }
            try line.say("\(command.tag) NO [SERVERBUG] one cannot be read")
            return false
        }
        let (mail, server) = try mail([Self.first(mailbox), second], folder, .all)
        try await mail.events(through: "sync done")
        mail.refresh()
        try await mail.close()
        #expect(try await kept(folder).0 == "1:2,4:5")
        #expect(server.said(1).count { $0.contains("BODY.PEEK[]") } == 1)
    }

    @Test("a disk without room takes no more, which is told once, and the store goes on")
    func full() async throws {
        let folder = try TemporaryFolder()
        let mailbox = ScriptedMailbox(uids: 1...5)
        let (mail, _) = try mail([Self.first(mailbox), Self.second(mailbox)], folder, .all) {
            $0.diskReserve = ByteSize(.max)
        }
        try await mail.events(through: "store stopped")
        try await search(mail, "s5", finds: 1)
        try await mail.close()
        #expect(try await kept(folder).0 == "")
    }

    // MARK: Beginnings of texts

    @Test("beginnings of texts that come while the list is shown are told, of the messages that were asked for alone")
    func previewsComing() async throws {
        let folder = try TemporaryFolder()
        let mailbox = ScriptedMailbox(uids: 1...20)
        let gate = Gate()
        let second = Self.second(mailbox) { line, command in
            if command.text.contains("BODY.PEEK[]") { try line.wait(gate) }
            return true
        }
        let (mail, _) = try mail([Self.first(mailbox), second], folder, .all)
        try await mail.events(through: "rows")
        mail.core.send(.previews(view: Generation(1), [try uid(20), try uid(19)]))
        #expect(try await mail.events(through: "previews").last == "previews 19 , 20 ")
        gate.open()
        #expect(try await mail.events(through: "previews").last == "previews 19 Body of 19., 20 Body of 20.")
        // They are known from here on.
        mail.core.send(.previews(view: Generation(1), [try uid(20)]))
        #expect(try await mail.events(through: "previews").last == "previews 20 Body of 20.")
        try await mail.close()
    }

    @Test(
        "what a server tells of texts is there at the next start without it, unless nothing is to be kept",
        arguments: [BodyPolicy.opened, .headers])
    func previewsTold(policy: BodyPolicy) async throws {
        let folder = try TemporaryFolder()
        var mailbox = ScriptedMailbox(uids: 1...3)
        mailbox.capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN PREVIEW"
        let telling = Script { [mailbox] line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                if command.text == "UID FETCH 2:3 (UID PREVIEW)" {
                    try line.say(
                        "* 3 FETCH (UID 3 PREVIEW \"Liebe Anna\")", "* 2 FETCH (UID 2 PREVIEW NIL)",
                        "\(command.tag) OK done")
                } else {
                    try line.answer(command, mailbox)
                }
            }
        }
        let asked = [try uid(3), try uid(2)]
        let (mail, _) = try mail([telling, Self.second(mailbox)], folder, policy)
        try await mail.events(through: "sync done")
        mail.core.send(.previews(view: Generation(1), asked))
        #expect(try await mail.events(through: "previews").last == "previews 2 , 3 Liebe Anna")
        try await mail.close()
        let refused = Script.refuse(.connect(errno: 111, addresses: 1))
        let (offline, _) = try self.mail([refused], folder, policy)
        try await offline.events(through: policy == .opened ? "confirmed" : "opened")
        offline.core.send(.previews(view: Generation(1), asked))
        let last = policy == .opened ? "previews 2 , 3 Liebe Anna" : "previews 2 , 3 "
        #expect(try await offline.events(through: "previews").last == last)
        try await offline.close()
    }

    // MARK: Another process

    @Test("while another process fills the store this one neither fetches nor indexes, and goes on when that has gone")
    func otherProcess() async throws {
        let folder = try TemporaryFolder()
        let mailbox = ScriptedMailbox(uids: 1...20)
        let address = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
        let account = AccountConfiguration(id: AccountID("a"), server: address, user: "anna", credential: .prompt)
        let cache = "\(folder.path)/cache"
        // It has kept a message and not come to its words.
        let place = BodyPlace(.inbox, try #require(UIDValidity(7)))
        let store = try await Store.open(folder: cache, name: account.fileName).store
        let third = mailbox.messages[2]
        try await store.writer.writeBodies(
            [(try uid(3), (third.header ?? []) + third.body)], of: place, isKept: true)
        try await store.openBodies()
        let holder = try StoreProcess("lease", cache, "\(account.fileName).sync")
        #expect(await Blocking.run { holder.line() } == "taken")
        let (mail, server) = try mail([Self.first(mailbox), Self.second(mailbox)], folder, .all) {
            $0.resyncMilliseconds = 20
        }
        try await mail.events(through: "rows")
        while await !mail.core.transcript(of: mail.id(0)).contains("another process fills the store: \(holder.number)")
        {
            try await mail.settle()
        }
        for _ in 0..<20 { try await mail.settle() }
        #expect(try await store.reader.bodiesWithoutText(9).count == 1)
        #expect(server.connections == 1)
        holder.kill()
        try await search(mail, "body:\"body of\"", finds: 20)
        #expect(await mail.core.transcript(of: mail.id(0)).components("another process").count == 2)
        try await mail.close()
        #expect(try await store.reader.bodiesWithoutText(9).isEmpty)
        await store.close()
        #expect(try await kept(folder).0 == "1:20")
        #expect(server.said(1).contains { $0.contains("UID FETCH 1:2,4:20 (UID BODY.PEEK[])") })
    }
}

extension String {
    fileprivate func components(_ separator: String) -> [Substring] { split(separator: separator) }
}
