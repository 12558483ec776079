import MailGrammar

/// What the core tells a front end. Events of one view arrive in the order in which they became true.
public enum MailEvent: Sendable {
    /// How the account's line stands.
    case connection(AccountID, ConnectionState)
    /// The mailbox is open; the list has `count` rows, of which none has been sent yet.
    case mailboxOpened(view: Generation, MailboxSummary)
    /// The open mailbox was shown as the store had it, and the server has it too: the summary is the server's from here on. What
    /// differs in the list follows as changes.
    case mailboxConfirmed(view: Generation, MailboxSummary)
    /// The account's store was not as it should be.
    case storeTrouble(AccountID, StoreTrouble)
    /// What is unread in the open mailbox, where the server can count it cheaply.
    case unseenCount(view: Generation, Int)
    /// The account's mailboxes, all of them, and what is in them where the server tells: when they are known, and when a count has
    /// changed.
    case mailboxes(AccountID, [MailboxInfo])
    /// The account's inbox and its mailboxes for drafts, sent mail and so on, as they were the last time: before the server has
    /// said anything, and true no longer than until `.mailboxes`.
    case knownMailboxes(AccountID, [MailboxInfo])
    /// The list changed; apply in order.
    case rowsChanged(view: Generation, RowChange)
    /// Rows `start ..< start + rows.count`, true at this point of the event order.
    case rows(view: Generation, start: Int, rows: [MessageRow])
    /// How far a search has come, and what its list is of; after the changes of the list that it tells of.
    case searched(view: Generation, SearchOutcome)
    /// The list is in this order from here on: it has `count` rows, all of them to be asked for anew, and at `place` is the
    /// message it was to keep, where that is known. Without a count it stays as it was, since the one asked for cannot be had.
    case listOrder(view: Generation, ListOrder, count: Int?, place: Int?)
    /// The list is made of threads from here on, in this order: it has `count` rows, all of them to be asked for anew, and at `place` is
    /// the message it was to keep, where that is known. Without a count threads are not to be had yet: they come as soon as the store
    /// has the mailbox whole.
    case threads(view: Generation, ListOrder, count: Int?, place: Int?)
    /// The beginnings of texts, as the server tells them; empty where there is none. No message at all: they could not be had.
    case previews(view: Generation, [UID: String])
    /// The message asked for: headers, parts and the first window of text.
    case message(generation: Generation, MessageContent)
    /// What lies in its parts: cards, warnings, files. After `.message`, and only where something was found; what the header
    /// and the names of the parts tell is in the message. Where files lay beside the text in one part, a second one comes.
    case details(generation: Generation, MessageDetails)
    /// The next window of its text.
    case messageText(generation: Generation, MessageText)
    /// So much of a part has come, as transferred.
    case partProgress(generation: Generation, received: ByteSize, of: ByteSize)
    /// The part is in its file.
    case partSaved(generation: Generation, SavedPart)
    /// The part as something to read.
    case partViewed(generation: Generation, PartView)
    /// No program shows the part, or the one that should did not.
    case partNotShown(generation: Generation, ViewerFailure)
    /// The line is up with another host than the account's, as it was asked for.
    case serverChanged(AccountID, ServerChange)
    /// A change of flags of these messages is kept and goes to the server as soon as it can: it may be shown as made. Where the account keeps nothing on
    /// the disk it is kept in memory.
    case changeKept(MessageSet, add: Set<Flag>, remove: Set<Flag>)
    /// So many changes of flags have been asked for and are not known to be on the server: told whenever that changes. Where they are
    /// not kept on the disk, what is left of them when the core is closed while the line is down is lost.
    case unsentChanges(AccountID, count: Int, areKept: Bool = false)
    /// So many octets come in a second, when much comes: told when it is known, and when it has changed much.
    case lineSpeed(AccountID, octetsPerSecond: Int)
    /// How far the store has come with a mailbox, a few times a second; without any of both when all that is to be held is held, or
    /// nothing more is fetched.
    case syncProgress(AccountID, MailboxPath?, SyncProgress?)
    /// The last of the dialogue with the account's server, as it is logged: printable, a line each, without secrets.
    case transcript(AccountID, [String])
    /// The dialogue is in this file.
    case transcriptSaved(AccountID, path: String)
    /// What the account's lines have cost.
    case statistics(AccountID, [LineStatistics])
    /// The request failed; nothing else will come for it.
    case failed(generation: Generation, MailError)
    /// Something that was asked without a generation of its own failed, a poll say.
    case notice(AccountID, MailError)
    /// The messages at the places that were asked for.
    case marked(view: Generation, MessageSet)
    /// An action was taken back, or a part of it: told again for a part that the server had to answer first.
    case undone(Generation, UndoOutcome)
    /// A change has come to nothing: told once for each, with the server's words where it said any.
    case changeRefused(AccountID, ChangeRefusal)
}

extension MailEvent {
    /// It is of a list that nobody looks at.
    var isForNobody: Bool {
        switch self {
        case .mailboxOpened(let view, _), .mailboxConfirmed(let view, _), .unseenCount(let view, _),
            .rowsChanged(let view, _), .rows(let view, _, _), .listOrder(let view, _, _, _),
            .threads(let view, _, _, _), .previews(let view, _), .failed(let view, _), .marked(let view, _):
            view == .none
        default: false
        }
    }
}

/// A change that is not made, and will not be: the server does not want it, its messages are others by now, or it could not be
/// kept.
public struct ChangeRefusal: Hashable, Sendable {
    /// The messages, in the order of their UIDs; of many the first ones alone, at most `messageLimit`.
    public let messages: [MessageID]
    /// All of them, at least 1.
    public let count: Int
    /// What was to be done with them.
    public let action: MessageAction
    /// Why not. Its subject is the mailbox; `.local` where it could not be kept, and has never been shown as made.
    public let error: MailError

    /// How many messages are named.
    public static let messageLimit = 500

    /// All of it; `count` where not all messages are named.
    public init(messages: [MessageID], count: Int? = nil, action: MessageAction, error: MailError) {
        self.messages = messages
        self.count = max(1, count ?? messages.count)
        self.action = action
        self.error = error
    }
}

/// What is wrong with the store of an account. Nothing that a person did is lost by it, and the account works without.
public enum StoreTrouble: Hashable, Sendable {
    /// It was damaged: it lies at this path now, and a new one is filled from the server.
    case madeAnew(setAside: String)
    /// The file of changes that the server does not have yet was damaged: it lies at this path now. So many changes are kept and will be
    /// looked up and sent.
    case changesMadeAnew(setAside: String, kept: Int)
    /// It cannot be used until the program starts again; the error tells what its file or the disk has.
    case unusable(MailError)
    /// No more messages are fetched that nobody has opened; the error tells what the disk has.
    case stopped(MailError)
}

/// How the line of an account stands, in the order in which a connection comes up.
public enum ConnectionState: Hashable, Sendable {
    case connecting
    case online
    /// Down, and why; the next try comes in `retryInSeconds` by itself, or never where it is `nil`
    /// (a refused login or certificate: trying again unasked helps nobody).
    case offline(MailError, retryInSeconds: Int?)
}

/// A host that takes the place of the account's.
public struct ServerChange: Hashable, Sendable {
    /// The one in use.
    public let host: String
    /// The `url` by which the configuration would name it.
    public let url: String

    /// Both.
    public init(host: String, url: String) {
        self.host = host
        self.url = url
    }
}

/// What is known of a mailbox when it has been opened.
public struct MailboxSummary: Hashable, Sendable {
    /// Whose it is.
    public let account: AccountID
    /// The same as long as the program runs, whatever it is called.
    public let mailbox: MailboxID
    /// What it is called.
    public let path: MailboxPath
    /// While it stays, UIDs mean what they meant.
    public let uidValidity: UIDValidity
    /// Messages in the mailbox.
    public let count: Int
    /// EXAMINE, or a mailbox the server lets nobody write to.
    public let isReadOnly: Bool
    /// What the server can do for its list.
    public let abilities: ListAbilities

    /// All of it.
    public init(
        account: AccountID, mailbox: MailboxID, path: MailboxPath, uidValidity: UIDValidity, count: Int,
        isReadOnly: Bool, abilities: ListAbilities = ListAbilities()
    ) {
        self.account = account
        self.mailbox = mailbox
        self.path = path
        self.uidValidity = uidValidity
        self.count = count
        self.isReadOnly = isReadOnly
        self.abilities = abilities
    }
}
