import Glibc
import MailGrammar

extension MailError {
    /// A connection's end in the facade's words. `subject` is the server or the mailbox that it was about.
    init(_ failure: ConnectionFailure, subject: String) {
        switch failure {
        case .transport(let error): self.init(error, subject: subject)
        case .session(let error): self.init(error, subject: subject)
        }
    }

    init(_ error: TransportError, subject: String) {
        switch error {
        case .nameNotFound(let reason): self.init(.nameNotFound, subject: subject, detail: reason)
        case .connect(let code, let addresses):
            let tried = addresses > 1 ? " (\(addresses) addresses)" : ""
            self.init(.connectionFailed, subject: subject, detail: systemReason(code) + tried)
        case .tls(let reason): self.init(.tlsFailed, subject: subject, detail: reason)
        case .certificate(let report):
            let names = report.reasons == [.wrongName] ? report.names : []
            let carried =
                names.isEmpty ? "" : "; the certificate is for \(names.prefix(5).map(\.text).joined(separator: ", "))"
            self.init(.tlsFailed, subject: subject, detail: report.reason + carried, certificate: report)
        case .ticketRefused:
            self.init(.connectionFailed, subject: subject, detail: "the server ended the connection")
        case .broken(let code): self.init(.connectionFailed, subject: subject, detail: systemReason(code))
        case .closed: self.init(.connectionFailed, subject: subject, detail: "the server ended the connection")
        case .compression(let reason):
            self.init(.connectionFailed, subject: subject, detail: "the compressed line cannot be read: \(reason)")
        case .timedOut: self.init(Kind.timedOut, subject: subject)
        case .cancelled, .interrupted: self.init(Kind.cancelled, subject: subject)
        }
    }

    init(_ failure: SessionFailure, subject: String) {
        switch failure {
        case .framing(let error):
            self.init(.protocolViolation, subject: subject, detail: "unreadable response: \(error)")
        case .parse(let error):
            self.init(
                .protocolViolation, subject: subject,
                detail: "unreadable response: \(error.kind) at octet \(error.offset)")
        case .notIMAP:
            self.init(.protocolViolation, subject: subject, detail: "what answers there is no IMAP server")
        case .outOfStep(let what): self.init(.protocolViolation, subject: subject, detail: what)
        case .bye(let words): self.init(.connectionFailed, subject: subject, serverText: words)
        case .startTLSNotOffered: self.init(.tlsFailed, subject: subject, detail: "the server does not offer STARTTLS")
        case .startTLSRefused(let words):
            self.init(.tlsFailed, subject: subject, detail: "the server refuses STARTTLS", serverText: words)
        case .bytesBehindStartTLS:
            self.init(
                .tlsFailed, subject: subject,
                detail: "unencrypted data came with the answer to STARTTLS: somebody may be tampering")
        case .preauthenticatedWithoutTLS:
            self.init(
                .tlsFailed, subject: subject,
                detail: "the server calls the unencrypted line logged in: somebody may be tampering")
        case .noMechanism(let offered):
            let list = offered.isEmpty ? "none" : offered.prefix(20).joined(separator: ", ")
            self.init(
                .authenticationFailed, subject: subject,
                detail: "no login mechanism in common; the server offers \(list)")
        case .loginRefused(let words): self.init(.authenticationFailed, subject: subject, serverText: words)
        case .scram(.refused("server-does-support-channel-binding")):
            self.init(
                .authenticationFailed, subject: subject,
                detail: "the server offers logins bound to the connection, unheard here: somebody may be tampering")
        case .scram(.refused("channel-bindings-dont-match")):
            self.init(
                .authenticationFailed, subject: subject,
                detail: "the server sees another TLS connection than this one: somebody may be in between")
        case .scram(.refused(let words)): self.init(.authenticationFailed, subject: subject, serverText: words)
        case .scram(let failure):
            self.init(.authenticationFailed, subject: subject, detail: "SCRAM failed: \(failure)")
        case .refused(let reason, let words):
            let kind: Kind =
                switch reason {
                case .nonexistent: .notFound
                case .overQuota: .quotaExceeded
                case .noPermission, .unavailable, .other: .refused
                }
            self.init(kind, subject: subject, serverText: words)
        case .unsendable(.readOnly): self.init(.readOnly, subject: subject)
        case .unsendable(let error): self.init(.local, subject: subject, detail: "cannot be sent: \(error)")
        case .messageGone: self.init(.notFound, subject: subject)
        case .timedOut: self.init(Kind.timedOut, subject: subject)
        case .flightUnanswered: self.init(Kind.timedOut, subject: subject, detail: "no answer behind the login")
        case .profileOutdated:
            self.init(.connectionFailed, subject: subject, detail: "the server is not what it was the last time")
        case .weakerMechanism(let trusted, let offered):
            self.init(
                .weakerLogin(trusted: trusted.rawValue, offered: offered.rawValue), subject: subject,
                detail: "\(trusted.rawValue) was used before, only \(offered.rawValue) is offered now")
        case .ended: self.init(Kind.cancelled, subject: subject)
        }
    }
}
