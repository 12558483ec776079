import Testing

@testable import MailGrammar

@Suite("IMAP session: EXTERNAL")
struct SessionExternalTests {
    @Test("the user whose mailbox is wanted is named, and what follows may ride behind it")
    func initialResponse() {
        var player = SessionPlayer(hasCertificate: true, hasSecret: false)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=EXTERNAL] Dovecot ready.
            C: A1 AUTHENTICATE EXTERNAL YW5uYQ==
            C: A2 CAPABILITY
            C: A3 LIST "" *
            C: A4 LSUB "" *
            S: A1 OK Logged in
            """)
        #expect(player.session.isAuthenticated)
    }

    @Test("without initial response it waits for the server")
    func twoSteps() {
        var player = SessionPlayer(hasCertificate: true)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 AUTH=EXTERNAL] Other ready.
            C: A1 AUTHENTICATE EXTERNAL
            S: +
            C: YW5uYQ==
            S: A1 OK Logged in
            C: A2 CAPABILITY
            C: A3 LIST "" *
            C: A4 LSUB "" *
            """)
        #expect(player.session.isAuthenticated)
    }

    @Test("a master's certificate opens the user's mailbox")
    func master() {
        var player = SessionPlayer(master: "support", hasCertificate: true)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=EXTERNAL] Other ready.
            C: A1 AUTHENTICATE EXTERNAL YW5uYQ==
            """)
    }

    @Test("without a certificate it is not used, whatever the server offers")
    func noCertificate() {
        var player = SessionPlayer()
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=EXTERNAL] Other ready.
            C: A1 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            """)
    }

    @Test("a certificate that nobody is known by leaves the password, where there is one")
    func refusedWithSecret() {
        var player = SessionPlayer(hasCertificate: true)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=EXTERNAL] Other ready.
            C: A1 AUTHENTICATE EXTERNAL YW5uYQ==
            S: A1 NO no such certificate
            C: A2 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            """)
    }

    @Test("where the certificate is all there is, no password is made up")
    func refusedWithoutSecret() {
        var player = SessionPlayer(hasCertificate: true, hasSecret: false)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=EXTERNAL] Other ready.
            C: A1 AUTHENTICATE EXTERNAL YW5uYQ==
            S: A1 NO no such certificate
            """)
        #expect(player.closed == .some(.loginRefused("no such certificate")))
        var without = SessionPlayer(hasCertificate: true, hasSecret: false)
        without.play("S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-256] Other ready.")
        guard case .some(.some(.noMechanism)) = without.closed else {
            Issue.record("ended with \(String(describing: without.closed))")
            return
        }
    }

    @Test("a challenge where none can be ends it")
    func challenge() {
        var player = SessionPlayer(hasCertificate: true)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=EXTERNAL] Other ready.
            C: A1 AUTHENTICATE EXTERNAL YW5uYQ==
            S: + who?
            """)
        guard case .some(.some(.outOfStep)) = player.closed else {
            Issue.record("ended with \(String(describing: player.closed))")
            return
        }
    }
}
