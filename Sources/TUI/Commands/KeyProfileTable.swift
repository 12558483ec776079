import MailKitCore

/// What the profiles have otherwise than the command table.
enum KeyProfileTable {
    /// The keys of a command in some scopes: these, in the place of the table's.
    struct Row: Sendable {
        let scopes: [Scope]
        let id: CommandID
        /// As `KeyNotation` reads them; the first one is shown.
        let keys: [String]

        init(_ scopes: [Scope], _ id: CommandID, _ keys: String...) {
            self.scopes = scopes
            self.id = id
            self.keys = keys
        }
    }

    /// A key that a row takes is no longer another command's. Only what would leave a command without any key has a row
    /// for that command, too.
    static func rows(_ profile: KeyProfileName) -> [Row] {
        switch profile {
        case .default: []
        case .mutt: mutt
        case .aerc: aerc
        case .alpine: alpine
        case .roundcube: roundcube
        }
    }

    private static let moving: [Scope] = [.list, .reader] + Scope.overlays

    // Source: neomutt, functions.c of index and pager.
    private static let mutt = [
        Row([.list], .pageDown, "z", "PgDn", "Ctrl-F"),
        Row([.list], .pageUp, "Z", "PgUp", "Ctrl-B"),
        Row([.list], .last, "*", "End"),
        Row([.list], .open, "Enter", "Space"),
        Row([.list], .folders, "c", "y"),
        Row([.list], .foldThread, "v"),
        Row([.list], .foldThreads, "V"),
        Row([.list], .markRange, "M"),
        Row([.reader], .archive, "A"),
        Row([.list], .quit, "q", "x", "Q", "Ctrl-C"),
        Row([.reader], .nextMessage, "j", "Down", "Right"),
        Row([.reader], .previousMessage, "k", "Up", "Left"),
        Row([.reader], .next, "Enter"),
        Row([.reader], .previous, "Backspace"),
        Row([.reader], .pageUp, "-", "PgUp", "Ctrl-B"),
        Row([.reader], .first, "Home", "=", "^"),
        Row([.reader], .last, "End", "*"),
        Row([.reader], .nextMatch, "n", "."),
        Row([.reader], .source, "e", "H"),
        Row([.reader], .fold, "T", "z"),
        Row([.reader], .back, "q", "i", "x", "Esc"),
    ]

    // Source: aerc, config/binds.conf.
    private static let aerc = [
        Row([.list], .pageDown, "Ctrl-D", "Ctrl-F", "PgDn"),
        Row([.list], .pageUp, "Ctrl-U", "Ctrl-B", "PgUp"),
        Row([.reader] + Scope.overlays, .pageDown, "Space", "Ctrl-D", "Ctrl-F", "PgDn"),
        Row([.reader] + Scope.overlays, .pageUp, "-", "Ctrl-U", "Ctrl-B", "PgUp", "Backspace"),
        Row(moving, .first, "g g", "Home", "="),
        Row(moving, .last, "G", "End", "*"),
        Row([.list], .quit, "q", "Ctrl-Q", "Q", "Ctrl-C"),
        Row([.list], .foldThread, "z a"),
        Row([.list], .foldThreads, "z M"),
        Row([.list, .reader], .toggleRead, "U"),
        Row([.reader], .nextMessage, "J", "Right"),
        Row([.reader], .previousMessage, "K", "Left"),
        Row([.reader], .nextMatch, "n", "."),
        Row([.reader], .previousMatch, "N", ","),
        Row([.reader], .headers, "H"),
        Row([.reader], .source, "h"),
        Row([.reader], .fold, "z a"),
        Row([.parts], .save, "S", "s"),
    ]

    // Source: alpine, keymenu.c. A letter in the other case is free for what alpine has no key for.
    private static let alpine = [
        Row([.list], .next, "n", "Down", "j"),
        Row([.list], .previous, "p", "Up", "k"),
        Row([.list], .pageDown, "Space", "+", "PgDn", "Ctrl-V"),
        Row([.list], .pageUp, "-", "PgUp", "Ctrl-Y"),
        Row([.reader], .pageDown, "Space", "+", "PgDn", "Ctrl-V"),
        Row([.reader], .pageUp, "-", "PgUp", "Ctrl-Y", "Backspace"),
        Row([.list, .reader], .last, "End", "G"),
        Row([.list], .open, "Enter", "v", ">", "."),
        Row([.list], .folders, "g", "l"),
        Row([.list, .reader], .toggleStar, "*"),
        Row([.list], .help, "?", "Ctrl-G", "F1"),
        Row([.list], .dismiss, "Esc"),
        Row([.reader], .search, "w", "/"),
        Row([.reader], .tabs, "T"),
        Row([.reader], .parts, "v", ">"),
        Row([.reader], .back, "<", "i", "q", "Esc"),
        Row([.parts, .links, .charsets], .choose, "Enter", "v", ">", "o"),
        Row([.parts, .links, .charsets, .link, .failure, .log, .help], .back, "<", "q", "Esc"),
        Row([.picker, .prompt], .help, "Ctrl-G", "F1"),
        Row([.picker], .back, "Esc"),
        Row([.prompt], .cancel, "Esc"),
    ]

    // Source: Roundcube, program/js/list.js; letters by the plugin keyboard_shortcuts, where k goes on and j back.
    private static let roundcube = [
        Row([.list], .next, "Down"),
        Row([.list], .previous, "Up"),
        Row([.list], .pageDown, "k", "PgDn", "Ctrl-F"),
        Row([.list], .pageUp, "j", "PgUp", "Ctrl-B"),
        Row([.list], .folders, "g"),
        Row([.list, .reader], .refresh, "u", "$", "Ctrl-R"),
        Row([.list, .reader], .undo, "U"),
        Row([.list, .reader], .moveTo, "M"),
        Row([.reader], .next, "Down", "Enter"),
        Row([.reader], .previous, "Up"),
        Row([.reader], .nextMessage, "k", "Right", "n"),
        Row([.reader], .previousMessage, "j", "Left", "p"),
        Row([.reader], .search, "s", "/"),
    ]
}
