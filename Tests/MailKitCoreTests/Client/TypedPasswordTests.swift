import MailGrammar
import MailKitCore
import TestSupport
import Testing

@Suite("Account: a password typed in the place of a refused one", .timeLimit(.minutes(2)))
struct TypedPasswordTests {
    private let mailbox = ScriptedMailbox(uids: [10, 20, 30])

    private static let refusal = Script { line in
        try line.say(ScriptedLine.carefulGreeting)
        try line.say("\(try line.expect("AUTHENTICATE").tag) NO [AUTHENTICATIONFAILED] wrong")
    }

    private static func bye(_ mailbox: ScriptedMailbox) -> Script {
        Script { line in
            try line.openAll(mailbox)
            try line.say("* BYE see you")
        }
    }

    private func use(_ text: String, _ mail: ScriptedMail) throws {
        let typed = try Array(text.utf8).withUnsafeBytes { try Secret(copying: $0) }
        mail.core.send(.usePassword(account: mail.id(0), typed))
    }

    /// The first command of a connection that logs in with this password.
    private func login(_ password: String) -> String {
        "A1 AUTHENTICATE PLAIN " + String(decoding: Base64.encode(Array("\0anna\0\(password)".utf8)), as: UTF8.self)
    }

    @Test("it is tried at once, and every line after it uses it")
    func isTriedAtOnce() async throws {
        let server = ScriptedServer(Self.refusal, Self.bye(mailbox), Self.bye(mailbox))
        let mail = try ScriptedMail(server)
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline authenticationFailed"])
        try use("canary-4711", mail)
        #expect(try await mail.events(3) == ["connecting", "online", "opened INBOX 3"])
        try await mail.events(through: "offline connectionFailed")
        mail.refresh()
        try await mail.events(through: "rows")
        try await mail.events(through: "offline connectionFailed")
        #expect(mail.passwordsAsked == 1)
        let transcript = await mail.core.transcript(of: mail.id(0))
        try await mail.close()
        #expect(server.said(0) == [login("tube")])
        #expect(server.said(1).first == login("canary-4711"))
        #expect(server.said(2).first == login("canary-4711"))
        #expect(!transcript.contains("canary") && !transcript.contains(login("canary-4711").suffix(20)))
    }

    @Test("where it is refused, too, the one before it is not tried again, and another one may be typed")
    func isRefused() async throws {
        let server = ScriptedServer(
            Self.refusal, Self.refusal, Self.refusal, Script { [mailbox] in try $0.openAll(mailbox) })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "offline authenticationFailed")
        try use("second", mail)
        #expect(try await mail.events(2) == ["connecting", "offline authenticationFailed"])
        mail.refresh()
        #expect(try await mail.events(2) == ["connecting", "offline authenticationFailed"])
        try use("third", mail)
        try await mail.events(through: "rows")
        #expect(mail.passwordsAsked == 1)
        try await mail.close()
        #expect((0..<4).map { server.said($0).first } == ["tube", "second", "second", "third"].map(login))
    }

    @Test("it is not taken where a command gives the password")
    func comesFromElsewhere() async throws {
        let mail = try ScriptedMail(ScriptedServer(Self.refusal, Self.refusal), credential: .command("pass"))
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline authenticationFailed"])
        try use("typed", mail)
        try await mail.settle()
        #expect(mail.untaken == [])
        try await mail.close()
        let typed: [CredentialSource] = [.prompt, .fileDescriptor(3)]
        #expect(typed.filter(\.canBeTyped).count == 2)
        let others: [CredentialSource] = [.command("c"), .tokenCommand("t"), .certificate]
        #expect(others.filter(\.canBeTyped).isEmpty)
    }

    @Test("nobody changes the password of a line that is up, or down for another reason")
    func onlyAfterARefusal() async throws {
        let server = ScriptedServer(
            Self.bye(mailbox), Script.refuse(.connect(errno: 111, addresses: 1)),
            Script { [mailbox] in try $0.openAll(mailbox) })
        let mail = try ScriptedMail(server)
        mail.open()
        try await mail.events(through: "opened")
        try use("typed", mail)
        try await mail.events(through: "offline")
        try use("typed", mail)
        mail.refresh()
        try await mail.events(through: "offline")
        mail.refresh()
        try await mail.events(through: "rows")
        #expect(mail.passwordsAsked == 1)
        try await mail.close()
        #expect(server.said(1).first == login("tube"))
    }
}
