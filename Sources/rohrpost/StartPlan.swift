import MailGrammar
import MailKitCore
import TUI

/// What the options, the configuration file and the environment come to.
struct StartPlan {
    let account: AccountConfiguration
    /// The others of the file, where none was asked for by its name or URL.
    let otherAccounts: [AccountConfiguration]
    /// Searches that stand among the folders.
    let searches: [SavedSearch]
    let language: Language
    let theme: ThemeName?
    /// What every key does, and whether the keys stand on the screen.
    let keys: KeyBindings
    let showsKeyBar: Bool
    let panes: PaneConfiguration
    /// The theme is that of the host or was chosen some time: without it the program starts all the same.
    let isThemeOptional: Bool
    let brand: Brand
    let preferences: Preferences
    /// Settings that a choice on the screen cannot change for good.
    let fixedSettings: Set<String>
    let preferenceStore: PreferenceStore?
    /// What was left aside of the settings, and why.
    let warnings: [Text]
    /// Neither a choice nor a server is remembered.
    let isFirstStart: Bool
    /// How lists look.
    let lists: ListConfiguration
    /// The path of `--log`.
    let log: String?
    /// The terminal is asked for clicks and the wheel.
    let watchesMouse: Bool
    /// The terminal is told of links; `nil` where nobody says.
    let showsLinks: Bool?
    /// How pictures are shown; `nil` where nobody says.
    let pictures: PictureFormat?
    /// Whom to believe, and who one is.
    let trust: MessageAssembly.Trust
    /// Where it is remembered what the servers were like.
    let profiles: ProfileFolder?
    /// Where changes are kept until the server has them.
    let journalFolder: String?
    /// Where mailboxes are kept, to be there at once and without a line.
    let storeFolder: String?

    /// Decides; `isOpen` tells of a descriptor whether it is.
    init(
        _ arguments: Arguments, environment: (String) -> String?, files: some FileSystem, isOpen: (Int32) -> Bool
    ) throws(UsageError) {
        try Self.checkExclusive(arguments)
        let asked = try Self.language(arguments.language)
        let settings = try StartSettings(arguments.config, environment, files)
        let configuration = settings.configuration
        self.language = asked ?? configuration.language.map(Language.init) ?? .preferred(environment: environment)
        let theme = try Self.theme(of: arguments)
        self.theme = theme ?? configuration.theme
        fixedSettings = theme == nil ? settings.fixed : settings.fixed.union(["theme"])
        isThemeOptional = !fixedSettings.contains("theme")
        preferences = settings.preferences
        lists = configuration.lists
        panes = configuration.panes
        preferenceStore = settings.store
        let (keys, unusable) = try settings.keys()
        self.keys = keys
        self.showsKeyBar = configuration.showsKeyBar ?? true
        self.log = arguments.log
        self.watchesMouse = configuration.watchesMouse
        showsLinks = configuration.showsLinks
        pictures = configuration.pictures
        var account = try Self.account(arguments, configuration, settings.path)
        if let credential = try Self.credential(arguments, isOpen) { account = account.with(credential: credential) }
        if let name = arguments.mailbox {
            guard let mailbox = MailboxPath(name) else {
                throw UsageError(CommandLineTexts.badMailbox(VisibleText.line(name.utf8, limit: 80)))
            }
            account = account.with(mailbox: mailbox)
        }
        if let text = arguments.pin {
            guard let pin = CertificateFingerprint(text) else {
                throw UsageError(
                    CommandLineTexts.badPin(suggestion: CertificateFingerprint.meant(by: text)?.description))
            }
            account = account.with(pin: pin)
        }
        if arguments.readOnly { account = account.readOnly }
        self.account = account
        let isPicked =
            arguments.account != nil || arguments.accountURL != nil || arguments.passwordCommand != nil
            || arguments.passwordDescriptor != nil || arguments.pin != nil
        otherAccounts =
            isPicked
            ? []
            : configuration.accounts.filter { $0.id != account.id }.map { arguments.readOnly ? $0.readOnly : $0 }
        searches = configuration.searches
        trust = MessageAssembly.Trust(configuration, account: account)
        profiles = ProfileFolder.standardPath(environment: environment).map { ProfileFolder(path: $0, files: files) }
        journalFolder = AccountLease.standardFolder(environment: environment)
        storeFolder = StoreFile.standardFolder(environment: environment)
        let (brand, problems) = settings.brand(for: account, files: files)
        self.brand = brand
        warnings = settings.warnings + unusable + problems
        isFirstStart = settings.hasNoPreferences && profiles?.isKnown(account) == false
    }

    private static func checkExclusive(_ arguments: Arguments) throws(UsageError) {
        if arguments.accountURL != nil, arguments.account != nil {
            throw UsageError(CommandLineTexts.exclusive(.accountURL, .account))
        }
        if arguments.passwordCommand != nil, arguments.passwordDescriptor != nil {
            throw UsageError(CommandLineTexts.exclusive(.passwordCommand, .passwordDescriptor))
        }
    }

    /// The language of `--language`.
    static func language(_ text: String?) throws(UsageError) -> Language? {
        guard let text else { return nil }
        guard let language = Language(rawValue: text) else {
            throw UsageError(CommandLineTexts.badLanguage(VisibleText.line(text.utf8, limit: 40)))
        }
        return language
    }

    private static func theme(of arguments: Arguments) throws(UsageError) -> ThemeName? {
        guard let text = arguments.theme else { return nil }
        guard let theme = ThemeName(text) else {
            throw UsageError(CommandLineTexts.badTheme(VisibleText.line(text.utf8, limit: 80)))
        }
        return theme
    }

    /// The file of `--config`, else the standard one. A file that is named must be there; the standard one need not.
    static func configuration(
        _ named: String?, _ environment: (String) -> String?, _ files: some FileSystem
    ) throws(UsageError) -> (Configuration, path: String?) {
        guard let path = named ?? Configuration.standardPath(environment: environment) else {
            return (.empty, nil)
        }
        do throws(ConfigurationError) {
            guard let configuration = try Configuration(path: path, files: files, mayBeMissing: named == nil)
            else { return (.empty, path) }
            return (configuration, path)
        } catch {
            throw UsageError(ConfigurationTexts.all(error), seeHelp: false)
        }
    }

    private static func keys(_ configuration: Configuration, _ path: String?) throws(UsageError) -> KeyBindings {
        do throws(ConfigurationError) {
            return try KeyBindings(configuration.keys, file: path ?? "")
        } catch {
            throw UsageError(ConfigurationTexts.all(error), seeHelp: false)
        }
    }

    private static func account(
        _ arguments: Arguments, _ configuration: Configuration, _ path: String?
    ) throws(UsageError) -> AccountConfiguration {
        if let text = arguments.accountURL {
            do throws(AccountURLError) {
                return AccountConfiguration(try AccountURL(text)).with(store: configuration.store).with(
                    bodies: configuration.bodies)
            } catch {
                throw UsageError(ConfigurationTexts.url(error), seeHelp: false)
            }
        }
        if let name = arguments.account { return try Self.account(named: name, configuration) }
        guard let first = configuration.accounts.first else {
            throw UsageError(CommandLineTexts.noAccount(path: path), seeHelp: false)
        }
        return first
    }

    /// The account of the file with this name.
    static func account(
        named name: String, _ configuration: Configuration
    ) throws(UsageError) -> AccountConfiguration {
        guard let account = configuration.accounts.first(where: { $0.id.name == name }) else {
            let shown = VisibleText.line(name.utf8, limit: 80)
            throw UsageError(CommandLineTexts.noSuchAccount(shown, known: configuration.accounts.map(\.id.name)))
        }
        return account
    }

    /// The descriptors 0 to 2 are the terminal's.
    private static func credential(
        _ arguments: Arguments, _ isOpen: (Int32) -> Bool
    ) throws(UsageError) -> CredentialSource? {
        if let command = arguments.passwordCommand { return .command(command) }
        guard let text = arguments.passwordDescriptor else { return nil }
        guard let number = Int32(text), number > 2, isOpen(number) else {
            throw UsageError(CommandLineTexts.badDescriptor(VisibleText.line(text.utf8, limit: 40)))
        }
        return .fileDescriptor(number)
    }
}

/// A mistake in how the program was called; it ends with exit code 2.
struct UsageError: Error, Hashable {
    let text: Text
    /// Where help is to be found; `nil` where it would not help.
    let help: Text?

    init(_ text: Text, help: Text) {
        self.text = text
        self.help = help
    }

    init(_ text: Text, seeHelp: Bool = true) {
        self.text = text
        help = seeHelp ? CommandLineTexts.seeHelp : nil
    }
}

extension Language {
    /// The screen's language for the file's word.
    init(_ code: LanguageCode) {
        self =
            switch code {
            case .german: .german
            case .english: .english
            }
    }
}
