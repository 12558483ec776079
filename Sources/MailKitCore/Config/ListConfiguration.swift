import MailGrammar

/// One thing that a list can show of a message.
public enum ListColumn: String, Hashable, Sendable, CaseIterable {
    /// Unread, starred, answered and so on: always shown, if only in front.
    case flags
    case date
    /// Who wrote it; where that was the person themselves, to whom.
    case fromto
    case from
    case to
    case cc
    case subject
    case attachment
    case size
    case priority
    /// The mailbox in which it lies, or the account: shown by itself where the list is of several.
    case folder
}

/// How a list writes dates.
public enum DateForm: String, Hashable, Sendable, CaseIterable {
    /// As short as the distance allows: `21:04`, `Fri`, `12 Nov`.
    case relative
    /// The day: `2026-11-21`, `21.11.26`.
    case absolute
}

/// What lines a list puts between its messages.
public enum ListGrouping: String, Hashable, Sendable, CaseIterable {
    case none
    /// `Today`, `Yesterday`, …
    case day
}

/// How a list looks, as far as somebody has chosen.
public struct ListOptions: Hashable, Sendable {
    /// From left to right.
    public var columns: [ListColumn]?
    /// As the server can sort.
    public var order: ListOrder?
    /// How dates are written.
    public var dates: DateForm?
    /// The beginning of the text below the subject.
    public var preview: Bool?
    /// Lines between the messages.
    public var grouping: ListGrouping?
    /// Answers below what they answer.
    public var threads: Bool?

    /// Nothing chosen.
    public init() {}

    /// These, and what they leave open as `base` has it.
    public func over(_ base: ListOptions) -> ListOptions {
        var result = self
        result.columns = columns ?? base.columns
        result.order = order ?? base.order
        result.dates = dates ?? base.dates
        result.preview = preview ?? base.preview
        result.grouping = grouping ?? base.grouping
        result.threads = threads ?? base.threads
        return result
    }
}

/// The `[list]` tables and the `[[colour-rule]]` ones of `config.toml`:
///
///     [list]
///     columns = ["flags", "date", "fromto", "subject", "attachment", "size"]
///     group = "day"
///
///     [list.sent]
///     sort = "-size"
public struct ListConfiguration: Hashable, Sendable {
    /// For every mailbox.
    public var common = ListOptions()
    /// By the name of a mailbox, or by what it is for.
    public var folders: [String: ListOptions] = [:]
    /// The first one that fits decides.
    public var rules: [ColourRule] = []

    /// Nothing chosen.
    public init() {}

    /// What is chosen for a mailbox: its name counts more than its use, and that more than what holds for all.
    public func options(for path: MailboxPath, use: MailboxUse?) -> ListOptions {
        let byUse = use.flatMap { folders[$0.rawValue] } ?? ListOptions()
        let byName = path.name == use?.rawValue ? ListOptions() : folders[path.name] ?? ListOptions()
        return byName.over(byUse).over(common)
    }
}

/// Gives messages a look by what they are: `[[colour-rule]]`.
public struct ColourRule: Hashable, Sendable {
    /// A colour as the file names it.
    public enum Colour: Hashable, Sendable {
        /// One of the 16 that every terminal lets its user choose.
        case named(UInt8)
        /// `#rrggbb`.
        case rgb(UInt8, UInt8, UInt8)
    }

    /// Words of which one has to stand in the sender, in lower case; empty: anybody. The same for the others.
    public var from: [String] = []
    /// In To or Cc.
    public var to: [String] = []
    /// In the subject.
    public var subject: [String] = []
    /// In List-Id.
    public var list: [String] = []
    /// Flags of which it has to have one: `flagged`, `unread`, `$Label1`.
    public var flags: [String] = []
    /// What the message has to be found by.
    package var query: SearchMatcher?
    /// Of the sender and the subject.
    public var colour: Colour?
    /// Thicker.
    public var bold = false
    /// Slanted.
    public var italic = false
    /// Underlined.
    public var underline = false

    /// Fits everything and changes nothing.
    public init() {}

    /// What rows have to hold beside the usual for it to be decided.
    public var items: RowItems {
        var items: RowItems = []
        let needs = query?.query.needs ?? []
        if !list.isEmpty || needs.contains(.list) { items.insert(.list) }
        if needs.contains(.size) { items.insert(.size) }
        return items
    }

    /// What a row knows: a query of a rule can ask for nothing else.
    package static let known: SearchNeeds = [.envelope, .flags, .size, .dates, .attachment, .list]

    /// Whether the message is one of those it is for; `clock` says what `newer_than:3d` means now.
    public func fits(_ row: MessageRow, at clock: SearchClock) -> Bool {
        (flags.isEmpty || flags.contains { Self.has($0, row.flags) })
            && Self.holds(from, row.from.lazy.map(Self.text))
            && Self.holds(to, (row.to + row.cc).lazy.map(Self.text))
            && Self.holds(subject, CollectionOfOne(row.subject)) && Self.holds(list, CollectionOfOne(row.listID))
            && (query.map { $0.verdict(row, at: clock) == .fits } ?? true)
    }

    private static func text(_ address: Address) -> String { "\(address.displayName) <\(address.addressSpec)>" }

    private static func holds(_ words: [String], _ texts: some Sequence<String>) -> Bool {
        guard !words.isEmpty else { return true }
        return texts.contains { text in
            let text = text.lowercased()
            return words.contains { text.contains($0) }
        }
    }

    private static func has(_ word: String, _ flags: Set<Flag>) -> Bool {
        switch word.lowercased() {
        case "unread": !flags.contains(.seen)
        case "read": flags.contains(.seen)
        case "flagged", "answered", "deleted", "draft": flags.contains(Flag("\\" + word))
        case "forwarded": flags.contains(.forwarded)
        default: flags.contains(Flag(word))
        }
    }
}

extension ColourRule.Colour {
    /// In the order of their numbers.
    static let names = [
        "black", "red", "green", "yellow", "blue", "magenta", "cyan", "white", "bright-black", "bright-red",
        "bright-green", "bright-yellow", "bright-blue", "bright-magenta", "bright-cyan", "bright-white",
    ]

    /// `red`, `bright-black`, `#5f87d7`; `nil` for anything else.
    init?(_ text: String) {
        if let index = Self.names.firstIndex(of: text) {
            self = .named(UInt8(index))
            return
        }
        guard text.utf8.first == UInt8(ascii: "#"), text.utf8.count == 7,
            text.utf8.dropFirst().allSatisfy({ ASCII.isDigit($0) || (0x61...0x66).contains(ASCII.lower($0)) }),
            let value = UInt32(text.dropFirst(), radix: 16)
        else { return nil }
        self = .rgb(UInt8(value >> 16), UInt8(value >> 8 & 255), UInt8(value & 255))
    }
}
