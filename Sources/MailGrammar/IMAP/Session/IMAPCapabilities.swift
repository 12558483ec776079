/// What a server says it can do. Names compare without regard to case. Source: RFC 9051, section 7.2.1.
package struct IMAPCapabilities: Hashable, Sendable {
    private var names: Set<String> = []
    /// False before the server has told any.
    package var isKnown: Bool { !names.isEmpty }

    package init() {}
    package init(_ names: some Sequence<String>) { self.names = Set(names.map { $0.uppercased() }) }

    package func has(_ name: String) -> Bool { names.contains(name) }
    package var all: [String] { names.sorted() }
    /// The SASL mechanisms offered, in alphabetic order.
    package var mechanisms: [String] {
        names.filter { $0.hasPrefix("AUTH=") }.map { String($0.dropFirst(5)) }.sorted()
    }
}

/// Whose server it is, as far as that changes what may be said to it.
package enum ServerKind: Hashable, Sendable {
    case unknown
    case dovecot

    /// By the greeting's text: `Dovecot ready.`, `Dovecot (Debian) ready.`
    package init(greeting: String) {
        self = greeting.lowercased().contains("dovecot") ? .dovecot : .unknown
    }

    /// Known to answer commands that arrive before its answer to the login.
    package var pipelinesBehindLogin: Bool { self == .dovecot }
}

/// The ways to log in that this program knows, strongest first.
package enum LoginMechanism: String, Hashable, Sendable, CaseIterable {
    /// By the client's certificate, shown when TLS began. Source: RFC 4422, appendix A.
    case external = "EXTERNAL"
    case scramSHA256Plus = "SCRAM-SHA-256-PLUS"
    /// The older hash, but bound to the connection: nobody can sit in between, whatever the hash.
    case scramSHA1Plus = "SCRAM-SHA-1-PLUS"
    case scramSHA256 = "SCRAM-SHA-256"
    case scramSHA1 = "SCRAM-SHA-1"
    /// With an OAuth token. Source: RFC 7628.
    case oauthBearer = "OAUTHBEARER"
    /// The same before it had a standard: Google, Microsoft.
    case xoauth2 = "XOAUTH2"
    case plain = "PLAIN"
    /// The LOGIN command, for servers without SASL. Source: RFC 9051, section 6.2.3.
    case login = "LOGIN"

    /// What SCRAM computes with; `nil` for another mechanism.
    var scramHash: SCRAMHash? {
        switch self {
        case .scramSHA256Plus, .scramSHA256: .sha256
        case .scramSHA1Plus, .scramSHA1: .sha1
        case .external, .oauthBearer, .xoauth2, .plain, .login: nil
        }
    }

    /// Whether the login holds for one TLS connection alone.
    var bindsChannel: Bool { self == .scramSHA256Plus || self == .scramSHA1Plus }

    /// What somebody in between can make of a login that passes by: 4 and 3 nothing, 2 and 1 guess the password from it, by
    /// the better hash and the older one, 0 has the password or the token.
    private var strength: Int {
        switch self {
        case .external, .scramSHA256Plus: 4
        case .scramSHA1Plus: 3
        case .scramSHA256: 2
        case .scramSHA1: 1
        case .oauthBearer, .xoauth2, .plain, .login: 0
        }
    }

    /// Whether somebody in between would gain by having it taken in place of `other`. A token and a password are no choice of
    /// the server's: which it is says the account.
    package func isWeaker(than other: LoginMechanism) -> Bool {
        takesToken == other.takesToken && strength < other.strength
    }

    /// Whether it shows a token instead of a password.
    var takesToken: Bool { self == .oauthBearer || self == .xoauth2 }

    /// Whether the server lets it be used.
    func isOffered(by capabilities: IMAPCapabilities) -> Bool {
        self == .login ? !capabilities.has("LOGINDISABLED") : capabilities.has("AUTH=" + rawValue)
    }
}

/// How far a login has come.
enum LoginExchange: Sendable {
    /// PLAIN or LOGIN: all has been said, or (`false`) the response waits for the server's `+`.
    case plain(isSaid: Bool)
    case login
    /// EXTERNAL: as PLAIN.
    case external(isSaid: Bool)
    /// OAUTHBEARER or XOAUTH2: how far it has come.
    case token(TokenStep)
    case scram(SCRAMClient, SCRAMStep)

    enum TokenStep: Hashable, Sendable {
        /// The token waits for the server's `+`.
        case start
        case said
        /// The server has explained a refusal and was answered; its NO is to come.
        case explained
    }

    enum SCRAMStep: Hashable, Sendable {
        /// Without SASL-IR: AUTHENTICATE is sent, the server's empty `+` is to come.
        case start
        /// `client-first` is sent.
        case first
        /// The shell derives the key.
        case deriving
        /// `client-final` is sent; with it, where `pipelined`, the empty answer and the flight.
        case final(pipelined: Bool)
        /// The server has shown that it knows the password.
        case verified
    }
}
