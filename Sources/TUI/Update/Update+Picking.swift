// Choosing one of many by typing a part of it: a mailbox, a command.
extension AppState {
    /// Shows the commands of where one is.
    mutating func showPalette() {
        overlay = .palette(of: scope, ListPlace(), typed: "")
        prompt = Prompt(kind: .command)
    }

    /// Carries out the command that the mark stands at, as if its key had been pressed below.
    mutating func carryOutChosen() -> [Effect] {
        guard case .palette(let scope, let place, let typed) = overlay else { return [] }
        let rows = CommandChoice.rows(scope, typed)
        guard rows.indices.contains(place.cursor) else { return [] }
        overlay = nil
        prompt = nil
        return carryOut(rows[place.cursor].id, CommandChoice.argument(typed))
    }

    /// Where what is typed has changed the first that fits is marked; without the line there is no list, and without the list
    /// no line.
    mutating func settlePicking() {
        switch (overlay, prompt?.kind) {
        case (.folders(_, let filter), .folder):
            if let typed = prompt?.text, typed != filter { overlay = .folders(ListPlace(), filter: typed) }
        case (.palette(let scope, _, let before), .command):
            if let typed = prompt?.text, typed != before { overlay = .palette(of: scope, ListPlace(), typed: typed) }
        case (.folders, _), (.palette, _): overlay = nil
        case (_, .folder), (_, .command): prompt = nil
        default: break
        }
    }
}
