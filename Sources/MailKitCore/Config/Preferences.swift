import MailGrammar

/// What a person has chosen on the screen: a text by a key. Where the key is that of a setting (`theme`, or `list.sort` for `sort`
/// in `[list]`), it stands in for the setting of a file that does not have it.
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
            "# What was chosen on the screen; config.toml counts for more. May be deleted at any time.\n"
        ) { "\($0)\(Self.quoted($1.key)) = \(Self.quoted($1.value))\n" }
    }

    /// The line of a configuration file that makes a choice: what is true or false stands without quotes there.
    package static func line(_ key: String, _ value: String) -> String {
        let isTruth = ConfigurationOption.all.contains { $0.section == .top && $0.name == key && $0.kind == .truth }
        return "\(key) = \(isTruth ? value : quoted(value))"
    }

    /// A basic string. Source: TOML 1.0.0, section "String".
    private static func quoted(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x22, 0x5C:
                result += "\\"
                result.unicodeScalars.append(scalar)
            case 0..<0x20, 0x7F:
                let digits = String(scalar.value, radix: 16, uppercase: true)
                result += "\\u" + String(repeating: "0", count: max(0, 4 - digits.utf8.count)) + digits
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }
}

// As settings.
extension Preferences {
    /// Sections that no choice on the screen reaches: nobody is to be given an account or a password command by a file of state.
    private static let untouchable: Set<String> = ["account", "brand"]

    /// Those that are settings, as a file would have them, and what is wrong with those that cannot be. A key that is no
    /// setting is somebody else's.
    func layer() -> (root: TOMLTable, problems: [ConfigurationProblem]) {
        var root = TOMLTable(entries: [])
        var problems: [ConfigurationProblem] = []
        for (key, text) in values.sorted(by: { $0.key < $1.key }) {
            let path = key.split(separator: ".", maxSplits: 7, omittingEmptySubsequences: false).map(String.init)
            guard let first = path.first, !Self.untouchable.contains(first) else { continue }
            var contents: [TOMLValue.Content] = [.string(text)]
            if let truth = Bool(text) { contents.append(.boolean(truth)) }
            if let number = Int64(text) { contents.append(.integer(number)) }
            var found: [ConfigurationProblem] = []
            for content in contents {
                let table = Self.table(path[...], content)
                var reader = ConfigurationReader(kind: .layers)
                _ = reader.read(table)
                if reader.problems.isEmpty {
                    root = root.over(table)
                    found = []
                    break
                }
                if found.isEmpty { found = reader.problems }
            }
            problems += found.filter { if case .unknownKey = $0.reason { false } else { true } }
        }
        return (root, problems.map { ConfigurationProblem($0.reason, at: nil) })
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
