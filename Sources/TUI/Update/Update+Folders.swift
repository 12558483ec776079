import MailGrammar
import MailKitCore

// Going to another mailbox.
extension AppState {
    /// Shows the mailboxes, the mark at the open one; what is typed narrows them down.
    mutating func showFolders() {
        let lines = folders.lines()
        overlay = .folders(ListPlace(cursor: folders.place(of: list.path, in: lines) ?? 0), filter: "")
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
        guard let at = folders.place(of: list.path, in: lines) else { return [] }
        var next = at + direction
        while lines.indices.contains(next) {
            if folders[lines[next]].isSelectable { return open(folders[lines[next]]) }
            next += direction
        }
        tell(direction > 0 ? StatusTexts.lastFolder : StatusTexts.firstFolder)
        return []
    }

    private mutating func open(_ mailbox: MailboxInfo) -> [Effect] {
        guard mailbox.isSelectable else {
            tell(StatusTexts.folderHoldsNone)
            return []
        }
        let isOpen = mailbox.path == list.path
        if !isOpen, case .offline = line.state {
            tell(StatusTexts.offlineNoFolder)
            return []
        }
        overlay = nil
        prompt = nil
        guard !isOpen else { return [] }
        let effects = abandonReader()
        list = ListState(view: list.view, path: mailbox.path)
        return effects + openMailbox()
    }
}
