import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Another server", .timeLimit(.minutes(2)))
struct OtherServerTests {
    private static func report(
        _ reasons: [CertificateReport.Reason] = [.wrongName], _ names: [CertificateName] = [.host("mail.host.example")]
    ) -> CertificateReport {
        CertificateReport(
            reasons: reasons, subject: "", issuer: "", names: names, notBefore: nil, notAfter: nil, fingerprint: nil)
    }

    private static func mail(
        _ report: CertificateReport, _ other: ScriptedServer
    ) throws -> (ScriptedMail, ScriptedServer) {
        let own = ScriptedServer(.refuse(.certificate(report)), .refuse(.certificate(report)))
        let mail = try ScriptedMail(own) {
            $0.connector = ScriptedNetwork(["a": own, "mail.host.example": other])
        }
        return (mail, own)
    }

    @Test("that the certificate vouches for is used from now on, with the same password, and the line for it is told")
    func used() async throws {
        let other = ScriptedServer(
            Script { try $0.openAll(ScriptedMailbox(uids: [10, 20, 30]), greeting: ScriptedLine.carefulGreeting) })
        let (mail, own) = try Self.mail(Self.report(), other)
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline tlsFailed"])
        mail.core.send(.useServer(account: mail.id(0), host: "mail.host.example"))
        #expect(
            try await mail.events(3) == [
                "connecting", "online", "server mail.host.example imaps://anna@mail.host.example/",
            ])
        #expect(own.connections == 1 && other.connections == 1)
        #expect(mail.passwordsAsked == 1)
        await mail.core.close()
    }

    @Test(
        "that it does not vouch for is not",
        arguments: [
            (report(), "evil.example"), (report(), "MAIL.HOST.EXAMPLE"), (report(), ""),
            (report([.expired, .wrongName]), "mail.host.example"), (report([.selfSigned]), "mail.host.example"),
            (report([.wrongName], [.wildcard("*.host.example")]), "mail.host.example"),
            (report([.wrongName], [.unusable("mail.host.example\\x00")]), "mail.host.example"),
        ])
    func notUsed(report: CertificateReport, host: String) async throws {
        let other = ScriptedServer()
        let (mail, own) = try Self.mail(report, other)
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline tlsFailed"])
        mail.core.send(.useServer(account: mail.id(0), host: host))
        try await mail.settle()
        #expect(own.connections == 1 && other.connections == 0)
        // The account's own server is asked again, and no other.
        mail.refresh()
        #expect(try await mail.events(2) == ["connecting", "offline tlsFailed"])
        #expect(own.connections == 2 && other.connections == 0)
        await mail.core.close()
    }

    @Test("is not taken while the line is up or has another fault")
    func notNow() async throws {
        let other = ScriptedServer()
        let own = ScriptedServer(.refuse(.timedOut))
        let mail = try ScriptedMail(own) { $0.connector = ScriptedNetwork(["a": own, "mail.host.example": other]) }
        mail.open()
        #expect(try await mail.events(2) == ["connecting", "offline timedOut retry 1"])
        mail.core.send(.useServer(account: mail.id(0), host: "mail.host.example"))
        try await mail.settle()
        #expect(other.connections == 0)
        await mail.core.close()
    }

    @Test(
        "has a URL that reads back as the same",
        arguments: [
            ("mail.example.org", UInt16(993), ServerAddress.Security.implicitTLS, "max@example.org", "INBOX", true),
            ("mail.example.org", 1993, .implicitTLS, "a b%/?#;:@", "Entwürfe/1 %?#;", false),
            ("::1", 143, .startTLS, "ü", "x", false), ("10.0.0.1", 993, .startTLS, "~._-", "y", false),
        ] as [(String, UInt16, ServerAddress.Security, String, String, Bool)])
    func url(host: String, port: UInt16, security: ServerAddress.Security, user: String, mailbox: String, bare: Bool)
        throws
    {
        let server = try #require(ServerAddress(host: host, port: port, security: security))
        let path = bare ? nil : MailboxPath(mailbox)
        let url = try AccountURL(AccountURL.text(server: server, user: user, mailbox: path))
        #expect(url.server == server && url.user == user && url.mailbox == path)
    }
}
