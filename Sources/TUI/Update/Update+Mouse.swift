import MailKitCore

// The mouse, where somebody wants it.
extension AppState {
    /// Lines that one notch of the wheel moves.
    static let wheelLines = 3
    /// Two clicks within so many milliseconds are one double click.
    static let doubleClick: Int64 = 400

    /// Takes a click or a notch of the wheel. `language` is the screen's: what stands where in the key bar depends on it.
    mutating func take(_ event: MouseEvent, language: Language) -> [Effect] {
        guard terminal.watchesMouse else { return [] }
        switch event.kind {
        case .wheelUp: turnWheel(-Self.wheelLines)
        case .wheelDown: turnWheel(Self.wheelLines)
        case .press: return click(event.place, language)
        case .drag: drag(to: event.place)
        case .release: terminal.dragged = nil
        }
        return []
    }

    /// The line that was pressed goes along; what does not fit is put right by the layout.
    private mutating func drag(to place: CellPosition) {
        let layout = layout
        switch terminal.dragged {
        case .folders: panes.folderColumns = place.column
        case .reader:
            switch layout.border {
            case .row: panes.listRows = place.row - layout.body.rows.lowerBound
            case .column: panes.readerColumns = size.columns - 1 - place.column
            case nil: terminal.dragged = nil
            }
        case nil: break
        }
    }

    private mutating func turnWheel(_ lines: Int) {
        if question == nil, prompt == nil || scope == .picker { scroll(lines: lines) }
    }

    private mutating func click(_ place: CellPosition, _ language: Language) -> [Effect] {
        let before = terminal.lastClick
        terminal.lastClick = TerminalFacts.Click(place: place, at: now.boot)
        let isDouble = before.map { $0.place.row == place.row && now.boot &- $0.at <= Self.doubleClick } ?? false
        let target = MouseTarget(place, self, language: language)
        message = nil
        strokes = []
        terminal.dragged = nil
        switch target {
        case .border(let border):
            terminal.dragged = border
            return []
        case .key(let action): return carryOut(action)
        case .folder(let line): return openFolder(line: line)
        case .message(let index):
            let isSame = index == list.cursor
            moveCursor(to: index)
            guard isDouble, isSame else { return [] }
            terminal.lastClick = nil
            return carryOut(.open)
        case .entry(let entry):
            moveInOverlay { $0.cursor = entry }
            guard isDouble else { return [] }
            terminal.lastClick = nil
            return carryOut(.choose)
        case nil: return []
        }
    }

    /// Takes the mouse, or gives it back to the terminal.
    mutating func toggleMouse() -> [Effect] {
        terminal.watchesMouse.toggle()
        tell(terminal.watchesMouse ? MouseTexts.on : MouseTexts.off)
        return [.watchMouse(terminal.watchesMouse)] + prefer(Preferences.mouse, "\(terminal.watchesMouse)")
    }
}
