import MailGrammar

/// What a person has chosen on the screen: a text by a key. Where the key is that of a setting (`theme`, or `list.inbox.sort` for
/// `sort` in `[list.inbox]`), it stands in for the setting of a file that does not have it.
///
/// Bounded, since it is kept in a file that anybody's mistake may have been in.
public struct Preferences: Hashable, Sendable {
    /// Choices that are kept.
    package static let limit = 500
    /// Octets of a key, and of what was chosen.
    package static let keyLimit = 200
    package static let valueLimit = 2_000
    /// Octets of the file.
    package static let sizeLimit = 1 << 18

    /// The key of the theme.
    package static let theme = "theme"
    package static let layout = "layout"
    package static let folderTree = "folder-tree"
    package static let keyBar = "key-bar"
    package static let keyProfile = "key-profile"
    package static let mouse = "mouse"

    /// All of them; those that mean nothing to this version among them.
    public private(set) var values: [String: String] = [:]

    /// None.
    public init() {}

    /// What was chosen.
    public subscript(key: String) -> String? { values[key] }

    /// Takes a choice, or takes it back; `false` where it is too long or one too many.
    @discardableResult
    public mutating func set(_ key: String, to value: String?) -> Bool {
        guard let value else {
            values[key] = nil
            return true
        }
        guard (1...Self.keyLimit).contains(key.utf8.count), value.utf8.count <= Self.valueLimit,
            values[key] != nil || values.count < Self.limit
        else { return false }
        values[key] = value
        return true
    }
}

// As a file: TOML, one line a choice.
extension Preferences {
    /// Reads a file. What is neither text nor a number nor a truth is left out.
    package init(_ content: [UInt8]) throws(TOMLSyntaxError) {
        for entry in try TOMLDocument(content).root.entries {
            switch entry.value.content {
            case .string(let text): set(entry.key, to: text)
            case .boolean(let truth): set(entry.key, to: "\(truth)")
            case .integer(let number): set(entry.key, to: "\(number)")
            case .table, .array, .float, .date: continue
            }
        }
    }

    /// The file.
    package var text: String {
        values.sorted { $0.key < $1.key }.reduce(
            "# What was chosen on the screen; config.toml counts for more. May be deleted at any time, with the searches in it.\n"
        ) { "\($0)\(TOMLText.quoted($1.key)) = \(TOMLText.quoted($1.value))\n" }
    }

    /// The line of a configuration file that makes a choice: as the setting wants it, a text where it is none.
    package static func line(_ key: String, _ value: String) -> String {
        let content = SettingPath.keys(key).flatMap { accepted(value, at: $0).content }
        let written =
            switch content {
            case .boolean, .integer: value
            case .array(let values):
                "["
                    + values.compactMap {
                        if case .string(let text) = $0.content { TOMLText.quoted(text) } else { nil }
                    }
                    .joined(separator: ", ") + "]"
            default: TOMLText.quoted(value)
            }
        return "\(key) = \(written)"
    }
}

// As settings.
extension Preferences {
    /// Sections that no choice on the screen reaches, or that are kept there in a form of their own: nobody is to be given an account or a password command by a file of state.
    private static let untouchable: Set<String> = ["account", "brand", searches]

    /// Those that are settings, as a file would have them, and what is wrong with those that cannot be. A key that is no
    /// setting is somebody else's.
    func layer() -> (root: TOMLTable, problems: [ConfigurationProblem]) {
        var root = TOMLTable(entries: [])
        var problems: [ConfigurationProblem] = []
        for (key, text) in values.sorted(by: { $0.key < $1.key }) {
            guard let path = SettingPath.keys(key), let first = path.first, !Self.untouchable.contains(first) else {
                continue
            }
            let (content, found) = Self.accepted(text, at: path)
            if let content { root = root.over(Self.table(path[...], content)) }
            problems += found.filter { if case .unknownKey = $0.reason { false } else { true } }
        }
        return (root, problems.map { ConfigurationProblem($0.reason, at: nil) })
    }

    /// What the text of a choice is to the setting there: a text, a truth, a number or a list of texts; or why it is nothing.
    private static func accepted(
        _ text: String, at path: [String]
    ) -> (content: TOMLValue.Content?, problems: [ConfigurationProblem]) {
        var contents: [TOMLValue.Content] = [.string(text)]
        if let truth = Bool(text) { contents.append(.boolean(truth)) }
        if let number = Int64(text) { contents.append(.integer(number)) }
        let words = text.split(separator: ",").map { TOMLValue(content: .string(String($0)), position: .start) }
        contents.append(.array(words))
        var problems: [ConfigurationProblem] = []
        for content in contents {
            var reader = ConfigurationReader(kind: .layers)
            _ = reader.read(table(path[...], content))
            if reader.problems.isEmpty { return (content, []) }
            if problems.isEmpty { problems = reader.problems }
        }
        return (nil, problems)
    }

    /// What is chosen of one mailbox's list, as `[list.NAME]` calls it.
    package enum ListChoice: String {
        case columns, sort, dates, preview, group, threads
    }

    /// The key of a setting of one mailbox's list, by what the mailbox is for, or by its name; `nil` where no file can have it.
    package static func list(_ choice: ListChoice, of mailbox: MailboxPath, use: MailboxUse?) -> String? {
        let key = SettingPath.text(["list", use?.rawValue ?? mailbox.name, choice.rawValue])
        let isSetting =
            ConfigurationReader.isMailboxKey(use?.rawValue ?? mailbox.name) && key.utf8.count <= keyLimit
        return isSetting ? key : nil
    }

    private static func table(_ path: ArraySlice<String>, _ content: TOMLValue.Content) -> TOMLTable {
        var value = TOMLValue(content: content, position: .start)
        for key in path.dropFirst().reversed() {
            let entry = TOMLEntry(key: key, keyPosition: .start, value: value)
            value = TOMLValue(content: .table(TOMLTable(entries: [entry])), position: .start)
        }
        return TOMLTable(entries: [TOMLEntry(key: path.first ?? "", keyPosition: .start, value: value)])
    }
}
