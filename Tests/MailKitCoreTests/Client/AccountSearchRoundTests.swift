import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

/// The server is asked in every mailbox within reach, while INBOX is open.
@Suite("Account: searching all of what is on the server", .timeLimit(.minutes(2)))
struct AccountSearchRoundTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    /// The store has messages of INBOX, and of `Alt` and `Alt/Neu` nothing but their names.
    private func fill() async throws {
        let address = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
        let account = AccountConfiguration(id: AccountID("a"), server: address, user: "anna", credential: .prompt)
        let store = try await Store.open(folder: folder.path, name: account.fileName).store
        let ids = try await store.writer.setMailboxes(
            [["INBOX"], ["Alt"], ["Alt", "Neu"]].map { SearchBed.mailbox($0) }, isComplete: true)
        var sync = StoredSync()
        sync.uidValidity = UIDValidity(7)
        let first = try #require(ids.first)
        let inbox = try #require(try await store.writer.setSync(sync, of: first))
        let uids: [UInt32] = [10, 20, 30]
        try await store.writer.write(
            uids.compactMap { UID($0) }.map { uid in
                var header = StoredHeader()
                header.subject = "s\(uid.rawValue)"
                return StoredMessage(uid: uid, flags: .none, arrival: Int64(uid.rawValue), header: header)
            }, to: inbox)
        await store.close()
    }

    /// A line that looks into mailboxes; what it finds in one is all that is in it.
    struct Looking {
        var boxes = ["Alt": ScriptedMailbox(uids: [5, 25]), "Alt/Neu": ScriptedMailbox(uids: [7])]
        var lostAt: String?
        var gate: Gate?

        var script: Script {
            let looking = self
            return Script { line in try looking.play(line) }
        }

        func play(_ line: ScriptedLine) throws {
            try line.say(ScriptedLine.flightGreeting)
            var open = ScriptedMailbox([])
            while true {
                let command = try line.next()
                let words = command.text.split(separator: " ").map(String.init)
                if words.first == "EXAMINE" {
                    let name = words[1].filter { $0 != "\"" }
                    if name == lostAt { return try line.say("* BYE enough") }
                    guard let box = boxes[name] else {
                        try line.say("\(command.tag) NO [NOPERM] not that one")
                        continue
                    }
                    open = box
                    try line.answer(command, box)
                } else if command.text.hasPrefix("UID SEARCH") {
                    if let gate { try line.wait(gate) }
                    let uids = open.messages.map { String($0.uid) }.joined(separator: " ")
                    try line.say("* SEARCH \(uids)", "\(command.tag) OK done")
                } else if command.text.hasPrefix("UID FETCH"), command.text.contains("ENVELOPE"),
                    !command.text.contains("BODY.PEEK[HEADER]")
                {
                    for (index, message) in open.messages.enumerated()
                    where words[2].split(separator: ",").contains("\(message.uid)") {
                        try line.send(open.row(index, items: command.text, isList: true))
                    }
                    try line.say("\(command.tag) OK done")
                } else {
                    try line.answer(command, open)
                }
            }
        }
    }

    /// INBOX is open, in which the server finds nothing, and this was searched for in the whole account.
    private func opened(_ query: String, _ others: Script...) async throws -> (ScriptedMail, ScriptedServer) {
        try await fill()
        let inbox = ScriptedMailbox(uids: [10, 20, 30])
        let first = Script { line in
            try line.openAll(inbox)
            while true { try line.answer(try line.next(), inbox) }
        }
        let server = ScriptedServer(scripts: [first] + others)
        let path = folder.path
        let mail = try ScriptedMail(server) {
            $0.storeFolder = path
            $0.opensBackgroundLines = true
            $0.fillsStores = false
        }
        mail.open()
        var events: [String] = []
        while !events.contains("confirmed INBOX 3") {
            events += try await mail.events(1)
            if let online = events.firstIndex(of: "online"), events[online...].contains("opened INBOX 3") { break }
        }
        try search(mail, query)
        try await mail.events(through: "view 2: searched 0 of 3, 3 incomplete")

        return (mail, server)
    }

    private func search(_ mail: ScriptedMail, _ query: String, _ scope: SearchScope = .account) throws {
        mail.core.send(
            .search(
                account: mail.id(0), try SearchQueryParser.parse(query), in: .inbox, scope: scope, view: Generation(2)))
    }

    private func rows(_ mail: ScriptedMail, _ count: Int) async throws -> [MessageRow] {
        mail.core.send(.rows(view: Generation(2), range: 0..<count))
        var all: [MessageID: MessageRow] = [:]
        while all.count < count {
            guard case .rows(Generation(2), _, let rows) = try await mail.next() else { continue }
            for row in rows { all[row.id] = row }
        }
        return all.values.sorted { $0.subject < $1.subject }
    }

    @Test("each mailbox is asked in turn over a line that only looks, what it finds is one list, and is read")
    func account() async throws {
        let (mail, server) = try await opened("nirgends", Looking().script, Looking().script)
        mail.core.send(.searchServer(view: Generation(2)))
        try await mail.events(through: "view 2: searched 0 of 3, 3 incomplete, asked 0 of 3")
        try await mail.events(through: "view 2: searched 3 of 3, 3 incomplete, answered 3 of 3")
        #expect(server.said(0).contains { $0.contains("UID SEARCH TEXT \"nirgends\"") })
        let opened = server.said(1).filter { $0.contains("EXAMINE") }.map { $0.split(separator: " ").last ?? "" }
        #expect(opened.first?.hasSuffix("Alt") == true && opened.contains { $0.contains("Alt/Neu") })
        #expect(!server.said(1).contains { $0.contains("SELECT ") })
        let found = try await rows(mail, 3)
        #expect(found.map(\.subject) == ["s25", "s5", "s7"])
        let message = try #require(found.first)
        mail.core.send(.openMessage(message.id, generation: Generation(5)))
        #expect(try await mail.events(through: "message 5").last?.contains("Body of 25.") == true)
        try await mail.close()
    }

    @Test("a mailbox that the server refuses is counted and holds up no other")
    func refused() async throws {
        let looking = Looking(boxes: ["Alt/Neu": ScriptedMailbox(uids: [7])])
        let (mail, _) = try await opened("nirgends", looking.script)
        mail.core.send(.searchServer(view: Generation(2)))
        try await mail.events(through: "view 2: searched 1 of 3, 3 incomplete, answered 2 of 3 refused 1")
        try await mail.close()
    }

    @Test("a line that is lost ends it, and what was found stays")
    func lost() async throws {
        let (mail, _) = try await opened("nirgends", Looking(lostAt: "Alt/Neu").script)
        mail.core.send(.searchServer(view: Generation(2)))
        try await mail.events(through: "view 2: searched 2 of 3, 3 incomplete, answered 2 of 3 lineLost 1")
        #expect(try await rows(mail, 2).map(\.subject) == ["s25", "s5"])
        try await mail.close()
    }

    @Test("where no further line is let in the open mailbox alone is asked, and that is told")
    func noFurtherLine() async throws {
        let (mail, _) = try await opened("nirgends", Script { line in try line.say("* BYE too many connections") })
        mail.core.send(.searchServer(view: Generation(2)))
        try await mail.events(through: "view 2: searched 0 of 3, 3 incomplete, answered 1 of 3 noFurtherLine 2")
        mail.rows(0..<3)
        try await mail.events(through: "rows")
        try await mail.close()
    }

    /// Nothing is stored, INBOX is open, and the server has not told yet which mailboxes there are.
    private func openedWithoutList(_ gate: Gate, _ other: Script) async throws -> ScriptedMail {
        let inbox = ScriptedMailbox(uids: [10, 20, 30])
        let first = Script { line in
            try line.openAll(inbox)
            while true {
                let command = try line.next()
                if command.text.hasPrefix("LIST") {
                    try line.wait(gate)
                    try line.say(
                        #"* LIST () "/" INBOX"#, #"* LIST () "/" Alt"#, #"* LIST () "/" Alt/Neu"#,
                        "\(command.tag) OK done")
                } else if command.text.hasPrefix("UID SEARCH") {
                    try line.say("* SEARCH 20", "\(command.tag) OK done")
                } else {
                    try line.answer(command, inbox)
                }
            }
        }
        let mail = try ScriptedMail(ScriptedServer(scripts: [first, other]), store: .none) {
            $0.opensBackgroundLines = true
        }
        mail.patience[.quiet] = 1
        mail.open()
        try await mail.events(through: "opened INBOX 3")
        try search(mail, "nirgends")
        try await mail.events(through: "view 2: searched 0 of 1, 1 incomplete")
        mail.core.send(.searchServer(view: Generation(2)))
        return mail
    }

    @Test("where neither the mailboxes are known nor a further line is let in, the open mailbox is asked all the same")
    func withoutList() async throws {
        let gate = Gate()
        let mail = try await openedWithoutList(gate, Script { line in try line.say("* BYE too many connections") })
        try await mail.events(through: "view 2: searched 0 of 1, 1 incomplete, asked 0 of 2 noFurtherLine 1")
        gate.open()
        try await mail.events(through: "view 2: searched 1 of 1, 1 incomplete, answered 1 of 2 noFurtherLine 1")
        try await mail.close()
    }

    @Test("mailboxes that the first line tells of need not be asked for over the other one")
    func listFromFirstLine() async throws {
        let (list, greeting) = (Gate(), Gate())
        let looking = Looking()
        let mail = try await openedWithoutList(
            list,
            Script { line in
                try line.wait(greeting)
                try looking.play(line)
            })
        list.open()
        try await mail.events(through: "view 2: searched 1 of 1, 1 incomplete, asked 1 of 3")
        greeting.open()
        try await mail.events(through: "view 2: searched 4 of 1, 1 incomplete, answered 3 of 3")
        try await mail.close()
    }

    @Test("what is found for a query that was changed meanwhile is not taken for that of the new one")
    func changed() async throws {
        let gate = Gate()
        let other = Looking(boxes: ["Alt": ScriptedMailbox(uids: [8]), "Alt/Neu": ScriptedMailbox([])])
        let (mail, server) = try await opened("nirgends", Looking(gate: gate).script, other.script)
        mail.core.send(.searchServer(view: Generation(2)))
        #expect(await server.hears("UID SEARCH TEXT \"nirgends\"", 1))
        try search(mail, "sonstwo")
        try await mail.events(through: "view 2: searched 0 of 3, 3 incomplete")
        gate.open()
        mail.core.send(.searchServer(view: Generation(2)))
        var last = ""
        repeat {
            last = try await mail.events(1).last ?? ""
            #expect(!last.contains("searched 2") && !last.contains("searched 3"), "\(last)")
        } while !last.hasPrefix("view 2: searched 1 of 3, 3 incomplete, answered 3 of 3")
        #expect(try await rows(mail, 1).map(\.subject) == ["s8"])
        try await mail.close()
    }

    @Test("where another mailbox is opened meanwhile it ends, and that is told")
    func otherMailbox() async throws {
        let gate = Gate()
        let (mail, server) = try await opened("nirgends", Looking(gate: gate).script)
        mail.core.send(.searchServer(view: Generation(2)))
        #expect(await server.hears("UID SEARCH TEXT \"nirgends\"", 1))
        let path = SearchBed.mailbox(["Alt"]).path
        mail.core.send(.openMailbox(account: mail.id(0), path: path, firstPage: 50, view: Generation(3)))
        var last = ""
        repeat { last = try await mail.events(1).last ?? "" } while last != "view 2: searched 0 of 3, 3 incomplete"
        gate.open()
        try await mail.close()
    }

    @Test("what the server cannot be asked is looked for in the rows that come, and what differs leaves the list")
    func checked() async throws {
        var alt = ScriptedMailbox(uids: [5, 25])
        alt.messages[1].structure =
            "(\"APPLICATION\" \"PDF\" (\"NAME\" \"plan.pdf\") NIL NIL \"BASE64\" 100 NIL (\"ATTACHMENT\" (\"FILENAME\" \"plan.pdf\")))"
        let (mail, server) = try await opened(
            "filename:plan", Looking(boxes: ["Alt": alt, "Alt/Neu": .init([])]).script)
        mail.core.send(.searchServer(view: Generation(2)))
        try await mail.events(through: "view 2: searched 1 of 3, 3 incomplete, answered 3 of 3")
        #expect(server.said(1).contains { $0.contains("UID SEARCH ALL") })
        #expect(try await rows(mail, 1).map(\.subject) == ["s25"])
        #expect(!mail.untaken.contains { $0.contains("unchecked") })
        try await mail.close()
    }
}

@Suite("What a server found, in a list of several mailboxes")
struct ToldMessagesTests {
    private func found(_ mailbox: UInt32, _ number: UInt32) throws -> StoreReader.Found {
        .init(mailbox: MailboxID(mailbox), uid: try uid(number))
    }

    @Test("it stands by its time, and where that is not known beside its neighbour in the mailbox")
    func merging() throws {
        let stored = [try found(1, 9), try found(2, 70), try found(1, 5)]
        let told = [try found(3, 1), try found(1, 7), try found(3, 2), try found(1, 5)]
        #expect(
            ToldMessages.merged(stored, [900, 700, 500], told, [try found(3, 1): 800]) == (
                [
                    try found(1, 9), try found(3, 2), try found(3, 1), try found(2, 70), try found(1, 5),
                    try found(1, 7),
                ], [900, 800, 800, 700, 500, 500]
            ))
        #expect(ToldMessages.merged(stored, [900, 700, 500], [], [:]) == (stored, [900, 700, 500]))
    }
    @Test("what the store has got meanwhile stands in the list once, though its mailbox had another id before")
    func storedMeanwhile() throws {
        func place(_ mailbox: UInt32, _ validity: UInt32) throws -> Account.SearchPlace {
            .init(path: .inbox, mailbox: MailboxID(mailbox), uidValidity: try #require(UIDValidity(validity)))
        }
        let places = [
            MailboxID(Account.unstored | 4): try place(4, 7), MailboxID(9): try place(4, 7),
            MailboxID(Account.unstored | 5): try place(5, 7), MailboxID(8): try place(5, 6),
        ]
        let told = [
            try found(Account.unstored | 4, 1), try found(Account.unstored | 4, 2), try found(Account.unstored | 5, 1),
        ]
        #expect(ToldMessages.beyond([try found(9, 1), try found(8, 1)], told, places) == [told[1], told[2]])
        #expect(ToldMessages.beyond([], told, places) == told)
    }
}
