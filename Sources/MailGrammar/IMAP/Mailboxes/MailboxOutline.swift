/// What is worth remembering of an account's own mailboxes from one run to the next: how their names are made, and which of them
/// is for what. Small, whatever the server lists.
package struct MailboxOutline: Hashable, Sendable {
    /// Between the levels; `nil` where there are none.
    package let delimiter: Character?
    /// What names of one's own begin with, the delimiter with it (`INBOX.`); empty where the server has told none.
    package let prefixes: [String]
    /// The inbox is not among them: it is there without being remembered.
    package let uses: [MailboxUse: MailboxPath]

    /// Namespaces of one's own that are kept.
    static let prefixLimit = 8

    /// Leaves out what no server could mean.
    package init(delimiter: Character?, prefixes: [String], uses: [MailboxUse: MailboxPath]) {
        self.delimiter = delimiter.flatMap { $0.asciiValue.map { (0x20..<0x7F).contains($0) } == true ? $0 : nil }
        self.prefixes = Array(
            prefixes.lazy.filter { $0.utf8.count <= MailboxTree.longestName }.prefix(Self.prefixLimit))
        self.uses = uses.filter { use, path in
            use != .inbox && path != .inbox && path.wireForm == nil && path.name.utf8.count <= MailboxTree.longestName
        }
    }

    /// Of what a server has listed.
    package init(_ mailboxes: [MailboxInfo], namespaces: [MailboxNamespace]) {
        let own = mailboxes.lazy.filter { $0.owner == .personal }
        var uses: [MailboxUse: MailboxPath] = [:]
        for mailbox in own where mailbox.isSelectable {
            if let use = mailbox.use, uses[use] == nil { uses[use] = mailbox.path }
        }
        // Some servers give the inbox none.
        self.init(
            delimiter: own.compactMap(\.delimiter).first,
            prefixes: namespaces.lazy.filter { $0.owner == .personal }.map(\.prefix), uses: uses)
    }

    /// The inbox and the mailboxes with a use, and what they lie in. What else is known of them only the server can tell.
    package func mailboxes() -> [MailboxInfo] {
        var tree = MailboxTree()
        tree.namespaces = prefixes.map { MailboxNamespace(owner: .personal, prefix: $0, delimiter: delimiter) }
        tree.list(.inbox, delimiter: delimiter, attributes: [])
        for use in MailboxUse.allCases {
            if let path = uses[use] { tree.list(path, delimiter: delimiter, attributes: ["\\" + use.rawValue]) }
        }
        return tree.mailboxes()
    }
}
