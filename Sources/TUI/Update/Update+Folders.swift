import MailGrammar
import MailKitCore

// Going to another mailbox, and what else stands in the tree.
extension AppState {
    /// Shows the mailboxes, the mark at the open one; what is typed narrows them down.
    mutating func showFolders() {
        overlay = .folders(ListPlace(cursor: placeOfOpen(in: folderTree()) ?? 0, top: foldersTop), filter: "")
        prompt = Prompt(kind: .folder)
    }

    /// Opens what the mark stands at.
    mutating func openChosenFolder() -> [Effect] {
        guard case .folders(let place, let filter) = overlay else { return [] }
        if let filing {
            guard case .mailbox(let account, let line) = folderTree(filter)[place.cursor] else { return [] }
            return file(filing, into: accounts[account].folders[line])
        }
        return folderTree(filter)[place.cursor].map { open($0) } ?? []
    }

    /// Opens the next mailbox of the list that can be opened, or the one before.
    mutating func openNeighbourFolder(_ direction: Int) -> [Effect] {
        let tree = folderTree()
        guard let at = placeOfOpen(in: tree, orAbove: true) else { return [] }
        var next = at + direction
        while let line = tree[next] {
            switch line {
            case .allInboxes, .search: return open(line)
            case .mailbox(let account, let folder):
                if accounts[account].folders[folder].isSelectable { return open(line) }
            case .account, .searches: break
            }
            next += direction
        }
        tell(direction > 0 ? StatusTexts.lastFolder : StatusTexts.firstFolder, .refusal)
        return []
    }

    /// Opens what stands on a line of the tree.
    mutating func openFolder(line: Int) -> [Effect] { folderTree()[line].map { open($0) } ?? [] }

    private mutating func open(_ line: FolderTree.Line) -> [Effect] {
        switch line {
        case .allInboxes: return openInboxes()
        case .account(let place): return openInbox(of: place)
        case .mailbox(let account, let line): return open(accounts[account].folders[line], of: account)
        case .searches: return []
        case .search(let place): return openSearch(place)
        }
    }

    /// Hides what lies in the mailbox that the mark stands at, or shows it; where there is nothing to hide or show, the mark goes
    /// to the one that it lies in, or to the next one. An account is folded likewise.
    mutating func setFolded(_ isFolded: Bool) {
        guard case .folders(var place, let filter) = overlay, filter.isEmpty else { return }
        let tree = folderTree()
        switch tree[place.cursor] {
        case .account(let account):
            if accounts[account].isFolded != isFolded {
                accounts[account].isFolded = isFolded
            } else if !isFolded {
                place.cursor += 1
            }
        case .mailbox(let account, let line):
            let folders = accounts[account].folders
            if line.hasBelow, folders.isFolded(line) != isFolded {
                accounts[account].folders.setFolded(isFolded, line)
            } else if isFolded, let parent = folders.parent(of: line) {
                place.cursor = tree.place(of: folders[parent].path, in: account, self) ?? place.cursor
            } else if isFolded {
                place.cursor = tree.place(of: .account(account)) ?? place.cursor
            } else if line.hasBelow {
                place.cursor += 1
            }
        case .search where isFolded: place.cursor = tree.place(of: .searches) ?? place.cursor
        case .allInboxes, .searches, .search, nil: break
        }
        overlay = .folders(place, filter: filter)
    }

    mutating func open(_ mailbox: MailboxInfo, of account: Int) -> [Effect] {
        guard mailbox.isSelectable else {
            tell(StatusTexts.folderHoldsNone, .refusal)
            return []
        }
        return open(mailbox.path, of: account)
    }

    /// Opens a mailbox of an account, unless it is open.
    mutating func open(_ path: MailboxPath, of account: Int) -> [Effect] {
        let isOpen = account == current && path == list.path && mailSearch == nil
        if !isOpen, !accounts[account].keepsMail, case .offline = accounts[account].line.state {
            tell(
                hasAccounts
                    ? AccountTexts.of(accounts[account].label, StatusTexts.offlineNoFolder)
                    : StatusTexts.offlineNoFolder, .refusal)
            return []
        }
        overlay = nil
        prompt = nil
        guard !isOpen else { return [] }
        let effects = leaveReader() + leaveSearch()
        accounts[account].folders.unfold(to: path)
        accounts[account].isFolded = false
        if account == current, path == list.path { return effects }
        return effects + goTo(path, of: account)
    }

    /// Has the list show a mailbox of an account.
    mutating func goTo(_ path: MailboxPath, of account: Int, at place: ListReturn? = nil) -> [Effect] {
        let isOther = account != current
        current = account
        list = ListState(view: list.view, path: path)
        list.comingBack = place
        folders.unfold(to: path)
        // What has to be decided of its line is asked where one looks.
        if isOther, case .weakerLogin(let trusted, let offered) = line.failure?.kind {
            question = .weakerLogin(trusted: trusted, offered: offered)
        }
        return openMailbox()
    }
}
