import Testing

@testable import MailGrammar

@Suite("IMAP session: channel binding")
struct SessionBindingTests {
    private static let binding = ChannelBinding(.tlsExporter, [1, 2, 3])

    private static func base64(_ text: String) -> String {
        String(decoding: Base64.encode(Array(text.utf8)), as: UTF8.self)
    }

    private static func greeting(_ mechanisms: String) -> String {
        "S: * OK [CAPABILITY IMAP4rev1 SASL-IR \(mechanisms)] Dovecot ready.\n"
    }

    @Test(
        "what is chosen, and what is said of the connection",
        arguments: [
            (
                "AUTH=PLAIN AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-1-PLUS",
                "SCRAM-SHA-256-PLUS", "p=tls-exporter,,"
            ),
            ("AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-1-PLUS", "SCRAM-SHA-1-PLUS", "p=tls-exporter,,"),
            // Where somebody has taken the PLUS out of the list, a server that knows it reads so here.
            ("AUTH=PLAIN AUTH=SCRAM-SHA-256", "SCRAM-SHA-256", "y,,"), ("AUTH=SCRAM-SHA-1", "SCRAM-SHA-1", "y,,"),
        ])
    func chosen(offered: String, mechanism: String, header: String) {
        var player = SessionPlayer(binding: Self.binding)
        player.play(
            Self.greeting(offered) + "C: A1 AUTHENTICATE \(mechanism) \(Self.base64(header + "n=anna,r=nonce"))")
    }

    @Test("a connection without a value is not bound, and that is no trace of anybody")
    func noValue() {
        var player = SessionPlayer()
        player.play(
            Self.greeting("AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS")
                + "C: A1 AUTHENTICATE SCRAM-SHA-256 \(Self.base64("n,,n=anna,r=nonce"))")
    }

    @Test("a master user's login is bound, too")
    func master() {
        var player = SessionPlayer(master: "support", binding: Self.binding)
        player.play(
            Self.greeting("AUTH=SCRAM-SHA-256-PLUS") + "C: A1 AUTHENTICATE SCRAM-SHA-256-PLUS "
                + Self.base64("p=tls-exporter,a=anna,n=support,r=nonce"))
    }

    @Test("the whole exchange: the value goes into the proof")
    func exchange() throws {
        var player = SessionPlayer(pipelines: false, binding: Self.binding)
        let primitives = player.session.configuration.scramPrimitives(.sha256)
        let withoutProof = "c=\(Self.base64("p=tls-exporter,,\u{1}\u{2}\u{3}")),r=nonceX"
        let message = Array("n=anna,r=nonce,r=nonceX,s=c2FsdA==,i=4096,\(withoutProof)".utf8)
        let clientKey = primitives.hmac([1, 2, 3], Array("Client Key".utf8))
        let proof = zip(clientKey, primitives.hmac(primitives.hash(clientKey), message)).map { $0 ^ $1 }
        let signature = primitives.hmac(primitives.hmac([1, 2, 3], Array("Server Key".utf8)), message)
        let final = withoutProof + ",p=" + String(decoding: Base64.encode(proof), as: UTF8.self)
        player.play(
            Self.greeting("AUTH=PLAIN AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS") + """
                C: A1 AUTHENTICATE SCRAM-SHA-256-PLUS \(Self.base64("p=tls-exporter,,n=anna,r=nonce"))
                S: + \(Self.base64("r=nonceX,s=c2FsdA==,i=4096"))
                KEY
                C: \(Self.base64(final))
                S: + \(Self.base64("v=" + String(decoding: Base64.encode(signature), as: UTF8.self)))
                C:
                S: A1 OK Logged in
                C: A2 CAPABILITY
                C: A3 LIST "" *
                C: A4 LSUB "" *
                """)
        #expect(player.session.isAuthenticated)
    }

    @Test(
        "a server that finds somebody in between ends it: nothing weaker follows",
        arguments: ["server-does-support-channel-binding", "channel-bindings-dont-match"])
    func foundOut(reason: String) {
        var player = SessionPlayer(pipelines: false, binding: Self.binding)
        player.play(
            Self.greeting("AUTH=PLAIN AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256") + """
                C: A1 AUTHENTICATE SCRAM-SHA-256 \(Self.base64("y,,n=anna,r=nonce"))
                S: + \(Self.base64("e=\(reason)"))
                """)
        #expect(player.closed == .some(.scram(.refused(reason))))
    }

    @Test("a refusal at once may mean that there is no key: unbound once, then PLAIN, and no third try of SCRAM")
    func refusedAtOnce() {
        var player = SessionPlayer(binding: Self.binding)
        player.play(
            Self.greeting(
                "AUTH=PLAIN AUTH=SCRAM-SHA-1 AUTH=SCRAM-SHA-256 AUTH=SCRAM-SHA-256-PLUS AUTH=SCRAM-SHA-1-PLUS") + """
                    C: A1 AUTHENTICATE SCRAM-SHA-256-PLUS \(Self.base64("p=tls-exporter,,n=anna,r=nonce"))
                    S: A1 NO [AUTHENTICATIONFAILED] Authentication failed.
                    C: A2 AUTHENTICATE SCRAM-SHA-256 \(Self.base64("n,,n=anna,r=nonce"))
                    S: A2 NO [AUTHENTICATIONFAILED] Authentication failed.
                    C: A3 AUTHENTICATE PLAIN AGFubmEAdHViZQ==
                    """)
    }

    @Test("behind STARTTLS the list that was heard in clear is forgotten: a PLUS in it does not make `n` of `y`")
    func startTLS() {
        var player = SessionPlayer(startTLS: true, binding: Self.binding)
        player.play(
            Self.greeting("STARTTLS AUTH=SCRAM-SHA-256-PLUS") + """
                C: A1 STARTTLS
                S: A1 OK go
                TLS
                C: A2 CAPABILITY
                S: * CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN AUTH=SCRAM-SHA-256
                S: A2 OK done
                C: A3 AUTHENTICATE SCRAM-SHA-256 \(Self.base64("y,,n=anna,r=nonce"))
                """)
    }
}
