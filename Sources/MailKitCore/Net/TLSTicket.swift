import MailGrammar
import Synchronization

/// What a server gave to take a TLS session up again with fewer octets and less work. It holds keys: whoever has it can pretend to
/// be that server, so it belongs into memory or into a file that nobody else may read (0600).
package struct TLSTicket: Hashable, Sendable {
    /// What a ticket was given for; it is shown to nobody else, and for nothing else.
    package struct Binding: Hashable, Sendable {
        /// One line without blanks around it that only the same binding has: `imaps://mail.example.org:993 sha256:… -`.
        package let text: String
        let host: String

        /// - Parameters:
        ///   - pin: the certificate that the account is pinned to.
        ///   - client: that of the client.
        package init(_ server: ServerAddress, pin: CertificateFingerprint?, client: CertificateFingerprint? = nil) {
            let scheme = server.security == .implicitTLS ? "imaps" : "imap"
            host = server.host
            text = "\(scheme)://\(server.host):\(server.port) \(pin?.description ?? "-") \(client?.description ?? "-")"
        }
    }

    package let binding: Binding
    /// OpenSSL's SSL_SESSION in DER.
    package let octets: [UInt8]

    /// No ticket of any server is larger.
    package static let limit = 65_536

    /// `nil` for none at all, and for more octets than a ticket has.
    package init?(_ octets: [UInt8], for binding: Binding) {
        guard (1...Self.limit).contains(octets.count) else { return nil }
        self.octets = octets
        self.binding = binding
    }
}

extension TLSTicket: CustomStringConvertible, CustomReflectable {
    /// Nothing of the keys.
    package var description: String { "TLS ticket for \(binding.text)" }
    package var customMirror: Mirror { Mirror(self, children: [:]) }
}

/// The tickets of one account, newest last. Each is taken out to be used and used once, so that nobody who listens can tell two
/// connections for one client's. Source: RFC 8446, appendix C.4.
package final class TLSTickets: Sendable {
    private struct State {
        var kept: [TLSTicket] = []
        var isOff = false
    }

    private let state = Mutex(State())

    /// A server gives two or so with each connection.
    static let limit = 4

    package init() {}

    /// Keeps one. Those of another binding, server, pin or client, are of no use any more and go.
    package func put(_ ticket: TLSTicket) {
        state.withLock { state in
            guard !state.isOff else { return }
            state.kept.removeAll { $0.binding != ticket.binding }
            state.kept.append(ticket)
            if state.kept.count > Self.limit { state.kept.removeFirst() }
        }
    }

    /// The newest one for a binding. Those of others go.
    package func take(for binding: TLSTicket.Binding) -> TLSTicket? {
        state.withLock { state in
            state.kept.removeAll { $0.binding != binding }
            return state.kept.popLast()
        }
    }

    /// Keeps none from now on: this server gives tickets and breaks off when one is shown.
    package func giveUp() {
        state.withLock { state in
            state.kept = []
            state.isOff = true
        }
    }

    /// How many there are.
    package var count: Int { state.withLock { $0.kept.count } }
}
