import MailGrammar
import MailKitCore

/// Everything the screen shows, in one tree. `update` is its only writer, `draw` its only reader.
package struct AppState: Sendable {
    /// All accounts, in the order of the configuration; one at least.
    package internal(set) var accounts: [AccountState]
    /// The one that the commands are about: whose mailbox is open, or whose message is marked in a list of several.
    package internal(set) var current = 0
    package var size: ScreenSize
    package var now: Instant
    /// What every key does.
    package var keys: KeyBindings
    /// The keys stand at the bottom of the screen.
    package var showsKeyBar = true
    /// Help, and what was asked about keys and commands.
    package var guidance = Guidance()
    package var list: ListState
    /// The search whose results the list shows; `nil` while it shows a mailbox.
    package internal(set) var mailSearch: MailSearch?
    /// Searches that were saved, in the order in which they stand among the folders.
    package internal(set) var searches: [SavedSearch] = []
    /// How far the next search goes.
    package var searchScope = SearchScope.mailbox
    /// What is wrong with the query that is typed.
    package var findMistake: SearchQueryError?
    /// The query as it was looked at last.
    var findTyped = ""
    /// What was chosen of how lists look.
    package var listing = ListChoices()
    /// The first line of the folder tree that is shown.
    package var foldersTop = 0
    /// Which panes are wanted.
    package var panes = PaneChoice()
    /// The open message; the list stays below or beside it.
    package var reader: ReaderState?
    /// Messages that stay open, in the order in which they were put aside.
    package internal(set) var tabs: [Tab] = []
    /// The one of them that is read now.
    package internal(set) var tab: Int?
    package var overlay: Overlay?
    /// The dialogue with the server, as far as it was asked for.
    package var log = LogText()
    /// The question by which the dialogue is being saved, and where.
    var savingLog: (generation: Generation, path: String)?
    /// What is asked before it is done.
    package var question: Question?
    /// The part that is to be shown when it is here.
    package var viewing: PartWork?
    /// The part that has the screen as a picture.
    package internal(set) var picture: ShownPicture?
    /// Parts that are being saved, in the order in which they were asked for.
    package var saving: [PartWork] = []
    /// Where the next part is proposed to be saved: where the last one was.
    package var savingFolder = "~/"
    /// A line that is being typed.
    package var prompt: Prompt?
    package var message: StatusMessage?
    /// What went wrong last of all that is not the line's: its words go with the next key.
    package var lastError: MailError?
    /// Changes that came to nothing and have not been shown, one by one.
    package var refusals = Refusals()
    /// What was done last with messages.
    var done = DoneActions()
    /// What goes into the folder that is being chosen; `nil` where one is chosen to be opened.
    package internal(set) var filing: Filing?
    /// Messages there have been.
    package var messageCount = 0
    /// Strokes of a sequence that is not whole yet.
    package var strokes: [Key] = []
    /// What the person has chosen on the screen.
    package var preferences = PreferenceState()
    /// Brand and theme.
    package var look = LookState()
    /// When a message was opened last, by boot milliseconds.
    package var lastOpening: Int64?
    /// A ticker is under way that shows how long an answer has been waited for.
    package var isTickingForAnswer = false
    /// The terminal, and where it stands.
    package var terminal = TerminalFacts()
    /// What has been counted, as it was told last.
    package var statistics = Statistics()
    /// Where the last part was saved, from the root.
    var lastSaved: String?
    /// The generation that the next question gets.
    package var nextGeneration = Generation(1)

    package init(
        account: AccountID, accountLabel: String, isReadOnly: Bool = false, credential: CredentialSource = .prompt,
        passwordOwner: String? = nil, path: MailboxPath, size: ScreenSize, now: Instant,
        keys: KeyBindings = .standard
    ) {
        accounts = [
            AccountState(
                account, label: accountLabel, isReadOnly: isReadOnly, credential: credential,
                passwordOwner: passwordOwner, path: path)
        ]
        self.size = size
        self.now = now
        self.keys = keys
        self.list = ListState(view: Generation(0), path: path)
    }

    /// Who has the keyboard.
    package var scope: Scope {
        if question != nil { return .question }
        if let prompt { return prompt.kind.picks ? .picker : .prompt }
        return switch overlay {
        case .help: .help
        case .parts: .parts
        case .links: .links
        case .link: .link
        case .charsets: .charsets
        case .tabs: .tabs
        case .failure: .failure
        case .folders, .palette: .picker
        case .log: .log
        case .statistics: .statistics
        case .themes: .themes
        case .welcome: .welcome
        case .orders: .orders
        case .picture: .picture
        case nil: reader == nil ? .list : .reader
        }
    }

    /// Where things stand on a screen of this size. A question brings the key bar back: it may need its lines.
    package var layout: Layout {
        Layout(
            size: size, panes: panes, showsReader: reader != nil, showsKeyBar: showsKeyBar || question != nil,
            headerHeight: look.headerHeight(size), previewLines: showsPreviews ? 1 : 0)
    }

    /// Since when the server has owed an answer that somebody sees missing, by boot milliseconds.
    package var waitsSince: Int64? {
        guard case .online = line.state else { return nil }
        let rows = list.pending.lazy.filter { !$0.hasBegun }.map(\.askedAt).min()
        let text = reader.flatMap { $0.isWaiting ? $0.askedAt : nil }
        return [rows, text].compactMap(\.self).min()
    }

    /// Seconds that an answer has been owed, where it is so long that a person wonders.
    package var secondsWaited: Int? {
        guard let waitsSince else { return nil }
        let waited = now.boot &- waitsSince
        return waited < Self.unnoticed ? nil : Int(waited / 1000)
    }

    /// Changes that would be lost if the program ended now: on a line that works they reach the server before it ends, and what is kept
    /// on the disk does with the next one.
    package var changesToLose: Int {
        accounts.reduce(0) { sum, account in
            let line = account.line
            if line.keepsChanges { return sum }
            if case .online = line.state, now.boot &- line.unsentSince < Self.unnoticed { return sum }
            return sum + line.unsentChanges
        }
    }

    /// Changes that wait for a line and are kept on the disk until then.
    package var changesKept: Int {
        accounts.reduce(0) { $0 + ($1.isOffline && $1.line.keepsChanges ? $1.line.unsentChanges : 0) }
    }

    /// Rows can be had: from the server, or from what is kept on the disk.
    package var canAsk: Bool { if case .online = line.state { true } else { keepsMail } }

    /// What can be shown in full, and copied: why the line is down, else what went wrong last.
    package var failureToShow: MailError? { line.lastFailure ?? lastError }

    /// Whether quitting loses something, and is asked about.
    package var losesByQuitting: Bool { !saving.isEmpty || changesToLose > 0 || !tabs.isEmpty }

    /// How long an answer may take without a word about it, in milliseconds.
    static let unnoticed: Int64 = 2000

    mutating func newGeneration() -> Generation {
        defer { nextGeneration = nextGeneration.next }
        return nextGeneration
    }
}

/// What lies over list and reader.
package enum Overlay: Hashable, Sendable {
    /// Scrolled to a line of the command list for the scope it was asked in.
    case help(of: Scope, top: Int)
    /// The parts of the open message.
    case parts(ListPlace)
    /// Its links.
    case links(ListPlace)
    /// Where one of them leads; `from` is the place in the list of links it was chosen at.
    case link(number: Int, top: Int, from: ListPlace?)
    /// What is open: the list, and the messages in tabs.
    case tabs(ListPlace)
    /// What its text can be read in.
    case charsets(ListPlace)
    /// Why the line is down, or which server it is up with.
    case failure(ListPlace)
    /// The account's mailboxes, of which those are shown whose names hold what is typed.
    case folders(ListPlace, filter: String)
    /// The dialogue with the server as it was when it was asked for.
    case log(top: Int)
    /// What has been counted so far.
    case statistics(top: Int)
    /// The commands of a scope that fit what is typed.
    case palette(of: Scope, ListPlace, typed: String)
    /// The themes, of which the marked one is shown.
    case themes(ListPlace)
    /// What a newcomer is told.
    case welcome
    /// The orders in which the list can be.
    case orders(ListPlace)
    /// A part as a picture of pixels.
    case picture
}

/// Where one is in a list that lies over everything.
package struct ListPlace: Hashable, Sendable {
    /// The chosen one.
    package var cursor = 0
    /// The first line shown.
    package var top = 0

    package init(cursor: Int = 0, top: Int = 0) {
        self.cursor = cursor
        self.top = top
    }
}

/// A line that is being typed, and what for.
package struct Prompt: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case search
        /// Words of mail that is looked for.
        case find
        /// The number of a link.
        case link
        /// Where a part is to be saved.
        case save(section: String)
        /// Where the dialogue is to be saved.
        case saveLog
        /// In the place of the one that was refused.
        case password
        /// Part of a mailbox's name.
        case folder
        /// Part of a command's.
        case command
        /// What help is to be about.
        case help

        /// It narrows down a list, from which one is chosen.
        var picks: Bool { self == .folder || self == .command || self == .help }
    }

    /// Characters that it takes.
    static let limit = 1_000

    package let kind: Kind
    /// Empty where a password is typed.
    package var text = ""
    /// Empty where anything else is typed.
    package private(set) var password = TypedPassword()

    package init(kind: Kind, text: String = "") {
        self.kind = kind
        self.text = text
    }

    var isEmpty: Bool { text.isEmpty && password.isEmpty }

    /// Takes a character, if it can stand in such a line.
    mutating func append(_ scalar: Unicode.Scalar) {
        if kind == .password { return password.append(scalar) }
        guard text.unicodeScalars.count < Self.limit, !scalar.properties.generalCategory.isControl else { return }
        if kind == .link, !("0"..."9").contains(scalar) { return }
        text.unicodeScalars.append(scalar)
    }

    mutating func removeLast() {
        if kind == .password { return password.removeLast() }
        if !text.isEmpty { text.unicodeScalars.removeLast() }
    }

    mutating func removeAll() {
        text = ""
        password = TypedPassword()
    }
}

extension Unicode.GeneralCategory {
    fileprivate var isControl: Bool {
        switch self {
        case .control, .format, .surrogate, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}

/// The connection, with its moment.
package struct LineState: Hashable, Sendable {
    package var state = ConnectionState.connecting
    /// When the next try comes, by boot milliseconds.
    package var retryAt: Int64?
    /// Why it was down last, until it is up again.
    package var lastFailure: MailError?
    /// The server that a person has chosen in the place of the account's.
    package var serverChange: ServerChange?
    /// A ticker for the countdown is under way.
    package var isTicking = false
    /// Changes that are not known to be on the server, and since when none of them has arrived, by boot milliseconds.
    package var unsentChanges = 0
    /// They outlive the program.
    package var keepsChanges = false
    package var unsentSince: Int64 = 0
    /// Octets that come in a second; `nil` before enough has come to be measured.
    package var octetsPerSecond: Int?
    /// How far the store has come with a mailbox; `nil` while it has nothing to do.
    package var sync: SyncProgress?
    /// What the line above the keys tells of that.
    package var shownSync = ShownSync()
    /// Nothing is fetched for the store.
    package var isSyncPaused = false

    /// Seconds that a part of this size would take, where that is known and long enough to be told.
    package func seconds(for size: ByteSize) -> UInt64? {
        guard let octetsPerSecond else { return nil }
        let seconds = size.octets / UInt64(max(1, octetsPerSecond))
        return seconds < 2 ? nil : min(seconds, 86_400)
    }

    /// Seconds to the next try, from 0.
    package func secondsToRetry(at now: Instant) -> Int? {
        retryAt.map { Int(max(0, ($0 &- now.boot &+ 999) / 1000)) }
    }
}

/// One line for the person; it goes with the next key, and what is no failure goes after a while by itself.
package struct StatusMessage: Hashable, Sendable {
    package enum Kind: Hashable, Sendable {
        case information, failure
        /// What was asked for cannot be done, or means nothing: a macro ends here.
        case refusal
    }

    package let kind: Kind
    package let text: Text
    /// Tells it from the message after it, which may say the same.
    package let serial: Int
    /// What went wrong, where it tells of that.
    package var error: MailError?
    /// What is said instead where it does not fit, the longest first.
    package var shorter: [Text] = []
    /// A timer is under way for it.
    package var isTimed = false
    /// It tells of the line being down, and is no longer true when the line is up.
    package var isOfTheLine = false
}
