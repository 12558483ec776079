import MailGrammar
import MailKitCore

// Going to another mailbox.
extension AppState {
    /// Shows the mailboxes, the mark at the open one; what is typed narrows them down.
    mutating func showFolders() {
        let lines = folders.lines()
        overlay = .folders(ListPlace(cursor: folders.place(of: list.path, in: lines) ?? 0, top: foldersTop), filter: "")
        prompt = Prompt(kind: .folder)
    }

    /// Opens the mailbox that the mark stands at.
    mutating func openChosenFolder() -> [Effect] {
        guard case .folders(let place, let filter) = overlay else { return [] }
        let lines = folders.lines(filter)
        guard lines.indices.contains(place.cursor) else { return [] }
        return open(folders[lines[place.cursor]])
    }

    /// Opens the next mailbox of the list that can be opened, or the one before.
    mutating func openNeighbourFolder(_ direction: Int) -> [Effect] {
        let lines = folders.lines()
        guard let at = folders.place(of: list.path, in: lines, orAbove: true) else { return [] }
        var next = at + direction
        while lines.indices.contains(next) {
            if folders[lines[next]].isSelectable { return open(folders[lines[next]]) }
            next += direction
        }
        tell(direction > 0 ? StatusTexts.lastFolder : StatusTexts.firstFolder, .refusal)
        return []
    }

    /// Opens the mailbox on a line of the tree.
    mutating func openFolder(line: Int) -> [Effect] {
        let lines = folders.lines()
        guard lines.indices.contains(line) else { return [] }
        return open(folders[lines[line]])
    }

    /// Hides what lies in the mailbox that the mark stands at, or shows it; where there is nothing to hide or show, the mark goes
    /// to the one that it lies in, or to the next one.
    mutating func setFolded(_ isFolded: Bool) {
        guard case .folders(var place, let filter) = overlay, filter.isEmpty else { return }
        let lines = folders.lines()
        guard lines.indices.contains(place.cursor) else { return }
        let line = lines[place.cursor]
        if line.hasBelow, folders.isFolded(line) != isFolded {
            folders.setFolded(isFolded, line)
        } else if isFolded, let parent = folders.parent(of: line) {
            place.cursor = folders.place(of: folders[parent].path, in: lines) ?? place.cursor
        } else if !isFolded, line.hasBelow {
            place.cursor += 1
        }
        overlay = .folders(place, filter: filter)
    }

    private mutating func open(_ mailbox: MailboxInfo) -> [Effect] {
        guard mailbox.isSelectable else {
            tell(StatusTexts.folderHoldsNone, .refusal)
            return []
        }
        let isOpen = mailbox.path == list.path && mailSearch == nil
        if !isOpen, !keepsMail, case .offline = line.state {
            tell(StatusTexts.offlineNoFolder, .refusal)
            return []
        }
        overlay = nil
        prompt = nil
        guard !isOpen else { return [] }
        folders.unfold(to: mailbox.path)
        let effects = leaveReader() + leaveSearch()
        if mailbox.path == list.path { return effects }
        list = ListState(view: list.view, path: mailbox.path)
        return effects + openMailbox()
    }
}
