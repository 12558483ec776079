import MailGrammar
import MailKitCore

// What is done with messages: it is seen at once, and can be taken back.
extension AppState {
    /// The messages that a command means: the one that is read, else those that are marked, else the one under the mark.
    var meant: MessageSet {
        if let id = reader?.id { return [id] }
        if !list.marked.isEmpty { return list.marked }
        return list.current.map { [$0.id] } ?? []
    }

    // MARK: Moving

    /// Moves messages into the folders of their accounts for this use.
    ///
    /// - Parameter first: what is done with them before, under the same name
    mutating func move(
        to use: MailboxUse, before first: [(action: MessageAction, messages: MessageSet)] = []
    ) -> [Effect] {
        var parts: [(messages: MessageSet, path: MailboxPath, account: Int)] = []
        let messages = meant
        for account in messages.accounts {
            guard let place = place(of: account) else { continue }
            let folder = accounts[place].folders.mailboxes.first { $0.use == use && $0.isSelectable }
            guard let folder else {
                let words = ActionTexts.noFolder(use)
                tell(hasAccounts ? AccountTexts.of(accounts[place].label, words) : words, .refusal)
                return []
            }
            parts.append((messages.of(account), folder.path, place))
        }
        return move(parts, before: first)
    }

    /// Asks into which folder.
    mutating func chooseFolder(isCopy: Bool) {
        let messages = meant
        guard let account = messages.accounts.first, let place = place(of: account) else { return }
        guard messages.accounts.count == 1 else { return tell(ActionTexts.severalAccounts, .refusal) }
        filing = Filing(messages: messages, isCopy: isCopy, account: place)
        overlay = .folders(ListPlace(), filter: "")
        prompt = Prompt(kind: .folder)
    }

    /// Puts messages into the folder that was chosen for them.
    mutating func file(_ filing: Filing, into folder: MailboxInfo) -> [Effect] {
        guard folder.isSelectable else {
            tell(StatusTexts.folderHoldsNone, .refusal)
            return []
        }
        overlay = nil
        prompt = nil
        guard filing.isCopy else {
            let effects = move([(filing.messages, folder.path, filing.account)])
            if !effects.isEmpty { accounts[filing.account].filed.add(folder.path) }
            return effects
        }
        accounts[filing.account].filed.add(folder.path)
        let effects = act(.copy(to: folder.path), on: filing.messages)
        tell(ActionTexts.copied(filing.messages.count, to: name(of: folder.path, in: filing.account)))
        list.marked = []
        return effects
    }

    private mutating func move(
        _ parts: [(messages: MessageSet, path: MailboxPath, account: Int)],
        before first: [(action: MessageAction, messages: MessageSet)] = []
    ) -> [Effect] {
        var moving: [(action: MessageAction, messages: MessageSet)] = []
        var count = 0
        var name: Text?
        for (messages, path, account) in parts {
            name = name ?? self.name(of: path, in: account)
            let those = messages.filter { self.path(of: $0) != path }
            if those.isEmpty { continue }
            moving.append((.move(to: path), those))
            count += those.count
        }
        guard let name else { return [] }
        guard !moving.isEmpty else {
            tell(ActionTexts.liesThere(name), .refusal)
            return []
        }
        let effects = goOn(from: moving.map(\.messages)) + act(first + moving)
        tell(ActionTexts.moved(count, to: name))
        list.marked = []
        return effects
    }

    /// A mailbox by the name that its server knows, as far as that is known.
    private func path(of place: MessageSet.Place) -> MailboxPath? {
        let of = MailboxPlace(account: place.account, mailbox: place.mailbox)
        if let path = mailSearch?.outcome?.path(of: of) { return path }
        let isOpen = list.mailbox.map { $0.mailbox == place.mailbox && $0.account == place.account } ?? false
        return isOpen ? list.path : nil
    }

    /// Whoever reads a message that goes reads the next one, and behind the last one looks at the list.
    private mutating func goOn(from messages: [MessageSet]) -> [Effect] {
        guard let id = reader?.id, messages.contains(where: { $0.contains(id) }) else { return [] }
        if let place = list.rows.index(where: { $0.id == id }), place + 1 < list.count, list.rows[place + 1] != nil {
            return readNeighbour(1)
        }
        return goBack()
    }

    // MARK: For good

    /// What lies in the folder for deleted messages already goes for good, which is asked before.
    mutating func delete() -> [Effect] {
        if !list.isCollected, folders[list.path]?.use == .trash {
            askToPurge()
            return []
        }
        return move(to: .trash)
    }

    mutating func askToPurge() {
        let messages = meant
        if !messages.isEmpty { question = .purge(messages) }
    }

    mutating func purge(_ messages: MessageSet) -> [Effect] {
        let name = newGeneration()
        let effects = goOn(from: [messages])
        tell(ActionTexts.purged(messages.count))
        list.marked = []
        return effects + messages.accounts.map { .mail(.act(.expunge, messages.of($0), name: name)) }
    }

    /// Asks whether all that lies in the folder for deleted messages, or for junk, is to go: what is there now, and not what comes meanwhile.
    mutating func askToEmpty() -> [Effect] {
        guard !list.isCollected, let use = folders[list.path]?.use, use == .trash || use == .junk else {
            tell(ActionTexts.onlyTrash, .refusal)
            return []
        }
        guard list.count > 0 else {
            tell(ActionTexts.isEmpty, .refusal)
            return []
        }
        list.isEmptying = true
        return [.mail(.mark(view: list.view, 0..<list.count))]
    }

    // MARK: All of a list

    mutating func markAllRead() -> [Effect] {
        let name = newGeneration()
        let those = mailSearch?.spansAccounts == true ? accounts.map(\.id) : [account]
        done.add(DoneActions.Entry(name: name, accounts: those))
        tell(ActionTexts.allRead)
        return those.map {
            .mail(.actOnAll(.flags(add: [.seen], remove: []), account: $0, view: list.view, name: name))
        }
    }

    // MARK: Junk

    /// Into the folder for junk with the keyword that says so; what lies there goes back to the inbox.
    mutating func toggleJunk() -> [Effect] {
        let messages = meant
        let isJunk = !list.isCollected && folders[list.path]?.use == .junk
        let flags: MessageAction =
            isJunk
            ? .flags(add: [.notJunk], remove: [.junk])
            : .flags(add: [.junk], remove: [.notJunk])
        return move(to: isJunk ? .inbox : .junk, before: [(flags, messages)])
    }

    // MARK: Doing

    mutating func act(_ action: MessageAction, on messages: MessageSet) -> [Effect] { act([(action, messages)]) }

    /// Does something under one name, to be taken back by it.
    private mutating func act(_ parts: [(action: MessageAction, messages: MessageSet)]) -> [Effect] {
        let name = newGeneration()
        let accounts = Set(parts.flatMap(\.messages.accounts)).sorted { $0.name < $1.name }
        done.add(DoneActions.Entry(name: name, accounts: accounts))
        return parts.flatMap { part in
            part.messages.accounts.map { .mail(.act(part.action, part.messages.of($0), name: name)) }
        }
    }

    /// Takes back what was done last.
    mutating func undo() -> [Effect] {
        guard let last = done.takeLast() else {
            tell(ActionTexts.nothingToUndo, .refusal)
            return []
        }
        return last.accounts.map { .mail(.undo(account: $0, last.name)) }
    }

    mutating func undone(_ outcome: UndoOutcome) {
        tell(ActionTexts.undone(outcome), outcome.lost > 0 && outcome.restored == 0 ? .failure : .information)
    }
}
