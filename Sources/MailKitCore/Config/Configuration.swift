import MailGrammar

/// What `config.toml` says. The file is TOML 1.0:
///
///     language = "de"
///     theme = "compact"
///     own-domains = ["example.org", "example.com"]
///     authentication-results-host = "mx.example.org"
///     key-profile = "mutt"
///     key-bar = false
///
///     [account.work]
///     url = "imaps://max%40example.org@imap.example.org/"
///     password-command = "pass show mail/work"
///     mailbox = "INBOX"
///     label = "Arbeit"
///     read-only = true
public struct Configuration: Hashable, Sendable {
    /// `nil` leaves the choice to the environment.
    public let language: LanguageCode?
    /// `nil` leaves the choice to the program.
    public let theme: ThemeName?
    /// Domains of whoever reads, as the file lists them; see ``ownDomains(with:)``.
    public let ownDomains: [String]
    /// The names by which the own host signs Authentication-Results; empty: none is believed.
    public let authenticationResultsHosts: [String]
    /// The terminal is asked for clicks and the wheel.
    public let watchesMouse: Bool
    /// Which panes are shown.
    public var panes = PaneConfiguration()
    /// The terminal is told of links; `nil` leaves it to what is known of the terminal.
    public internal(set) var showsLinks: Bool?
    /// What accounts leave on the disk that do not say it themselves.
    public internal(set) var store = StoreUse.disk
    /// Which messages are kept whole of accounts that do not say it themselves.
    public internal(set) var bodies = BodyPolicies()
    /// How pictures are shown; `nil` leaves it to what is known of the terminal.
    public internal(set) var pictures: PictureFormat?
    /// How lists look.
    public var lists = ListConfiguration()
    /// Searches that stand among the folders, in the order of the file.
    public internal(set) var searches: [SavedSearch] = []
    /// In the order of the file; the first one is opened where none is named. Their ids differ.
    public let accounts: [AccountConfiguration]
    /// What keys do.
    package let keys: KeyConfiguration
    /// `nil` leaves it to the program whether the keys stand at the bottom of the screen.
    package let showsKeyBar: Bool?
    /// What the program is called, and who helps; only the host-wide file says it.
    public internal(set) var brands = BrandTable.none

    /// What holds without a file.
    public static let empty = Configuration(language: nil, theme: nil, accounts: [])

    init(
        language: LanguageCode?, theme: ThemeName?, ownDomains: [String] = [],
        authenticationResultsHosts: [String] = [], watchesMouse: Bool = false, accounts: [AccountConfiguration],
        keys: KeyConfiguration = .empty, showsKeyBar: Bool? = nil
    ) {
        self.language = language
        self.theme = theme
        self.ownDomains = ownDomains
        self.authenticationResultsHosts = authenticationResultsHosts
        self.watchesMouse = watchesMouse
        self.accounts = accounts
        self.keys = keys
        self.showsKeyBar = showsKeyBar
    }

    /// Reads a file's content. All that is wrong is told at once; `file` is only named in the error.
    package init(_ content: [UInt8], file: String) throws(ConfigurationError) {
        self = try ConfigurationFile(content, file: file, kind: .user).configuration
    }

    /// Reads a file, at most 1 MB of it. `nil` for one that is not there, where it need not be.
    package init?(path: String, files: some FileSystem, mayBeMissing: Bool) throws(ConfigurationError) {
        guard let file = try ConfigurationFile(path: path, kind: .user, files: files, mayBeMissing: mayBeMissing)
        else { return nil }
        self = file.configuration
    }

    /// Where the file lies by the XDG Base Directory Specification 0.8: `$XDG_CONFIG_HOME/rohrpost/config.toml`, else
    /// `$HOME/.config/rohrpost/config.toml`; `nil` where neither variable holds an absolute path.
    package static func standardPath(environment: (String) -> String?) -> String? {
        if let base = environment("XDG_CONFIG_HOME"), base.hasPrefix("/") { return "\(base)/rohrpost/config.toml" }
        if let home = environment("HOME"), home.hasPrefix("/") { return "\(home)/.config/rohrpost/config.toml" }
        return nil
    }
}

extension Configuration {
    /// The domains to warn of look-alikes of: those the file lists, else those of the accounts' users.
    ///
    /// - Parameter account: one that may not stand in the file, as from a URL.
    public func ownDomains(with account: AccountConfiguration?) -> [String] {
        guard ownDomains.isEmpty else { return ownDomains }
        var result: [String] = []
        for user in (accounts + (account.map { [$0] } ?? [])).map(\.user) {
            guard let sign = user.lastIndex(of: "@") else { continue }
            // `max@example.org*support` is a master user's name for `max@example.org`.
            let domain = user[user.index(after: sign)...].prefix { $0 != "*" }.lowercased()
            if !domain.isEmpty && !result.contains(domain) { result.append(domain) }
        }
        return result
    }
}

extension ConfigurationProblem {
    /// toml++ tells of a key that is there twice by `cannot redefine existing string 'language'`.
    init(_ error: TOMLSyntaxError) {
        let message = VisibleText.line(error.message.utf8, limit: 300)
        let quoted = message.split(separator: "'", omittingEmptySubsequences: false)
        if message.contains("cannot redefine existing"), quoted.count >= 3 {
            self.init(.duplicate(String(quoted[1])), at: error.position)
        } else {
            self.init(.syntax(message), at: error.position)
        }
    }
}
