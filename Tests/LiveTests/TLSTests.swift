import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Live: TLS", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct TLSTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    private func harness(
        _ name: String, _ user: MailHost.User, pin: CertificateFingerprint? = nil, startTLS: Bool = false,
        profiles: ProfileFolder? = nil
    ) throws -> MailCoreHarness {
        var environment = CoreEnvironment()
        environment.profiles = profiles
        environment.resolver = LoopbackResolver()
        return try MailCoreHarness(
            host: name, port: startTLS ? host.imapPort : host.imapsPort,
            security: startTLS ? .startTLS : .implicitTLS, user: user.name, password: user.password, pin: pin,
            environment: environment)
    }

    private func fingerprint(_ name: String) async throws -> CertificateFingerprint {
        let text = try await Command.run(
            "openssl x509 -in '\(host.directory)/tls/\(name).pem' -noout -fingerprint -sha256")
        return try #require(CertificateFingerprint.meant(by: String(text.prefix { !$0.isNewline })))
    }

    private func refusal(_ harness: MailCoreHarness) async throws -> CertificateReport {
        harness.open()
        let error = try await harness.next("the refusal") { event -> MailError? in
            if case .connection(_, .offline(let error, nil)) = event { error } else { nil }
        }
        return try #require(error.certificate)
    }

    private func summary(_ harness: MailCoreHarness) async throws -> MailboxSummary {
        try await harness.next("the mailbox") { event -> MailboxSummary? in
            if case .mailboxOpened(_, let summary) = event { summary } else { nil }
        }
    }

    @Test(
        "a customer's name leads to the host: its own name is offered, taken, and told for good",
        arguments: [false, true])
    func otherServer(startTLS: Bool) async throws {
        let user = try await host.makeUser()
        let harness = try harness("mail.customer.example", user, startTLS: startTLS)
        let report = try await refusal(harness)
        #expect(report.reasons == [.wrongName])
        #expect(report.offeredHosts == ["mail.rohrpost.example", "rohrpost.example"])
        #expect(report.fingerprint == (try await fingerprint("server")))
        harness.core.send(.useServer(account: harness.account.id, host: "mail.rohrpost.example"))
        let change = try await harness.next("the change") { event -> ServerChange? in
            if case .serverChanged(_, let change) = event { change } else { nil }
        }
        #expect(try await summary(harness).count == 0)
        #expect(change.host == "mail.rohrpost.example")
        let url = try AccountURL(change.url)
        #expect(url.user == user.name && url.server.host == "mail.rohrpost.example")
        #expect(
            url.server.port == harness.account.server.port && url.server.security == harness.account.server.security)
        await harness.core.close()
    }

    @Test("a pin lets in where nobody vouches for the server", arguments: [false, true])
    func pinned(startTLS: Bool) async throws {
        let user = try await host.makeUser()
        let pin = try await fingerprint("selfsigned")
        let harness = try harness("selfsigned.rohrpost.example", user, pin: pin, startTLS: startTLS)
        harness.open()
        #expect(try await summary(harness).count == 0)
        await harness.core.close()
    }

    @Test("a pin of another certificate keeps out where the system would let in")
    func otherPin() async throws {
        let user = try await host.makeUser()
        let pin = try await fingerprint("selfsigned")
        let harness = try harness("mail.rohrpost.example", user, pin: pin)
        let report = try await refusal(harness)
        #expect(report.reasons == [.changedPin(pinned: pin)])
        #expect(await !harness.core.transcript(of: harness.account.id).contains("C: "))
        await harness.core.close()
    }

    @Test("a certificate logs in where the server takes one, and to no other mailbox", arguments: [false, true])
    func clientCertificate(startTLS: Bool) async throws {
        let (user, other) = (try await host.makeUser(), try await host.makeUser())
        let folder = try TemporaryFolder()
        try await issue(to: user.name, in: folder)
        let own = try recorder(user.name, folder, startTLS: startTLS)
        own.open()
        #expect(try await summary(own).count == 0)
        #expect(await own.core.transcript(of: own.account.id).contains("AUTHENTICATE EXTERNAL"))
        // This server breaks off at its own tickets; it is dialled without them.
        try await host.doveadm("kick '\(user.name)'")
        for _ in 0..<2 {
            _ = try await own.next("the line") { event -> Bool? in
                if case .connection(_, .online) = event { true } else { nil }
            }
        }
        await own.core.close()

        let others = try recorder(other.name, folder, startTLS: startTLS)
        others.open()
        let error = try await others.next("the refusal") { event -> MailError? in
            if case .connection(_, .offline(let error, nil)) = event { error } else { nil }
        }
        #expect(error.kind == .authenticationFailed)
        await others.core.close()
    }

    /// An account at the address where the host asks for certificates.
    private func recorder(_ user: String, _ folder: TemporaryFolder, startTLS: Bool) throws -> MailCoreHarness {
        try MailCoreHarness(
            host: "127.0.0.2", port: startTLS ? host.imapPort : host.imapsPort,
            security: startTLS ? .startTLS : .implicitTLS, user: user, password: "not it", credential: .certificate,
            clientCertificate: ClientCertificateFiles(
                certificate: "\(folder.path)/client.pem", key: "\(folder.path)/client.key"))
    }

    /// A certificate by the host's authority.
    private func issue(to name: String, in folder: TemporaryFolder) async throws {
        let tls = "\(host.directory)/tls"
        _ = try await Command.run(
            """
            cd '\(folder.path)' && umask 077 && openssl ecparam -name prime256v1 -genkey -noout -out client.key \
                && openssl req -new -key client.key -subj '/CN=\(name)' -out client.csr \
                && openssl x509 -req -in client.csr -CA '\(tls)/ca.pem' -CAkey '\(tls)/ca.key' \
                    -set_serial 0x1$(openssl rand -hex 8) -days 2 -out client.pem
            """)
    }

    @Test("a line that comes back takes the TLS session up again", arguments: [false, true])
    func resumed(startTLS: Bool) async throws {
        let user = try await host.makeUser()
        let folder = try TemporaryFolder()
        let profiles = ProfileFolder(path: folder.path, files: LocalFileSystem())
        let harness = try harness("mail.rohrpost.example", user, startTLS: startTLS, profiles: profiles)
        harness.open()
        _ = try await harness.next("the first line") { event -> Bool? in
            if case .connection(_, .online) = event { true } else { nil }
        }
        _ = try await summary(harness)
        // The server throws the user out; the client comes back by itself.
        try await host.doveadm("kick '\(user.name)'")
        _ = try await harness.next("the loss") { event -> Bool? in
            if case .connection(_, .offline) = event { true } else { nil }
        }
        _ = try await harness.next("the return") { event -> Bool? in
            if case .connection(_, .online) = event { true } else { nil }
        }
        let transcript = await harness.core.transcript(of: harness.account.id)
        #expect(transcript.contains("session resumed"))
        // What is left is remembered, and shown once in the next run; one that is for something else is not shown.
        await harness.core.close()
        var profile = try profiles.read(harness.account)
        let ticket = try #require(profile.ticket)
        for isFor in ["another server", ticket.binding] {
            profile.ticket = .init(binding: isFor, octets: ticket.octets)
            try profiles.write(profile, of: harness.account)
            let next = try self.harness("mail.rohrpost.example", user, startTLS: startTLS, profiles: profiles)
            next.open()
            _ = try await summary(next)
            let isResumed = await next.core.transcript(of: next.account.id).contains("session resumed")
            #expect(isResumed == (isFor == ticket.binding))
            await next.core.close()
            #expect(try profiles.read(harness.account).ticket?.octets != ticket.octets, "none is kept twice")
        }
        withExtendedLifetime(folder) {}
    }
}
