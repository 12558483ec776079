import MailGrammar

/// Which messages of a mailbox are kept whole on this machine.
public enum BodyPolicy: Hashable, Sendable {
    /// None, not even those that were opened.
    case headers
    /// Those that were opened, as far as there is room for them.
    case opened
    /// Those that came within so many days, 1 to 36500; and those that were opened.
    case days(Int)
    /// Every one.
    case all

    /// `headers`, `opened`, `all`, or a number of days such as `30d`; `nil` for anything else.
    public init?(_ text: String) {
        switch text {
        case "headers": self = .headers
        case "opened": self = .opened
        case "all": self = .all
        default:
            guard text.utf8.last == UInt8(ascii: "d"), text.utf8.dropLast().allSatisfy(ASCII.isDigit),
                let days = Int(text.dropLast()), (1...36_500).contains(days)
            else { return nil }
            self = .days(days)
        }
    }

    /// What it may be, for a message.
    static let words = ["opened", "headers", "30d", "all"]

    /// Whether messages are fetched that nobody has opened.
    public var fetches: Bool {
        switch self {
        case .headers, .opened: false
        case .days, .all: true
        }
    }
}

/// What is kept of each mailbox: `bodies` at the top of the file, in an account, and in `[folder.NAME]`.
public struct BodyPolicies: Hashable, Sendable {
    /// Where nothing else is said.
    public var common = BodyPolicy.opened
    /// By the name of a mailbox, or by what it is for.
    public var folders: [String: BodyPolicy] = [:]

    /// Those that were opened.
    public init() {}

    /// Messages of some mailbox are fetched though nobody has opened them.
    public var fetches: Bool { common.fetches || folders.values.contains(where: \.fetches) }

    /// What holds for a mailbox: its name counts more than its use, and that more than what holds for all.
    public func policy(for path: MailboxPath, use: MailboxUse?) -> BodyPolicy {
        let use = use ?? (path == .inbox ? .inbox : nil)
        return folders[path.name] ?? use.flatMap { folders[$0.rawValue] } ?? common
    }
}
