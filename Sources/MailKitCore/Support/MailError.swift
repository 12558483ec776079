import MailGrammar

/// The one error type at the core's facade: what failed, on what, and in whose words.
///
/// It carries no text of its own for a screen: the front end words it from its message table. Whatever a server said is kept
/// apart as `serverText`, to be shown as the server's, quoted and cleaned. No secret is ever in it.
public struct MailError: Error, Hashable, Sendable {
    /// What kind of thing went wrong; decides the words and the exit code.
    public enum Kind: Hashable, Sendable {
        /// The name has no address, or the name server did not answer.
        case nameNotFound
        /// No address of the server took the connection, or it broke.
        case connectionFailed
        /// TLS failed: certificate refused, protocol too old, STARTTLS not offered or tampered with.
        case tlsFailed
        /// The server refused the login, or offers no mechanism that we may use.
        case authenticationFailed
        /// The server offers only a weaker login than the one that is trusted; nothing of the password was sent. A person
        /// may accept it (`MailRequest.trustLogin`).
        case weakerLogin(trusted: String, offered: String)
        /// The mailbox, message or file does not exist.
        case notFound
        /// The server refuses for want of space.
        case quotaExceeded
        /// Nothing came within the deadline.
        case timedOut
        /// Part of what was asked was done, part was not.
        case partial
        /// The server broke the protocol; what it sent cannot be believed any more.
        case protocolViolation
        /// The server refused a command with NO or BAD.
        case refused
        /// It would have changed an account that is opened for reading only; nothing was sent.
        case readOnly
        /// The person gave it up, or the program ends.
        case cancelled
        /// A file, a command or the machine failed.
        case local
        /// A mistake of this program.
        case bug
    }

    /// Decides the words and the exit code.
    public let kind: Kind
    /// What it was about: `imap.example.org:993`, `INBOX`. Already free of secrets.
    public let subject: String
    /// A short technical detail in English for the log and the second line: `certificate has expired`.
    public let detail: String
    /// The server's own words, unchecked; cleaned where it is drawn.
    public let serverText: String?
    /// The certificate that was refused, where that is what failed.
    public let certificate: CertificateReport?

    /// No part of it may hold a secret.
    public init(
        _ kind: Kind, subject: String, detail: String = "", serverText: String? = nil,
        certificate: CertificateReport? = nil
    ) {
        self.kind = kind
        self.subject = subject
        self.detail = detail
        self.serverText = serverText
        self.certificate = certificate
    }
}

extension MailError {
    /// The server has refused what it was given to log in with, so that another password may do. Whatever else a login fails
    /// for, such as somebody in between, stands in `detail`.
    public var isPasswordRefused: Bool { kind == .authenticationFailed && detail.isEmpty }
}

/// How every subcommand ends. The numbers are part of the interface and never change.
public enum ExitCode: Int32, Sendable, CaseIterable {
    case ok = 0
    case other = 1
    case usage = 2
    case nameNotFound = 10
    case connectionFailed = 11
    case tlsFailed = 12
    case authenticationFailed = 13
    case notFound = 14
    case quotaExceeded = 15
    case timedOut = 16
    case partial = 17
}

extension MailError {
    /// The exit code of a program that ends for this error.
    public var exitCode: ExitCode {
        switch kind {
        case .nameNotFound: .nameNotFound
        case .connectionFailed: .connectionFailed
        case .tlsFailed: .tlsFailed
        case .authenticationFailed, .weakerLogin: .authenticationFailed
        case .notFound: .notFound
        case .quotaExceeded: .quotaExceeded
        case .timedOut: .timedOut
        case .partial: .partial
        case .protocolViolation, .refused, .readOnly, .cancelled, .local, .bug: .other
        }
    }
}
