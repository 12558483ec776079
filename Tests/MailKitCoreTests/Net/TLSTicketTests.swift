import COpenSSL
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("TLS tickets", .timeLimit(.minutes(2)))
struct TLSTicketTests {
    private let certificates: TLSCertificates
    private let context: TLSContext

    init() async throws {
        certificates = try await TLSCertificates.make()
        context = try TLSContext(trust: TrustSources(files: [certificates.path("ca.pem")]))
    }

    private func address(
        _ host: String = "mail.host.example", _ port: UInt16 = 993, _ security: ServerAddress.Security = .implicitTLS
    ) throws -> ServerAddress {
        try #require(ServerAddress(host: host, port: port, security: security))
    }

    private func settings(
        _ tickets: TLSTickets, _ server: ServerAddress, pin: CertificateFingerprint? = nil,
        identity: ClientCertificate? = nil
    ) -> TLSSettings {
        let binding = TLSTicket.Binding(server, pin: pin, client: identity?.fingerprint)
        return TLSSettings(pin: pin, identity: identity, tickets: (tickets, binding), context: context)
    }

    /// One connection: up, the greeting read, down. Whether its session was one of before.
    @NetActor
    private func visit(_ server: TLSServer, _ host: String, _ settings: TLSSettings) async throws -> (Bool, Int) {
        let transport = try await server.connect(host, settings)
        let (isResumed, turns) = (transport.isResumed, transport.handshakeTurns)
        let stream = ByteStream(transport)
        let greeting = try await stream.read(by: .after(seconds: 60)) { Array($0) }
        #expect(String(decoding: greeting, as: UTF8.self) == "* OK ready\r\n")
        stream.close()
        await server.finish()
        return (isResumed, turns)
    }

    @Test("a session is taken up again, by both ends' account", arguments: [TLS1_3_VERSION, TLS1_2_VERSION])
    @NetActor
    func resumed(version: Int32) async throws {
        let server = TLSServer(certificates, "good", version: version)
        let tickets = TLSTickets()
        let settings = settings(tickets, try address())
        let first = try await visit(server, "mail.host.example", settings)
        #expect(first == (false, version == TLS1_3_VERSION ? 1 : 2))
        #expect(tickets.count > 0)
        for _ in 0..<3 { #expect(try await visit(server, "mail.host.example", settings) == (true, 1)) }
        #expect(await server.visits(4).map(\.isResumed) == [false, true, true, true])
    }

    @Test("with TLS 1.3 there is no ticket before the first octets, and each is shown once")
    @NetActor
    func usedOnce() async throws {
        let server = TLSServer(certificates, "good")
        let tickets = TLSTickets()
        let settings = settings(tickets, try address())
        let transport = try await server.connect("mail.host.example", settings)
        #expect(tickets.count == 0)
        let stream = ByteStream(transport)
        _ = try await stream.read(by: .after(seconds: 60)) { $0.count }
        stream.close()
        let before = tickets.count
        #expect(before > 0)
        // It comes up with one of them, and ends before the server has given another.
        let second = try await server.connect("mail.host.example", settings)
        #expect(second.isResumed && tickets.count == before - 1)
        second.close()
        await server.finish()
    }

    @Test("what binds a login to the connection is another one each time")
    @NetActor
    func channelBinding() async throws {
        let server = TLSServer(certificates, "good")
        let settings = settings(TLSTickets(), try address())
        _ = try await visit(server, "mail.host.example", settings)
        let second = try await server.connect("mail.host.example", settings)
        let fresh = try await server.connect("mail.host.example", TLSSettings(context: context))
        #expect(second.isResumed && !fresh.isResumed)
        #expect(second.channelBinding != nil && second.channelBinding != fresh.channelBinding)
        second.close()
        fresh.close()
        await server.finish()
    }

    @Test("a ticket goes over to nothing that it was not given for")
    @NetActor
    func bound() async throws {
        let server = TLSServer(certificates, "good", clientAuthority: "ca")
        let pin = try certificates.fingerprint("good")
        let identity = try ClientCertificate(
            ClientCertificateFiles(certificate: certificates.path("client.pem"), key: certificates.path("client.key")),
            home: nil)
        let own = try address()
        for (host, other) in [
            ("imap.host.example", { settings($0, try address("imap.host.example")) }),
            ("mail.host.example", { settings($0, try address("mail.host.example", 994)) }),
            ("mail.host.example", { settings($0, try address("mail.host.example", 993, .startTLS)) }),
            ("mail.host.example", { settings($0, own, pin: pin) }),
            ("mail.host.example", { settings($0, own, identity: identity) }),
            // A binding for another name than the one that is connected to.
            ("imap.host.example", { settings($0, own) }),
        ] as [(String, (TLSTickets) throws -> TLSSettings)] {
            let tickets = TLSTickets()
            #expect(try await visit(server, "mail.host.example", settings(tickets, own)).0 == false)
            #expect(try await visit(server, host, try other(tickets)).0 == false)
        }
    }

    @Test("a server that has forgotten its tickets is met anew, with its certificate checked")
    @NetActor
    func forgotten() async throws {
        let tickets = TLSTickets()
        let settings = settings(tickets, try address())
        _ = try await visit(TLSServer(certificates, "good"), "mail.host.example", settings)
        #expect(try await visit(TLSServer(certificates, "good"), "mail.host.example", settings).0 == false)
        let report = try await TLSServer(certificates, "unknown").refusal("mail.host.example", settings)
        #expect(report?.reasons == [.unknownIssuer])
    }

    @Test(
        "a server that breaks off at its own ticket is shown none any more",
        arguments: [TLS1_3_VERSION, TLS1_2_VERSION])
    @NetActor
    func breaksOff(version: Int32) async throws {
        let server = TLSServer(certificates, "good", version: version, clientAuthority: "ca", takesTickets: false)
        let tickets = TLSTickets()
        let settings = settings(tickets, try address())
        #expect(try await visit(server, "mail.host.example", settings).0 == false)
        try #require(tickets.count > 0)
        await #expect(throws: TransportError.ticketRefused) {
            try await server.connect("mail.host.example", settings).close()
        }
        for _ in 0..<2 {
            #expect(try await visit(server, "mail.host.example", settings).0 == false)
            #expect(tickets.count == 0)
        }
    }

    @Test("an account dials again at once without")
    func dialsAgain() async throws {
        let mailbox = ScriptedMailbox(uids: [10, 20, 30])
        let server = ScriptedServer(.refuse(.ticketRefused), Script { try $0.openAll(mailbox) })
        let mail = try ScriptedMail(server)
        mail.open()
        let events = try await mail.events(through: "rows")
        #expect(events.prefix(3) == ["connecting", "connecting", "online"])
        #expect(events.last == "rows 0: s30 s20 s10")
        try await mail.close()
    }

    @Test("a ticket is written down and read again, once")
    @NetActor
    func writtenDown() async throws {
        let server = TLSServer(certificates, "good")
        let tickets = TLSTickets()
        let binding = TLSTicket.Binding(try address(), pin: nil)
        _ = try await visit(server, "mail.host.example", settings(tickets, try address()))
        let ticket = try #require(tickets.take(for: binding))
        let read = try #require(TLSTicket(ticket.octets, for: TLSTicket.Binding(try address(), pin: nil)))
        #expect(read == ticket && read.binding.text == "imaps://mail.host.example:993 - -")
        let later = TLSTickets()
        later.put(read)
        #expect(try await visit(server, "mail.host.example", settings(later, try address())).0 == true)
        // Nothing of its keys is told by accident.
        var dumped = "\(ticket) \(String(reflecting: ticket))"
        dump(ticket, to: &dumped)
        #expect(!dumped.contains("\(ticket.octets[40]), \(ticket.octets[41]), \(ticket.octets[42])"))
    }

    @Test("octets that are no ticket, or another host's, are not offered")
    @NetActor
    func hostile() async throws {
        let server = TLSServer(certificates, "good")
        let tickets = TLSTickets()
        let own = try address()
        let binding = TLSTicket.Binding(own, pin: nil)
        _ = try await visit(server, "mail.host.example", settings(tickets, own))
        let good = try #require(tickets.take(for: binding)).octets
        var all: [[UInt8]] = [[0], [0x30, 0x80], Array(repeating: 0xFF, count: TLSTicket.limit)]
        for length in stride(from: 1, to: good.count, by: 97) { all.append(Array(good.prefix(length))) }
        for index in stride(from: 0, to: good.count, by: 41) {
            var changed = good
            changed[index] ^= 0x55
            all.append(changed)
        }
        for octets in all {
            let ticket = try #require(TLSTicket(octets, for: binding))
            let ssl = try #require(SSL_new(context.pointer))
            _ = ticket.offer(by: ssl, pin: nil)
            SSL_free(ssl)
        }
        #expect(TLSTicket([], for: binding) == nil)
        #expect(TLSTicket(Array(repeating: 0, count: TLSTicket.limit + 1), for: binding) == nil)
        // A real one, called another host's, whose certificate it does not hold.
        let ssl = try #require(SSL_new(context.pointer))
        defer { SSL_free(ssl) }
        let elsewhere = TLSTicket.Binding(try address("bank.example"), pin: nil)
        #expect(try #require(TLSTicket(good, for: elsewhere)).offer(by: ssl, pin: nil) == false)
        let pin = try certificates.fingerprint("self")
        #expect(try #require(TLSTicket(good, for: binding)).offer(by: ssl, pin: pin) == false)
        #expect(try #require(TLSTicket(good, for: binding)).offer(by: ssl, pin: nil) == true)
    }

    @Test("few are kept, the newest first, and those of another binding go")
    func kept() throws {
        let tickets = TLSTickets()
        let (a, b) = (TLSTicket.Binding(try address(), pin: nil), TLSTicket.Binding(try address("b.example"), pin: nil))
        for number in UInt8(1)...9 { tickets.put(try #require(TLSTicket([number], for: a))) }
        #expect(tickets.count == TLSTickets.limit)
        #expect(tickets.take(for: a)?.octets == [9])
        #expect(tickets.take(for: a)?.octets == [8])
        tickets.put(try #require(TLSTicket([10], for: b)))
        #expect(tickets.count == 1 && tickets.take(for: a) == nil && tickets.count == 0)
    }
}
