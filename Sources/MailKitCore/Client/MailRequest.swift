import MailGrammar

/// Names one thing a front end asked for; its answers carry it, so that a stale answer can be told and dropped.
public struct Generation: Hashable, Comparable, Sendable {
    /// Counts up; a front end never uses a number twice.
    public let rawValue: UInt64
    /// Any number.
    public init(_ rawValue: UInt64) { self.rawValue = rawValue }
    /// Older before newer.
    public static func < (lhs: Generation, rhs: Generation) -> Bool { lhs.rawValue < rhs.rawValue }
    /// What nobody asked for.
    static let none = Generation(0)
    /// The one after this.
    public var next: Generation { Generation(rawValue &+ 1) }
}

/// What a front end asks of the core. Handing one over never waits; what comes of it arrives as `MailEvent`s.
public enum MailRequest: Hashable, Sendable {
    /// Show a mailbox as a list, newest first. `firstPage` rows ride in the opening flight (1 to 500).
    /// The list it opens is named by `view`; an earlier view of the account is closed. It comes in the order of arrival; where
    /// `shape` has another one, `.listOrder` follows as soon as the server has sorted.
    case openMailbox(
        account: AccountID, path: MailboxPath, firstPage: Int, view: Generation, shape: ListShape = ListShape())
    /// Show the list in another order, or with more in its rows, which come anew: `.rowsChanged`, and for another order
    /// `.listOrder`, with the place of the message `keeping`. Until then it stays as it is; where the server does not sort,
    /// `.failed` for the view, and it stays for good. Asked for the order that the server has made already, it tells by `.listOrder`
    /// where the message `keeping` stands.
    case reshape(view: Generation, ListShape, keeping: UID? = nil)
    /// Fold the thread of a message of a list of threads, or open it where it is folded; without one, all threads: `.threads`, with the
    /// place of the thread's first message.
    case fold(view: Generation, MessageID?)
    /// Show what a query finds in this mailbox, or as far from it as the scope goes, as a list of its own, the newest first:
    /// `.rowsChanged` of the view, and `.searched` after each change. What the view showed before it turns into that, step by step.
    /// The mailbox that is open stays so.
    case search(account: AccountID, SearchQuery, in: MailboxPath, scope: SearchScope, view: Generation)
    /// Show what a query finds in all accounts, in their mailboxes of this path or in all of theirs, the newest by arrival first, as
    /// ``search(account:_:in:scope:view:)`` does. What one account lacks is told in the outcome, and never holds up another.
    case searchAll(SearchQuery, in: MailboxPath?, view: Generation)
    /// Have the account's line up, with this mailbox open and nothing of it shown, so that its news are heard. Where a mailbox of the
    /// account has been opened already, that one stays.
    case standBy(account: AccountID, path: MailboxPath)
    /// Ask the server for the same, as far as the search reaches, texts included; in a list of all accounts the server of each. What is
    /// found comes into the list.
    case searchServer(view: Generation)
    /// The list of a search is not shown any more.
    case endSearch(view: Generation)
    /// The beginnings of the texts of these messages, at most 200: `.previews`, where the server has them
    /// (``ListAbilities/previews``).
    case previews(view: Generation, [UID])
    /// Rows `range` of the list (0 is the newest), clipped to what is there.
    case rows(view: Generation, range: Range<Int>)
    /// Headers and the first text part of a message, in windows: `.message` with the first one, and then `.details` where its
    /// parts tell something. `section` shows that part instead, or the text of the message that it is, or
    /// ``MessageSource/section`` the message as it came; `charset` takes the place of the one that the part names.
    case openMessage(MessageID, generation: Generation, charset: String? = nil, section: String? = nil)
    /// The next window of text of a message opened before: `.messageText`.
    case moreText(MessageID, generation: Generation)
    /// Fetch a part whole into a file at `path`, or into the folder `path` under a name made from the part's: `.partProgress`
    /// after each window, then `.partSaved`. No file is ever replaced. It goes on when the line has come back.
    case savePart(MessageID, section: String, generation: Generation, path: String)
    /// The same into a file of a private folder, for a program of the desktop: see ``OutsideFiles``.
    case lendPart(MessageID, section: String, generation: Generation)
    /// Fetch a part whole and show it by a program of the person's (RFC 1524), written for so many columns, or the files in it
    /// where it is an archive: `.partProgress`, then `.partViewed` or `.partNotShown`. What cannot be shown is not fetched;
    /// nor are `pictures`, unless a program of the person's makes a text of them, where the screen has no half blocks. With
    /// `room` a picture comes in pixels where that can be done, else in coloured letters.
    case viewPart(
        MessageID, section: String, generation: Generation, columns: Int, pictures: Bool = true,
        room: PictureRoom? = nil)
    /// Do this with messages, all of one account, on a line or without. What moves or goes leaves the list at once; flags are told by
    /// `.changeKept` as soon as the change cannot be lost any more. What cannot be kept, or the server does not want, is told by
    /// `.changeRefused`, and its rows come back. An account that is read-only refuses all. The action is named by the generation, to be
    /// taken back by `undo`; the last 100 are.
    case act(MessageAction, MessageSet, name: Generation)
    /// Which messages stand at these places of a list, held or not: `.marked`, or `.notice` where that cannot be had.
    case mark(view: Generation, Range<Int>)
    /// Do this with all messages of a list, held or not, as `act` does.
    case actOnAll(MessageAction, account: AccountID, view: Generation, name: Generation)
    /// Take an action back, whether the server has done it or not: `.undone`.
    case undo(account: AccountID, Generation)
    /// Ask the server now whether anything changed; where the line is down, try again at once.
    case refresh(account: AccountID)
    /// Connect to `host` in the place of the account's server, on the same port, for as long as the core lives. Only a host that the
    /// refused certificate of the account's line offers is taken (`CertificateReport.offeredHosts`); its own certificate is
    /// checked like any other.
    case useServer(account: AccountID, host: String)
    /// Take the weaker login that the server offers (`MailError.Kind.weakerLogin`) from now on, and connect.
    case trustLogin(account: AccountID)
    /// Take what a person has typed for the account's password from now on, and connect. Only where the server has refused the
    /// one before (`MailError.isPasswordRefused`) and neither command nor certificate gives it (`CredentialSource.canBeTyped`).
    case usePassword(account: AccountID, Secret)
    /// What the account's line and its server have said so far, without secrets: `.transcript`.
    case transcript(account: AccountID)
    /// The same into a file at `path`, or into the folder `path` under a `proposed` name, of mode 0600; no file is ever replaced:
    /// `.transcriptSaved`, or `.failed` with the generation.
    case saveTranscript(account: AccountID, generation: Generation, path: String, proposed: String)
    /// What the account's lines have cost so far: `.statistics`.
    case statistics(account: AccountID)
    /// Fetch nothing more for the store, or go on. What is on its way comes; the list and the messages do not wait for it.
    case pauseSync(account: AccountID, Bool)
    /// Give up connecting; `refresh` begins anew.
    case giveUp(account: AccountID)
    /// Give up what `generation` is still waiting for.
    case cancel(generation: Generation)
}

extension MailRequest {
    /// The account in which it would change something. No `default` here: a new request has to be put on a side.
    var changedAccount: AccountID? {
        switch self {
        case .openMailbox, .reshape, .fold, .rows, .previews, .search, .searchAll, .searchServer, .endSearch,
            .standBy, .openMessage,
            .moreText, .savePart, .lendPart, .viewPart,
            .refresh, .mark,
            .trustLogin, .giveUp, .pauseSync,
            .useServer, .usePassword, .transcript, .saveTranscript, .statistics, .cancel:
            nil
        case .act(_, let messages, _): messages.accounts.first
        case .undo(let account, _), .actOnAll(_, let account, _, _): account
        }
    }
}
