import Testing

@testable import MailGrammar

@Suite("IMAP session: master users")
struct SessionMasterTests {
    private static func base64(_ text: String) -> String {
        String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self)
    }

    @Test("PLAIN says whose mailbox it is, who logs in, and that one's password")
    func plain() {
        var player = SessionPlayer(master: "support")
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] Other ready.
            C: A1 AUTHENTICATE PLAIN \(Self.base64("anna\0support\0tube"))
            """)
    }

    @Test("PLAIN without initial response says the same")
    func plainInTwoSteps() {
        var player = SessionPlayer(master: "support")
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=PLAIN] Other ready.
            C: A1 AUTHENTICATE PLAIN
            S: +
            C: \(Self.base64("anna\0support\0tube"))
            """)
    }

    @Test("SCRAM proves the master user and names the mailbox's user in front")
    func scram() {
        var player = SessionPlayer(master: "support")
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-256] Other ready.
            C: A1 AUTHENTICATE SCRAM-SHA-256 \(Self.base64("n,a=anna,n=support,r=nonce"))
            """)
    }

    @Test("LOGIN could only open the master user's own mailbox: it is not used")
    func login() {
        var player = SessionPlayer(master: "support")
        player.play("S: * OK [CAPABILITY IMAP4rev1 AUTH=CRAM-MD5] Other ready.")
        #expect(player.closed == .some(.noMechanism(["CRAM-MD5"])))
    }
}
