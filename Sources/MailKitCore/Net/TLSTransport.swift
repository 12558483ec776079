import COpenSSL
import Glibc
import MailGrammar

/// TLS by OpenSSL on a non-blocking socket.
@NetActor
final class TLSTransport: Transport {
    private var ssl: OpaquePointer?
    private let descriptor: Int32
    private var isClosed = false
    /// Flights that the handshake took: 1 with TLS 1.3, 2 with 1.2.
    private(set) var handshakeTurns = 0
    /// The server has taken up a session of before: it showed no certificate, and holds the keys of that session.
    private(set) var isResumed = false
    private let peer: PeerCheck
    private let tickets: TLSTickets?
    /// What was offered to the server.
    private var ticket: TLSTicket?

    /// Takes the socket over and prepares a session that accepts only `host`: its name by SNI and in the certificate, or its
    /// address where `host` is one.
    init(socket: Int32, host: String, settings: TLSSettings = TLSSettings()) throws(TransportError) {
        descriptor = socket
        let tickets = settings.tickets.flatMap { $0.1.host == host ? $0 : nil }
        peer = PeerCheck(pin: settings.pin, tickets: tickets)
        self.tickets = tickets?.0
        let context = if let own = settings.context { own } else { try TLSContext.shared() }
        guard let ssl = SSL_new(context.pointer) else { throw .tls(TLSError.queued()) }
        self.ssl = ssl
        let parameters = SSL_get0_param(ssl)
        X509_VERIFY_PARAM_set_hostflags(parameters, UInt32(X509_CHECK_FLAG_NO_PARTIAL_WILDCARDS))
        let isAddress = X509_VERIFY_PARAM_set1_ip_asc(parameters, host) == 1
        if !isAddress {
            // The failed look at an address leaves an error behind that is not one.
            ERR_clear_error()
            let name = host.hasSuffix(".") ? String(host.dropLast()) : host
            guard X509_VERIFY_PARAM_set1_host(parameters, name, 0) == 1, rp_ssl_set_server_name(ssl, name) == 1 else {
                close()
                throw .tls("\(host) cannot be a server's name")
            }
        }
        guard SSL_set_fd(ssl, socket) == 1 else {
            close()
            throw .tls(TLSError.queued())
        }
        SSL_set_connect_state(ssl)
        if let identity = settings.identity, !identity.use(in: ssl) {
            close()
            throw .tls(TLSError.queued())
        }
        rp_ssl_set_owner(ssl, Unmanaged.passUnretained(peer).toOpaque())
        if let (box, binding) = tickets, let ticket = box.take(for: binding), ticket.offer(by: ssl, pin: settings.pin) {
            self.ticket = ticket
        }
    }

    isolated deinit {
        if let ssl { SSL_free(ssl) }
        if !isClosed { Glibc.close(descriptor) }
    }

    /// Shakes hands; throws `.certificate` with a report where the server's is refused.
    func handshake(by deadline: Deadline) async throws(TransportError) {
        while let ssl {
            ERR_clear_error()
            let result = SSL_do_handshake(ssl)
            if result == 1 {
                cameUp(ssl)
                return
            }
            let savedErrno = errno
            let code = SSL_get_error(ssl, result)
            guard let direction = direction(of: code) else { throw handshakeFailure(code, savedErrno) }
            switch await NetActor.shared.reactor.wait(descriptor, direction, until: deadline) {
            case .ready, .interrupted: continue
            case .timedOut: throw .timedOut
            case .cancelled: throw .cancelled
            }
        }
        throw .closed
    }

    private func cameUp(_ ssl: OpaquePointer) {
        let isModern = SSL_version(ssl) >= TLS1_3_VERSION
        isResumed = SSL_session_reused(ssl) == 1
        handshakeTurns = isModern || isResumed ? 1 : 2
        // Before TLS 1.3 a session may be taken up any number of times.
        if isResumed, !isModern, let ticket { tickets?.put(ticket) }
        ticket = nil
    }

    /// What binds a login to this connection, once it is up; `nil` where the certificate's hash is not defined.
    var channelBinding: ChannelBinding? {
        guard let ssl, SSL_is_init_finished(ssl) == 1 else { return nil }
        return ChannelBinding(of: ssl)
    }

    func readSome(into buffer: UnsafeMutableRawBufferPointer) throws(TransportError) -> TransportStep {
        guard let ssl else { throw .closed }
        ERR_clear_error()
        let count = SSL_read(ssl, buffer.baseAddress, Int32(clamping: buffer.count))
        return try step(ssl, count)
    }

    func writeSome(_ bytes: UnsafeRawBufferPointer) throws(TransportError) -> TransportStep {
        guard let ssl else { throw .closed }
        ERR_clear_error()
        let count = SSL_write(ssl, bytes.baseAddress, Int32(clamping: bytes.count))
        return try step(ssl, count)
    }

    func close() {
        if let ssl {
            // A polite close_notify, without waiting for the peer's.
            if SSL_is_init_finished(ssl) == 1 { SSL_shutdown(ssl) }
            ERR_clear_error()
            SSL_free(ssl)
            self.ssl = nil
        }
        if !isClosed {
            isClosed = true
            Glibc.close(descriptor)
        }
    }

    private func step(_ ssl: OpaquePointer, _ count: Int32) throws(TransportError) -> TransportStep {
        if count > 0 { return .moved(Int(count)) }
        let savedErrno = errno
        let code = SSL_get_error(ssl, count)
        if let direction = direction(of: code) { return .wait(descriptor, direction) }
        switch code {
        case SSL_ERROR_ZERO_RETURN: return .end
        case SSL_ERROR_SYSCALL where savedErrno != 0: throw .broken(errno: savedErrno)
        case SSL_ERROR_SSL:
            let reason = TLSError.queued()
            // Many servers end without close_notify. IMAP marks its own ends, so nothing can be cut off unseen.
            if reason == "unexpected eof while reading" { return .end }
            throw .tls(reason)
        default: return .end
        }
    }

    private func direction(of code: Int32) -> Reactor.Direction? {
        switch code {
        case SSL_ERROR_WANT_READ: .read
        case SSL_ERROR_WANT_WRITE: .write
        default: nil
        }
    }

    private func handshakeFailure(_ code: Int32, _ savedErrno: Int32) -> TransportError {
        if let report = peer.report {
            ERR_clear_error()
            return .certificate(report)
        }
        // Some servers cannot take up what they have given tickets for, and break off (OpenSSL's `session id context
        // uninitialized`): they are met without one from now on.
        let hasTicket = ticket != nil
        if hasTicket { tickets?.giveUp() }
        if code == SSL_ERROR_SYSCALL {
            // The line broke, which says nothing about TLS: it may be tried again.
            return savedErrno == 0 ? .closed : .broken(errno: savedErrno)
        }
        let reason = TLSError.queued()
        if reason == "unexpected eof while reading" { return .closed }
        return hasTicket ? .ticketRefused : .tls(reason)
    }
}
