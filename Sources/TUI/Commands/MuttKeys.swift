import MailKitCore

/// The `bind` and `macro` lines of a muttrc, as tables for `config.toml`.
///
/// Whatever has no meaning here is left out and named. Source: the manual of mutt, sections "Syntax of Initialization Files", "Changing the
/// Default Key Bindings" and "Keyboard Macros".
package struct MuttKeys {
    /// Octets of a file that are read.
    package static let limit = 1 << 20

    /// A line that means nothing here.
    package struct Left: Hashable, Sendable {
        package let line: Int
        package let text: String
    }

    /// Screens in the order in which they came, each with its keys and what they do.
    private var screens: [(scope: Scope, keys: [(strokes: [Key], commands: [String])])] = []
    package private(set) var left: [Left] = []
    /// Bindings that were taken.
    package private(set) var count = 0

    package init(_ text: String) {
        var number = 0
        var rest = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)[...]
        while let first = rest.popFirst() {
            number += 1
            var line = String(first)
            let begun = number
            // A backslash at its end: it goes on.
            while line.hasSuffix("\\"), let next = rest.popFirst() {
                line = String(line.dropLast()) + String(next)
                number += 1
            }
            for words in Self.commands(line) where words.first == "bind" || words.first == "macro" {
                if !take(words) { left.append(Left(line: begun, text: VisibleText.line(line.utf8, limit: 70))) }
            }
        }
    }

    /// What can be put into `config.toml`.
    package var tables: String {
        screens.reduce("") { text, screen in
            let lines = screen.keys.map { key in
                let commands = key.commands.map { "\"\($0)\"" }
                let value = commands.count == 1 ? commands[0] : "[" + commands.joined(separator: ", ") + "]"
                return "\(TOMLText.quoted(KeyNotation.text(key.strokes))) = \(value)\n"
            }
            return text + (text.isEmpty ? "" : "\n") + "[keys.\(screen.scope.name)]\n" + lines.joined()
        }
    }

    // MARK: Lines

    /// The words of the commands of a line: quotes are taken away, what a backslash means is left to whoever reads the word.
    private static func commands(_ line: String) -> [[String]] {
        var commands: [[String]] = [[]]
        var word: String?
        var quote: Character?
        var isEscaped = false
        for character in line {
            if isEscaped || character == "\\" {
                word = (word ?? "") + String(character)
                isEscaped = !isEscaped
            } else if let open = quote {
                if character == open { quote = nil } else { word?.append(character) }
            } else if character == "\"" || character == "'" {
                quote = character
                word = word ?? ""
            } else if character == "#", word == nil {
                break
            } else if character.isWhitespace || character == ";" {
                if let word { commands[commands.count - 1].append(word) }
                word = nil
                if character == ";" { commands.append([]) }
            } else {
                word = (word ?? "") + String(character)
            }
        }
        if let word { commands[commands.count - 1].append(word) }
        return commands
    }

    /// `bind MAP,MAP KEY FUNCTION`, `macro MAP KEY SEQUENCE [DESCRIPTION]`; `false` where nothing of it means anything.
    private mutating func take(_ words: [String]) -> Bool {
        guard words.count >= 4, let strokes = Self.strokes(words[2]) else { return false }
        var isTaken = false
        let functions = words[0] == "bind" ? [words[3]] : Self.functions(words[3])
        for map in words[1].split(separator: ",") {
            for scope in Self.scopes(of: map) {
                let commands = functions.compactMap { Self.command($0, in: scope) }
                guard !commands.isEmpty, commands.count == functions.count, commands.count <= Macro.limit,
                    strokes.first.map({ !scope.takesCharacters || !$0.isTyped }) == true
                else { continue }
                bind(strokes, to: commands, in: scope)
                isTaken = true
            }
        }
        if isTaken { count += 1 }
        return isTaken
    }

    /// The later line of two with the same keys holds.
    private mutating func bind(_ strokes: [Key], to commands: [String], in scope: Scope) {
        let index = screens.firstIndex { $0.scope == scope } ?? screens.count
        if index == screens.count { screens.append((scope, [])) }
        screens[index].keys.removeAll { $0.strokes == strokes }
        screens[index].keys.append((strokes, commands))
    }

    // MARK: Keys

    /// `\Cx`, `^X`, `<PageDown>`, `gg`; `nil` for what no terminal sends, or is no key of ours.
    private static func strokes(_ text: String) -> [Key]? {
        var names: [String] = []
        var rest = Substring(text)
        while let first = rest.popFirst() {
            var name: String?
            if first == "<", let end = rest.firstIndex(of: ">") {
                name = named[rest[..<end].lowercased()] ?? String(rest[..<end])
                rest = rest[rest.index(after: end)...]
            } else if first == "^", let letter = rest.popFirst() {
                name = "Ctrl-\(letter)"
            } else if first == "\\", let escaped = rest.popFirst() {
                switch escaped {
                case "c", "C": name = rest.popFirst().map { "Ctrl-\($0)" }
                case "t": name = "Tab"
                case "r", "n": name = "Enter"
                case "e": name = "Esc"
                case "0"..."9": return nil
                default: name = String(escaped)
                }
            } else {
                name = first == " " ? "Space" : String(first)
            }
            guard let name else { return nil }
            // A terminal sends Esc before a key that is held with Alt.
            if names.last == "Esc" { names[names.count - 1] = "Alt-\(name)" } else { names.append(name) }
        }
        return try? KeyNotation.strokes(names.joined(separator: " "))
    }

    /// Names of keys that are others here.
    private static let named = [
        "pageup": "PgUp", "pagedown": "PgDn", "return": "Enter", "insert": "Ins", "delete": "Del",
        "backtab": "Shift-Tab",
    ]

    // MARK: Functions

    /// `<next-entry><flag-message>`; empty where anything else stands between.
    private static func functions(_ sequence: String) -> [String] {
        var functions: [String] = []
        var rest = Substring(sequence)
        while rest.popFirst() == "<", let end = rest.firstIndex(of: ">") {
            functions.append(String(rest[..<end]))
            rest = rest[rest.index(after: end)...]
            if rest.isEmpty { return functions }
        }
        return []
    }

    private static func scopes(of map: Substring) -> [Scope] {
        switch map {
        case "index": [.list]
        case "pager": [.reader]
        case "attach": [.parts]
        case "browser": [.picker]
        case "generic": [.list, .parts, .links]
        default: []
        }
    }

    /// The name of what does the same; `nil` where nothing does, or not there.
    private static func command(_ function: String, in scope: Scope) -> String? {
        if function == "noop" { return "none" }
        let commands = (scope == .reader ? ofPager : [:]).merging(ofAll) { first, _ in first }
        guard var id = commands[function] else { return nil }
        if scope != .list, id == .quit { id = .back }
        return CommandTable.row(id)?.keys[scope] == nil ? nil : id.name
    }

    /// Where a message is read, entries are messages.
    private static let ofPager: [String: CommandID] = [
        "next-entry": .nextMessage, "previous-entry": .previousMessage, "next-undeleted": .nextMessage,
        "previous-undeleted": .previousMessage,
    ]

    private static let ofAll: [String: CommandID] = [
        "next-entry": .next, "previous-entry": .previous, "next-undeleted": .next, "previous-undeleted": .previous,
        "next-line": .next, "previous-line": .previous, "next-page": .pageDown, "previous-page": .pageUp,
        "first-entry": .first, "last-entry": .last, "top": .first, "bottom": .last, "display-message": .open,
        "select-entry": .choose, "view-attach": .choose, "view-mailcap": .choose, "view-text": .choose,
        "save-entry": .save, "exit": .quit, "quit": .quit, "next-unread": .nextUnread, "next-new": .nextUnread,
        "next-new-then-unread": .nextUnread, "change-folder": .folders, "sidebar-toggle-visible": .folderTree,
        "sidebar-next": .nextFolder, "sidebar-prev": .previousFolder, "toggle-new": .toggleRead,
        "flag-message": .toggleStar, "display-toggle-weed": .headers, "view-attachments": .parts,
        "toggle-quoted": .fold, "search": .search, "search-next": .nextMatch, "search-opposite": .previousMatch,
        "sync-mailbox": .refresh, "imap-fetch-mail": .refresh, "sort-mailbox": .sort, "collapse-thread": .foldThread,
        "collapse-all": .foldThreads, "enter-command": .palette,
        "help": .help, "refresh": .redraw, "redraw-screen": .redraw, "what-key": .describeKey, "show-version": .about,
    ]
}
