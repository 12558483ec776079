import MailGrammar

/// Walks a document, collects what is good and notes what is not.
struct ConfigurationReader {
    let kind: ConfigurationKind
    private(set) var problems: [ConfigurationProblem] = []
    var keys = KeyConfiguration()
    var showsKeyBar: Bool?
    /// Of the accounts that say it themselves.
    private var ownStores: [AccountID: StoreUse] = [:]
    private var ownBodies: [AccountID: BodyPolicy] = [:]

    init(kind: ConfigurationKind = .user) { self.kind = kind }

    /// Keys under which people put passwords. Their values are never looked at.
    private static let passwordKeys: Set<String> = [
        "password", "passwd", "pass", "passwort", "kennwort", "pw", "secret", "password-text",
    ]

    private static let domainKeys = Set(
        ConfigurationOption.all(in: .top).filter { $0.kind == .domains }.map(\.name))

    private static let topTruthKeys = Set(ConfigurationOption.all(in: .top).filter { $0.kind == .truth }.map(\.name))

    private static let truthKeys = Set(
        ConfigurationOption.all(in: .account).filter { $0.kind == .truth }.map(\.name))

    /// The whole file. What it returns is complete only while `problems` is empty.
    mutating func read(_ root: TOMLTable) -> Configuration {
        var values: [String: (text: String, position: TextPosition)] = [:]
        var domains: [String: [String]] = [:]
        var truths: [String: Bool] = [:]
        var accounts: [AccountConfiguration] = []
        var brands = BrandTable.none
        var lists = ListConfiguration()
        var searches: [UnplacedSearch] = []
        var bodies = BodyPolicies()
        for entry in root.entries {
            if entry.key == "account" {
                if kind == .host { note(.notForHost(key: entry.key), entry.keyPosition) }
                accounts = readAccounts(entry.value)
            } else if entry.key == "brand" {
                if kind == .user { note(.onlyForHost(key: entry.key), entry.keyPosition) }
                brands = readBrands(entry.value)
            } else if entry.key == "list" {
                readList(entry.value, into: &lists)
            } else if entry.key == "search" {
                searches = readSearches(entry.value)
            } else if entry.key == "folder" {
                bodies.folders = readFolders(entry.value)
            } else if entry.key == "colour-rule" {
                lists.rules = readRules(entry.value)
            } else if Self.domainKeys.contains(entry.key) {
                domains[entry.key] = readDomains(entry)
            } else if readKeys(entry) {
                continue
            } else if Self.topTruthKeys.contains(entry.key) {
                truths[entry.key] = readTruth(entry)
            } else if let text = readText(entry, in: .top, of: .top) {
                values[entry.key] = (text, entry.value.position)
            }
        }
        keys.profile = values["key-profile"].flatMap { KeyProfileName(rawValue: $0.text) }
        let store = values["store"].flatMap { StoreUse(rawValue: $0.text) } ?? .disk
        bodies.common = values["bodies"].flatMap { BodyPolicy($0.text) } ?? .opened
        accounts = accounts.map { account in
            var own = bodies
            own.common = ownBodies[account.id] ?? bodies.common
            return account.with(store: ownStores[account.id] ?? store).with(bodies: own)
        }
        var result = Configuration(
            language: values["language"].flatMap { LanguageCode(rawValue: $0.text) },
            theme: values["theme"].flatMap { readTheme($0.text, $0.position) },
            ownDomains: domains["own-domains"] ?? [],
            authenticationResultsHosts: domains["authentication-results-host"] ?? [],
            watchesMouse: truths["mouse"] ?? false, accounts: accounts, keys: keys, showsKeyBar: showsKeyBar)
        result.showsLinks = truths["hyperlinks"]
        result.pictures = values["pictures"].flatMap { PictureFormat(rawValue: $0.text) }
        result.store = store
        result.bodies = bodies
        result.brands = brands
        result.lists = lists
        // An account that could not be read is not missed once more.
        result.searches =
            problems.isEmpty || !accounts.isEmpty ? placed(searches, among: accounts.map(\.id)) : []
        result.panes.arrangement = values["layout"].flatMap { Arrangement(rawValue: $0.text) } ?? .auto
        result.panes.folderTree = values["folder-tree"].flatMap { PaneSwitch(rawValue: $0.text) } ?? .auto
        return result
    }

    private mutating func readAccounts(_ value: TOMLValue) -> [AccountConfiguration] {
        guard case .table(let accounts) = value.content else {
            note(.accountNotTable(found: value.type), value.position)
            return []
        }
        return accounts.entries.compactMap { entry in
            let name = clean(entry.key)
            guard name == entry.key, (1...64).contains(name.utf8.count) else {
                note(.badAccountName(name), entry.keyPosition)
                return nil
            }
            guard case .table(let table) = entry.value.content else {
                // `[account]` with the keys right in it is the likeliest mistake: tell that, not that a text is no table.
                let isOption = ConfigurationOption.all(in: .account).contains { $0.name == entry.key }
                let isPassword = Self.passwordKeys.contains(entry.key.lowercased())
                note(
                    isPassword
                        ? .password(key: name)
                        : isOption ? .keyOfAccount(name) : .accountNotTable(found: entry.value.type),
                    entry.keyPosition)
                return nil
            }
            return readAccount(name, table, at: entry.keyPosition)
        }
    }

    private mutating func readAccount(_ name: String, _ table: TOMLTable, at place: TextPosition)
        -> AccountConfiguration?
    {
        var values: [String: (text: String, position: TextPosition)] = [:]
        var truths: [String: Bool] = [:]
        for entry in table.entries {
            if Self.truthKeys.contains(entry.key) {
                truths[entry.key] = readTruth(entry)
            } else if let text = readText(entry, in: .account, of: .account(name)) {
                values[entry.key] = (text, entry.value.position)
            }
        }
        for option in ConfigurationOption.all(in: .account) where option.default == nil && table[option.name] == nil {
            note(.missing(key: option.name, section: .account(name)), place)
        }
        let mailbox = values["mailbox"].flatMap { readMailbox($0.text, $0.position) }
        for key in ["password-command", "token-command", "client-certificate", "client-key"] {
            if let command = values[key], command.text.utf8.contains(0) {
                note(.badCommand(key: key), command.position)
            }
        }
        for key in ["password-command", "master"] {
            if values[key] != nil, let token = values["token-command"] {
                note(.exclusive(key: "token-command", other: key), token.position)
            }
        }
        let credential =
            values["token-command"].map { CredentialSource.tokenCommand($0.text) }
            ?? values["password-command"].map { .command($0.text) }
            ?? (values["client-certificate"] == nil ? .prompt : .certificate)
        if let key = values["client-key"], values["client-certificate"] == nil {
            note(.missing(key: "client-certificate", section: .account(name)), key.position)
        }
        if let master = values["master"], master.text.utf8.contains(where: { $0 < 32 || $0 == 127 }) {
            note(.badUser(key: "master"), master.position)
        }
        let pin = values["pin"].flatMap { readFingerprint("pin", $0.text, $0.position) }
        guard let url = values["url"], let address = readURL(url.text, url.position) else { return nil }
        ownBodies[AccountID(name)] = values["bodies"].flatMap { BodyPolicy($0.text) }
        ownStores[AccountID(name)] = values["store"].flatMap { StoreUse(rawValue: $0.text) }
        return AccountConfiguration(
            id: AccountID(name), label: values["label"]?.text, server: address.server, user: address.user,
            master: values["master"]?.text, credential: credential,
            mailbox: mailbox ?? address.mailbox ?? .inbox, isReadOnly: truths["read-only"] ?? false,
            pin: pin,
            clientCertificate: values["client-certificate"].map {
                ClientCertificateFiles(certificate: $0.text, key: values["client-key"]?.text)
            })
    }

    /// The text under a key that the section has; notes every other case.
    mutating func readText(
        _ entry: TOMLEntry, in section: ConfigurationOption.Section, of place: ConfigurationProblem.Section
    ) -> String? {
        let key = clean(entry.key)
        let known = ConfigurationOption.all(in: section)
        guard let option = known.first(where: { $0.name == entry.key }) else {
            if Self.passwordKeys.contains(entry.key.lowercased()) {
                note(.password(key: key), entry.keyPosition)
            } else if section == .top, ConfigurationOption.all(in: .account).contains(where: { $0.name == entry.key }) {
                note(.keyOfAccount(key), entry.keyPosition)
            } else {
                let names =
                    known.map(\.name)
                    + (section == .top ? ["account", "list", "folder", "colour-rule", "search"] + Self.keyTables : [])
                let suggestion = Spelling.nearest(to: entry.key, among: names)
                note(.unknownKey(key, section: place, suggestion: suggestion), entry.keyPosition)
            }
            return nil
        }
        guard case .string(let text) = entry.value.content else {
            note(.notText(key: key, found: entry.value.type), entry.value.position)
            return nil
        }
        guard text.contains(where: { !$0.isWhitespace }) else {
            note(.empty(key: key), entry.value.position)
            return nil
        }
        let words: [String]? =
            switch option.kind {
            case .choice(let words) where !words.contains(text): words
            case .bodies where BodyPolicy(text) == nil: BodyPolicy.words
            default: nil
            }
        if let words {
            let suggestion = Spelling.nearest(to: text.lowercased(), among: words)
            note(
                .notOneOf(key: key, value: clean(text), allowed: words, suggestion: suggestion), entry.value.position)
            return nil
        }
        return text
    }

    /// One domain or a list of them, in lower case.
    private mutating func readDomains(_ entry: TOMLEntry) -> [String] {
        readEach(entry).compactMap { text, position in
            guard let address = ServerAddress(host: text, port: 1, security: .implicitTLS), !address.isLiteralAddress
            else {
                note(
                    text.isEmpty ? .empty(key: entry.key) : .badDomain(key: entry.key, value: clean(text)), position)
                return nil
            }
            return address.host
        }
    }

    /// One text or a list of them, each with its place; what is no text is noted and left out.
    mutating func readEach(_ entry: TOMLEntry) -> [(text: String, position: TextPosition)] {
        let values: [TOMLValue]
        if case .array(let elements) = entry.value.content { values = elements } else { values = [entry.value] }
        if values.isEmpty { note(.empty(key: entry.key), entry.value.position) }
        return values.compactMap { value in
            guard case .string(let text) = value.content else {
                note(.notText(key: entry.key, found: value.type), value.position)
                return nil
            }
            return (text, value.position)
        }
    }

    mutating func readTruth(_ entry: TOMLEntry) -> Bool? {
        guard case .boolean(let value) = entry.value.content else {
            note(.notTruth(key: entry.key, found: entry.value.type), entry.value.position)
            return nil
        }
        return value
    }

    private mutating func readTheme(_ text: String, _ position: TextPosition) -> ThemeName? {
        let theme = ThemeName(text)
        if theme == nil { note(.badThemeName(clean(text)), position) }
        return theme
    }

    private mutating func readMailbox(_ text: String, _ position: TextPosition) -> MailboxPath? {
        let mailbox = MailboxPath(text)
        if mailbox == nil { note(.badMailbox(clean(text)), position) }
        return mailbox
    }

    private mutating func readFingerprint(
        _ key: String, _ text: String, _ position: TextPosition
    ) -> CertificateFingerprint? {
        let fingerprint = CertificateFingerprint(text)
        if fingerprint == nil {
            let meant = CertificateFingerprint.meant(by: text)?.description
            note(.badFingerprint(key: key, suggestion: meant), position)
        }
        return fingerprint
    }

    private mutating func readURL(_ text: String, _ position: TextPosition) -> AccountURL? {
        do throws(AccountURLError) {
            return try AccountURL(text)
        } catch {
            note(.badURL(error), position)
            return nil
        }
    }

    func clean(_ text: String) -> String { Self.clean(text) }

    static func clean(_ text: String) -> String { VisibleText.line(text.utf8, limit: 100) }

    mutating func note(_ reason: ConfigurationProblem.Reason, _ position: TextPosition) {
        problems.append(ConfigurationProblem(reason, at: position))
    }
}
