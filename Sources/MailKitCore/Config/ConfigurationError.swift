import MailGrammar

/// Everything that is wrong with a configuration file, in the order of its lines.
public struct ConfigurationError: Error, Hashable, Sendable {
    /// The path as it was given.
    public let file: String
    /// Never empty.
    public let problems: [ConfigurationProblem]

    package init(file: String, problems: [ConfigurationProblem]) {
        self.file = file
        self.problems = problems.sorted { ($0.position ?? .start) < ($1.position ?? .start) }
    }
}

/// One thing that is wrong with a configuration file. The front end words it.
public struct ConfigurationProblem: Hashable, Sendable {
    /// `nil` when it concerns the file as a whole.
    public let position: TextPosition?
    /// What is wrong.
    public let reason: Reason

    /// The mistakes that are told apart. Texts from the file are cleaned; nothing under a key that may hold a password is repeated.
    public enum Reason: Hashable, Sendable {
        /// The file cannot be read; the system's words.
        case unreadable(String)
        /// Not TOML; the parser's words, in English.
        case syntax(String)
        /// A key or table that is there already.
        case duplicate(String)
        /// A key that this place does not have, and the one it may be a misspelling of.
        case unknownKey(String, section: Section, suggestion: String?)
        /// A key that belongs into an `[account.NAME]` table but stands outside.
        case keyOfAccount(String)
        /// A password, which does not belong into a file.
        case password(key: String)
        /// A value of another type than text.
        case notText(key: String, found: ValueType)
        /// A value that is neither true nor false.
        case notTruth(key: String, found: ValueType)
        /// `account` is not made of `[account.NAME]` tables.
        case accountNotTable(found: ValueType)
        /// A required key is missing from the account's table.
        case missing(key: String, section: Section)
        /// A text of which nothing is allowed to be: empty.
        case empty(key: String)
        /// None of the allowed words.
        case notOneOf(key: String, value: String, allowed: [String], suggestion: String?)
        /// Not the name of a theme.
        case badThemeName(String)
        /// Not a domain.
        case badDomain(key: String, value: String)
        /// Not the name of a mailbox.
        case badMailbox(String)
        /// An account name that is empty, too long or has control characters.
        case badAccountName(String)
        /// Two keys of which an account can have one.
        case exclusive(key: String, other: String)
        /// A user name with control characters.
        case badUser(key: String)
        /// A command line with NUL in it, which no program can be given.
        case badCommand(key: String)
        case badURL(AccountURLError)
        /// `list` is not made of `[list]` and `[list.NAME]` tables.
        case listNotTable(found: ValueType)
        /// `folder` is not made of `[folder.NAME]` tables.
        case folderNotTable(found: ValueType)
        /// `colour-rule` is not made of `[[colour-rule]]` tables.
        case rulesNotTables(found: ValueType)
        /// `search` is not made of `[[search]]` tables.
        case searchesNotTables(found: ValueType)
        /// Nothing that a search can be called.
        case badSearchName(String)
        /// A search in the mail of an account that the file does not have.
        case noSuchAccount(String, suggestion: String?)
        /// A value that is not a list of texts.
        case notTexts(key: String, found: ValueType)
        /// Not a colour, and the one it may be a misspelling of.
        case badColour(String, suggestion: String?)
        /// A query that cannot be read.
        case badQuery(SearchQueryError)
        /// A query of a rule that asks for what no line of a list knows: that condition, as the language writes it.
        case queryBeyondRow(String)
        /// A rule that is for every message.
        case ruleWithoutCondition
        /// Not the SHA-256 of a certificate, and what it may have been meant to be.
        case badFingerprint(key: String, suggestion: String?)
        case key(KeyProblem)
        /// A value where a table is wanted.
        case notTable(key: String, found: ValueType)
        /// Not `#rrggbb`.
        case badAccent(key: String, value: String)
        /// What belongs into a person's own file and stands in the host-wide one.
        case notForHost(key: String)
        /// What belongs into the host-wide file and stands in a person's own.
        case onlyForHost(key: String)
    }

    /// The place a key stands in.
    public enum Section: Hashable, Sendable {
        case top
        /// The account's name, cleaned.
        case account(String)
        /// Its domain; empty for the one of all.
        case brand(String)
        /// `[list]`, or with the cleaned name of a mailbox its `[list.NAME]`.
        case list(String?)
        /// With the cleaned name of a mailbox its `[folder.NAME]`.
        case folder(String)
        case colourRule
        case search
    }

    /// What a value is, as the front end names it.
    public enum ValueType: Hashable, Sendable, CaseIterable {
        case table, array, text, integer, float, boolean, date
    }

    package init(_ reason: Reason, at position: TextPosition?) {
        self.reason = reason
        self.position = position
    }
}

extension TOMLValue {
    /// The type alone.
    var type: ConfigurationProblem.ValueType {
        switch content {
        case .table: .table
        case .array: .array
        case .string: .text
        case .integer: .integer
        case .float: .float
        case .boolean: .boolean
        case .date: .date
        }
    }
}
