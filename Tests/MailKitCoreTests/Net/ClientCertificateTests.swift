import COpenSSL
import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Client certificates", .timeLimit(.minutes(2)))
struct ClientCertificateTests {
    private let certificates: TLSCertificates
    private let context: TLSContext

    init() async throws {
        certificates = try await TLSCertificates.make()
        context = try TLSContext(trust: TrustSources(files: [certificates.path("ca.pem")]))
    }

    private func identity(_ certificate: String, _ key: String?) throws(ClientCertificateError) -> ClientCertificate {
        let files = ClientCertificateFiles(
            certificate: certificates.path(certificate), key: key.map { certificates.path($0) })
        return try ClientCertificate(files, home: nil)
    }

    @Test("a server that asks sees it, one that does not ask does not", arguments: [TLS1_3_VERSION, TLS1_2_VERSION])
    @NetActor
    func shown(version: Int32) async throws {
        let settings = TLSSettings(identity: try identity("client.pem", "client.key"), context: context)
        for (authority, subject) in [("ca", "/CN=client.host.example"), (nil, nil)] {
            let server = TLSServer(certificates, "good", version: version, clientAuthority: authority)
            let stream = ByteStream(try await server.connect("mail.host.example", settings))
            _ = try await stream.read(by: .after(seconds: 60)) { $0.count }
            stream.close()
            #expect(await server.visits(1).first?.client == subject)
        }
    }

    @Test("a server whose certificate is refused never sees it")
    @NetActor
    func notShown() async throws {
        let settings = TLSSettings(identity: try identity("client.pem", "client.key"), context: context)
        let server = TLSServer(certificates, "self", clientAuthority: "ca")
        #expect(try await server.refusal("mail.host.example", settings) != nil)
        #expect(await server.visits(1).first?.client == nil)
    }

    @Test("a server that insists says so to a client that has none", arguments: [TLS1_3_VERSION, TLS1_2_VERSION])
    @NetActor
    func required(version: Int32) async throws {
        let server = TLSServer(
            certificates, "good", version: version, clientAuthority: "ca", requiresClient: true)
        var failure: TransportError?
        do throws(TransportError) {
            let transport = try TLSTransport(
                socket: try server.line(), host: "mail.host.example", settings: TLSSettings(context: context))
            defer { transport.close() }
            try await transport.handshake(by: .after(seconds: 60))
            // With TLS 1.3 the server's no comes behind the handshake.
            try await ByteStream(transport).read(by: .after(seconds: 60)) { _ in }
        } catch {
            failure = error
        }
        let alert = version == TLS1_3_VERSION ? "tlsv13 alert certificate required" : "sslv3 alert handshake failure"
        #expect(failure == .tls(alert))
        await server.finish()
    }

    @Test("both may be in one file, and a path may begin at home")
    func oneFile() async throws {
        let folder = try TemporaryFolder()
        _ = try await Command.run(
            "cat '\(certificates.path("client.pem"))' '\(certificates.path("ca.pem"))'"
                + " '\(certificates.path("client.key"))' > '\(folder.path)/both.pem'; chmod 600 '\(folder.path)/both.pem'"
        )
        let identity = try ClientCertificate(ClientCertificateFiles(certificate: "~/both.pem"), home: folder.path)
        #expect(identity.fingerprint == (try certificates.fingerprint("client")))
        chmod("\(folder.path)/both.pem", 0o644)
        #expect(throws: ClientCertificateError.open(path: "\(folder.path)/both.pem")) {
            try ClientCertificate(ClientCertificateFiles(certificate: "~/both.pem"), home: folder.path)
        }
    }

    @Test("what is wrong with the files is told")
    func failures() async throws {
        func expect(_ certificate: String, _ key: String?, _ error: (String) -> ClientCertificateError) {
            let path = certificates.path(key ?? certificate)
            #expect(throws: error(path)) { try identity(certificate, key) }
        }
        expect("client.pem", "server.key") { .otherKey(path: $0) }
        expect("client.pem", "encrypted.key") { .encryptedKey(path: $0) }
        expect("client.pem", "none.key") { .unreadable(path: $0, code: ENOENT) }
        expect("client.key", nil) { .noCertificate(path: $0) }
        let folder = try TemporaryFolder()
        folder.write([], to: "empty")
        chmod("\(folder.path)/empty", 0o600)
        let certificate = certificates.path("client.pem")
        func read(_ key: String) throws -> ClientCertificate {
            try ClientCertificate(ClientCertificateFiles(certificate: certificate, key: key), home: nil)
        }
        #expect(throws: ClientCertificateError.noKey(path: "\(folder.path)/empty")) { try read("\(folder.path)/empty") }
        #expect(throws: ClientCertificateError.unreadable(path: folder.path, code: EINVAL)) { try read(folder.path) }
        for mode in [UInt32(0o640), 0o604, 0o620, 0o601] {
            chmod("\(folder.path)/empty", mode)
            #expect(throws: ClientCertificateError.open(path: "\(folder.path)/empty")) {
                try read("\(folder.path)/empty")
            }
        }
    }

    @Test("an account whose key cannot be used does not connect, and says why")
    func account() async throws {
        let server = try #require(ServerAddress(host: "a", port: 993, security: .implicitTLS))
        let files = ClientCertificateFiles(
            certificate: certificates.path("client.pem"), key: certificates.path("encrypted.key"))
        let account = AccountConfiguration(
            id: AccountID("a"), server: server, user: "anna", credential: .certificate, clientCertificate: files)
        let scripted = ScriptedServer()
        var environment = CoreEnvironment()
        environment.connector = ScriptedNetwork(["a": scripted])
        let failed = Board<MailError?>(nil)
        let core = MailCore(accounts: [account], environment: environment) { _ async throws(MailError) in
            throw MailError(.bug, subject: "no password is needed")
        } deliver: { event in
            if case .connection(_, .offline(let error, nil)) = event { failed.change { $0 = error } }
        }
        core.send(.openMailbox(account: account.id, path: .inbox, firstPage: 1, view: Generation(1)))
        let error = try #require(await failed.wait { $0 })
        #expect(error.kind == .local && error.detail == "the key is encrypted")
        #expect(error.subject.hasSuffix("encrypted.key"))
        #expect(scripted.connections == 0)
        await core.close()
    }
}
