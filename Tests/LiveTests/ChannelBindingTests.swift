import COpenSSL
import Glibc
import MailGrammar
import TestSupport
import Testing

@testable import MailKitCore

@Suite("Live: channel binding", .serialized, .enabled(if: MailHost.isRunning, "no mail host runs"))
struct ChannelBindingTests {
    private let host: MailHost

    init() throws { host = try #require(MailHost.running) }

    @NetActor
    private func connect() async throws -> TLSTransport {
        // How long everything else in this process keeps the machine says nothing of the line.
        let deadline = Deadline.never
        let socket = try await Dialer(resolver: SystemResolver()).connect(
            host: "localhost", port: host.imapsPort, by: deadline)
        let transport = try TLSTransport(socket: socket, host: "localhost")
        try await transport.handshake(by: deadline)
        return transport
    }

    @Test("a connection keeps its value, and another one has another")
    @NetActor
    func ofEach() async throws {
        let (first, second) = (try await connect(), try await connect())
        let value = try #require(first.channelBinding)
        #expect(value.kind == .tlsExporter)
        #expect(value.value.count == 32 && Set(value.value).count > 1)
        #expect(first.channelBinding == value)
        #expect(try #require(second.channelBinding) != value)
        first.close()
        second.close()
        #expect(first.channelBinding == nil)
    }

    @Test(
        "both ends compute the same: from the keys with TLS 1.3, from the certificate before",
        arguments: [(TLS1_3_VERSION, ChannelBinding.Kind.tlsExporter), (TLS1_2_VERSION, .tlsServerEndPoint)])
    @NetActor
    func bothEnds(version: Int32, kind: ChannelBinding.Kind) async throws {
        var ends: [Int32] = [-1, -1]
        try #require(socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0)
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        let (folder, socket) = ("\(host.directory)/tls", ends[1])
        let server = Task { await Blocking.run { Self.serve(on: socket, folder, version) } }
        let transport = try TLSTransport(socket: ends[0], host: "localhost")
        try await transport.handshake(by: .after(seconds: 30))
        let binding = try #require(transport.channelBinding)
        let exported = await server.value
        transport.close()
        #expect(binding.kind == kind)
        switch kind {
        case .tlsExporter: #expect(binding.value == exported)
        case .tlsServerEndPoint:
            let digest = try await Command.run(
                "openssl x509 -in '\(folder)/server.pem' -outform DER | openssl dgst -sha256 -r")
            let shown = binding.value.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            #expect(digest.prefix { $0 != " " } == shown)
        }
    }

    /// Shakes hands as the server, and exports what the client should have.
    private nonisolated static func serve(on socket: Int32, _ folder: String, _ version: Int32) -> [UInt8] {
        defer { Glibc.close(socket) }
        let context = SSL_CTX_new(TLS_server_method())
        defer { SSL_CTX_free(context) }
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(version), nil)
        SSL_CTX_use_certificate_file(context, "\(folder)/server.pem", SSL_FILETYPE_PEM)
        SSL_CTX_use_PrivateKey_file(context, "\(folder)/server.key", SSL_FILETYPE_PEM)
        let ssl = SSL_new(context)
        defer { SSL_free(ssl) }
        SSL_set_fd(ssl, socket)
        guard SSL_accept(ssl) == 1 else { return [] }
        let label = "EXPORTER-Channel-Binding"
        var value = [UInt8](repeating: 0, count: 32)
        guard SSL_export_keying_material(ssl, &value, 32, label, label.utf8.count, nil, 0, 0) == 1 else { return [] }
        return value
    }
}
