import Testing

@testable import MailGrammar

@Suite("IMAP session: OAuth tokens")
struct SessionTokenTests {
    private static func base64(_ text: String) -> String {
        String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self)
    }

    private static let bearer = base64("n,a=anna,\u{1}auth=Bearer tube\u{1}\u{1}")
    private static let xoauth2 = base64("user=anna\u{1}auth=Bearer tube\u{1}\u{1}")

    @Test(
        "the standard's mechanism comes before the older one",
        arguments: [
            ("AUTH=PLAIN AUTH=XOAUTH2 AUTH=OAUTHBEARER", "OAUTHBEARER \(bearer)"),
            ("AUTH=PLAIN AUTH=XOAUTH2", "XOAUTH2 \(xoauth2)"),
        ])
    func chosen(offered: String, login: String) {
        var player = SessionPlayer(isToken: true)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR \(offered)] Dovecot ready.
            C: A1 AUTHENTICATE \(login)
            S: A1 OK Logged in
            C: A2 CAPABILITY
            C: A3 LIST "" *
            C: A4 LSUB "" *
            """)
    }

    @Test("without initial response it waits for the server")
    func twoSteps() {
        var player = SessionPlayer(isToken: true)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=OAUTHBEARER] Other ready.
            C: A1 AUTHENTICATE OAUTHBEARER
            S: +
            C: \(Self.bearer)
            """)
    }

    @Test(
        "a refusal that is explained is answered, and nothing else is tried",
        arguments: [("OAUTHBEARER", bearer, "AQ=="), ("XOAUTH2", xoauth2, "")])
    func refused(mechanism: String, first: String, answer: String) {
        var player = SessionPlayer(isToken: true)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=\(mechanism)] Dovecot ready.
            C: A1 AUTHENTICATE \(mechanism) \(first)
            S: + \(Self.base64("{\"status\":\"invalid_token\"}"))
            C:\(answer.isEmpty ? "" : " " + answer)
            S: A1 NO [AUTHENTICATIONFAILED] Authentication failed.
            """)
        #expect(player.closed == .some(.loginRefused("Authentication failed.")))
    }

    @Test("a server that says yes behind its own no is not believed")
    func contradiction() {
        var player = SessionPlayer(isToken: true)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=XOAUTH2] Dovecot ready.
            C: A1 AUTHENTICATE XOAUTH2 \(Self.xoauth2)
            S: + e30=
            C:
            S: A1 OK Logged in
            """)
        #expect(!player.session.isAuthenticated)
    }

    @Test(
        "a token is no password, and a password no token",
        arguments: [(true, "AUTH=PLAIN AUTH=SCRAM-SHA-256"), (false, "LOGINDISABLED AUTH=OAUTHBEARER AUTH=XOAUTH2")])
    func keptApart(isToken: Bool, offered: String) {
        var player = SessionPlayer(isToken: isToken)
        player.play("S: * OK [CAPABILITY IMAP4rev1 SASL-IR \(offered)] Dovecot ready.")
        guard case .some(.some(.noMechanism)) = player.closed else {
            Issue.record("ended with \(String(describing: player.closed))")
            return
        }
    }
}
