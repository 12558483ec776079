import MailGrammar

/// What `config.toml` says. The file is TOML 1.0:
///
///     language = "de"
///     theme = "compact"
///     own-domains = ["example.org", "example.com"]
///     authentication-results-host = "mx.example.org"
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
    /// How lists look.
    public var lists = ListConfiguration()
    /// In the order of the file; the first one is opened where none is named. Their ids differ.
    public let accounts: [AccountConfiguration]

    /// What holds without a file.
    public static let empty = Configuration(language: nil, theme: nil, accounts: [])

    init(
        language: LanguageCode?, theme: ThemeName?, ownDomains: [String] = [],
        authenticationResultsHosts: [String] = [], accounts: [AccountConfiguration]
    ) {
        self.language = language
        self.theme = theme
        self.ownDomains = ownDomains
        self.authenticationResultsHosts = authenticationResultsHosts
        self.accounts = accounts
    }

    /// Reads a file's content. All that is wrong is told at once; `file` is only named in the error.
    package init(_ content: [UInt8], file: String) throws(ConfigurationError) {
        let document: TOMLDocument
        do {
            document = try TOMLDocument(content)
        } catch {
            throw ConfigurationError(file: file, problems: [ConfigurationProblem(error)])
        }
        var reader = ConfigurationReader()
        let result = reader.read(document.root)
        guard reader.problems.isEmpty else { throw ConfigurationError(file: file, problems: reader.problems) }
        self = result
    }

    /// Reads a file, at most 1 MB of it. `nil` for one that is not there, where it need not be.
    package init?(path: String, files: some FileSystem, mayBeMissing: Bool) throws(ConfigurationError) {
        let content: [UInt8]
        do {
            content = try files.read(path, limit: 1 << 20)
        } catch {
            if mayBeMissing, error.isMissing { return nil }
            let problem = ConfigurationProblem(.unreadable(error.reason), at: nil)
            throw ConfigurationError(file: path, problems: [problem])
        }
        try self.init(content, file: path)
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
