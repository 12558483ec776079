import MailGrammar
import MailKitCore

/// The account's mailboxes in the order of the screen: the inbox, those with a use, the rest by name, each below the one it
/// lies in; other people's behind one's own.
package struct FolderList: Hashable, Sendable {
    /// One of them.
    package struct Line: Hashable, Sendable {
        /// Its place in `mailboxes`.
        let index: Int
        /// How many of those above it lies in.
        let depth: Int
        /// What of its name the ones above do not say.
        let name: String
    }

    package private(set) var mailboxes: [MailboxInfo] = []
    private var lines: [Line] = []

    package init() {}

    package var isEmpty: Bool { mailboxes.isEmpty }

    /// Takes what the server tells. Where only counts have changed the order stays as it is.
    package mutating func take(_ new: [MailboxInfo]) {
        let isSame =
            new.count == mailboxes.count
            && zip(new, mailboxes).allSatisfy { $0.path == $1.path && $0.use == $1.use && $0.levels == $1.levels }
        mailboxes = new
        if !isSame { sort() }
    }

    package subscript(line: Line) -> MailboxInfo { mailboxes[line.index] }

    /// All of them, or with a filter those whose name holds it, or what they are for in any language, each with its whole name.
    package func lines(_ filter: String = "") -> [Line] {
        let wanted = Self.folded(filter)
        guard !wanted.isEmpty else { return lines }
        return lines.compactMap { line in
            let mailbox = mailboxes[line.index]
            let name = Self.name(mailbox.levels[...], of: mailbox)
            let words = [name] + (mailbox.use.map { use in Language.allCases.map { FolderTexts.use(use)($0) } } ?? [])
            guard words.contains(where: { Self.folded($0).contains(wanted) }) else { return nil }
            return Line(index: line.index, depth: 0, name: name)
        }
    }

    /// The line of a mailbox among these.
    package func place(of path: MailboxPath, in lines: [Line]) -> Int? {
        lines.firstIndex { mailboxes[$0.index].path == path }
    }

    // MARK: The order

    /// What one level of a name is sorted by.
    private struct Key: Comparable {
        let rank: Int
        let name: String
        let exact: String

        static func < (lhs: Key, rhs: Key) -> Bool {
            (lhs.rank, lhs.name, lhs.exact) < (rhs.rank, rhs.name, rhs.exact)
        }
    }

    private struct Place: Hashable {
        let owner: MailboxOwner
        let levels: ArraySlice<String>
    }

    private mutating func sort() {
        var places: [Place: Int] = [:]
        for (index, mailbox) in mailboxes.enumerated() {
            places[Place(owner: mailbox.owner, levels: mailbox.levels[...])] = index
        }
        let keys = mailboxes.map { mailbox in
            mailbox.levels.indices.map { level in
                let above = Place(owner: mailbox.owner, levels: mailbox.levels[...level])
                let use = places[above].flatMap { mailboxes[$0].use }
                return Key(
                    rank: Self.rank(mailbox.owner, level == 0 ? use : nil), name: Self.folded(mailbox.levels[level]),
                    exact: mailbox.levels[level])
            }
        }
        let order = mailboxes.indices.sorted { keys[$0].lexicographicallyPrecedes(keys[$1]) }
        var depths = [Int](repeating: 0, count: mailboxes.count)
        lines = order.map { index in
            let mailbox = mailboxes[index]
            // The nearest one above that is listed; what lies between is part of the name.
            var rest = mailbox.levels[...]
            var below = mailbox.levels[...].dropLast()
            while !below.isEmpty {
                if let parent = places[Place(owner: mailbox.owner, levels: below)] {
                    depths[index] = depths[parent] + 1
                    rest = mailbox.levels[below.endIndex...]
                    break
                }
                below = below.dropLast()
            }
            return Line(index: index, depth: depths[index], name: Self.name(rest, of: mailbox))
        }
    }

    private static func rank(_ owner: MailboxOwner, _ use: MailboxUse?) -> Int {
        let order: [MailboxUse] = [.inbox, .drafts, .sent, .archive, .junk, .trash, .all, .flagged, .important]
        return switch owner {
        case .personal: use.flatMap(order.firstIndex) ?? order.count
        case .otherUser: order.count + 1
        case .shared: order.count + 2
        }
    }

    private static func name(_ levels: ArraySlice<String>, of mailbox: MailboxInfo) -> String {
        levels.joined(separator: mailbox.delimiter.map(String.init) ?? "/")
    }

    private static func folded(_ text: String) -> String { text.lowercased() }
}
