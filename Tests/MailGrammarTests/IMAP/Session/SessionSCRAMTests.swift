import Testing

@testable import MailGrammar

@Suite("IMAP session: SCRAM")
struct SessionSCRAMTests {
    private static let greeting =
        "S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-256] Dovecot ready.\n"

    private static func base64(_ text: String) -> String {
        String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self)
    }

    private static let first = "C: A1 AUTHENTICATE SCRAM-SHA-256 " + base64("n,,n=anna,r=nonce") + "\n"
    private static let challenge = "S: + " + base64("r=nonceX,s=c2FsdA==,i=4096") + "\n"

    /// What the machine must answer with the player's stand-in for a hash.
    private static func final() throws -> (client: String, server: String) {
        let player = SessionPlayer()
        let primitives = player.session.configuration.scramPrimitives(.sha256)
        var client = SCRAMClient(user: "anna", nonce: Array("nonce".utf8), primitives: primitives)
        _ = try client.receive(serverFirst: Array("r=nonceX,s=c2FsdA==,i=4096".utf8))
        let final = client.clientFinal(saltedPassword: [1, 2, 3])
        let message = Array("n=anna,r=nonce,r=nonceX,s=c2FsdA==,i=4096,c=biws,r=nonceX".utf8)
        let serverKey = primitives.hmac([1, 2, 3], Array("Server Key".utf8))
        let signature = Base64.encode(primitives.hmac(serverKey, message))
        return (
            base64(String(decoding: final, as: UTF8.self)),
            base64("v=" + String(decoding: signature, as: UTF8.self))
        )
    }

    @Test("the proof, the empty answer and the flight go together")
    func pipelined() throws {
        let final = try Self.final()
        var player = SessionPlayer()
        player.select()
        player.play(
            Self.greeting + Self.first + Self.challenge + """
                KEY
                C: \(final.client)
                C:
                C: A2 CAPABILITY
                C: A3 SELECT INBOX
                S: + \(final.server)
                S: A1 OK Logged in
                S: A2 OK done
                """)
        #expect(player.takeEvents().map(\.name) == ["authenticated"])
    }

    @Test("step by step where the server is not known to take a flight")
    func careful() throws {
        let final = try Self.final()
        var player = SessionPlayer(pipelines: false)
        player.select()
        player.play(
            Self.greeting + Self.first + Self.challenge + """
                KEY
                C: \(final.client)
                S: + \(final.server)
                C:
                S: A1 OK Logged in
                C: A2 CAPABILITY
                C: A3 SELECT INBOX
                """)
    }

    @Test("nothing of the flight is believed from a server that has not shown it knows the password")
    func unsigned() throws {
        let final = try Self.final()
        var player = SessionPlayer()
        player.select()
        player.play(
            Self.greeting + Self.first + Self.challenge + """
                KEY
                C: \(final.client)
                C:
                C: A2 CAPABILITY
                C: A3 SELECT INBOX
                S: A1 OK Logged in
                """)
        #expect(player.closed == .some(.scram(.wrongSignature)))
        #expect(player.takeEvents().map(\.name) == ["failed"])
    }

    @Test("a mechanism refused before the challenge leaves PLAIN to try")
    func fallsBack() {
        var player = SessionPlayer()
        player.select()
        player.play(
            Self.greeting + Self.first + """
                S: A1 NO [AUTHENTICATIONFAILED] Authentication failed.
                C: A2 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
                S: A2 OK Logged in
                C: A3 CAPABILITY
                C: A4 SELECT INBOX
                S: * BYE Server shutting down
                """)
        // The refusal of SCRAM has nothing to do with this any more.
        #expect(player.closed == .some(.bye("Server shutting down")))
    }

    @Test("SCRAM-SHA-1 serves where there is no SHA-256, before PLAIN")
    func olderHash() {
        var player = SessionPlayer()
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-1] Dovecot ready.
            C: A1 AUTHENTICATE SCRAM-SHA-1 \(Self.base64("n,,n=anna,r=nonce"))
            """)
    }

    @Test("a key stored for the other hash only: what was refused at once is tried with SCRAM-SHA-1, PLAIN comes last")
    func otherKey() {
        var player = SessionPlayer()
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256] Dovecot ready.
            C: A1 AUTHENTICATE SCRAM-SHA-256 \(Self.base64("n,,n=anna,r=nonce"))
            S: A1 NO [AUTHENTICATIONFAILED] Authentication failed.
            C: A2 AUTHENTICATE SCRAM-SHA-1 \(Self.base64("n,,n=anna,r=nonce"))
            S: A2 NO [AUTHENTICATIONFAILED] Authentication failed.
            C: A3 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
            """)
    }

    @Test(
        "what was offered in clear counts for nothing: the list heard behind STARTTLS decides",
        arguments: [
            ("AUTH=PLAIN", "AUTH=PLAIN AUTH=SCRAM-SHA-256", "SCRAM-SHA-256 \(base64("n,,n=anna,r=nonce"))"),
            ("AUTH=SCRAM-SHA-256", "AUTH=PLAIN", "PLAIN AGFubmEAdHViZQ=="),
        ])
    func startTLS(before: String, after: String, login: String) {
        var player = SessionPlayer(startTLS: true, pipelines: false)
        player.play(
            """
            S: * OK [CAPABILITY IMAP4rev1 SASL-IR STARTTLS \(before)] Dovecot ready.
            C: A1 STARTTLS
            S: A1 OK [CAPABILITY IMAP4rev1 SASL-IR \(before)] go
            TLS
            C: A2 CAPABILITY
            S: * CAPABILITY IMAP4rev1 SASL-IR \(after)
            S: A2 OK done
            C: A3 AUTHENTICATE \(login)
            """)
    }

    @Test("a proof that was refused is a wrong password: it is not tried in clear")
    func wrongPassword() throws {
        let final = try Self.final()
        var player = SessionPlayer()
        player.play(
            Self.greeting + Self.first + Self.challenge + """
                KEY
                C: \(final.client)
                C:
                C: A2 CAPABILITY
                C: A3 LIST "" *
                C: A4 LSUB "" *
                S: A1 NO [AUTHENTICATIONFAILED] Authentication failed.
                """)
        #expect(player.closed == .some(.loginRefused("Authentication failed.")))
    }

    @Test(
        "a challenge that is none ends it",
        arguments: ["S: + !!!", "S: + cj1ldmlsLHM9YSxpPTQwOTY=", "S: + " + "QUJD"])
    func malformed(line: String) {
        var player = SessionPlayer()
        player.play(Self.greeting + Self.first + line)
        guard case .some(.some(.scram)) = player.closed else {
            Issue.record("ended with \(String(describing: player.closed))")
            return
        }
    }
}
