import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("The second line", .timeLimit(.minutes(2)))
struct BackgroundLineTests {
    /// What the attachment is, decoded.
    private static let content = (0..<600_000).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }

    /// A message with a large attachment between two others.
    private static func mailbox(validity: Int = 7) -> ScriptedMailbox {
        let octets = Base64.encode(content)
        var message = ScriptedMailbox.Message(uid: 20, body: Array("text\r\n".utf8))
        message.structure =
            "((\"TEXT\" \"PLAIN\" NIL NIL NIL \"8BIT\" 6 1)"
            + "(\"APPLICATION\" \"X\" (\"NAME\" \"b.bin\") NIL NIL \"BASE64\" \(octets.count)) \"MIXED\")"
        message.sections = ["2": octets]
        return ScriptedMailbox([.init(uid: 10), message, .init(uid: 30)], validity: validity)
    }

    private static func first(_ mailbox: ScriptedMailbox) -> Script {
        Script { line in
            try line.openAll(mailbox)
            while true { try line.answer(try line.next(), mailbox) }
        }
    }

    /// A second line that is let in. `body` plays when the client knows that it has the mailbox.
    private static func second(
        _ mailbox: ScriptedMailbox, _ body: @escaping @Sendable (ScriptedLine) throws -> Void = { _ in }
    ) -> Script {
        Script { line in
            try line.say(ScriptedLine.flightGreeting)
            while true {
                let command = try line.next()
                switch command.text {
                case "CAPABILITY": try line.say("* CAPABILITY IMAP4rev1 COMPRESS=DEFLATE", "\(command.tag) OK done")
                case "COMPRESS DEFLATE":
                    try line.say("\(command.tag) NO not today")
                    try body(line)
                default: try line.answer(command, mailbox)
                }
            }
        }
    }

    /// The first line, on which the first window of the part waits for a gate.
    private static func first(_ mailbox: ScriptedMailbox, until gate: Gate) -> Script {
        Script { line in
            try line.openAll(mailbox)
            let window = try line.expect("UID FETCH 20")
            try line.wait(gate)
            try line.answer(window, mailbox)
            while true { try line.answer(try line.next(), mailbox) }
        }
    }

    private func opened(
        _ scripts: [Script], _ change: (inout CoreEnvironment) -> Void = { _ in }
    ) async throws -> (ScriptedMail, ScriptedServer, TemporaryFolder) {
        let folder = try TemporaryFolder()
        let server = ScriptedServer(scripts: scripts)
        let path = folder.path
        let mail = try ScriptedMail(server) { environment in
            environment.variable = { $0 == "HOME" ? path : nil }
            environment.opensBackgroundLines = true
            change(&environment)
        }
        mail.open()
        try await mail.events(through: "rows")
        return (mail, server, folder)
    }

    private func save(_ mail: ScriptedMail, _ generation: UInt64 = 9) throws {
        mail.core.send(
            .savePart(try mail.message(20), section: "2", generation: Generation(generation), path: "~/"))
    }

    /// What was said on a connection, without tags.
    private func commands(_ server: ScriptedServer, _ connection: Int) -> [String] {
        server.said(connection).map { String($0.drop { $0 != " " }.dropFirst()) }
    }

    private func windows(_ server: ScriptedServer, _ connection: Int) -> Int {
        commands(server, connection).count { $0.contains("BODY.PEEK[2]") }
    }

    @Test("a large part goes over to it, it only looks, and goes when it has rested")
    func large() async throws {
        let mailbox = Self.mailbox()
        let isUp = Gate()
        let (mail, server, folder) = try await opened([
            Self.first(mailbox, until: isUp), Self.second(mailbox) { _ in isUp.open() }, Self.second(mailbox),
        ]) { $0.backgroundMilliseconds = 50 }
        try save(mail)
        #expect(try await mail.events(through: "saved").last == "saved 9 600000 \(folder.path)/b.bin")
        #expect(folder.octets("b.bin") == Self.content)
        #expect(windows(server, 0) == 1 && windows(server, 1) >= 2)
        let others = commands(server, 1).filter { !$0.hasPrefix("UID FETCH 20 (UID BODY.PEEK[2]<") }
        #expect(others.dropFirst() == ["CAPABILITY", "EXAMINE INBOX", "COMPRESS DEFLATE"])
        #expect(await server.runs(1), "the second line stays up without work")
        // The first is as it was, and the next large part has a second one again.
        mail.rows(0..<3)
        try await mail.events(through: "rows")
        try save(mail, 10)
        try await mail.events(through: "saved")
        #expect(server.connections == 3)
        try await mail.close()
    }

    @Test("a small part needs none")
    func small() async throws {
        let mailbox = Self.mailbox()
        let (mail, server, folder) = try await opened([Self.first(mailbox), Self.second(mailbox)])
        mail.core.send(
            .savePart(try mail.message(20), section: "1", generation: Generation(9), path: "\(folder.path)/a.txt"))
        try await mail.events(through: "saved")
        #expect(server.connections == 1)
        try await mail.close()
    }

    @Test("where it is not let in the first line does all of the work, and it is not tried again")
    func refused() async throws {
        let mailbox = Self.mailbox()
        let isTold = Gate()
        let (mail, server, folder) = try await opened([
            Self.first(mailbox, until: isTold),
            Script { line in
                try line.say("* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Other ready.")
                let login = try line.expect("AUTHENTICATE")
                try line.say("\(login.tag) NO [LIMIT] Too many connections")
                _ = try? line.next()
                isTold.open()
            },
        ])
        try save(mail)
        #expect(try await mail.events(through: "saved").last == "saved 9 600000 \(folder.path)/b.bin")
        #expect(folder.octets("b.bin") == Self.content)
        try save(mail, 10)
        try await mail.events(through: "saved")
        #expect(server.connections == 2)
        #expect(windows(server, 1) == 0)
        try await mail.close()
    }

    @Test("when it breaks, the first line goes on at the octet it had")
    func broken() async throws {
        let mailbox = Self.mailbox()
        let isUp = Gate()
        let (mail, server, folder) = try await opened([
            Self.first(mailbox, until: isUp),
            Self.second(mailbox) { line in
                isUp.open()
                let window = try line.expect("UID FETCH 20")
                try line.send(mailbox.row(1, items: window.text, isList: false).prefix(30_000))
                throw ScriptedMail.Failure(description: "cut")
            },
        ])
        try save(mail)
        #expect(try await mail.events(through: "saved").last == "saved 9 600000 \(folder.path)/b.bin")
        #expect(folder.octets("b.bin") == Self.content)
        #expect(windows(server, 0) >= 2 && windows(server, 1) == 1)
        try await mail.close()
    }

    @Test("a mailbox that is another one there is not read from")
    func otherMailbox() async throws {
        let mailbox = Self.mailbox()
        let isUp = Gate()
        let (mail, server, folder) = try await opened([
            Self.first(mailbox, until: isUp), Self.second(Self.mailbox(validity: 8)) { _ in isUp.open() },
        ])
        try save(mail)
        try await mail.events(through: "saved")
        #expect(folder.octets("b.bin") == Self.content)
        #expect(windows(server, 1) == 0)
        try await mail.close()
    }

    @Test(
        "a part goes on when another mailbox is opened, over the second line, and nothing where there is none",
        arguments: [true, false])
    func elsewhere(isLetIn: Bool) async throws {
        let mailbox = Self.mailbox()
        let isGone = Gate()
        let (mail, server, folder) = try await opened([
            Script { line in
                try line.openAll(mailbox)
                let window = try line.expect("UID FETCH 20")
                try line.wait(isGone)
                try line.answer(window, mailbox)
                while true { try line.answer(try line.next(), mailbox) }
            },
            isLetIn ? Self.second(mailbox) : .refuse(.connect(errno: 111, addresses: 1)),
        ])
        try save(mail)
        #expect(await server.hears("BODY.PEEK[2]<0.65536>)"))
        mail.open(0, try #require(MailboxPath("Other")), view: 2)
        try await mail.settle()
        isGone.open()
        if isLetIn {
            try await mail.events(through: "saved 9 600000")
            #expect(folder.octets("b.bin") == Self.content)
        } else {
            #expect(try await mail.events(through: "failed 9").last == "failed 9 notFound")
            #expect(folder.names == [])
        }
        try await mail.close()
    }

    @Test("the next window waits for what a person waits for")
    func visibleFirst() async throws {
        let mailbox = Self.mailbox()
        let isAsked = Gate()
        let (mail, server, folder) = try await opened(
            [
                Script { line in
                    try line.openAll(mailbox)
                    let window = try line.expect("UID FETCH 20")
                    try line.wait(isAsked)
                    try line.answer(window, mailbox)
                    try line.answer(try line.expect("FETCH"), mailbox)
                    try line.answer(try line.expect("UID FETCH 10"), mailbox)
                    while true { try line.answer(try line.next(), mailbox) }
                }
            ]) { $0.opensBackgroundLines = false }
        try save(mail)
        #expect(await server.hears("BODY.PEEK[2]<0.65536>)"))
        mail.rows(0..<3)
        try mail.openMessage(10, 10)
        try await mail.settle()
        isAsked.open()
        try await mail.events(through: "saved")
        #expect(folder.octets("b.bin") == Self.content)
        let said = commands(server, 0)
        let second = try #require(said.lastIndex { $0.contains("BODY.PEEK[2]<65536.") })
        let opening = try #require(said.firstIndex { $0.hasPrefix("UID FETCH 10") })
        let page = try #require(said.lastIndex { $0.hasPrefix("FETCH ") })
        #expect(page < opening && opening < second)
        try await mail.close()
    }

    // MARK: Counts

    /// A server that has one more mailbox than the inbox, and these capabilities.
    private static func counting(_ capabilities: String, _ told: Gate) -> Script {
        let mailbox = mailbox()
        return Script { line in
            try line.say(ScriptedLine.flightGreeting)
            var messages = 4
            while true {
                let command = try line.next()
                if command.text == "CAPABILITY" {
                    try line.say("* CAPABILITY IMAP4rev1 \(capabilities)", "\(command.tag) OK done")
                } else if command.text.hasPrefix("LIST") || command.text.hasPrefix("STATUS") {
                    try line.say("* LIST () \"/\" INBOX", "* LIST () \"/\" Sent")
                    if command.text.contains("STATUS") {
                        messages += 1
                        try line.say("* STATUS Sent (MESSAGES \(messages) UNSEEN 1)")
                    }
                    try line.say("\(command.tag) OK done")
                    if messages >= 6 { told.open() }
                } else {
                    try line.answer(command, mailbox)
                }
            }
        }
    }

    @Test(
        "where the server tells nothing of the other mailboxes they are counted now and then",
        arguments: [("LIST-EXTENDED LIST-STATUS", 1), ("", 2)])
    func counted(capabilities: String, lines: Int) async throws {
        let told = Gate()
        let (mail, server, _) = try await opened([
            Self.counting(capabilities, told), Self.counting(capabilities, told),
        ]) { $0.countMilliseconds = 30 }
        mail.patience[.quiet] = 1
        mail.rows(0..<1)
        #expect(await told.wait())
        #expect(server.connections == lines)
        let asked = commands(server, lines - 1).filter { $0.contains("STATUS") }
        #expect(asked.count >= 2)
        #expect(asked.allSatisfy { $0.hasPrefix(lines == 1 ? "LIST \"\" * RETURN" : "STATUS Sent (") })
        try await mail.close()
    }
}
