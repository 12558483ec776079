import MailGrammar

/// What a transaction has changed in the store, for lists that show it.
struct StoredChange: Hashable, Sendable {
    let path: MailboxPath
    /// The store's id of the mailbox from here on.
    private(set) var mailbox: MailboxID
    /// Nothing of what was there before is the same.
    private(set) var isReset: Bool
    /// Messages whose UIDs or headers have come.
    private(set) var came = UIDSet()
    private(set) var gone = UIDSet()
    /// Messages whose flags were read.
    private(set) var marked = UIDSet()

    init(path: MailboxPath, mailbox: MailboxID, isReset: Bool, _ changes: [SyncChange]) {
        self.path = path
        self.mailbox = mailbox
        self.isReset = isReset
        for change in changes {
            switch change {
            case .rows(_, let uids), .listed(let uids): came.formUnion(uids)
            case .removed(let uids):
                gone.formUnion(uids)
                came.subtract(uids)
            case .flags(let flags): marked.formUnion(UIDSet(flags.keys))
            case .reset:
                (came, gone, marked) = (UIDSet(), UIDSet(), UIDSet())
            case .total, .settled: break
            }
        }
    }

    /// The same of the mailbox that the store has made of it.
    func stored(as mailbox: MailboxID, isReset: Bool) -> Self {
        var stored = self
        (stored.mailbox, stored.isReset) = (mailbox, isReset)
        return stored
    }

    /// Whether a list looks any different.
    var isAny: Bool { isReset || !came.isEmpty || !gone.isEmpty || !marked.isEmpty }
}
