import MailGrammar
import MailKitCore

/// What stands at a place of the screen, as far as a click means something there.
enum MouseTarget: Hashable, Sendable {
    /// A message of the list, by its index.
    case message(Int)
    /// An entry of what lies over everything.
    case entry(Int)
    /// An entry of the key bar.
    case key(KeyAction)
    /// A line between panes, which can be drawn to another place.
    case border(PaneBorder)
    /// A mailbox in the tree beside the list, by its line.
    case folder(Int)

    init?(_ place: CellPosition, _ state: AppState, language: Language) {
        let layout = state.layout
        // A question is answered by a key: a wrong click must not be a yes.
        guard state.question == nil else { return nil }
        // A long message lies over the keys.
        let said = state.message.map { TerminalText.width(of: $0.text(language)) } ?? 0
        if layout.keyBar.contains(place.row), said > state.size.columns - 2 { return nil }
        if layout.keyBar.contains(place.row) {
            let line = place.row - layout.keyBar.lowerBound
            guard let action = KeyBarLines.shown(state, language).action(line: line, column: place.column) else {
                return nil
            }
            self = .key(action)
            return
        }
        guard state.prompt == nil || state.scope == .picker else { return nil }
        if state.overlay == nil, let border = Self.border(at: place, layout) {
            self = .border(border)
            return
        }
        if let tree = layout.folders, !state.coversPanes, tree.contains(place) {
            let line = place.row - tree.rows.lowerBound
            if case .folders = state.overlay {
                guard let entry = Self.entry(at: line, state) else { return nil }
                self = .entry(entry)
            } else {
                guard state.folderTree().indices.contains(state.foldersTop + line) else { return nil }
                self = .folder(state.foldersTop + line)
            }
            return
        }
        // What is chosen from the tree has no entries elsewhere.
        if case .folders = state.overlay, !state.coversPanes { return nil }
        if state.overlay != nil {
            let overlay = OverlayLayout(state)
            let isSeen = state.coversPanes || overlay.area.columns.contains(place.column) && overlay.box != nil
            let lines = isSeen ? overlay.rows : 0..<0
            guard lines.contains(place.row), let entry = Self.entry(at: place.row - lines.lowerBound, state) else {
                return nil
            }
            self = .entry(entry)
            return
        }
        guard layout.list.contains(place) else { return nil }
        guard let index = state.row(atLine: place.row - layout.list.rows.lowerBound) else { return nil }
        self = .message(index)
    }

    private static func border(at place: CellPosition, _ layout: Layout) -> PaneBorder? {
        guard layout.body.rows.contains(place.row) else { return nil }
        if let folders = layout.folders, place.column == folders.columns.upperBound { return .folders }
        switch layout.border {
        case .row(place.row) where layout.list.columns.contains(place.column): return .reader
        case .column(place.column): return .reader
        default: return nil
        }
    }

    /// The entry on a line of the overlay; `nil` where none can be marked.
    private static func entry(at line: Int, _ state: AppState) -> Int? {
        let (top, owners): (Int, [Int]) =
            switch state.overlay {
            case .parts(let place): (place.top, PartLines(state).lines.map(\.part))
            case .links(let place): (place.top, Array(0..<(state.reader?.text.links.count ?? 0)))
            case .orders(let place): (place.top, Array(state.orderLines))
            case .themes(let place): (place.top, Array(0..<state.look.choices.count))
            case .tabs(let place): (place.top, Array(0...state.tabs.count))
            case .charsets(let place): (place.top, Array(0...CharsetTexts.names.count))
            case .failure(let place): (place.top, Array(0..<FailureLines.count(state)))
            case .folders(let place, let filter): (place.top, Array(0..<state.folderTree(filter).count))
            case .palette(let scope, let place, let typed):
                (place.top, Array(0..<PaletteEntries(state, of: scope, typed: typed).entries.count))
            default: (0, [])
            }
        return owners.indices.contains(top + line) ? owners[top + line] : nil
    }
}
