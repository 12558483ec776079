import MailGrammar
import MailKitCore
import TestSupport
import Testing

extension ScriptedLine {
    /// The answer to a SORT.
    fileprivate func sorted(_ command: Command, _ uids: String) throws {
        try say("* SORT \(uids)", "\(command.tag) OK done")
    }
}

@Suite("Account: how a list is asked for", .timeLimit(.minutes(2)))
struct AccountListTests {
    private let mailbox = Self.sorting([10, 20, 30])

    private static func sorting(_ uids: [Int]) -> ScriptedMailbox {
        var mailbox = ScriptedMailbox(uids: uids)
        mailbox.capabilities = "IMAP4rev1 SASL-IR AUTH=PLAIN SORT PREVIEW"
        return mailbox
    }

    private func reshape(_ mail: ScriptedMail, _ word: String, _ items: RowItems = [], keeping: UInt32? = nil) {
        let shape = ListShape(order: ListOrder(word) ?? .arrival, items: items)
        mail.core.send(.reshape(view: Generation(1), shape, keeping: keeping.flatMap { UID($0) }))
    }

    private func opened(_ scripts: [Script]) async throws -> ScriptedMail {
        let mail = try ScriptedMail(ScriptedServer(scripts: scripts)) { $0.sortPause = { _ in 0 } }
        mail.open()
        try await mail.events(through: "rows")
        return mail
    }

    /// The server plays its part with the mailbox open, and answers whatever is asked after that; `then` is played
    /// on the next line.
    private func opened(
        _ mailbox: ScriptedMailbox? = nil, _ play: @escaping @Sendable (ScriptedLine) throws -> Void = { _ in },
        then later: (@Sendable (ScriptedLine) throws -> Void)? = nil
    ) async throws -> ScriptedMail {
        let mailbox = mailbox ?? self.mailbox
        let first = Script { line in
            try line.openAll(mailbox)
            try play(line)
            while true { try line.answer(try line.next(), mailbox) }
        }
        return try await opened([first] + (later.map { [Script($0)] } ?? []))
    }

    /// A SORT that is asked for, and answered when somebody opens the gate.
    private struct SlowSort: Sendable {
        let asked = Gate()
        let gate = Gate()

        func answer(_ line: ScriptedLine, _ order: String, _ uids: String) throws {
            let command = try line.expect("UID SORT (\(order)")
            asked.open()
            try line.wait(gate)
            try line.sorted(command, uids)
        }
    }

    private func answer(_ command: ScriptedLine.Command, _ line: ScriptedLine, _ mailbox: ScriptedMailbox) throws {
        for (index, message) in mailbox.messages.enumerated().reversed() where command.text.contains("\(message.uid)") {
            try line.send(mailbox.row(index, items: command.text, isList: true))
        }
        try line.say("\(command.tag) OK done")
    }

    @Test("another order, its rows by UID, and back to that of arrival with the message kept")
    func sorts() async throws {
        let mailbox = mailbox
        let mail = try await opened { line in
            try line.sorted(try line.expect("UID SORT (SUBJECT REVERSE ARRIVAL) UTF-8 ALL"), "20 30 10")
            try answer(try line.expect("UID FETCH 20,30 ("), line, mailbox)
            try line.say("* 2 FETCH (FLAGS (\\Seen))", "* 1 EXPUNGE")
            try line.answer(try line.expect("FETCH 1:2 "), ScriptedMailbox(uids: [20, 30]))
        }
        reshape(mail, "subject", keeping: 30)
        #expect(try await mail.events(1) == ["order subject of 3 at 1"])
        mail.rows(0..<2)
        #expect(try await mail.events(3) == ["rows 0: s20 s30", "flags 20 \\Seen", "removed 2"])
        reshape(mail, "arrival", keeping: 20)
        mail.rows(0..<2)
        #expect(try await mail.events(2) == ["order arrival of 2 at 1", "rows 0: s30 s20"])
        try await mail.close()
    }

    @Test("the answer to a SORT that nobody wants any more is not taken for that to the next")
    func earlierAnswer() async throws {
        let slow = SlowSort()
        let mail = try await opened { line in
            try slow.answer(line, "SUBJECT", "10 20 30")
            try line.sorted(try line.expect("UID SORT (REVERSE SIZE"), "20 30 10")
        }
        reshape(mail, "subject", keeping: 30)
        await slow.asked.wait()
        reshape(mail, "arrival")
        reshape(mail, "size", keeping: 30)
        try await mail.settle()
        slow.gate.open()
        #expect(try await mail.events(2) == ["order arrival of 3", "order size of 3 at 1"])
        // Where another one stands is known without the server.
        reshape(mail, "size", keeping: 10)
        #expect(try await mail.events(1) == ["order size of 3 at 2"])
        try await mail.close()
    }

    @Test("where a message stands in the order of arrival is told from memory")
    func placeByArrival() async throws {
        let mail = try await opened()
        reshape(mail, "arrival", keeping: 10)
        reshape(mail, "arrival", keeping: 99)
        #expect(try await mail.events(2) == ["order arrival of 3 at 2", "order arrival of 3"])
        try await mail.close()
    }

    @Test("an order that is given up for the one that is shown is not sorted once more")
    func givenUp() async throws {
        let mailbox = mailbox
        let slow = SlowSort()
        let mail = try await opened { line in
            try line.sorted(try line.expect("UID SORT (SUBJECT"), "20 30 10")
            try slow.answer(line, "REVERSE SIZE", "10 30 20")
            try answer(try line.expect("UID FETCH 20,30 ("), line, mailbox)
        }
        reshape(mail, "subject")
        #expect(try await mail.events(1) == ["order subject of 3"])
        reshape(mail, "size")
        await slow.asked.wait()
        reshape(mail, "subject")
        try await mail.settle()
        slow.gate.open()
        mail.rows(0..<2)
        #expect(try await mail.events(1) == ["rows 0: s20 s30"])
        try await mail.close()
    }

    @Test("whoever leaves the mailbox while the server sorts waits for that SORT alone, and not for the next one")
    func leaves() async throws {
        let mailbox = mailbox
        let slow = SlowSort()
        let mail = try await opened { line in
            try slow.answer(line, "SUBJECT", "10 20 30")
            try line.answer(try line.expect("SELECT Archive"), mailbox)
        }
        reshape(mail, "subject")
        await slow.asked.wait()
        reshape(mail, "arrival")
        reshape(mail, "size")
        mail.open(0, try #require(MailboxPath("Archive")), view: 2)
        try await mail.settle()
        slow.gate.open()
        #expect(
            try await mail.events(3) == [
                "order arrival of 3", "view 2: opened Archive 3", "view 2: rows 0: s30 s20 s10",
            ])
        try await mail.close()
    }

    @Test("new mail is sorted in; the line comes back in the same order")
    func news() async throws {
        let mail = try await opened { line in
            let sort = try line.expect("UID SORT (REVERSE SIZE REVERSE ARRIVAL) UTF-8 ALL")
            try line.say("* SORT 20 30 10", "\(sort.tag) OK done", "* 4 EXISTS")
            let again = try line.expect("UID SORT (REVERSE SIZE")
            try line.say("* SORT 20 40 30 10", "\(again.tag) OK done", "* BYE")
        } then: { line in
            let grown = Self.sorting([10, 20, 40, 50])
            try line.sorted(try line.open(grown, until: "UID SORT"), "20 40 50 10")
            while true { try line.answer(try line.next(), grown) }
        }
        reshape(mail, "size")
        #expect(try await mail.events(2) == ["order size of 3", "inserted 1 at 1"])
        try await mail.events(through: "offline")
        mail.refresh()
        let events = try await mail.events(through: "inserted")
        #expect(events.suffix(2) == ["removed 2", "inserted 1 at 2"])
        #expect(!events.contains { $0.hasPrefix("rows") || $0.hasPrefix("reset") })
        try await mail.close()
    }

    @Test("a server that does not sort, or refuses to, leaves the list as it is", arguments: [true, false])
    func refused(isOffered: Bool) async throws {
        let mail = try await opened(isOffered ? mailbox : ScriptedMailbox(uids: [10, 20, 30])) { line in
            if isOffered { try line.say("\(try line.expect("UID SORT").tag) NO too much") }
        }
        reshape(mail, "from")
        #expect(try await mail.events(2) == ["failed 1 refused", "order arrival kept"])
        mail.rows(0..<2)
        #expect(try await mail.events(1) == ["rows 0: s30 s20"])
        try await mail.close()
    }

    @Test("size, priority and mailing list are asked for where they are wanted, and only there")
    func items() async throws {
        let mailbox = mailbox
        let usual = "(UID FLAGS INTERNALDATE ENVELOPE BODYSTRUCTURE"
        let mail = try await opened([
            Script { line in
                let page = try line.open(mailbox)
                #expect(page.text.hasSuffix("FETCH 1:3 \(usual))"))
                try line.answer(page, mailbox)
                let fields = "BODY.PEEK[HEADER.FIELDS (X-Priority Importance Priority List-Id)]"
                let again = try line.expect("FETCH 2:3 \(usual) RFC822.SIZE \(fields))")
                let header = "Importance: HIGH\r\nList-Id: =?utf-8?q?H=C3=A4fen?=\r\n <hafen.example>\r\n\r\n"
                for (sequence, uid) in [(2, 20), (3, 30)] {
                    try line.send(
                        Array(
                            ("* \(sequence) FETCH (UID \(uid) FLAGS () INTERNALDATE \"21-Nov-2026 10:00:00 +0000\" RFC822.SIZE 4711 "
                                + "ENVELOPE (NIL \"s\(uid)\" NIL NIL NIL NIL ((NIL NIL \"kai\" \"x.example\")) NIL NIL NIL) "
                                + "BODY[HEADER.FIELDS (X-Priority Importance Priority List-Id)] {\(header.utf8.count)}\r\n\(header))\r\n")
                                .utf8))
                }
                try line.say("\(again.tag) OK done")
                while true { try line.answer(try line.next(), mailbox) }
            }
        ])
        reshape(mail, "arrival", [.size, .priority, .list])
        #expect(try await mail.events(1) == ["reset 3"])
        mail.rows(0..<2)
        guard case .rows(_, 0, let rows) = try await mail.next() else {
            Issue.record("no rows")
            return
        }
        #expect(rows.map(\.subject) == ["s30", "s20"])
        #expect(rows.first?.size?.octets == 4711)
        #expect(rows.first?.priority == .high)
        #expect(rows.first?.listID == "Häfen <hafen.example>")
        #expect(rows.first?.cc.map(\.addressSpec) == ["kai@x.example"])
        try await mail.close()
    }

    @Test("the beginnings of texts come by UID; news of flags in between are news")
    func previews() async throws {
        let mail = try await opened { line in
            let command = try line.expect("UID FETCH 10,30 (UID PREVIEW)")
            try line.say(
                "* 3 FETCH (UID 30 PREVIEW \"Liebe Anna\")", "* 1 FETCH (UID 10 FLAGS (\\Seen))",
                "* 1 FETCH (UID 10 PREVIEW NIL)", "\(command.tag) OK done")
        }
        mail.core.send(.previews(view: Generation(1), [10, 30].compactMap { UID($0) }))
        #expect(try await mail.events(2) == ["flags 10 \\Seen", "previews 10 , 30 Liebe Anna"])
        try await mail.close()
    }

    @Test("that beginnings could not be had is told, and they can be asked for again")
    func previewsRefused() async throws {
        let mail = try await opened { line in
            try line.say("\(try line.expect("UID FETCH 10 (UID PREVIEW)").tag) NO not now")
            let again = try line.expect("UID FETCH 10 (UID PREVIEW)")
            try line.say("* 1 FETCH (UID 10 PREVIEW \"Liebe Anna\")", "\(again.tag) OK done")
        }
        mail.core.send(.previews(view: Generation(1), [10].compactMap { UID($0) }))
        #expect(try await mail.events(1) == ["previews "])
        mail.core.send(.previews(view: Generation(1), [10].compactMap { UID($0) }))
        #expect(try await mail.events(1) == ["previews 10 Liebe Anna"])
        try await mail.close()
    }

    @Test("a mailbox that is to be sorted is opened as ever, and sorted when it is there")
    func openedSorted() async throws {
        let mailbox = mailbox
        let mail = try ScriptedMail(
            ScriptedServer(
                Script { line in
                    try line.openAll(mailbox)
                    try line.sorted(try line.expect("UID SORT (ARRIVAL)"), "10 20 30")
                    while true { try line.answer(try line.next(), mailbox) }
                }))
        mail.core.send(
            .openMailbox(
                account: mail.id(0), path: .inbox, firstPage: 3, view: Generation(1),
                shape: ListShape(order: ListOrder(.arrival, isReversed: true))))
        #expect(try await mail.events(5).suffix(3) == ["opened INBOX 3", "rows 0: s30 s20 s10", "order -arrival of 3"])
        try await mail.close()
    }
}
