// Choosing one of many by typing a part of it: a mailbox, a command.
extension AppState {
    /// Shows the commands of where one is.
    mutating func showPalette() {
        overlay = .palette(of: scope, ListPlace(), typed: "")
        prompt = Prompt(kind: .command)
    }

    /// Carries out the line that the mark stands at, as if its key had been pressed below. A command that wants to be told
    /// something is written out, and what it can be told is shown.
    mutating func carryOutChosen() -> [Effect] {
        guard case .palette(let scope, let place, let typed) = overlay else { return [] }
        let shown = PaletteEntries(self, of: scope, typed: typed)
        guard shown.entries.indices.contains(place.cursor) else { return [] }
        let entry = shown.entries[place.cursor]
        if case .command(let id, argument: "") = entry, shown.command == nil,
            keys.row(id)?.argument?.isRequired == true
        {
            complete()
            return []
        }
        overlay = nil
        prompt = nil
        guidance.remember(entry.line)
        switch entry {
        case .command(let id, let argument):
            guard keys.row(id)?.keys[scope] != nil else {
                tell(GuidanceTexts.notHere(scope))
                return []
            }
            return carryOut(id, argument)
        case .macro(let macro): return carryOut(macro)
        }
    }

    /// Writes out what the mark stands at: first the command, then what it is told.
    mutating func complete() {
        guard case .palette(let scope, let place, let typed) = overlay else { return }
        let entries = PaletteEntries(self, of: scope, typed: typed).entries
        guard entries.indices.contains(place.cursor) else { return }
        var line = entries[place.cursor].line
        if case .command(let id, argument: "") = entries[place.cursor], keys.row(id)?.argument != nil { line += " " }
        prompt = Prompt(kind: .command, text: line)
    }

    /// Where what is typed has changed the first that fits is marked; without the line there is no list, and without the list
    /// no line.
    mutating func settlePicking() {
        if case .folders = overlay, prompt?.kind == .folder {} else { filing = nil }
        switch (overlay, prompt?.kind) {
        case (.folders(_, let filter), .folder):
            if let typed = prompt?.text, typed != filter {
                overlay = .folders(ListPlace(cursor: folderTree(typed).firstChoice), filter: typed)
            }
        case (.palette(let scope, _, let before), .command):
            if let typed = prompt?.text, typed != before { overlay = .palette(of: scope, ListPlace(), typed: typed) }
        case (.folders, _), (.palette, _): overlay = nil
        case (.help, .help): break
        case (_, .folder), (_, .command), (_, .help): prompt = nil
        default: break
        }
    }
}
