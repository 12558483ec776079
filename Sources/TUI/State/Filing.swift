import MailGrammar
import MailKitCore

/// What is put into the folder that is being chosen.
package struct Filing: Hashable, Sendable {
    /// Of one account.
    package let messages: MessageSet
    /// They stay where they are as well.
    package let isCopy: Bool
    /// Its place among the accounts.
    let account: Int
}

/// Folders that messages were put into, the last one first.
package struct RecentFolders: Hashable, Sendable {
    package private(set) var paths: [MailboxPath] = []

    /// How many are remembered.
    static let limit = 10
    /// How many stand above all others.
    static let shown = 3

    package mutating func add(_ path: MailboxPath) {
        paths.removeAll { $0 == path }
        paths.insert(path, at: 0)
        if paths.count > Self.limit { paths.removeLast() }
    }
}
