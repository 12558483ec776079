import MailGrammar

/// What a person does with messages.
public enum MessageAction: Hashable, Sendable {
    /// They get these flags and lose those.
    case flags(add: Set<Flag>, remove: Set<Flag>)
    /// They go into another mailbox of their account.
    case move(to: MailboxPath)
    /// They are put into another mailbox of their account as well.
    case copy(to: MailboxPath)
    /// They go for good.
    case expunge
}

extension MessageAction {
    /// Whether it can be taken back.
    public var canBeUndone: Bool { self != .expunge }

    var isFlags: Bool { if case .flags = self { true } else { false } }

    var entryAction: JournalEntry.Action {
        switch self {
        case .flags(let add, let remove): .flags(add: add, remove: remove)
        case .move(let path): .move(to: path)
        case .copy(let path): .copy(to: path)
        case .expunge: .expunge
        }
    }

    init(_ action: JournalEntry.Action) {
        switch action {
        case .flags(let add, let remove): self = .flags(add: add, remove: remove)
        case .move(let path): self = .move(to: path)
        case .copy(let path): self = .copy(to: path)
        case .expunge: self = .expunge
        }
    }
}

/// What became of taking an action back.
public struct UndoOutcome: Hashable, Sendable {
    /// Messages that are as they were, or will be when the server has answered.
    public let restored: Int
    /// Messages that could not be found any more where they had gone.
    public let lost: Int
    /// Messages on which the server has to answer first: what becomes of them is told once more.
    public let waiting: Int

    /// All three.
    public init(restored: Int, lost: Int, waiting: Int = 0) {
        self.restored = restored
        self.lost = lost
        self.waiting = waiting
    }
}
