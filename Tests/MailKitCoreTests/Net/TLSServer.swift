import COpenSSL
import Glibc
import MailGrammar
import Synchronization
import TestSupport

@testable import MailKitCore

/// A TLS server in this process, on the other end of pairs of sockets: greets, then listens until the client goes.
///
/// - Invariant (`@unchecked Sendable`): the SSL_CTX is set up in `init` and not changed after it.
final class TLSServer: @unchecked Sendable {
    /// What one connection was.
    struct Visit: Hashable, Sendable {
        var isUp = false
        var isResumed = false
        /// The subject of the client's certificate.
        var client: String?
        /// Octets that the client said inside TLS.
        var heard: [UInt8] = []
    }

    private let context: OpaquePointer?
    private let board = Board([Visit]())
    private let lines = Mutex(0)

    /// - Parameters:
    ///   - version: the newest that it knows.
    ///   - clientAuthority: whose certificates clients may show, or, where `requiresClient`, must.
    ///   - takesTickets: with a client authority, false makes it break off when it is shown a ticket, as some servers do.
    init(
        _ certificates: TLSCertificates, _ name: String, key: String = "server", version: Int32 = TLS1_3_VERSION,
        clientAuthority: String? = nil, requiresClient: Bool = false, takesTickets: Bool = true
    ) {
        context = SSL_CTX_new(TLS_server_method())
        SSL_CTX_ctrl(context, SSL_CTRL_SET_MAX_PROTO_VERSION, Int(version), nil)
        SSL_CTX_set_security_level(context, 0)
        SSL_CTX_use_certificate_file(context, certificates.path("\(name).pem"), SSL_FILETYPE_PEM)
        SSL_CTX_use_PrivateKey_file(context, certificates.path("\(key).key"), SSL_FILETYPE_PEM)
        let id = Array("test".utf8)
        if takesTickets { SSL_CTX_set_session_id_context(context, id, UInt32(id.count)) }
        if let clientAuthority {
            SSL_CTX_load_verify_locations(context, certificates.path("\(clientAuthority).pem"), nil)
            SSL_CTX_set_verify(
                context, SSL_VERIFY_PEER | (requiresClient ? SSL_VERIFY_FAIL_IF_NO_PEER_CERT : 0), nil)
        }
    }

    deinit { SSL_CTX_free(context) }

    /// The client's end of a new line.
    func line() throws(TransportError) -> Int32 {
        var ends: [Int32] = [-1, -1]
        guard socketpair(AF_UNIX, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0, &ends) == 0 else {
            throw TransportError.broken(errno: errno)
        }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        let socket = ends[1]
        lines.withLock { $0 += 1 }
        Task { await Blocking.run { self.serve(socket) } }
        return ends[0]
    }

    /// Waits until so many connections are over.
    func visits(_ count: Int) async -> [Visit] { await board.wait { $0.count >= count ? $0 : nil } ?? [] }

    /// Waits until all connections are over: no thread is to be in OpenSSL when the process ends.
    func finish() async { _ = await visits(lines.withLock { $0 }) }

    private func serve(_ socket: Int32) {
        var visit = Visit()
        let ssl = SSL_new(context)
        SSL_set_fd(ssl, socket)
        if SSL_accept(ssl) == 1 {
            visit.isUp = true
            visit.isResumed = SSL_session_reused(ssl) == 1
            if let certificate = SSL_get0_peer_certificate(ssl) {
                visit.client = withUnsafeTemporaryAllocation(of: CChar.self, capacity: 256) { buffer in
                    X509_NAME_oneline(X509_get_subject_name(certificate), buffer.baseAddress, 256).map {
                        String(cString: $0)
                    }
                }
            }
            let greeting = Array("* OK ready\r\n".utf8)
            SSL_write(ssl, greeting, Int32(greeting.count))
            var buffer = [UInt8](repeating: 0, count: 4096)
            while true {
                let count = SSL_read(ssl, &buffer, Int32(buffer.count))
                guard count > 0 else { break }
                visit.heard += buffer[..<Int(count)]
            }
        }
        ERR_clear_error()
        SSL_free(ssl)
        Glibc.close(socket)
        let done = visit
        board.change { $0.append(done) }
    }
}

extension TLSServer {
    /// Shakes hands with it under a name; the line is up, or why not.
    @NetActor
    func connect(_ host: String, _ settings: TLSSettings) async throws -> TLSTransport {
        let transport = try TLSTransport(socket: try line(), host: host, settings: settings)
        do {
            try await transport.handshake(by: .after(seconds: 60))
        } catch {
            transport.close()
            throw error
        }
        return transport
    }

    /// Why the line does not come up under a name; `nil` where it does.
    @NetActor
    func refusal(_ host: String, _ settings: TLSSettings) async throws -> CertificateReport? {
        let refusal: CertificateReport?
        do {
            try await connect(host, settings).close()
            refusal = nil
        } catch TransportError.certificate(let report) {
            refusal = report
        }
        await finish()
        return refusal
    }
}
