import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore
@testable import TUI
@testable import rohrpost

@Suite("rohrpost search")
struct SearchCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        folder.write(
            Array(
                """
                [account.work]
                url = "imaps://max%40example.org@imap.example.org/"
                [account.home]
                url = "imaps://anna@localhost/"
                """.utf8), to: "config.toml")
    }

    /// What one run printed.
    private struct Printed: Sendable {
        var output = ""
        var errors = ""
        var code = ExitCode.ok
    }

    /// On a thread of its own, as the program is on its main thread: it waits for the store.
    private func run(_ arguments: String...) async -> Printed {
        let path = folder.path
        return await Blocking.run { Self.run(arguments, path) }
    }

    private static func run(_ arguments: [String], _ path: String) -> Printed {
        final class Paper {
            var printed = Printed()
        }
        let paper = Paper()
        let environment = [
            "HOME": path, "XDG_CACHE_HOME": "\(path)/cache", "LANG": "en_GB.UTF-8",
        ]
        func output(_ text: String, _ descriptor: Int32) {
            if descriptor == 1 { paper.printed.output += text } else { paper.printed.errors += text }
        }
        var clock = Clock.system
        clock.wall = { 1_763_800_000 }
        clock.zoneMinutes = { _ in 60 }
        let program = Program(
            environment: { environment[$0] }, files: LocalFileSystem(), isTerminal: { _ in false },
            isOpen: { _ in false }, output: output, show: { _ in .other },
            search: { [clock] in Search(wanted: $0, clock: clock, output: output).run() })
        paper.printed.code = program.run(["search", "--config", "\(path)/config.toml"] + arguments) { _, _ in .other }
        return paper.printed
    }

    /// A message of the store of an account.
    private struct Stored {
        let uid: UInt32
        let subject: String
        let from: String
        /// Hours before now.
        let age: Int64
        var flags: Set<Flag> = []
    }

    private func fill(
        _ host: String, _ user: String, _ mailbox: String = "INBOX", isWhole: Bool = true, messages: [Stored]
    ) async throws {
        let address = try #require(ServerAddress(host: host, port: 993, security: .implicitTLS))
        let account = AccountConfiguration(id: AccountID("x"), server: address, user: user, credential: .prompt)
        let store = try await Store.open(folder: folder.path + "/cache/rohrpost", name: account.fileName).store
        let info = MailboxInfo(
            path: try #require(MailboxPath(mailbox)), delimiter: "/",
            levels: mailbox.split(separator: "/").map(String.init), owner: .personal, use: nil, isSelectable: true,
            isSubscribed: true, hasChildren: false, takesChildren: true)
        let inbox = try #require(try await store.writer.setMailboxes([info], isComplete: false).first)
        var sync = StoredSync()
        sync.uidValidity = UIDValidity(7)
        if isWhole { (sync.completeFrom, sync.completeTo) = (.lowest, .highest) }
        let id = try #require(try await store.writer.setSync(sync, of: inbox))
        try await store.writer.write(
            messages.compactMap { message in
                var header = StoredHeader()
                header.subject = message.subject
                header.from = [Address(displayName: message.from, localPart: "x", domain: "example.org")]
                guard let uid = UID(message.uid) else { return nil }
                let moment = 1_763_800_000 - message.age * 3_600
                return StoredMessage(
                    uid: uid, flags: StoredFlags(message.flags), date: moment, arrival: moment, header: header)
            }, to: id)
        await store.close()
    }

    private func fill() async throws {
        try await fill(
            "imap.example.org", "max@example.org",
            messages: [
                Stored(uid: 4, subject: "Rechnung November", from: "Müller", age: 2, flags: [.seen]),
                Stored(uid: 5, subject: "Advent\u{1B}[2J\u{202E}", from: "Anna", age: 1),
            ])
        try await fill(
            "imap.example.org", "max@example.org", "Kunden/2026",
            messages: [Stored(uid: 9, subject: "Rechnung Oktober", from: "Müller", age: 700)])
        try await fill(
            "localhost", "anna", isWhole: false,
            messages: [Stored(uid: 1, subject: "Rechnung", from: "Bäcker", age: 30)])
    }

    @Test("all accounts are searched, the newest message first, and what is not kept whole is told")
    func all() async throws {
        try await fill()
        let printed = await run("rechnung")
        #expect(printed.code == .ok)
        #expect(
            printed.output == """
                2025-11-22 07:26  work: INBOX        Müller                    Rechnung November
                2025-11-21 03:26  home: INBOX        Bäcker                    Rechnung
                2025-10-24 05:26  work: Kunden/2026  Müller                    Rechnung Oktober

                """)
        #expect(printed.errors == "1 mailbox is not kept whole; there may be more on the server\n")
    }

    @Test("one account, one mailbox, what is below it, and so many")
    func narrowed() async throws {
        try await fill()
        try await fill(
            "imap.example.org", "max@example.org", "Kunden/2026/Alt",
            messages: [Stored(uid: 3, subject: "Entwurf", from: "Schmidt", age: 900)])
        try await fill(
            "imap.example.org", "max@example.org", "Kunden/2026-Neu",
            messages: [Stored(uid: 3, subject: "Entwurf", from: "Lange", age: 901)])
        let work = await run("mueller", "rechnung", "--account", "work")
        #expect(work.output.split(separator: "\n").count == 2 && !work.output.contains("work:") && work.errors.isEmpty)
        let inbox = await run("rechnung", "--account=work", "--mailbox", "INBOX").output
        #expect(inbox.contains("November"))
        let below = await run("rechnung", "--account=work", "--mailbox", "Kunden/2026", "--below")
        #expect(below.output.contains("Oktober") && !below.output.contains("November"))
        let deeper = await run("entwurf", "--account=work", "--mailbox", "Kunden/2026", "--below")
        #expect(deeper.output.contains("Schmidt") && !deeper.output.contains("Lange"))
        #expect(await run("entwurf", "--account=work", "--mailbox", "Kunden/2026").output.isEmpty)
        let one = await run("rechnung", "--limit", "1")
        #expect(one.output.contains("November") && !one.output.contains("Oktober"))
        #expect(one.errors.contains("these are the newest 1"))
    }

    @Test("nothing that a mail holds reaches the terminal as a command")
    func hostile() async throws {
        try await fill()
        let text = await run("advent").output
        #expect(text.contains("Advent") && !text.unicodeScalars.contains { $0.value == 0x1B || $0.value == 0x202E })
        let json = await run("advent", "--json").output
        #expect(json.contains(#"Advent\u001b[2J\u202e"#))
    }

    @Test("as one JSON object")
    func json() async throws {
        try await fill()
        let printed = await run("is:read", "--json")
        let value = try #require(JSON(Array(printed.output.utf8)))
        #expect(value["schema"]?.string == "rohrpost/search/1" && value["query"]?.string == "is:read")
        let found = try #require(value["found"]?.array)
        #expect(found.count == 1)
        #expect(found.first?["account"]?.string == "work" && found.first?["uid"]?.int == 4)
        #expect(found.first?["subject"]?.string == "Rechnung November")
    }

    @Test("texts that are kept are searched, and of how many none is kept is told")
    func texts() async throws {
        try await fill()
        #expect(await run("body:karamell", "--account=work").errors.contains("the texts of 3 messages"))
        let address = try #require(ServerAddress(host: "imap.example.org", port: 993, security: .implicitTLS))
        let account = AccountConfiguration(
            id: AccountID("x"), server: address, user: "max@example.org", credential: .prompt)
        let store = try await Store.open(folder: folder.path + "/cache/rohrpost", name: account.fileName).store
        let octets = Array("From: x@example.org\r\nSubject: Advent\r\n\r\nMit Karamell und Zimt.\r\n".utf8)
        let place = BodyPlace(.inbox, try #require(UIDValidity(7)))
        try await store.writer.writeBodies([(uid: try #require(UID(5)), octets: octets)], of: place, isKept: true)
        try await store.openBodies()
        var some = try await store.reader.bodiesWithoutText(4)
        for index in some.indices { some[index].text = await Self.text(octets) }
        try await store.writer.indexBodies(some)
        await store.close()
        let printed = await run("body:karamell", "--account=work")
        #expect(printed.output.contains("INBOX  Anna"))
        #expect(printed.errors.contains("the texts of 2 messages are not kept here"))
    }

    @CPUActor
    private static func text(_ octets: [UInt8]) -> IndexedText? {
        IndexedText(HeldOctets(octets), charsets: IconvCharsets())
    }

    @Test("finding nothing is no mistake")
    func nothing() async throws {
        try await fill()
        let printed = await run("subject:gibtesnicht", "--account=work")
        #expect(printed.code == .ok && printed.output.isEmpty && printed.errors == "nothing was found\n")
    }

    @Test("what is kept nowhere, and a mailbox that is not there, are told, and no file is made")
    func missing() async throws {
        let printed = await run("x")
        #expect(printed.code == .notFound && printed.output.isEmpty)
        #expect(printed.errors.contains("nothing of “work” is kept on this machine"))
        #expect(!folder.names.contains("cache"))
        try await fill()
        let mailbox = await run("x", "--mailbox", "Nirgends", "--account", "work")
        #expect(mailbox.code == .notFound && mailbox.errors.contains("“work” has no mailbox “Nirgends”"))
    }

    @Test("a damaged store is told, and set aside for whoever comes to look at it")
    func damaged() async throws {
        try await fill()
        let cache = "\(folder.path)/cache/rohrpost"
        let address = try #require(ServerAddress(host: "imap.example.org", port: 993, security: .implicitTLS))
        let account = AccountConfiguration(
            id: AccountID("x"), server: address, user: "max@example.org", credential: .prompt)
        let file = "\(account.fileName).db"
        folder.write(Array(repeating: UInt8(ascii: "x"), count: 8_192), to: "cache/rohrpost/\(file)")
        let work = await run("rechnung", "--account=work")
        #expect(work.code == .notFound && work.output.isEmpty)
        #expect(
            work.errors
                == "the store of “work” was damaged and is now \(cache)/\(file).damaged-1; it is filled again when "
                + "Rohrpost is opened\n")
    }

    @Test(
        "mistakes are told in a sentence",
        arguments: [
            ([], "what is searched for?"), (["x", "--limit", "0"], "--limit takes a number"),
            (["x", "--below"], "--below needs --mailbox"), (["frm:anna"], "frm"),
            (["x", "--account", "wrk"], "wrk"), (["x", "--colour"], "--colour"),
        ])
    func mistakes(arguments: [String], words: String) async {
        var printed = Printed()
        switch arguments.count {
        case 0: printed = await run()
        case 1: printed = await run(arguments[0])
        case 2: printed = await run(arguments[0], arguments[1])
        default: printed = await run(arguments[0], arguments[1], arguments[2])
        }
        #expect(printed.code == .usage && printed.errors.contains(words), "\(printed.errors)")
    }
}
