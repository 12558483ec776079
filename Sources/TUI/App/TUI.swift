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

/// Why there is no screen, in words.
public struct TUIError: Error, Hashable, Sendable {
    /// What is wrong, and what to do.
    public let text: Text
    /// How the program ends for it.
    public let exitCode: ExitCode
}

/// The program on the terminal.
public enum TUI {
    /// Shows the mailbox until somebody quits. To be called on the main thread, which it keeps; the terminal is as it was when
    /// it returns or throws.
    ///
    /// - Parameters:
    ///   - connect: starts the core, given where it is to put its events, and returns how it is asked. It is called once,
    ///     when the terminal is there.
    public static func run(
        _ options: TUIOptions, connect: (EventInbox) throws -> (MailRequest) -> Void
    ) throws -> ExitCode {
        let theme = try theme(options.themeName)
        let isUnicode = CursesScreen.settleLocale()
        // Before ncurses, which takes the signals that stand at their default.
        let signals = SignalWatch.process()
        defer { rp_signals_unwatch() }
        let screen = try openScreen(theme: theme, isUnicode: isUnicode)
        defer { screen.close() }

        let inbox = EventInbox()
        let send = try connect(inbox)
        let clock = { Instant(wall: rp_wall_seconds(), boot: rp_boot_milliseconds()) }
        var state = AppState(
            account: options.account, accountLabel: options.accountLabel, isReadOnly: options.isReadOnly,
            credential: options.credential, passwordOwner: options.passwordOwner, path: options.mailbox,
            size: screen.size, now: clock())
        state.listing.configuration = options.lists
        state.listing.zone = { Int(rp_zone_minutes($0)) }
        let context = DrawContext(
            language: options.language ?? Language.preferred(environment: environment),
            symbols: isUnicode ? .unicode : .ascii, brand: options.brand, zone: { Int(rp_zone_minutes($0)) })
        // The closures and the screen stay on this thread, which is the actor's from here on.
        nonisolated(unsafe) let local = (screen: screen, send: send, clock: clock)
        let opened = state
        return UIActor.takeThread {
            UILoop(
                state: opened, context: context, screen: local.screen, input: STDIN_FILENO, inbox: inbox,
                signals: signals,
                clock: local.clock, send: local.send
            ).run()
        }
    }

    private static func theme(_ name: String) throws(TUIError) -> Theme {
        do {
            return try ThemeLibrary(environment: environment, executable: executable).theme(named: name)
        } catch {
            throw TUIError(text: error.text, exitCode: .usage)
        }
    }

    private static func openScreen(theme: Theme, isUnicode: Bool) throws(TUIError) -> CursesScreen {
        do {
            return try CursesScreen(
                type: environment("TERM") ?? "", input: STDIN_FILENO, output: STDOUT_FILENO, theme: theme,
                usesColour: (environment("NO_COLOR") ?? "").isEmpty, isUnicode: isUnicode)
        } catch {
            let text =
                switch error {
                case .notATerminal: TerminalTexts.notATerminal
                case .unknownTerminal(let type): TerminalTexts.unknownTerminal(type)
                case .outOfMemory: TerminalTexts.outOfMemory
                case .alreadyOpen: TerminalTexts.alreadyOpen
                }
            throw TUIError(text: text, exitCode: .other)
        }
    }

    private static func environment(_ name: String) -> String? { getenv(name).map { String(cString: $0) } }

    private static var executable: String? {
        var buffer = [CChar](repeating: 0, count: 4097)
        let count = readlink("/proc/self/exe", &buffer, 4096)
        guard count > 0 else { return nil }
        return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }
}
