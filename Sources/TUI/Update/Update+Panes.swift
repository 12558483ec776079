import MailKitCore

// Which panes are shown, and where.
extension AppState {
    /// Lets list and reader share the screen as it is said.
    mutating func arrange(_ word: String) -> [Effect] {
        guard let arrangement = Arrangement(rawValue: word.lowercased()) else {
            tell(PaneTexts.noSuchLayout(word, Arrangement.allCases.map(\.rawValue)), .refusal)
            return []
        }
        panes.arrangement = arrangement
        tell(
            layout.arrangement == arrangement || arrangement == .auto
                ? PaneTexts.layout(arrangement) : PaneTexts.noRoom)
        return prefer(Preferences.layout, arrangement.rawValue)
    }

    /// Shows the folder tree or hides it; without a word the other way round.
    mutating func toggleFolders(_ word: String) -> [Effect] {
        switch PaneSwitch(rawValue: word.lowercased()) {
        case .auto: panes.showsFolders = nil
        case .on: panes.showsFolders = true
        case .off: panes.showsFolders = false
        case nil where word.isEmpty: panes.showsFolders = layout.folders == nil
        case nil:
            tell(PaneTexts.noSuchChoice(word, PaneSwitch.allCases.map(\.rawValue)), .refusal)
            return []
        }
        let choice: PaneSwitch = panes.showsFolders.map { $0 ? .on : .off } ?? .auto
        let effects = prefer(Preferences.folderTree, choice.rawValue)
        if panes.showsFolders == true, layout.folders == nil { tell(PaneTexts.noRoom) }
        return effects
    }

    /// Takes another size; what was said of the panes on the old one is no longer true.
    mutating func resize(to size: ScreenSize) {
        if let said = message?.text, said == PaneTexts.noRoom || said == PaneTexts.layout(panes.arrangement) {
            message = nil
        }
        self.size = size
        closeResizedPicture()
    }

    /// The open mailbox stays in sight in the tree.
    mutating func settleFolders() {
        guard let area = layout.folders else { return }
        if case .folders(let place, _) = overlay {
            foldersTop = place.top
            return
        }
        let lines = folderTree()
        let height = area.rows.count
        if let place = placeOfOpen(in: lines, orAbove: true) {
            foldersTop = max(place - height + 1, min(place, foldersTop))
        }
        foldersTop = max(0, min(lines.count - height, foldersTop))
    }
}
