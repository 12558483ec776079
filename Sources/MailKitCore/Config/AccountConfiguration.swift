import MailGrammar

/// All that is needed to reach one account.
public struct AccountConfiguration: Hashable, Sendable {
    /// Its name in the configuration.
    public let id: AccountID
    /// What the screen calls it; the account's name where no label is given.
    public let label: String
    /// Where its mail is read.
    public let server: ServerAddress
    /// Whose mailbox it is, and the login name where there is no `master`.
    public let user: String
    /// Who logs in with a password of their own and opens the mailbox of `user`: support staff, say.
    public let master: String?
    /// Where the password comes from.
    public private(set) var credential: CredentialSource
    /// The mailbox to open first.
    public private(set) var mailbox: MailboxPath
    /// Nothing in the account is ever changed: mailboxes are examined, and what would change something is refused.
    public private(set) var isReadOnly: Bool
    /// The only certificate that the server may show, whoever has issued it; `nil`: the system's trust decides.
    public private(set) var pin: CertificateFingerprint?
    /// What it leaves on the disk.
    public private(set) var store = StoreUse.disk
    /// Which of its messages are kept whole.
    public private(set) var bodies = BodyPolicies()
    /// By which certificate the client shows who it is.
    public let clientCertificate: ClientCertificateFiles?

    /// The label is the id's name where there is none.
    public init(
        id: AccountID, label: String? = nil, server: ServerAddress, user: String, master: String? = nil,
        credential: CredentialSource, mailbox: MailboxPath = .inbox, isReadOnly: Bool = false,
        pin: CertificateFingerprint? = nil, clientCertificate: ClientCertificateFiles? = nil
    ) {
        self.id = id
        self.label = label ?? id.name
        self.server = server
        self.user = user
        self.master = master
        self.credential = credential
        self.mailbox = mailbox
        self.isReadOnly = isReadOnly
        self.pin = pin
        self.clientCertificate = clientCertificate
    }
}

extension AccountConfiguration {
    /// The account of a URL alone: named and labelled by user and host, its password asked for.
    public init(_ url: AccountURL) {
        self.init(
            id: AccountID("\(url.user) \(url.server)"), label: url.user, server: url.server, user: url.user,
            credential: .prompt, mailbox: url.mailbox ?? .inbox)
    }

    /// The same with another source of the password.
    public func with(credential: CredentialSource) -> AccountConfiguration {
        var copy = self
        copy.credential = credential
        return copy
    }

    /// The same with another mailbox to open first.
    public func with(mailbox: MailboxPath) -> AccountConfiguration {
        var copy = self
        copy.mailbox = mailbox
        return copy
    }

    /// The same with other traces on the disk.
    public func with(store: StoreUse) -> AccountConfiguration {
        var copy = self
        copy.store = store
        return copy
    }

    /// The same with other messages kept whole.
    public func with(bodies: BodyPolicies) -> AccountConfiguration {
        var copy = self
        copy.bodies = bodies
        return copy
    }

    /// The same with another certificate that the server must show.
    public func with(pin: CertificateFingerprint) -> AccountConfiguration {
        var copy = self
        copy.pin = pin
        return copy
    }

    /// The same, of which nothing is to be changed. There is no way back.
    public var readOnly: AccountConfiguration {
        var copy = self
        copy.isReadOnly = true
        return copy
    }

    /// Whose password is asked for.
    public var passwordOwner: String { master ?? user }
}

/// PEM files by which a client shows who it is; `~/` is the home folder.
public struct ClientCertificateFiles: Hashable, Sendable {
    /// With the client's certificate first, and those of its issuers where the server needs them.
    public let certificate: String
    /// With the key, which nobody else may read; `nil`: it is in the same file.
    public let key: String?

    /// Both paths.
    public init(certificate: String, key: String? = nil) {
        self.certificate = certificate
        self.key = key
    }
}

/// Where an account's password comes from. It never stands in a file of ours nor on a command line.
public enum CredentialSource: Hashable, Sendable {
    /// The first line that a command line prints, run by `/bin/sh -c`.
    case command(String)
    /// As `command`, but what it prints is an OAuth access token.
    case tokenCommand(String)
    /// The first line that can be read from a descriptor the program was started with.
    case fileDescriptor(Int32)
    /// The person is asked on the terminal before the screen starts.
    case prompt
    /// There is none: the client's certificate says who logs in.
    case certificate

    /// Whether it gives a token, which is no password.
    public var isToken: Bool { if case .tokenCommand = self { true } else { false } }

    /// Whether a person can type another password where this one is refused: a command would give the old one again.
    public var canBeTyped: Bool {
        switch self {
        case .prompt, .fileDescriptor: true
        case .command, .tokenCommand, .certificate: false
        }
    }
}
