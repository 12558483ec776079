import CPlatform
import Glibc
import MailGrammar
import MailKitCore

/// What the screen is to show, and how.
public struct TUIOptions: Sendable {
    /// The account whose mailbox is opened.
    public var account: AccountID
    /// What the first line calls it: `anna@example.org`.
    public var accountLabel: String
    /// Nothing in the account is to be changed: the first line says so, and what would change something says why it does not.
    public var isReadOnly = false
    /// Where the account's password comes from: whether a person can type another one when it is refused.
    public var credential = CredentialSource.prompt
    /// Whose password it is; `nil` where the label says it.
    public var passwordOwner: String?
    /// Opened at the start.
    public var mailbox: MailboxPath
    /// `nil`: what the environment says.
    public var language: Language?
    /// A file's name without `.theme`.
    public var themeName: String
    /// How lists look.
    public var lists = ListConfiguration()
    /// What the program is called.
    public var brand: Brand
    /// What every key does.
    package var keys = KeyBindings.standard
    /// Which panes are shown.
    public var panes = PaneConfiguration()
    /// The keys stand at the bottom of the screen.
    public var showsKeyBar = true
    /// Which one it is: for a report, and the welcome screen.
    public var version = ""
    /// The terminal tells of clicks and the wheel from the start on.
    public var watchesMouse = false
    /// The terminal is told of links; `nil`: where it is known to take them.
    public var showsLinks: Bool?
    /// How pictures are shown; `nil`: as the terminal is known to take them.
    public var pictures: PictureFormat?
    /// Where the theme was not chosen for this start: one that cannot be used is told of, and the compiled one taken.
    public var isThemeOptional = false
    /// What was chosen on the screen before.
    public var preferences = Preferences()
    /// Settings that a choice cannot change for good.
    public var fixedSettings: Set<String> = []
    /// Where choices are kept; `nil`: they hold until the program ends.
    public var preferenceStore: PreferenceStore?
    /// Mailboxes are kept on the disk: folders and rows are asked for without a line, too.
    public var keepsMail = false
    /// Accounts beside that one, whose mail is shown as well.
    public var otherAccounts: [TUIAccount] = []
    /// Searches that stand among the folders.
    public var searches: [SavedSearch] = []
    /// To be told at the start.
    public var warnings: [Text] = []
    /// Nothing is known of this person yet: they are told the first keys while the list is on its way.
    public var isFirstStart = false

    /// The inbox of an account, with the look the program comes with.
    public init(
        account: AccountID, accountLabel: String, mailbox: MailboxPath = .inbox, language: Language? = nil,
        themeName: String = "compact", brand: Brand = .rohrpost
    ) {
        self.account = account
        self.accountLabel = accountLabel
        self.mailbox = mailbox
        self.language = language
        self.themeName = themeName
        self.brand = brand
    }
}

/// One more account on the screen.
public struct TUIAccount: Sendable {
    let state: AccountState

    /// As the configuration has it.
    ///
    /// - Parameter keepsMail: its mailboxes are kept on the disk
    public init(_ configuration: AccountConfiguration, keepsMail: Bool) {
        state = AccountState(
            configuration.id, label: configuration.label, isReadOnly: configuration.isReadOnly,
            credential: configuration.credential, passwordOwner: configuration.passwordOwner,
            path: configuration.mailbox, keepsMail: keepsMail)
    }
}

/// Why there is no screen, in words.
public struct TUIError: Error, Hashable, Sendable {
    /// What is wrong, and what to do.
    public let text: Text
    /// How the program ends for it.
    public let exitCode: ExitCode
}

/// The program on the terminal.
public enum TUI {
    /// Whether there can be a screen: asked before a password is. To be called before core dumps are forbidden, on the thread
    /// that will run the loop.
    public static func check() throws(TUIError) {
        CursesScreen.countBytes()
        let type = environment("TERM") ?? ""
        guard CursesScreen.canShow(type: type) else {
            throw TUIError(text: TerminalTexts.unknownTerminal(shown(type)), exitCode: .other)
        }
    }

    /// TERM is anybody's text.
    private static func shown(_ type: String) -> String { TerminalText.truncated(type, toWidth: 40) }

    /// Shows the mailbox until somebody quits. To be called on the main thread, which it keeps; the terminal is as it was when
    /// it returns or throws.
    ///
    /// - Parameters:
    ///   - connect: starts the core, given where it is to put its events, and returns how it is asked. It is called once,
    ///     when the terminal is there.
    public static func run(
        _ options: TUIOptions, connect: (EventInbox) throws -> (MailRequest) -> Void
    ) throws -> ExitCode {
        let (theme, options) = try theme(options)
        CrashReport.prepare(
            options.brand, version: options.version,
            language: options.language ?? Language.preferred(environment: environment),
            environment: environment)
        let isUnicode = CursesScreen.settleLocale()
        // Before ncurses, which takes the signals that stand at their default.
        let signals = SignalWatch.process()
        defer { rp_signals_unwatch() }
        let screen = try openScreen(theme: theme.accented(options.brand.accent), isUnicode: isUnicode)
        defer { screen.close() }

        let inbox = EventInbox()
        let send = try connect(inbox)
        let clock = { Instant(wall: rp_wall_seconds(), boot: rp_boot_milliseconds()) }
        var state = AppState(
            account: options.account, accountLabel: options.accountLabel, isReadOnly: options.isReadOnly,
            credential: options.credential, passwordOwner: options.passwordOwner, path: options.mailbox,
            size: screen.size, now: clock(), keys: options.keys)
        state.showsKeyBar = options.showsKeyBar
        state.keepsMail = options.keepsMail
        for account in options.otherAccounts { state.add(account.state) }
        state.searches = options.searches
        state.panes = PaneChoice(options.panes)
        state.listing.configuration = options.lists
        state.listing.zone = { Int(rp_zone_minutes($0)) }
        state.terminal = TerminalFacts(folder: folder, host: host, environment: environment)
        state.terminal.watchesMouse = options.watchesMouse
        state.terminal.showsPictures = screen.showsPictures
        if screen.showsPictures {
            state.terminal.pictures = options.pictures ?? TerminalFacts.pictures(environment("TERM") ?? "")
        }
        state.preferences = PreferenceState(options.preferences, fixed: options.fixedSettings)
        let unreadable = state.takeSavedSearches()
        state.look = LookState(options, theme)
        let warnings = options.warnings + unreadable
        if let first = warnings.first {
            state.tell(PreferenceTexts.unused(first, others: warnings.count - 1), .failure)
        }
        let context = DrawContext(
            language: options.language ?? Language.preferred(environment: environment),
            symbols: isUnicode ? .unicode : .ascii, zone: { Int(rp_zone_minutes($0)) },
            showsLinks: options.showsLinks ?? TerminalFacts.takesLinks(environment("TERM") ?? ""))
        // The closures and the screen stay on this thread, which is the actor's from here on.
        nonisolated(unsafe) let local = (screen: screen, send: send, clock: clock)
        let prefer = { (key: String, value: String?) -> Void in
            options.preferenceStore?.keep(key, value) { inbox.post(.notice(options.account, $0)) }
        }
        // What was chosen last is not lost, however soon the program ends.
        defer { _ = options.preferenceStore?.flush() }
        // What programs of the desktop were given goes with us.
        defer { OutsideFiles.shared.removeAll() }
        let opened = state
        return UIActor.takeThread {
            UILoop(
                state: opened, context: context, screen: local.screen, input: STDIN_FILENO, inbox: inbox,
                signals: signals,
                clock: local.clock, send: local.send, themes: library, prefer: prefer,
                desktop: DesktopOpener { Self.environment($0) }
            ).run()
        }
    }

    private static var library: ThemeLibrary { ThemeLibrary(environment: environment, executable: executable) }

    /// The theme, and the options with what was taken in its place.
    private static func theme(_ options: TUIOptions) throws(TUIError) -> (Theme, TUIOptions) {
        do {
            return (try library.theme(named: options.themeName), options)
        } catch {
            guard options.isThemeOptional, let theme = try? Theme(file: ThemeLibrary.compiledIn) else {
                throw TUIError(text: error.text, exitCode: .usage)
            }
            var options = options
            options.themeName = ThemeLibrary.compiledInName
            options.warnings.insert(error.text, at: 0)
            return (theme, options)
        }
    }

    private static func openScreen(theme: Theme, isUnicode: Bool) throws(TUIError) -> CursesScreen {
        do {
            return try CursesScreen(
                type: environment("TERM") ?? "", input: STDIN_FILENO, output: STDOUT_FILENO, theme: theme,
                usesColour: TerminalFacts.usesColour(environment: environment), isUnicode: isUnicode)
        } catch {
            let text =
                switch error {
                case .notATerminal: TerminalTexts.notATerminal
                case .unknownTerminal(let type): TerminalTexts.unknownTerminal(shown(type))
                case .outOfMemory: TerminalTexts.outOfMemory
                case .alreadyOpen: TerminalTexts.alreadyOpen
                }
            throw TUIError(text: text, exitCode: .other)
        }
    }

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static var folder: String {
        var buffer = [CChar](repeating: 0, count: 4097)
        guard getcwd(&buffer, 4096) != nil else { return "/" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static var host: String {
        var buffer = [CChar](repeating: 0, count: 257)
        guard gethostname(&buffer, 256) == 0 else { return "" }
        return String(decoding: buffer.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private static var executable: String? {
        var buffer = [CChar](repeating: 0, count: 4097)
        let count = readlink("/proc/self/exe", &buffer, 4096)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
